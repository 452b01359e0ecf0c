"""The journal fields a municipality prints in the first page's footer."""

from __future__ import annotations

import attrs

from styringsdialog.model.fields import Carry, toml_key

__all__ = ["Journal"]


@attrs.frozen(kw_only=True)
class Journal:
    """What the records system knows the document by; free strings, all optional.

    The labels are printed even where the value is blank, as in the seed's minutes.
    """

    sagsbehandler: str = attrs.field(
        default="", metadata=toml_key("Sagsbehandlerens navn eller brugernavn.", carry=Carry.KEEP)
    )
    doknr: str = attrs.field(default="", metadata=toml_key("Dokumentnummer i journalsystemet.", carry=Carry.BLANK))
    sagsnr: str = attrs.field(default="", metadata=toml_key("Sagsnummer i journalsystemet.", carry=Carry.BLANK))

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return label and value in the order in which they are printed."""
        return (("Sagsbehandler", self.sagsbehandler), ("Doknr.", self.doknr), ("Sagsnr.", self.sagsnr))
