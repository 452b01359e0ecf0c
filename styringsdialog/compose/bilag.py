"""Bilag get their numbers, and those that are files their pages."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.compose.conversion import ALT_UNUSED, HandedIn, Taken
from styringsdialog.compose.pictures import read_apart
from styringsdialog.compose.taking import take_all
from styringsdialog.content.pages import BilagLine
from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.hooks.answer import with_provenance
from styringsdialog.hooks.contribution import ContributedBilag, Contribution
from styringsdialog.hooks.providers import BUILT_IN
from styringsdialog.isolate.running import Workers
from styringsdialog.messages.message import Language, Message, Where, message
from styringsdialog.model.bilag import BilagNumber, Caption, Checked, Visibility
from styringsdialog.model.blocks import NOWHERE, Blocks, Link
from styringsdialog.model.conference import Audience, Conference
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.people import Contributor
from styringsdialog.model.privacy import Hidden
from styringsdialog.model.tree import nearest_place, walk
from styringsdialog.report.build import HIDDEN_WORDS, BilagStatus
from styringsdialog.report.reasons import reason_in_danish
from styringsdialog.typeset.inlines import missing_characters


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
        awaited: Whether it is missing because it will come: nothing is handed in yet, or its contributor says so.
        checked: What is no longer told of it.
        closed: Whether it is kept out of a public package.
        not_cpr: As in ``Bilag``.
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
    checked: frozenset[Checked] = frozenset()
    closed: bool = False
    not_cpr: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def status(self) -> BilagStatus:
        """Tell what became of it."""
        if self.problems:
            return BilagStatus.AWAITED if self.awaited else BilagStatus.MISSING
        return BilagStatus.CLOSED if self.body is None else BilagStatus.DELIVERED

    @property
    def line(self) -> BilagLine:
        """Return what the package's own pages say about it."""
        return BilagLine(
            number=self.number,
            target=self.target,
            caption=attrs.evolve(self.caption, ask=self.caption.ask or self.contributor.ask),
            contributor=self.contributor,
            missing=tuple(dict.fromkeys(map(reason_in_danish, self.problems))),
            closed=self.status is BilagStatus.CLOSED,
            awaited=self.awaited,
            remarks=self._remarks,
        )

    @property
    def _remarks(self) -> tuple[str, ...]:
        """Return what a reader of the package should know: whom to ask where the pages are not tagged.

        What was lost on the way, and what to do about it, stands in the report.
        """
        if not isinstance(self.body, PreparedPart) or self.body.tagged or self.body.structure is not None:
            return ()
        ask = self.caption.ask or self.contributor.ask or self.contributor.name
        return (f"Bilaget kan være svært at få læst op. Spørg {ask}, hvis du har brug for det på en anden måde.",)

    def untold(self, notes: Sequence[Remark]) -> tuple[Remark, ...]:
        """Return ``notes``, each once, without what somebody has looked at and found right."""
        return tuple(note for note in dict.fromkeys(notes) if Checked.of(note.what.code) not in self.checked)

    def missing(self, problems: Sequence[Problem]) -> NumberedBilag:
        """Return the bilag as one that is not there because of ``problems``."""
        _, _, key = self.target.partition("/")
        placed = with_provenance(problems, self.contribution.plugin, contributor=self.contributor.id, key=key)
        return attrs.evolve(self, body=None, original=None, problems=(*self.problems, *placed))


def _hidden(body: PreparedPart | Blocks | None) -> tuple[int, ...]:
    """Return the pages of a file with words that are not seen."""
    notes = body.notes if isinstance(body, PreparedPart) else ()
    told = [dict(note.what.arguments)["pages"] for note in notes if note.what.code in HIDDEN_WORDS]
    return tuple(sorted({page for pages in told for page in pages}))  # type: ignore[union-attr, misc]  # numbers


def number_bilag(  # noqa: PLR0913 - what is numbered, and how it is read
    conference: Conference,
    contributions: Sequence[Contribution],
    work: Path,
    *,
    audience: Audience,
    progress: Callable[[Message], None],
    workers: Workers | None = None,
) -> tuple[NumberedBilag, ...]:
    """Return every bilag with its number, from 1 in conference order, and take in those that are files.

    A contributor who failed as a whole keeps one number, so that the others' stay as they are; so does
    one who has a deadline and has handed in nothing yet.

    Args:
        conference: Whose contributors gave ``contributions``, in the same order.
        contributions: One for each contributor.
        work: An empty folder for prepared files.
        audience: Decides whether closed bilag are in the package.
        progress: Is told what is being done.
        workers: See ``run``.

    Raises:
        OSError: A prepared file cannot be written.
    """
    numbered: list[NumberedBilag] = []
    files: dict[int, HandedIn] = {}
    for contributor, contribution in zip(conference.contributors, contributions, strict=True):
        awaited = is_awaited(contributor, contribution)
        if contribution.problems or awaited:
            numbered.append(
                NumberedBilag(
                    number=len(numbered) + 1,
                    target=f"bilag:{contributor.id}",
                    caption=Caption(title=contributor.name),
                    contributor=contributor,
                    contribution=contribution,
                    body=None,
                    problems=(_awaited(conference, contributor),) if awaited else contribution.problems,
                    awaited=awaited,
                )
            )
            continue
        for bilag in contribution.bilag:
            base = NumberedBilag(
                number=len(numbered) + 1,
                target=f"bilag:{contributor.id}/{bilag.key}",
                caption=bilag.caption,
                contributor=contributor,
                contribution=contribution,
                body=None,
                checked=frozenset(bilag.checked),
                closed=bilag.visibility is Visibility.CLOSED,
                not_cpr=bilag.not_cpr,
            )
            # Files are only collected here: all of them are read at once, in processes of their own, below.
            if (known := _without_file(base, bilag, audience)) is None:
                files[len(numbered)] = _handed_in(base, bilag, work)
            numbered.append(known or base)
    taken = take_all(
        list(files.values()),
        conference.limits,
        started=lambda handed: progress(message("package.step-reading", file=str(handed.name))),
        workers=workers,
    )
    stops = conference.privacy.hidden is Hidden.STOP and audience is not Audience.INTERNAL
    for index, pages in zip(files, taken, strict=True):
        numbered[index] = _with_pages(numbered[index], pages)
        if stops and (hidden := _hidden(numbered[index].body)):
            where, what = Where(file=files[index].name), message("compose.hidden-stops", pages=hidden)
            numbered[index] = numbered[index].missing((Problem(Fault.PERSONAL_DATA, where, what),))
    # Of plugins and of text files alike: a picture is a file from outside, whoever names it.
    texts = {index: bilag.body for index, bilag in enumerate(numbered) if isinstance(bilag.body, tuple)}
    for index, (blocks, problems) in read_apart(texts, work, conference.limits, workers).items():
        with_pictures = attrs.evolve(numbered[index], body=blocks)
        numbered[index] = with_pictures.missing(problems) if problems else with_pictures
    return tuple(numbered)


def is_awaited(contributor: Contributor, contribution: Contribution) -> bool:
    """Tell whether a bilag is owed and not there yet: there is a deadline, and the answer was that there is none.

    Whether the deadline has passed plays no part: a package does not depend on the day on which it is built.
    """
    return contributor.deadline is not None and not contribution.bilag and not contribution.problems


def _awaited(conference: Conference, contributor: Contributor) -> Problem:
    assert contributor.deadline is not None
    return Problem(
        Fault.REQUIREMENT,
        Where("conference.toml", f"contributors[{conference.contributors.index(contributor)}].deadline"),
        message("compose.awaited", id=str(contributor.id), deadline=contributor.deadline.isoformat()),
    )


def _without_file(base: NumberedBilag, bilag: ContributedBilag, audience: Audience) -> NumberedBilag | None:
    """Return the bilag as it is known without a look into a file; nothing when its file is to be taken in."""
    # First: all that follows would print its title, or tell of its problems.
    if base.closed and audience is not Audience.INTERNAL:
        base = attrs.evolve(base, caption=bilag.caption.closed)
        bilag = attrs.evolve(bilag, caption=base.caption, body=None, problems=())
    # Before its own problems: its divider prints the title whether or not there are pages.
    if problems := _unprintable(bilag, base.contribution):
        title = " ".join("".join(char for char in bilag.caption.title if not missing_characters(char)).split())
        return attrs.evolve(base, caption=Caption(title=title or base.contributor.name)).missing(problems)
    if bilag.problems:
        return attrs.evolve(base.missing(bilag.problems), awaited=bilag.awaited)
    if isinstance(bilag.body, Path):
        return None
    return attrs.evolve(
        base,
        body=bilag.body,
        notes=(*((ALT_UNUSED,) if bilag.caption.alt else ()), *spaced_addresses(bilag.body or ())),
    )


def spaced_addresses(blocks: Blocks, *, placed: bool = False) -> Iterator[Remark]:
    """Yield a remark for each address with spaces: what follows the first may be no part of it.

    Where a remark is ``placed``, its place is told before it.
    """
    for node, ancestors in walk(blocks):
        if isinstance(node, Link) and " " in node.target:
            place = nearest_place(node, ancestors)
            better, where = node.target.replace(" ", "%20"), place.where.text(Language.DANISH)
            what = (
                message("compose.spaced-address-in-text", address=node.target, better=better)
                if placed
                else message("compose.spaced-address", where=where, address=node.target, better=better)
            )
            yield Remark(what, place.where)


# What of a bilag's caption is read aloud and not printed.
_UNPRINTED: Final = frozenset({"alt"})


def _unprintable(bilag: ContributedBilag, contribution: Contribution) -> tuple[Problem, ...]:
    """Return a problem for each character that the fonts lack in what lists and dividers print of ``bilag``."""
    file = _named_after(bilag, contribution)
    own = (
        message("place.contributor", id=contribution.contributor_id)
        if file
        else message("place.bilag-key", key=bilag.key)
    )
    # The plugin of an organisation's own is named as the origin by whoever knows it: ``with_provenance``.
    place = Where(file, origin=own if is_listed(contribution) else None)
    return tuple(
        Problem(
            Fault.CONTENT,
            attrs.evolve(place, path=name),
            message("compose.unprintable-file-name", character=character)
            if file
            else message("compose.unprintable", character=character),
        )
        for name, text in bilag.caption.texts.items()
        if name not in _UNPRINTED
        for character in missing_characters(text)
    )


def _named_after(bilag: ContributedBilag, contribution: Contribution) -> str:
    """Return the file whose name the title was made of; empty where a plugin's code says what it is called."""
    if not is_listed(contribution):
        return ""
    if isinstance(bilag.body, Path):
        return bilag.body.name
    files = {block.place.file for block in bilag.body or ()} - {NOWHERE.file}
    return files.pop() if len(files) == 1 else ""


def _handed_in(base: NumberedBilag, bilag: ContributedBilag, work: Path) -> HandedIn:
    """Return the file of a bilag with a work folder of its own."""
    assert isinstance(bilag.body, Path)
    folder = work / f"bilag-{base.number}"
    folder.mkdir()
    return HandedIn(
        path=bilag.body,
        # What messages call it: who it is from, and its name without folders.
        name=f"{base.contributor.id}: {bilag.body.name}",
        work=folder,
        caption=bilag.caption,
        listed=is_listed(base.contribution),
        comments=bilag.comments,
        flatten=bilag.flatten,
        closed=base.closed,
    )


def is_listed(contribution: Contribution) -> bool:
    """Tell whether ``bilag.toml`` captions its files: an organisation's own plugin does so in code."""
    return contribution.plugin is not None and contribution.plugin.name in BUILT_IN


def _with_pages(base: NumberedBilag, taken: Taken | tuple[Problem, ...]) -> NumberedBilag:
    if isinstance(taken, tuple):
        return base.missing(taken)
    body = taken.body and attrs.evolve(taken.body, notes=base.untold(taken.body.notes))
    return attrs.evolve(base, body=body, notes=base.untold(taken.notes), original=taken.original, program=taken.program)


def unknown_bilag(conference: Conference, numbered: Sequence[NumberedBilag]) -> tuple[Problem, ...]:
    """Return a problem for each talk that refers to a bilag which its contributor did not hand in."""
    keys = {bilag.target.removeprefix("bilag:") for bilag in numbered}
    # A contributor's id alone is its first bilag; of one whose bilag are missing, nobody knows the keys.
    keys |= {bilag.contributor.id for bilag in numbered}
    failed = {bilag.contributor.id for bilag in numbered if bilag.contribution.problems}
    return tuple(
        Problem(
            Fault.EDITION,
            Where("conference.toml", f"themes[{theme_index}].talks[{talk_index}].bilag"),
            _no_such_bilag(talk.bilag, sorted(keys)),
        )
        for theme_index, theme in enumerate(conference.themes)
        for talk_index, talk in enumerate(theme.talks)
        if talk.bilag and talk.bilag not in keys and talk.bilag.partition("/")[0] not in failed
    )


def _no_such_bilag(key: str, known: Sequence[str]) -> Message:
    for near in difflib.get_close_matches(key, known, n=1):
        return message("compose.no-such-bilag-but-one-like-it", bilag=key, near=near)
    return (
        message("compose.no-such-bilag", bilag=key, known=", ".join(f"'{name}'" for name in known))
        if known
        else message("compose.no-bilag-at-all", bilag=key)
    )
