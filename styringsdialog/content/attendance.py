"""Participants as they are printed: by organisation in Danish order, and those who could not come."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from styringsdialog.danish.collation import sort_key
from styringsdialog.model.conference import Conference
from styringsdialog.model.participants import Attendance, Participant

__all__ = ["Delegation", "delegations", "those_who"]


@attrs.frozen(kw_only=True)
class Delegation:
    """Those who take part for one organisation, in the order in which they were written."""

    organisation: str
    administrator: str
    people: tuple[Participant, ...]


def delegations(conference: Conference, counted: Iterable[Attendance]) -> tuple[Delegation, ...]:
    """Give the organisations in Danish order with those participants whose status is in ``counted``."""
    statuses = frozenset(counted)
    groups: dict[tuple[str, str], list[Participant]] = {}
    for one in conference.participants:
        if one.status in statuses:
            groups.setdefault((one.organisation, one.administrator), []).append(one)
    # «AAB» is two a's where a contributor says so, whoever of them is listed.
    names: dict[str, str] = {one.name: one.sort_name for one in conference.contributors if one.sort_name}
    return tuple(
        Delegation(organisation=organisation, administrator=administrator, people=tuple(people))
        for (organisation, administrator), people in sorted(
            groups.items(), key=lambda group: (sort_key(names.get(group[0][0], group[0][0])), sort_key(group[0][1]))
        )
    )


def those_who(conference: Conference, status: Attendance) -> tuple[Participant, ...]:
    """Give the participants with ``status``, by organisation in Danish order."""
    return tuple(one for group in delegations(conference, (status,)) for one in group.people)
