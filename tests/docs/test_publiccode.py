"""``publiccode.yml``, version 0.4: what it says of the project is so."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from docs.pages import ROOT

FILE = ROOT / "publiccode.yml"
DATA = yaml.safe_load(FILE.read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# What the standard asks for; «url» is told of below.
MANDATORY = {
    "publiccodeYmlVersion", "name", "platforms", "developmentStatus", "softwareType", "description",
    "legal", "maintenance", "localisation",
}  # fmt: skip


def test_it_has_the_keys_of_the_standard_and_says_which_one_waits() -> None:
    assert set(DATA) >= MANDATORY
    assert DATA["publiccodeYmlVersion"] == "0.4"
    # The address of the repository is mandatory too; there is none yet, and none is made up.
    assert ("url" in DATA) == ("urls" in PROJECT)
    assert "url" in DATA or re.search(r"^# url: ", FILE.read_text("utf-8"), re.MULTILINE)


def test_it_agrees_with_the_project() -> None:
    assert DATA["name"] == PROJECT["name"]
    assert DATA["legal"] == {"license": PROJECT["license"]}
    assert DATA.get("softwareVersion", PROJECT["version"]) == PROJECT["version"]
    assert DATA["localisation"] == {"localisationReady": False, "availableLanguages": ["da"]}


def test_nobody_is_named_as_maintainer_who_has_not_said_so() -> None:
    assert DATA["maintenance"] == {"type": "none"}
    assert not re.search(r"https?:|@", FILE.read_text("utf-8"))


def test_it_is_described_in_danish_and_english() -> None:
    assert set(DATA["description"]) == {"da", "en"}


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_description_has_the_lengths_of_the_standard(language: str) -> None:
    said = DATA["description"][language]
    assert 0 < len(said["shortDescription"]) <= 150
    assert "\n" not in said["shortDescription"]
    assert 500 <= len(said["longDescription"]) <= 10_000  # 150 are enough since 0.3, 500 before
    assert 5 <= len(said["features"]) <= 20
    assert all(len(feature) <= 100 for feature in said["features"])
    for picture in said["screenshots"]:
        assert (ROOT / picture).is_file()
