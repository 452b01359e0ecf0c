"""What pages name is there: where links lead, files in code marks, and every page in the navigation."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from docs.pages import DOCS, PAGES, ROOT, anchors, code, links, name_of
from support.editions import EXAMPLE

from styringsdialog.loading.starter import starter_files

CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))

# In an edition, in the output, or with whoever hands in a bilag: not in the checkout.
ELSEWHERE = re.compile(
    r"""bilag/.* | billeder/.* | out/.* | \.venv/.*
    | (.*\.)?(manifest\.json|report\.md) | (02_budget_for_2030|endelig_version_3_NY)\.pdf | 01-klimaplan\.md
    | series\.toml | huskeliste\.md | rehearsal\.md | (informationspakke|referat)/current | PDF/(UA-1|A-2a)
    | bilag\.toml | id/key""",
    re.VERBOSE,
)
EDITION_FILES = set(starter_files(dt.datetime(2030, 5, 16, 15)))  # noqa: DTZ001 - wall-clock time at the place
PATH = re.compile(r"[\w.*-]+(/[\w.*-]*)+|[\w-]+\.(py|md|toml|j2|txt|yml|json|pdf|png)")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: there is no {target}"
        assert target.is_relative_to(ROOT), f"{link}: out of the checkout"
        if anchor:
            assert anchor in anchors(target), f"{link}: {name_of(target)} has no such heading"


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_a_page_of_the_site_leads_to_nothing_that_the_site_does_not_hold(page: Path) -> None:
    for link in links(page):
        if not link.startswith(("https://", "#")):
            assert (page.parent / link.partition("#")[0]).resolve().is_relative_to(ROOT / "docs"), link


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=name_of)
def test_every_file_that_is_named_exists(page: Path) -> None:
    places = (ROOT, ROOT / "styringsdialog", ROOT / "docs", page.parent, *EXAMPLE.glob("bilag/*"))
    for text in code(page):
        if PATH.fullmatch(text) and not ELSEWHERE.fullmatch(text) and text not in EDITION_FILES:
            assert any(any(place.glob(text.rstrip("/"))) for place in places), f"{name_of(page)}: there is no {text}"


def test_the_navigation_holds_every_page_once() -> None:
    start, *parts = CONFIG["nav"]
    entries = [start, *(entry for part in parts for pages in part.values() for entry in pages)]
    titles = [title for entry in entries for title in entry]
    named = [page for entry in entries for page in entry.values()]
    assert sorted(named) == [page.relative_to(ROOT / "docs").as_posix() for page in DOCS]
    assert len(set(titles)) == len(titles)


def test_the_site_is_built_with_every_check_and_fetches_nothing_from_strangers() -> None:
    assert CONFIG["strict"] is True
    assert CONFIG["theme"]["highlightjs"] is False
    checks = CONFIG["validation"]
    assert set(checks.values()) == {"warn"}
    assert {"omitted_files", "absolute_links", "unrecognized_links", "not_found", "anchors"} == set(checks)
