"""What is told in Danish of files that were too much for the process that read them."""

from __future__ import annotations

__all__ = ["CRASHED", "TOO_LARGE", "TOO_SLOW"]

CRASHED = "Filen kunne ikke læses: det program, der læser den, gik ned."
TOO_LARGE = "Filen er for stor eller for indviklet til at blive læst."
TOO_SLOW = "Det tog for lang tid at læse filen."
