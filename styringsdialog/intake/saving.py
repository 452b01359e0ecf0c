"""Save a PDF so that a full disk is an error and not the end of the process."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO, cast

import pikepdf

__all__ = ["save"]


def save(pdf: pikepdf.Pdf, path: Path, **options: Any) -> None:
    """Save ``pdf`` to ``path``, the same bytes for the same document; ``options`` are those of ``Pdf.save``.

    Raises:
        OSError: The file cannot be written.
    """
    with path.open("wb", buffering=0) as file:
        sink = _Sink(file)
        pdf.save(cast("BinaryIO", sink), deterministic_id=True, **options)
        sink.empty()
        if sink.error is not None:
            raise sink.error


_AT_ONCE = 1 << 20
"""Bytes. qpdf writes every number and every name by itself."""


class _Sink(io.RawIOBase):
    """Takes everything, and remembers the first error.

    qpdf flushes once more while it unwinds from a failed write; a second failure there ends
    the process (std::terminate). So it is told of none, and the caller of the first.
    """

    def __init__(self, file: io.FileIO) -> None:
        super().__init__()
        self.error: OSError | None = None
        self._file = file
        self._written = 0
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        before = len(self._waiting)
        self._waiting += memoryview(data).cast("B")
        size = len(self._waiting) - before
        self._written += size
        if len(self._waiting) >= _AT_ONCE:
            self.empty()
        return size

    def empty(self) -> None:
        """Write what waits."""
        left = memoryview(self._waiting)
        try:
            while left and self.error is None:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.error = error
        self._waiting = bytearray()
