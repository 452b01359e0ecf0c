"""What a package is made from, as one number: the files of its edition."""

from __future__ import annotations

import hashlib

from styringsdialog.loading.inputs import input_digests
from styringsdialog.model.conference import Stage
from styringsdialog.series.editions import Edition
from styringsdialog.series.opening import CHECKLIST

__all__ = ["inputs_of"]


def inputs_of(edition: Edition, stage: Stage) -> str:
    """Give the SHA-256 of every file's name and content in the folder of ``edition``.

    Versions of programs are not in it: a package that is already sent out is not made again
    because a library came out. Nor are hidden files, what editors leave behind, the list of
    what is to be filled in, and, before the meeting, the referat.

    Raises:
        EditionError: A file cannot be read.
    """
    referat = edition.conference.referat
    left_out = {CHECKLIST, *({referat.path} if referat and stage is not Stage.REFERAT else ())}
    digest = hashlib.sha256()
    for name, content in input_digests(edition.folder).items():
        if name not in left_out:
            digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()
