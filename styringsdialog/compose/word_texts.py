"""The edition's own texts that are Word files: read in processes of their own, like every file that others may send."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.assemble.plan import Plan
from styringsdialog.compose.conversion import HandedIn, Taken
from styringsdialog.compose.ledger import missing_words, remark_on
from styringsdialog.compose.taking import take_all
from styringsdialog.errors import Problem, Remark
from styringsdialog.intake.pdfium import texts_of
from styringsdialog.isolate.running import Workers
from styringsdialog.loading.reading import WORD, on_disk
from styringsdialog.messages.message import Where
from styringsdialog.model.bilag import Caption
from styringsdialog.model.conference import Conference
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.scalars import TextFile

# By the path in the edition, what a Word file became, or why it became nothing.
WordTexts = Mapping[str, Taken | tuple[Problem, ...]]

# The parts that are texts of the edition's own.
TEXTS: Final[Mapping[PackagePart, Callable[[Conference], TextFile | None]]] = {
    PackagePart.INVITATION: lambda conference: conference.invitation,
    PackagePart.VELKOMST: lambda conference: conference.welcome,
    PackagePart.REFERAT: lambda conference: conference.referat,
}


def read_word_texts(conference: Conference, work: Path, started: Callable[[str], None], workers: Workers) -> WordTexts:
    """Return what the texts of ``conference`` that are Word files become; their pictures are kept in ``work``.

    Raises:
        OSError: The disk is full.
    """
    texts = (text(conference) for text in TEXTS.values())
    names = dict.fromkeys(text.path for text in texts if text and text.path.lower().endswith(WORD) and not text.blocks)
    handed = [
        HandedIn(
            path=on_disk(conference.folder, name),
            name=name,
            work=work / f"text-{number}",
            caption=Caption(title=name),
            as_text=True,
        )
        for number, name in enumerate(names)
    ]
    for file in handed:
        file.work.mkdir()
    taken = take_all(handed, conference.limits, started=lambda file: started(file.name), workers=workers)
    return dict(zip(names, taken, strict=True))


def remarks_on_texts(conference: Conference, texts: WordTexts, plan: Plan) -> Iterator[Remark]:
    """Yield what is to be said of the Word files that ``plan`` prints, and of words in them that no page has."""
    for part, text in TEXTS.items():
        file, key = text(conference), f"del:{part.value}"
        taken = texts.get(file.path) if file else None
        # A text may stand on the pages of the one before it.
        parts = next(
            (own.parts for own in plan.sections if own.key == key or any(key in one.anchors for one in own.parts)), ()
        )
        if file is None or not parts or not isinstance(taken, Taken):
            continue
        yield from taken.notes
        shown = "\n".join(page for own in parts for page in texts_of(own.path))
        yield from (
            attrs.evolve(remark, place=Where(file.path))
            for remark in remark_on(missing_words([("", taken.said)], shown))
        )
