"""What comes of the meeting: what was agreed, and what to do about what was said."""

from __future__ import annotations

import attrs

from styringsdialog.model.fields import toml_key
from styringsdialog.model.values import Line

__all__ = ["Agreement", "FollowUp"]


@attrs.frozen(kw_only=True)
class Agreement:
    """One thing that was agreed."""

    what: Line = attrs.field(metadata=toml_key("Hvad der er aftalt.", example="Hvad der er aftalt"))
    parties: tuple[Line, ...] = attrs.field(
        default=(), metadata=toml_key("Hvem der har aftalt det.", example=("Organisationens navn",))
    )
    when: str = attrs.field(
        default="", metadata=toml_key("Hvornår det skal være gjort, med ord.", example="inden årets udgang", keep=True)
    )


@attrs.frozen(kw_only=True)
class FollowUp:
    """One thing to do after the meeting.

    Attributes:
        condition: Under which condition it is to be done: «hvis I ønsker det»; empty when under none.
    """

    what: Line = attrs.field(metadata=toml_key("Hvad der skal gøres.", example="Hvad der skal gøres"))
    contact: str = attrs.field(
        default="", metadata=toml_key("Hvem man henvender sig til.", example="Kontaktpersonens navn")
    )
    when: str = attrs.field(default="", metadata=toml_key("Hvornår, med ord.", example="inden årets udgang", keep=True))
    condition: str = attrs.field(
        default="",
        metadata=toml_key("Betingelsen, hvis der er en: «hvis I ønsker det».", example="hvis I ønsker det", keep=True),
    )

    @property
    def conditional(self) -> bool:
        """Tell whether it depends on something."""
        return bool(self.condition)
