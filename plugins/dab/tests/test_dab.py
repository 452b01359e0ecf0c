from __future__ import annotations

import attrs
from styringsdialog import Conference, Key, Line, Speaker, Talk, TemplateContents, Theme
from styringsdialog.testing import BilagRequests, BuildBilag, SampleConference, describe_pdf

from styringsdialog_dab import Settings, bilag, plugin_info, settings_type, template_root

SETTINGS = Settings(lead="Om fællesskaber.", points=("Det skal være enkelt.",))


def two_talks(conference: Conference) -> Conference:
    """Return the conference with one theme, in which DAB and somebody else each have a talk."""
    speaker = Speaker(name=Line("Åse Prøve"), title="konsulent")
    own, foreign = Talk(bilag="dab/oplaeg", speakers=(speaker,)), Talk(bilag="nabo")
    theme = Theme(key=Key("tema"), title=Line("Naboskab i hverdagen"), talks=(own, foreign))
    return attrs.evolve(conference, themes=(theme,), programme=())


def test_the_plugin_says_who_it_is() -> None:
    assert (plugin_info().id, plugin_info().api) == ("dab", 1)
    assert settings_type() is Settings


def test_there_is_one_bilag_from_a_template_of_the_plugins_own(bilag_request: BilagRequests) -> None:
    (answer,) = bilag(bilag_request("dab", settings=SETTINGS))
    assert (answer.key, answer.title) == ("oplaeg", "Fællesskaber")
    assert isinstance(answer.contents, TemplateContents)
    assert (template_root() / answer.contents.template).is_file()


def test_only_talks_that_name_the_contributor_are_told(
    bilag_request: BilagRequests, sample_conference: SampleConference
) -> None:
    conference = two_talks(sample_conference("dab"))
    (answer,) = bilag(bilag_request("dab", settings=SETTINGS, conference=conference))
    assert isinstance(answer.contents, TemplateContents)
    talks = answer.contents.context["talks"]
    assert isinstance(talks, tuple)
    assert [(theme.key, talk.bilag) for theme, talk in talks] == [("tema", "dab/oplaeg")]


def test_the_title_can_be_set(bilag_request: BilagRequests) -> None:
    (answer,) = bilag(bilag_request("dab", settings=Settings(title="Naboskab", lead="", points=())))
    assert answer.title == "Naboskab"


def test_the_page_says_the_points_and_whose_talk_it_was(
    build_bilag: BuildBilag, sample_conference: SampleConference
) -> None:
    conference = two_talks(sample_conference("dab", settings={"lead": "Om naboskab.", "points": ["Sig hej."]}))
    text = describe_pdf(build_bilag("dab", conference=conference).pdf)
    assert "Om naboskab." in text
    assert "• Sig hej." in text
    assert "Naboskab i hverdagen og blev holdt af Åse Prøve, konsulent." in " ".join(text.split())
