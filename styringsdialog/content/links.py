"""Where links may lead and which pictures a text may show, and how that is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import attrs

from styringsdialog.errors import MessageError
from styringsdialog.loading.reading import on_disk
from styringsdialog.messages.message import Message, message

# How a PNG (ISO/IEC 15948, 5.2) and a JPEG file (ITU-T T.81, SOI and a marker) begin.
SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

# One letter is a drive, more are a scheme; «//host/x.png» is a URL as well.
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def _folders(root: Path | Iterable[Path] | None) -> tuple[Path, ...]:
    if root is None:
        return ()
    return (root,) if isinstance(root, Path) else tuple(root)


@attrs.frozen
class Images:
    """The folders that pictures may come from: one, several, or none (``None``).

    Attributes:
        name: What messages call the folders, for whoever has to put a picture there.
        closed: Files that no text of this package may show.
    """

    roots: tuple[Path, ...] = attrs.field(default=None, alias="root", converter=_folders)
    name: Message = attrs.field(default=message("content.folder"), kw_only=True)
    closed: frozenset[Path] = attrs.field(default=frozenset(), kw_only=True)

    def find(self, src: str) -> Path:
        """Return the absolute path of the picture ``src``, which is written relative to one of the folders.

        Nothing is ever fetched, and links out of a folder are not followed.

        Raises:
            MessageError: It is no PNG or JPEG file in the folders.
        """
        path = PurePosixPath(src)
        if not src.strip() or _URL.match(src):
            raise MessageError(message("content.picture-elsewhere", picture=src, folder=self.name))
        # A backslash parts folders on one system and is a letter of a name on others.
        if path.is_absolute() or ".." in path.parts or "\\" in src or not src.isprintable():
            raise MessageError(message("content.picture-outside", picture=src, folder=self.name))
        if not self.roots:
            raise MessageError(message("content.picture-without-folder", picture=src))
        # A set: two of the folders may lead to one and the same file.
        files = {file for root in self.roots if (file := _real(root, path)) is not None}
        if not files:
            raise MessageError(message("content.picture-missing", picture=src, folder=self.name))
        if len(files) > 1:
            raise MessageError(message("content.picture-twice", picture=src))
        if (real := files.pop()) in self.closed:
            raise MessageError(message("content.picture-closed", picture=src))
        _check_signature(src, real)
        return real


# For texts that have no folder.
NO_IMAGES: Final = Images()


def _real(root: Path, path: PurePosixPath) -> Path | None:
    """Return the file with links resolved, ``None`` where there is no such file within ``root``."""
    try:
        # Resolved on both sides: the folder itself may be reached by a link, and a link in it may lead out.
        real = on_disk(root, path).resolve(strict=True)
        return real if real.is_file() and real.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        return None


def _check_signature(src: str, real: Path) -> None:
    try:
        with real.open("rb") as file:
            # Only its beginning: the picture itself is decoded in a process of its own (``compose.pictures``).
            start = file.read(8)
    except OSError as error:
        raise MessageError(message("content.picture-unreadable", picture=src, reason=str(error.strerror))) from None
    if not start.startswith(SIGNATURES):
        raise MessageError(message("content.picture-of-another-kind", picture=src))


# Schemes that lead to somewhere in the package.
INSIDE: Final = ("bilag", "tema", "punkt", "del")

_OUTSIDE: Final = ("https", "http", "mailto", "tel")

_BARE: Final = re.compile(r"(?<![\w@/.<-])(?:https?://\w|www\.[\w-]+\.\w)[^\s<>«»“”\"\[\]{}|\\^`]*", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_KEY: Final = r"[a-z0-9][a-z0-9_-]*"
_ANCHOR: Final = re.compile(rf"(?:(?:{'|'.join(INSIDE)}):{_KEY}(?:/{_KEY})?|{_KEY})")
_INSIDE_REST: Final = re.compile(r"[^\s/#]+(?:/[^\s/#]+)?(?:#(?:side|sider|antal))?")


class LinkError(MessageError):
    """A link or an id is not written as it must be."""


def full_target(written: str, scope: str) -> str:
    """Return the target that ``id="written"`` makes: ``tal`` gives ``punkt:vibo/tal`` in the scope ``vibo/``.

    Raises:
        LinkError: It is no key; or it is a full target, which only the edition's own pages may name.
    """
    if not _ANCHOR.fullmatch(written):
        raise LinkError(message("content.no-key", id=written))
    if ":" not in written:
        return f"punkt:{scope}{written}"
    if scope:
        raise LinkError(message("content.key-outside", id=written))
    return written


def read_href(written: str, scope: str) -> tuple[str, bool]:
    """Return a link's target, and whether it was written with a capital («Bilag:vibo»).

    ``#tal`` is the id ``tal`` in the same text. Nothing in an address outside is changed but the
    case of its scheme.

    Raises:
        LinkError: It leads nowhere that a package may lead.
    """
    href = written.strip("\t\n\f\r ")
    if href.startswith("#"):
        href = f"punkt:{scope}{href[1:]}"
    if (match := _SCHEME.fullmatch(href)) is None:
        raise LinkError(message("content.no-address", link=written))
    # RFC 3986, 3.1: capitals in a scheme mean nothing outside; inside, one asks for «Bilag 3».
    scheme, rest = match[1].lower(), match[2]
    if scheme in INSIDE:
        if not _INSIDE_REST.fullmatch(rest):
            raise LinkError(message("content.broken-reference", link=written, scheme=scheme))
        return f"{scheme}:{rest}", href[0].isupper()
    if scheme not in _OUTSIDE:
        schemes = ", ".join(f"{allowed}:" for allowed in (*_OUTSIDE, *INSIDE))
        raise LinkError(message("content.forbidden-link", link=written, schemes=schemes))
    if not rest or not rest.isprintable() or not _is_whole(scheme, rest):
        raise LinkError(message("content.broken-address", link=written))
    return f"{scheme}:{rest}", False


def _is_whole(scheme: str, rest: str) -> bool:
    if not scheme.startswith("http"):
        return " " not in rest
    try:
        host = urlsplit(f"{scheme}:{rest}").hostname
    except ValueError:  # brackets of an IPv6 address that do not match
        return False
    # What stands after the host may have spaces: they are written as %20 where the link is made.
    return bool(host) and " " not in str(host)


def bare_addresses(text: str) -> Iterator[tuple[str, str]]:
    """Return the pieces of ``text``, each with the link that it is by itself, or with nothing.

    Marks that end a sentence, and brackets around an address, are none of it.
    """
    end = 0
    for match in _BARE.finditer(text):
        address = match[0].rstrip(".,:;!?'*_~")
        # GitHub's CommonMark, 6.9: a bracket belongs to the address that opened it, as Wikipedia's do.
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(".,:;!?'*_~")
        yield text[end : match.start()], ""
        # «https:» has six characters; an address that begins with «www.» has no scheme.
        yield address, address if ":" in address[:6] else f"https://{address}"
        end = match.start() + len(address)
    yield text[end:], ""
