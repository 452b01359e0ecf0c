"""What comes of the meeting: what was agreed, and what to do about what was said."""

from __future__ import annotations

import attrs

from styringsdialog.model.values import Line

__all__ = ["Agreement", "FollowUp"]


@attrs.frozen(kw_only=True)
class Agreement:
    """One thing that was agreed."""

    what: Line = attrs.field(metadata={"doc": "Hvad der er aftalt."})
    parties: tuple[Line, ...] = attrs.field(default=(), metadata={"doc": "Hvem der har aftalt det."})
    when: str = attrs.field(default="", metadata={"doc": "Hvornår det skal være gjort, med ord."})


@attrs.frozen(kw_only=True)
class FollowUp:
    """One thing to do after the meeting.

    Attributes:
        condition: Under which condition it is to be done: «hvis I ønsker det»; empty when under none.
    """

    what: Line = attrs.field(metadata={"doc": "Hvad der skal gøres."})
    contact: str = attrs.field(default="", metadata={"doc": "Hvem man henvender sig til."})
    when: str = attrs.field(default="", metadata={"doc": "Hvornår, med ord."})
    condition: str = attrs.field(default="", metadata={"doc": "Betingelsen, hvis der er en: «hvis I ønsker det»."})

    @property
    def conditional(self) -> bool:
        """Tell whether it depends on something."""
        return bool(self.condition)
