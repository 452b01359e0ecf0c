"""How a package looks: the host's logo and colour, and templates that stand in for the package's own."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from styringsdialog.model.colour import STANDARD_ACCENT, Accent
from styringsdialog.model.fields import toml_key
from styringsdialog.model.scalars import ImageFile, TextFile


def _instead_of(page: str, name: str) -> Mapping[str, object]:
    return toml_key(f"Egen skabelon for {page}.", example=f"templates/{name}.j2")


@attrs.frozen(kw_only=True)
class PageTemplates:
    """Templates of the edition's own, each named for the one in ``templates/core`` that it replaces.

    What is not named here is printed from the package's own: a file in the edition folder replaces
    nothing by what it is called.
    """

    forside: TextFile | None = attrs.field(default=None, metadata=_instead_of("forsiden", "forside"))
    aendringer: TextFile | None = attrs.field(
        default=None, metadata=_instead_of("siden med det, en revision ændrer", "aendringer")
    )
    indhold: TextFile | None = attrs.field(
        default=None, metadata=_instead_of("overskriften over indholdsfortegnelsen", "indhold")
    )
    tekst: TextFile | None = attrs.field(
        default=None, metadata=_instead_of("overskriften over invitation og velkomst", "tekst")
    )
    program: TextFile | None = attrs.field(default=None, metadata=_instead_of("programmet", "program"))
    deltagere: TextFile | None = attrs.field(default=None, metadata=_instead_of("deltagerne", "deltagere"))
    temaer: TextFile | None = attrs.field(default=None, metadata=_instead_of("temaer og oplæg", "temaer"))
    noegletal: TextFile | None = attrs.field(
        default=None, metadata=_instead_of("overskriften over nøgletallene", "noegletal")
    )
    referat: TextFile | None = attrs.field(default=None, metadata=_instead_of("overskriften over referatet", "referat"))
    aftaler: TextFile | None = attrs.field(default=None, metadata=_instead_of("aftalerne", "aftaler"))
    opfoelgning: TextFile | None = attrs.field(default=None, metadata=_instead_of("opfølgningen", "opfoelgning"))
    bilagsoversigt: TextFile | None = attrs.field(
        default=None, metadata=_instead_of("bilagsoversigten", "bilagsoversigt")
    )
    skilleblad: TextFile | None = attrs.field(
        default=None, metadata=_instead_of("skillebladet foran hvert bilag", "skilleblad")
    )
    kolofon: TextFile | None = attrs.field(default=None, metadata=_instead_of("kolofonen", "kolofon"))

    @property
    def chosen(self) -> tuple[tuple[str, TextFile], ...]:
        """Return those that the edition replaces: the template's name and the file."""
        values = ((field.name, getattr(self, field.name)) for field in attrs.fields(PageTemplates))
        return tuple((name, file) for name, file in values if file is not None)


@attrs.frozen(kw_only=True)
class Design:
    """How the package looks.

    Attributes:
        accent: Of the cover, the rules over headings, the numbers of bilag and links.
        logo: Stands on the cover in the place of the host's name.
        logo_text: What the logo shows, for those who do not see it; empty means the host's name.
        templates: Which of the package's own templates are replaced.
    """

    accent: Accent = attrs.field(
        default=STANDARD_ACCENT,
        metadata=toml_key("Værtens farve, som #1d4f72: den skal kunne læses på hvidt (kontrast 4,5:1).", keep=True),
    )
    logo: ImageFile | None = attrs.field(
        default=None,
        metadata=toml_key("Værtens logo på forsiden: en PNG- eller JPEG-fil i mappen.", example="logo.png"),
    )
    logo_text: str = attrs.field(
        default="",
        metadata=toml_key(
            "Hvad logoet viser, til den, der ikke ser det. Uden: værtens navn.", example="Kommunens navn og våben"
        ),
    )
    templates: PageTemplates = attrs.field(
        factory=PageTemplates, metadata=toml_key("Egne skabeloner i stedet for pakkens: filer i mappen.")
    )
