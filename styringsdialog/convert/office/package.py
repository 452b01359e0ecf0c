"""An Office file as the ZIP archive that it is: looked at before anything unpacks it, and copied part by part."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import attrs

from styringsdialog.convert.office.xml import Element, UnreadableXmlError, read_xml, write_xml
from styringsdialog.errors import MessageError
from styringsdialog.messages.message import message

# Bytes of a file when unpacked, of one part of XML in it, and how many parts there are: a deck of two hundred
# slides with pictures has some thousand parts, and 100 MB.
LARGEST: Final = 1024 * 1024 * 1024
LARGEST_XML: Final = 96 * 1024 * 1024
MOST_PARTS: Final = 20_000

_XML: Final = frozenset({".xml", ".rels", ".vml", ".svg"})
# The first that a ZIP archive can say.
_DATE: Final = (1980, 1, 1, 0, 0, 0)


class UnusableOfficeError(MessageError):
    """An Office file that cannot become pages."""


@attrs.define
class Package:
    """The parts of an Office file, and what is to stand in their place in the copy that is converted.

    Attributes:
        changed: By name, the new content of parts.
        relationships: By name, the roots of parts of relationships as far as they were read.
    """

    archive: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]
    changed: dict[str, bytes] = attrs.field(factory=dict)
    relationships: dict[str, Element] = attrs.field(factory=dict)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a part of that name."""
        return name in self.parts

    def read(self, name: str, most: int = -1) -> bytes:
        """Return a part as it stands by now, or the first ``most`` bytes of it.

        Raises:
            UnusableOfficeError: It is damaged.
        """
        if name in self.changed:
            return self.changed[name][: most if most >= 0 else None]
        info = self.parts[name]
        if PurePosixPath(name).suffix.lower() in _XML and info.file_size > LARGEST_XML:
            raise UnusableOfficeError(message("office.large-part", part=name, megabytes=info.file_size // 1024 // 1024))
        try:
            with self.archive.open(info) as part:
                return part.read(most)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
            raise UnusableOfficeError(message("office.part-not-unpacked", part=name)) from error

    def xml(self, name: str) -> Element | None:
        """Return the root of a part, see ``read_xml``; nothing where there is no such part.

        A part of relationships has the same root each time, which knows what was cut from it.

        Raises:
            UnusableOfficeError: It is damaged, or no XML.
        """
        if name not in self.parts or name in self.relationships:
            return self.relationships.get(name)
        try:
            root = read_xml(self.read(name))
        except UnreadableXmlError as error:
            raise UnusableOfficeError(message("office.part-unreadable", part=name, reason=error.what)) from error
        if name.endswith(".rels"):
            self.relationships[name] = root
        return root

    def change(self, name: str, root: Element) -> None:
        """Let ``root`` stand in the copy as the part of that name."""
        self.changed[name] = write_xml(root)

    def write(self, path: Path) -> None:
        """Write the copy to ``path``: each part once, the same bytes for the same parts."""
        with zipfile.ZipFile(path, "w") as copy:
            for name, info in self.parts.items():
                # OpenDocument 1.3, part 2, 3.3: the type stands first and is not packed.
                packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                fresh = zipfile.ZipInfo(name, _DATE)
                fresh.compress_type = packing
                if name in self.changed or info.file_size < 1 << 20:
                    copy.writestr(fresh, self.read(name), compresslevel=1)
                    continue
                fresh.file_size = info.file_size
                try:
                    with self.archive.open(info) as source, copy.open(fresh, "w") as target:
                        shutil.copyfileobj(source, target, 1 << 20)
                except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
                    raise UnusableOfficeError(message("office.part-not-unpacked", part=name)) from error


def open_package(archive: zipfile.ZipFile) -> Package:
    """Return the parts of ``archive``, as far as their names can be any; nothing is unpacked.

    Raises:
        UnusableOfficeError: They unpack to more than anybody can show, or need a password.
    """
    listed = archive.infolist()
    if len(listed) > MOST_PARTS:
        raise UnusableOfficeError(message("office.many-parts", parts=len(listed)))
    if (size := sum(info.file_size for info in listed)) > LARGEST:
        raise UnusableOfficeError(message("office.large", megabytes=size // 1024 // 1024))
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in listed:
        if info.flag_bits & 1:
            raise UnusableOfficeError(message("intake.encrypted"))
        name = info.filename.replace("\\", "/")
        if not info.is_dir() and not name.startswith("/") and ".." not in PurePosixPath(name).parts:
            parts.setdefault(name, info)
    return Package(archive, dict(sorted(parts.items(), key=lambda part: part[0] != "mimetype")))
