"""Which revision a package is, and what is not as it was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.order import Order
from styringsdialog.compose.sections import Draft
from styringsdialog.hooks.contribution import ContributedBilag
from styringsdialog.loading.digest import file_digest
from styringsdialog.model.blocks import Figure, Place
from styringsdialog.model.sent import Change, ChangeKind, Dispatch, Revision, Withdrawn
from styringsdialog.model.tree import members

__all__ = ["digests", "revision_of"]

_DERIVED: Final = frozenset({"del:indhold", "del:bilagsoversigt", "del:kolofon"})
"""What changes with the others, or with the versions of programs: never a reason to send a package again."""


def digests(drafts: Sequence[Draft], bilag: Sequence[NumberedBilag]) -> Mapping[str, str]:
    """Give a SHA-256 of what each section says, by key; none of what follows from the others.

    It is of words and files as they were handed in, before references get pages and anything is typeset: so it is
    the same wherever the section stands, and whatever version of a library sets it.

    Raises:
        OSError: A file cannot be read.
    """
    by_target = {one.target: one for one in bilag}
    found = {}
    for draft in drafts:
        if draft.key in _DERIVED:
            continue
        one = by_target.get(draft.key)
        said = "\n".join(_said(draft.parts if one is None else _of_bilag(one)))
        found[draft.key] = hashlib.sha256(said.encode()).hexdigest()
    return found


def revision_of(
    order: Order,
    sent: Sequence[Dispatch],
    found: Mapping[str, str],
    drafts: Sequence[Draft],
    withdrawn: Sequence[Withdrawn],
) -> Revision:
    """Return which revision the package of ``order`` is.

    One that says what the last one said is that one, so that building it again gives the same bytes.

    Args:
        order: Its stage and audience, among whose revisions it is counted, and the date of one not sent yet.
        sent: Everything that was sent out of the edition, the first sent first.
        found: From ``digests``.
        drafts: The sections of the package.
        withdrawn: Numbers that stay empty.
    """
    options = order.options
    known, date = len(sent), options.revised or order.stated
    before = [one for one in sent if (one.stage, one.audience) == (options.stage, options.audience)]
    if before and _digests_of(before[-1]) == found:
        again = before.pop()
        date, known = again.date, sent.index(again)
    if not before:
        return Revision(withdrawn=tuple(withdrawn), known=known)
    return Revision(
        number=len(before) + 1,
        date=date,
        replaces=before[-1].date,
        changes=tuple(_changes(before[-1], found, drafts)),
        withdrawn=tuple(withdrawn),
        known=known,
    )


def _digests_of(dispatch: Dispatch) -> Mapping[str, str]:
    return {one.key: one.digest for one in dispatch.sections if one.digest}


def _changes(before: Dispatch, found: Mapping[str, str], drafts: Sequence[Draft]) -> Iterator[Change]:
    old = {one.key: one for one in before.sections if one.digest}
    for draft in drafts:
        digest = found.get(draft.key)
        known = old.get(draft.key)
        if digest is None or (known and known.digest == digest):
            continue
        kind = ChangeKind.CHANGED if known else ChangeKind.ADDED
        pages = known.pages if known else 0
        yield Change(kind=kind, key=draft.key, title=draft.title, number=draft.number, pages_before=pages)
    numbers = {draft.number for draft in drafts if draft.number is not None}
    for key, one in old.items():
        # Where a bilag was awaited and came, its number is in use, and that it came is said already.
        if key not in found and one.number not in numbers:
            yield Change(kind=ChangeKind.WITHDRAWN, key=key, title=one.title, number=one.number, pages_before=one.pages)


def _of_bilag(one: NumberedBilag) -> tuple[Any, ...]:
    """Give all of a bilag that a reader sees, as it was handed in."""
    key = one.target.partition("/")[2]
    given: ContributedBilag | None = next((bilag for bilag in one.contribution.bilag if bilag.key == key), None)
    body = given.body if given is not None and one.body is not None else None
    return (one.contributor.name, one.caption.title, one.caption.description, one.status, one.line.missing, body)


def _said(value: Any) -> Iterator[str]:
    """Give ``value`` piece by piece, without where it was written; a file as its content."""
    match value:
        case Place():
            return
        case Path():
            yield file_digest(value)
        case Figure():
            yield file_digest(Path(value.path))
            yield from _said((value.alt, value.caption))
            return
        case tuple():
            yield f"({len(value)}"
        case _ if attrs.has(type(value)):
            yield type(value).__name__
        case _:
            yield repr(value)
    for _, inner in members(value):
        yield from _said(inner)
