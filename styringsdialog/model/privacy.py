"""What the public package must not hold."""

from __future__ import annotations

import enum

import attrs

from styringsdialog.model.fields import toml_key


class Hidden(enum.StrEnum):
    """What becomes of a file with words that one does not see."""

    TELL = "tell"
    STOP = "stop"


@attrs.frozen(kw_only=True)
class Privacy:
    """What stops the public package, and is told only in the internal one.

    Attributes:
        hidden: Words in a file that one does not see: covered, white on white, marked for redaction.
    """

    hidden: Hidden = attrs.field(
        default=Hidden.TELL,
        metadata=toml_key(
            "Skjult tekst i en fil: «tell», så den nævnes i rapporten, eller «stop», så pakken ikke udgives.",
            example=Hidden.STOP,
            keep=True,
        ),
    )
