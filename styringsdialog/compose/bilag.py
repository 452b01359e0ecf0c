"""Bilag get their numbers, and those that are files their pages."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.compose.characters import unprintable_bilag
from styringsdialog.compose.conversion import ALT_UNUSED, HandedIn, Taken
from styringsdialog.compose.pictures import read_apart
from styringsdialog.compose.taking import take_all
from styringsdialog.content.pages import BilagLine
from styringsdialog.danish.dates import day
from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.hooks.contribution import ContributedBilag, Contribution
from styringsdialog.hooks.provenance import with_provenance
from styringsdialog.hooks.providers import BUILT_IN
from styringsdialog.hooks.vetting import one_line
from styringsdialog.messages.message import Language, Message, message
from styringsdialog.model.bilag import Caption, Visibility
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.conference import Audience, Conference
from styringsdialog.model.numbers import BilagNumber
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.people import Contributor
from styringsdialog.report.build import BilagStatus
from styringsdialog.report.reasons import reason_in_danish

__all__ = ["NumberedBilag", "is_awaited", "number_bilag", "unknown_bilag"]


@attrs.frozen(kw_only=True)
class NumberedBilag:
    """A bilag with its number, and what became of it.

    Attributes:
        target: What references to it say: ``bilag:vibo/oversigt``.
        body: Its pages when it came as a file, its blocks when they are still to be typeset;
            nothing when it is missing or closed.
        notes: What was lost or mended on its way to ``body``; a prepared part has its own besides.
        original: The file as it was handed in, where its signatures hold in it alone.
        program: What made its pages and is no library of ours.
        problems: Why it is missing.
        awaited: Whether it is missing because its contributor has handed in nothing yet.
    """

    number: BilagNumber
    target: str
    caption: Caption
    contributor: Contributor
    contribution: Contribution
    body: PreparedPart | Blocks | None
    notes: tuple[Remark, ...] = ()
    original: Path | None = None
    program: str = ""
    problems: tuple[Problem, ...] = ()
    awaited: bool = False

    @property
    def status(self) -> BilagStatus:
        """Tell what became of it."""
        if self.problems:
            return BilagStatus.AWAITED if self.awaited else BilagStatus.MISSING
        return BilagStatus.CLOSED if self.body is None else BilagStatus.DELIVERED

    @property
    def line(self) -> BilagLine:
        """Give what the package's own pages say about it."""
        return BilagLine(
            number=self.number,
            target=self.target,
            caption=attrs.evolve(self.caption, ask=self.caption.ask or self.contributor.ask),
            contributor=self.contributor,
            missing=tuple(dict.fromkeys(map(reason_in_danish, self.problems))),
            closed=self.status is BilagStatus.CLOSED,
            awaited=self.awaited,
            remarks=_remarks(self.body),
        )

    def missing(self, problems: Sequence[Problem]) -> NumberedBilag:
        """Give the bilag as one that is not there because of ``problems``."""
        _, _, key = self.target.partition("/")
        told = with_provenance(problems, self.contribution.plugin, contributor=self.contributor.id, key=key)
        return attrs.evolve(self, body=None, original=None, problems=(*self.problems, *told))


def _remarks(body: PreparedPart | Blocks | None) -> tuple[str, ...]:
    """Return what a reader should know of pages that came as a file: what was lost, and that they are not tagged.

    What a note says to do is for the one who can ask for a better file.
    """
    if not isinstance(body, PreparedPart):
        return ()
    texts = [note.text(Language.DANISH) for note in body.notes]
    remarks = tuple(text.reader or f"{text.what}." for text in texts)
    return remarks if body.tagged or body.structure is not None else (*remarks, _UNTAGGED)


_UNTAGGED: Final = "Filen er ikke tagget: den læses op i den rækkefølge, siderne er tegnet."


def number_bilag(
    conference: Conference,
    contributions: Sequence[Contribution],
    work: Path,
    *,
    audience: Audience,
    progress: Callable[[Message], None],
) -> tuple[NumberedBilag, ...]:
    """Give every bilag its number, from 1 in conference order, and take in those that are files.

    A contributor who failed as a whole keeps one number, so that the others' stay as they are; so does
    one who has a deadline and has handed in nothing yet.

    Args:
        conference: Whose contributors gave ``contributions``, in the same order.
        contributions: One for each contributor.
        work: An empty folder for prepared files.
        audience: Decides whether closed bilag are in the package.
        progress: Is told what is being done.

    Raises:
        OSError: A prepared file cannot be written.
    """
    numbered: list[NumberedBilag] = []
    files: dict[int, HandedIn] = {}
    for contributor, contribution in zip(conference.contributors, contributions, strict=True):
        awaited = is_awaited(contributor, contribution)
        if contribution.problems or awaited:
            gap = NumberedBilag(
                number=len(numbered) + 1,
                target=f"bilag:{contributor.id}",
                caption=Caption(title=contributor.name),
                contributor=contributor,
                contribution=contribution,
                body=None,
                problems=(_awaited(conference, contributor),) if awaited else contribution.problems,
                awaited=awaited,
            )
            numbered.append(gap)
            continue
        for bilag in contribution.bilag:
            base = NumberedBilag(
                number=len(numbered) + 1,
                target=f"bilag:{contributor.id}/{bilag.key}",
                caption=bilag.caption,
                contributor=contributor,
                contribution=contribution,
                body=None,
            )
            known = _without_file(base, bilag, audience)
            if known is None:
                files[len(numbered)] = _handed_in(base, bilag, work)
            numbered.append(known or base)
    taken = take_all(
        list(files.values()),
        conference.limits,
        started=lambda handed: progress(message("package.step-reading", file=str(handed.name))),
    )
    for at, one in zip(files, taken, strict=True):
        numbered[at] = _with_pages(numbered[at], one)
    texts = {at: one.body for at, one in enumerate(numbered) if isinstance(one.body, tuple)}
    for at, (blocks, problems) in read_apart(texts, work, conference.limits).items():
        read = attrs.evolve(numbered[at], body=blocks)
        numbered[at] = read.missing(problems) if problems else read
    return tuple(numbered)


def is_awaited(contributor: Contributor, contribution: Contribution) -> bool:
    """Tell whether a bilag is owed and not there yet: there is a deadline, and the answer was that there is none.

    Whether the deadline has passed plays no part: a package does not depend on the day on which it is built.
    """
    return contributor.deadline is not None and not contribution.bilag and not contribution.problems


def _awaited(conference: Conference, contributor: Contributor) -> Problem:
    assert contributor.deadline is not None
    place = conference.contributors.index(contributor)
    return Problem(
        Fault.REQUIREMENT,
        f"conference.toml: contributors[{place}].deadline",
        f"a bilag of '{contributor.id}' is awaited by {contributor.deadline.isoformat()}, and none is there yet",
        "ask for it (styringsdialog status), build with --keep-going, or remove the deadline when there will be none",
        f"Fristen for aflevering er den {day(contributor.deadline)}.",
    )


def _without_file(base: NumberedBilag, bilag: ContributedBilag, audience: Audience) -> NumberedBilag | None:
    """Give the bilag as it is known without a look into a file; nothing when its file is to be taken in."""
    if bilag.visibility is Visibility.CLOSED and audience is not Audience.INTERNAL:
        # The title itself may say what is closed.
        return _untold(base, "Lukket bilag")
    if problems := unprintable_bilag(bilag, base.contribution):
        return _untold(base, base.contributor.name).missing(problems)
    if bilag.problems:
        return base.missing(bilag.problems)
    if isinstance(bilag.body, Path):
        return None
    return attrs.evolve(base, body=bilag.body, notes=(ALT_UNUSED,) if bilag.caption.alt else ())


def _handed_in(base: NumberedBilag, bilag: ContributedBilag, work: Path) -> HandedIn:
    """Give the file of a bilag with a work folder of its own."""
    assert isinstance(bilag.body, Path)
    folder = work / f"bilag-{base.number}"
    folder.mkdir()
    return HandedIn(
        path=bilag.body,
        name=_name(base, bilag.body),
        work=folder,
        caption=bilag.caption,
        listed=_is_listed(base.contribution),
        comments=bilag.comments,
    )


def _is_listed(contribution: Contribution) -> bool:
    """Tell whether what is said of its files stands in ``bilag.toml``, and comes of no plugin of somebody else's."""
    return contribution.plugin is not None and contribution.plugin.name in BUILT_IN


def _untold(base: NumberedBilag, title: str) -> NumberedBilag:
    """Give the bilag under another title, and with nothing that its contributor says of it."""
    return attrs.evolve(base, caption=Caption(title=title))


def _with_pages(base: NumberedBilag, taken: Taken | tuple[Problem, ...]) -> NumberedBilag:
    if isinstance(taken, tuple):
        return base.missing(taken)
    return attrs.evolve(base, body=taken.body, notes=taken.notes, original=taken.original, program=taken.program)


def _name(base: NumberedBilag, file: Path) -> str:
    """Give what messages call the file: who it is from, and its name without folders."""
    return f"{base.contributor.id}: {one_line(file.name)}"


def unknown_bilag(conference: Conference, numbered: Sequence[NumberedBilag]) -> tuple[Problem, ...]:
    """Give a problem for each talk that refers to a bilag which its contributor did not hand in."""
    there = {one.target.removeprefix("bilag:") for one in numbered}
    # A contributor's id alone is its first bilag; of one whose bilag are missing, nobody knows the keys.
    there |= {one.contributor.id for one in numbered}
    lost = {one.contributor.id for one in numbered if one.contribution.problems}
    problems = []
    for theme_at, theme in enumerate(conference.themes):
        for talk_at, talk in enumerate(theme.talks):
            if not talk.bilag or talk.bilag in there or talk.bilag.partition("/")[0] in lost:
                continue
            near = difflib.get_close_matches(talk.bilag, sorted(there), n=1)
            listed = ", ".join(f"'{one}'" for one in sorted(there)) or "none"
            hint = f"did you mean '{near[0]}'?" if near else f"there is: {listed}"
            where = f"conference.toml: themes[{theme_at}].talks[{talk_at}].bilag"
            problems.append(Problem(Fault.EDITION, where, f"there is no bilag '{talk.bilag}'", hint))
    return tuple(problems)
