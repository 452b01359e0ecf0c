"""How much a contributor's plugin, and the reading of a file, may use of the machine."""

from __future__ import annotations

import attrs

from styringsdialog.model.fields import toml_key


@attrs.frozen(kw_only=True)
class Limits:
    """What one contributor may use in one build, and what the reading of one file may.

    Attributes:
        seconds: From the start of its process to its answer, by the clock on the wall.
        megabytes: Of memory that it writes to itself, in units of 1024 x 1024 bytes.
        file_seconds: As ``seconds``, for one file that is made into pages.
        file_megabytes: As ``megabytes``, for one file; also the most that is written of it.
    """

    # By the clock on the wall, because what hangs or waits uses no time of the processor.
    seconds: int = attrs.field(
        default=60, metadata=toml_key("Hvor mange sekunder et plugin må bruge på en leverandørs bilag.", minimum=1)
    )
    # RLIMIT_DATA, which Linux counts so since 4.7 (isolate/warden).
    megabytes: int = attrs.field(
        default=1024, metadata=toml_key("Hvor mange megabyte hukommelse det må bruge.", minimum=128)
    )
    file_seconds: int = attrs.field(
        default=60, metadata=toml_key("Hvor mange sekunder det må tage at læse en fil.", minimum=1)
    )
    file_megabytes: int = attrs.field(
        default=1024, metadata=toml_key("Hvor mange megabyte hukommelse det må tage.", minimum=128)
    )
