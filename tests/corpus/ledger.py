"""Hold other people's files against their pages word by word: ``.venv/bin/python tests/corpus/ledger.py [FAMILY …]``.

Reads ``../shared/corpus`` beside the project, and of it the files of each FAMILY (``pdf``, ``office``), or both. Each
is taken in as a bilag is. Prints how many words the files have and how many of those their pages lack, with the files
of which something is told; the exit code is 1 when the bound is not met.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import attrs
from corpus.intake import corpus_files

from styringsdialog.compose.conversion import HandedIn, Taken
from styringsdialog.compose.ledger import words_of
from styringsdialog.compose.taking import take_all
from styringsdialog.intake.pdfium import texts_of
from styringsdialog.messages.message import Language
from styringsdialog.model.bilag import Caption
from styringsdialog.model.limits import Limits
from styringsdialog.model.parts import PreparedPart

# ruff: noqa: T201 - a command for people

ENOUGH = 0.99
"""Of the words of all files, the share that stands on their pages."""


@attrs.frozen
class Account:
    """What the ledger says of a file: the words of its pages, those that they lack, and the sentence that is told."""

    file: Path
    words: int
    missing: int = 0
    told: str = ""


def accounts(files: Sequence[Path], folder: Path) -> Iterator[Account]:
    """Take ``files`` in with work folders in ``folder``, and give the account of each that becomes pages."""
    handed = []
    for index, path in enumerate(files):
        work = folder / str(index)
        work.mkdir()
        handed.append(HandedIn(path=path, name=path.name, work=work, caption=Caption(title=path.stem)))
    for file, result in zip(handed, take_all(handed, Limits(), started=lambda _: None), strict=True):
        if not isinstance(result, Taken) or not isinstance(result.body, PreparedPart):
            continue
        account = Account(file.path, sum(len(words_of(text)) for text in texts_of(result.body.path)))
        for note in result.notes:
            if note.what.code == "compose.words-missing":
                count = dict(note.what.arguments)["count"]
                assert isinstance(count, int)
                account = attrs.evolve(account, missing=count, told=note.text(Language.DANISH).what)
        yield account


def main(families: Sequence[str]) -> int:
    """Run everything, print the figures, and give the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(accounts(corpus_files(families or ("pdf", "office")), Path(folder)))
    missing = sum(account.missing for account in found)
    words = sum(account.words for account in found) + missing
    for account in found:
        if account.told:
            print(f"  {account.file.name}: {account.told}")
    print(f"files {len(found)}, told of {sum(bool(account.told) for account in found)}")
    print(f"words {words}, on their pages {1 - missing / max(words, 1):.3%}")
    return 0 if found and missing <= (1 - ENOUGH) * words else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
