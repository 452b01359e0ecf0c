"""Participants as they are printed: by organisation in Danish order, and those who could not come."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from styringsdialog.danish.collation import sort_key
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Attendance, Participant

__all__ = ["Delegation", "delegations", "those_who"]


@attrs.frozen(kw_only=True)
class Delegation:
    """Those who take part for one organisation, in the order in which they were written."""

    organisation: str
    administrator: str
    people: tuple[Participant, ...]


def delegations(conference: Conference, counted: Iterable[Attendance]) -> tuple[Delegation, ...]:
    """Return the organisations in Danish order with those participants whose status is in ``counted``."""
    statuses = frozenset(counted)
    groups: dict[tuple[str, str], list[Participant]] = {}
    for person in conference.participants:
        if person.status in statuses:
            groups.setdefault((person.organisation, person.administrator), []).append(person)
    # «AAB» is two a's where a contributor says so, whoever of them is listed.
    names: dict[str, str] = {
        contributor.name: contributor.sort_name for contributor in conference.contributors if contributor.sort_name
    }
    return tuple(
        Delegation(organisation=organisation, administrator=administrator, people=tuple(people))
        for (organisation, administrator), people in sorted(
            groups.items(), key=lambda group: (sort_key(names.get(group[0][0], group[0][0])), sort_key(group[0][1]))
        )
    )


def those_who(conference: Conference, status: Attendance) -> tuple[Participant, ...]:
    """Return the participants with ``status``, by organisation in Danish order."""
    return tuple(person for group in delegations(conference, (status,)) for person in group.people)
