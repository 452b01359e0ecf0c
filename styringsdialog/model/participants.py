"""Who was invited, and who came."""

from __future__ import annotations

import enum

import attrs

from styringsdialog.model.fields import toml_key
from styringsdialog.model.values import Line

__all__ = ["Attendance", "Participant"]


class Attendance(enum.StrEnum):
    """Whether somebody takes part."""

    PRESENT = "present"
    AFBUD = "afbud"
    ABSENT = "absent"


@attrs.frozen(kw_only=True)
class Participant:
    """One who is invited; those of one organisation stand in the order of conference.toml.

    Attributes:
        organisation: As printed; one that is a contributor's name is sorted by its ``sort_name``.
        administrator: Who runs the organisation's dwellings for it; printed in parentheses.
        status: Absent without afbud is told after the meeting only.
    """

    name: Line = attrs.field(metadata=toml_key("Navn.", example="Deltagerens navn"))
    organisation: Line = attrs.field(
        metadata=toml_key("Organisationen, som deltagerne samles efter.", example="Organisationens navn")
    )
    title: str = attrs.field(default="", metadata=toml_key("Stilling eller hverv.", example="stilling"))
    administrator: str = attrs.field(
        default="",
        metadata=toml_key(
            "Den, der administrerer for organisationen; trykkes i parentes.", example="Administrators navn"
        ),
    )
    status: Attendance = attrs.field(
        default=Attendance.PRESENT, metadata=toml_key("present, afbud eller absent.", keep=True)
    )
