from __future__ import annotations

import datetime as dt
from pathlib import Path

from styringsdialog import (
    Audience,
    BilagRequest,
    Conference,
    Contributor,
    ContributorKind,
    FileContents,
    Key,
    Line,
    Stage,
)

from styringsdialog_hoeje_taastrup import Settings, bilag, plugin_info, settings_type


def request(folder: Path) -> BilagRequest[Settings]:
    contributor = Contributor(
        id=Key("hoeje_taastrup"),
        name=Line("Høje-Taastrup Kommune"),
        kind=ContributorKind.OTHER,
        plugin=Key("hoeje_taastrup"),
    )
    conference = Conference(
        title=Line("Styringsdialogkonference"),
        host=Line("Vært"),
        start=dt.datetime(2030, 5, 16, 15, 0),  # noqa: DTZ001 - wall-clock time at the place
        end=dt.datetime(2030, 5, 16, 18, 0),  # noqa: DTZ001 - as above
        place=Line("Sted"),
        contributors=(contributor,),
        folder=folder,
    )
    return BilagRequest(
        conference=conference,
        contributor=contributor,
        settings=Settings(title="Den grønne omstilling", slides="slides.pdf"),
        folder=None,
        stage=Stage.INFORMATIONSPAKKE,
        audience=Audience.PUBLIC,
    )


def test_the_plugin_says_who_it_is() -> None:
    assert (plugin_info().id, plugin_info().api) == ("hoeje_taastrup", 1)
    assert settings_type() is Settings


def test_the_slides_come_from_the_contributors_data_folder(tmp_path: Path) -> None:
    (one,) = bilag(request(tmp_path))
    assert (one.key, one.title) == ("slides", "Den grønne omstilling")
    assert one.contents == FileContents(tmp_path / "bilag" / "hoeje_taastrup" / "slides.pdf")
