from __future__ import annotations

import datetime as dt
from pathlib import Path

from styringsdialog import (
    Audience,
    BilagRequest,
    Conference,
    Contributor,
    ContributorKind,
    Key,
    Line,
    Stage,
    Talk,
    TemplateContents,
    Theme,
)

from styringsdialog_dab import Settings, bilag, plugin_info, settings_type, template_root


def request(settings: Settings, folder: Path) -> BilagRequest[Settings]:
    contributor = Contributor(id=Key("dab"), name=Line("DAB"), kind=ContributorKind.OTHER, plugin=Key("dab"))
    own, foreign = Talk(bilag="dab/oplaeg"), Talk(bilag="vibo")
    conference = Conference(
        title=Line("Styringsdialogkonference"),
        host=Line("Vært"),
        start=dt.datetime(2030, 5, 16, 15, 0),  # noqa: DTZ001 - wall-clock time at the place
        end=dt.datetime(2030, 5, 16, 18, 0),  # noqa: DTZ001 - as above
        place=Line("Sted"),
        contributors=(contributor,),
        themes=(Theme(key=Key("tema"), title=Line("Tema"), talks=(own, foreign)),),
        folder=folder,
    )
    return BilagRequest(
        conference=conference,
        contributor=contributor,
        settings=settings,
        folder=None,
        stage=Stage.INFORMATIONSPAKKE,
        audience=Audience.PUBLIC,
    )


SETTINGS = Settings(lead="Om fællesskaber.", points=("Det skal være enkelt.",))


def test_the_plugin_says_who_it_is() -> None:
    assert (plugin_info().id, plugin_info().api) == ("dab", 1)
    assert settings_type() is Settings


def test_there_is_one_bilag_from_a_template_of_the_plugins_own(tmp_path: Path) -> None:
    (one,) = bilag(request(SETTINGS, tmp_path))
    assert (one.key, one.title) == ("oplaeg", "Fællesskaber")
    assert isinstance(one.contents, TemplateContents)
    assert (template_root() / one.contents.template).is_file()


def test_only_talks_that_name_the_contributor_are_told(tmp_path: Path) -> None:
    (one,) = bilag(request(SETTINGS, tmp_path))
    assert isinstance(one.contents, TemplateContents)
    talks = one.contents.context["talks"]
    assert isinstance(talks, tuple)
    assert [(theme.key, talk.bilag) for theme, talk in talks] == [("tema", "dab/oplaeg")]


def test_the_title_can_be_set(tmp_path: Path) -> None:
    (one,) = bilag(request(Settings(title="Naboskab", lead="", points=()), tmp_path))
    assert one.title == "Naboskab"
