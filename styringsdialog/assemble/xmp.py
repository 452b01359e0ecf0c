"""The XMP packet, written by hand: what it says, and the schema that PDF/A asks for PDF/UA's identifier.

ISO 16684-1 (XMP); ISO 19005-2, 6.6; ISO 14289-1, 5. A packet has the same length whatever it
claims, so that a claim can be withdrawn in a finished file without moving a byte of it.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Collection
from pathlib import Path
from typing import Final

import attrs
import pikepdf

from styringsdialog.errors import BilagFileError
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conformance import Profile


@attrs.frozen(kw_only=True)
class Metadata:
    """Title, author and so on.

    Attributes:
        language: BCP 47.
        edition: The package's name among others, as its files have it; empty for what is no package.
        revision: Of the package, from 1.
        modified: When the edition last changed, with or without a time zone; the file's creation
            date as well. Never the clock.
    """

    title: str
    author: str
    subject: str
    modified: dt.datetime
    language: str = "da-DK"
    producer: str = "styringsdialog"
    edition: str = ""
    revision: int = 1


# Our own namespace; what stands in it is described in the packet, as ISO 19005-2, 6.6.2.3 asks.
_PACKAGE_SPACE: Final = "urn:styringsdialog:package:1.0/"

# The prefixes of PDF/A's own namespaces are prescribed (ISO 19005-2, 6.6).
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "sdpackage": _PACKAGE_SPACE,
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
# ISO 14289-1, 5; ISO 19005-2, 6.6.4.
_CLAIMS = {
    Profile.UA1: "<pdfuaid:part>1</pdfuaid:part>",
    Profile.A2A: "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
}


def _schema(title: str, prefix: str, *properties: tuple[str, str, str]) -> str:
    """Return the description of a namespace: ``properties`` are name, type and meaning."""
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description>"
        "</rdf:li>"
        for name, kind, meaning in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_SPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


# PDF/A knows PDF/UA's namespace only by a description in the file (ISO 19005-2, 6.6.2.3).
_UA_SCHEMA = _schema(
    "PDF/UA identification schema",
    "pdfuaid",
    ("part", "Integer", "The part of ISO 14289 that the file conforms to"),
)
_PACKAGE_SCHEMA = _schema(
    "styringsdialog package schema",
    "sdpackage",
    ("edition", "Text", "The edition, stage and audience that the package is made for"),
    ("revision", "Integer", "Which of the packages made for them and sent out it is, from 1"),
)


def xmp_packet(metadata: Metadata, claims: Collection[Profile]) -> bytes:
    """Return the packet that says ``metadata`` and claims ``claims``."""
    moment = metadata.modified.replace(microsecond=0).isoformat()
    properties = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{_in_default_language(metadata.title)}</dc:title>",
        f"<dc:creator><rdf:Seq><rdf:li>{html.escape(metadata.author, quote=False)}</rdf:li></rdf:Seq></dc:creator>",
        f"<dc:description>{_in_default_language(metadata.subject)}</dc:description>",
        f"<dc:language><rdf:Bag><rdf:li>{html.escape(metadata.language, quote=False)}</rdf:li></rdf:Bag></dc:language>",
        f"<pdf:Producer>{html.escape(metadata.producer, quote=False)}</pdf:Producer>",
        *(f"<xmp:{name}>{moment}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")),
    ]
    if own := bool(metadata.edition):
        properties += [
            f"<sdpackage:edition>{html.escape(metadata.edition, quote=False)}</sdpackage:edition>",
            f"<sdpackage:revision>{metadata.revision}</sdpackage:revision>",
        ]
    whole = _packet([*properties, *_claimed(tuple(Profile), own=own)])
    # In the order of ``Profile``, so that the same claims give the same bytes.
    claiming = _packet([*properties, *_claimed(tuple(profile for profile in Profile if profile in claims), own=own)])
    return b"".join((_BEGIN, claiming, b" " * (len(whole) - len(claiming)), _END))


# Both attributes are the same in every packet (ISO 16684-1, 7.3).
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
# «w» says that the packet may be changed in place (ISO 16684-1, 7.3), as ``settle_claims`` does.
_END = b'\n<?xpacket end="w"?>'


def _in_default_language(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{html.escape(text, quote=False)}</rdf:li></rdf:Alt>'


def _claimed(claims: Collection[Profile], *, own: bool) -> list[str]:
    schemas = [*([_UA_SCHEMA] if Profile.UA1 in claims else []), *([_PACKAGE_SCHEMA] if own else [])]
    bag = f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"
    return [*(_CLAIMS[claim] for claim in claims), *([bag] if schemas else [])]


def _packet(properties: Collection[str]) -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _SPACES.items() if prefix != "rdf")
    lines = [
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        f'<rdf:RDF xmlns:rdf="{_SPACES["rdf"]}">',
        f'<rdf:Description rdf:about="" {spaces}>',
        *properties,
        "</rdf:Description>",
        "</rdf:RDF>",
        "</x:xmpmeta>",
    ]
    return "\n".join(lines).encode()


@attrs.frozen
class Identity:
    """What stands in a package's XMP: the edition, with stage and audience, and which revision it is."""

    edition: str
    revision: int


def read_identity(path: Path) -> Identity | None:
    """Return which package the PDF at ``path`` says that it is; nothing when it says nothing of that.

    Raises:
        BilagFileError: It cannot be opened as a PDF.
    """
    try:
        with pikepdf.open(path) as pdf:
            metadata = pdf.open_metadata()
            edition = metadata.get(f"{{{_PACKAGE_SPACE}}}edition")
            revision = metadata.get(f"{{{_PACKAGE_SPACE}}}revision")
    except (pikepdf.PdfError, OSError) as error:
        raise BilagFileError.at(Where(file=str(path)), message("package.no-pdf", reason=str(error))) from error
    # isdigit would take «²», at which int stops.
    if not isinstance(edition, str) or not isinstance(revision, str) or not revision.isdecimal():
        return None
    return Identity(edition, int(revision))
