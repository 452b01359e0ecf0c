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

from styringsdialog_vibo import bilag, plugin_info


def request(folder: Path) -> BilagRequest[None]:
    contributor = Contributor(id=Key("vibo"), name=Line("VIBO"), kind=ContributorKind.OTHER, plugin=Key("vibo"))
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
        settings=None,
        folder=None,
        stage=Stage.INFORMATIONSPAKKE,
        audience=Audience.PUBLIC,
    )


def test_the_plugin_says_who_it_is() -> None:
    assert (plugin_info().id, plugin_info().api) == ("vibo", 1)


def test_the_text_comes_from_the_contributors_data_folder(tmp_path: Path) -> None:
    (one,) = bilag(request(tmp_path))
    assert (one.key, one.title) == ("udearealer", "Naturvenlige udearealer")
    assert one.contents == FileContents(tmp_path / "bilag" / "vibo" / "naturvenlige-udearealer.md")
