"""Which revision a package is, and what is not as it was sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.sections import Draft
from styringsdialog.compose.wanted import Order
from styringsdialog.hooks.contribution import ContributedBilag
from styringsdialog.loading.inputs import said_by
from styringsdialog.model.blocks import Figure, Place
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.sent import Change, ChangeKind, Dispatch, Revision, SentSection, Withdrawn, is_closed_title
from styringsdialog.model.tree import members
from styringsdialog.report.build import BilagStatus

# What changes with the others, or with the versions of programs: never a reason to send a package again.
_DERIVED: Final = frozenset({"del:indhold", "del:bilagsoversigt", "del:kolofon"})


def digests(drafts: Sequence[Draft], bilag: Sequence[NumberedBilag]) -> Mapping[str, str]:
    """Return a SHA-256 of what each section says, by key; none of what follows from the others.

    It is of words and files as they were handed in, before references get pages and anything is typeset: so it is
    the same wherever the section stands, and whatever version of a library sets it.

    Raises:
        OSError: A file cannot be read.
    """
    by_target = {numbered.target: numbered for numbered in bilag}
    digests_by_key = {}
    for draft in drafts:
        if draft.key in _DERIVED:
            continue
        numbered = by_target.get(draft.key)
        said = said_by(draft.former or draft.parts if numbered is None else _handed_in(numbered))
        # Packages that were sent have the older words in their digest, and must not become new revisions by them.
        for words, former, count in _FORMER_WORDS.get(draft.key, ()):
            said = re.sub(words, former, said, count=count, flags=re.MULTILINE)
        digests_by_key[draft.key] = hashlib.sha256(said.encode()).hexdigest()
    return digests_by_key


def shown_files(value: Any) -> Iterator[str]:
    """Return the names of files that drafts and bilag in ``value`` show, whether or not they stand in the edition."""
    waiting = [value]
    while waiting:
        match value := waiting.pop():
            case str() | int() | None | PreparedPart():
                continue
            case NumberedBilag():
                # As it was handed in: pages and pictures by now are copies.
                value = _handed_in(value)
            case Place():
                yield value.file
            case Path():
                yield str(value)
            case Figure():
                yield value.path
        waiting += [inner for _, inner in members(value)]


def _former_heading(heading: re.Match[str]) -> str:
    """Return the start of the referat's heading as it was when titles were set small: what was sent is the same."""
    quote, first, second = heading.groups()
    return f"{quote}Referat {first.lower() if second.islower() else first}{second}"


# What templates of the core print now, what they printed when packages were sent, and how often; 0 for always.
_FORMER_WORDS: Final[Mapping[str, Sequence[tuple[str, str | Callable[[re.Match[str]], str], int]]]] = {
    "del:referat": [(r"^(['\"])Referat: (.)(.)", _former_heading, 1)],
    "del:opfoelgning": [(r"^(['\"])Frist: ", r"\1Hvornår: ", 0), (r"^(['\"])Forudsætning: ", r"\1Betinget: ", 0)],
}


def revision_of(
    order: Order,
    sent: Sequence[Dispatch],
    section_digests: Mapping[str, str],
    drafts: Sequence[Draft],
    withdrawn: Sequence[Withdrawn],
) -> Revision:
    """Return which revision the package of ``order`` is.

    One that says what the last one said is that one, so that building it again gives the same bytes.

    Args:
        order: Its stage and audience, among whose revisions it is counted, and the date of one not sent yet.
        sent: Everything that was sent out of the edition, the first sent first.
        section_digests: From ``digests``.
        drafts: The sections of the package.
        withdrawn: Numbers that stay empty.
    """
    options = order.options
    known, date = len(sent), options.revised or order.stated
    before = [dispatch for dispatch in sent if (dispatch.stage, dispatch.audience) == (options.stage, options.audience)]
    digests_now = {_identity(draft): section_digests[draft.key] for draft in drafts if draft.key in section_digests}
    if before and {key: section.digest for key, section in _digested(before[-1]).items()} == digests_now:
        # As it was then: what it replaced, and the date that it bore.
        again = before.pop()
        date, known = again.date, sent.index(again)
    if not before:
        return Revision(withdrawn=tuple(withdrawn), known=known)
    return Revision(
        number=len(before) + 1,
        date=date,
        replaces=before[-1].date,
        changes=tuple(_changes(_digested(before[-1]), digests_now, drafts)),
        withdrawn=tuple(withdrawn),
        known=known,
    )


def _identity(section: Draft | SentSection) -> str:
    """Return what a section is known by from package to package: where it stands for a closed bilag, its number."""
    contributor = section.key.partition("/")[0]
    return f"{contributor} {section.number}" if is_closed_title(section.title) else section.key


def _digested(dispatch: Dispatch) -> Mapping[str, SentSection]:
    return {_identity(section): section for section in dispatch.sections if section.digest}


def _changes(
    old: Mapping[str, SentSection], digests_now: Mapping[str, str], drafts: Sequence[Draft]
) -> Iterator[Change]:
    for draft in drafts:
        digest = digests_now.get(_identity(draft))
        known = old.get(_identity(draft))
        if digest is None or (known and known.digest == digest):
            continue
        yield Change(
            kind=ChangeKind.CHANGED if known else ChangeKind.ADDED,
            key=draft.key,
            title=draft.title,
            number=draft.number,
            pages_before=known.pages if known else 0,
        )
    numbers = {draft.number for draft in drafts if draft.number is not None}
    for identity, section in old.items():
        # Where a bilag was awaited and came, its number is in use, and that it came is said already.
        if identity not in digests_now and section.number not in numbers:
            yield Change(
                kind=ChangeKind.WITHDRAWN,
                key=section.key,
                title=section.title,
                number=section.number,
                pages_before=section.pages,
            )


def _handed_in(numbered: NumberedBilag) -> tuple[Any, ...]:
    """Return all of a bilag that a reader sees, as it was handed in."""
    key = numbered.target.partition("/")[2]
    contributed: ContributedBilag | None = next(
        (bilag for bilag in numbered.contribution.bilag if bilag.key == key), None
    )
    body = contributed.body if contributed is not None and numbered.body is not None else None
    caption = numbered.caption
    return (
        numbered.contributor.name,
        caption.title,
        caption.description,
        numbered.status,
        numbered.line.missing,
        body,
        # Younger than packages that were sent, and of no matter where it is not printed.
        *([caption.reason] if numbered.status is BilagStatus.CLOSED and caption.reason else []),
    )
