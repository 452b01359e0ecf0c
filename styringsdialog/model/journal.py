"""The journal fields a municipality prints in the first page's footer."""

from __future__ import annotations

import attrs

__all__ = ["Journal"]


@attrs.frozen(kw_only=True)
class Journal:
    """What the records system knows the document by; free strings, all optional.

    The labels are printed even where the value is blank, as in the seed's minutes.
    """

    sagsbehandler: str = attrs.field(default="", metadata={"doc": "Sagsbehandlerens navn eller brugernavn."})
    doknr: str = attrs.field(default="", metadata={"doc": "Dokumentnummer i journalsystemet."})
    sagsnr: str = attrs.field(default="", metadata={"doc": "Sagsnummer i journalsystemet."})

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Give label and value in the order in which they are printed."""
        return (("Sagsbehandler", self.sagsbehandler), ("Doknr.", self.doknr), ("Sagsnr.", self.sagsnr))
