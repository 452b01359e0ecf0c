"""How much a contributor's plugin may use of the machine."""

from __future__ import annotations

import attrs

__all__ = ["Limits"]


@attrs.frozen(kw_only=True)
class Limits:
    """What one contributor may use in one build.

    Attributes:
        seconds: From the start of its process to its answer, by the clock on the wall.
        megabytes: Of memory that it writes to itself, in units of 1024 x 1024 bytes.
    """

    seconds: int = attrs.field(
        default=60, metadata={"doc": "Hvor mange sekunder et plugin må bruge på en leverandørs bilag.", "minimum": 1}
    )
    megabytes: int = attrs.field(
        default=1024, metadata={"doc": "Hvor mange megabyte hukommelse det må bruge.", "minimum": 128}
    )
