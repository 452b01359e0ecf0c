"""Save a PDF so that a full disk is an error and not the end of the process."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf


def save(pdf: pikepdf.Pdf, path: Path, **options: Any) -> None:
    """Save ``pdf`` to ``path``, the same bytes for the same document; ``options`` are those of ``Pdf.save``.

    Raises:
        OSError: The file cannot be written.
    """
    # Unbuffered, because what a buffer holds back fails only when the file is closed, past the sink.
    with path.open("wb", buffering=0) as file:
        sink = _Sink(file)
        # qpdf writes every number and every name by itself: gathered here, without Python at each.
        with io.BufferedWriter(sink, _AT_ONCE) as gathered:
            # qpdf makes the file's ID (ISO 32000-1, 14.4) of the time of day otherwise.
            pdf.save(gathered, deterministic_id=True, **options)
        if sink.error is not None:
            raise sink.error


# Bytes.
_AT_ONCE = 1 << 20


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

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        left = memoryview(data).cast("B")
        size = len(left)
        self._written += size
        try:
            while left and self.error is None:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.error = error
        return size
