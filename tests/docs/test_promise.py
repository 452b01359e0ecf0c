"""The promise of docs/plugins.md: the contract changes only where the changelog says so."""

from __future__ import annotations

import re
from collections.abc import Callable

from support.contract import contract, fingerprint
from support.editions import PROJECT

from styringsdialog.hooks.spec import API_VERSION

CHANGELOG = (PROJECT / "CHANGELOG.md").read_text("utf-8")
GOLDEN = PROJECT / "tests" / "golden" / "plugin-api.txt"


def entries() -> list[str]:
    """Give every entry under a heading «Plugin API» of the changelog."""
    sections = re.findall(r"^### Plugin API\n(.*?)(?=^##|\Z)", CHANGELOG, re.MULTILINE | re.DOTALL)
    return [entry for section in sections for entry in re.split(r"^- ", section, flags=re.MULTILINE)[1:]]


def test_the_contract_is_the_one_that_was_written_down(assert_golden: Callable[[str, str], None]) -> None:
    assert_golden("plugin-api.txt", contract())


def test_the_contract_that_was_written_down_has_an_entry_of_its_own_in_the_changelog() -> None:
    wanted = fingerprint(GOLDEN.read_text("utf-8"))
    assert any(f"(contract {wanted})" in entry for entry in entries()), (
        "the contract changed: tell plugins' authors what, "
        f"in CHANGELOG.md under «### Plugin API»: - … (contract {wanted})"
    )


def test_every_entry_says_something_and_names_its_contract() -> None:
    for entry in entries():
        assert re.search(r"\w.{20,}\(contract [0-9a-f]{8}\)$", " ".join(entry.split())), entry


def test_the_rule_sees_a_new_field_a_new_default_and_a_new_argument() -> None:
    text = contract()
    for line in (
        "  bilag(request: BilagRequest[Any]) -> Sequence[Bilag]  required",
        "  class Contributor",
        "    *deadline: dt.date | None = None",
        "    *visibility: Visibility = OPEN",
        "    file(name: str) -> Path",
        "  enum Stage: INFORMATIONSPAKKE='informationspakke', REFERAT='referat'",
        "  def kroner(value: float | Decimal) -> str",
    ):
        assert line in text.splitlines(), line
    assert fingerprint(text) != fingerprint(text.replace("deadline", "frist"))


def test_the_page_and_the_code_speak_of_the_same_api() -> None:
    page = (PROJECT / "docs" / "plugins.md").read_text("utf-8")
    assert f"This page describes **API {API_VERSION}**." in page
    assert f"PluginInfo(api={API_VERSION})" in page
