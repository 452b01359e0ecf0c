"""The pages of docs/ as a site: each in its language, in colours that can be read, and all in the index."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from docs.pages import ROOT, links

from styringsdialog.model.colour import contrast, parse_colour

LANGUAGES = {"På dansk": "da", "In English": "en"}
NAVIGATION = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
LANGUAGE_OF = {
    page: LANGUAGES[title]
    for part in NAVIGATION[1:]
    for title, pages in part.items()
    for entry in pages
    for page in entry.values()
}
COLOURS = (ROOT / "docs" / "site.css").read_text("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.long  # builds the site
def test_each_page_says_which_language_it_is_in(site: Path) -> None:
    found = {}
    for page in LANGUAGE_OF:
        html = (site / page.replace(".md", ".html")).read_text("utf-8")
        found[page] = re.findall(r'<html lang="(\w+)"', html)
    assert found == {page: [language] for page, language in LANGUAGE_OF.items()}
    index = (site / "index.html").read_text("utf-8")
    assert '<html lang="en"' in index
    assert re.search(r'<div lang="da">\s*<h2[^>]*>På dansk', index)


def test_a_page_is_in_the_language_that_it_is_listed_under() -> None:
    for page, language in LANGUAGE_OF.items():
        text = (ROOT / "docs" / page).read_text("utf-8")
        danish, english = (len(re.findall(rf"\b(?:{words})\b", text)) for words in ("og|der|ikke", "and|the|not"))
        assert (danish > english) == (language == "da"), page


def test_the_index_leads_to_every_page() -> None:
    assert set(LANGUAGE_OF) <= set(links(ROOT / "docs" / "index.md"))


def test_text_stands_out_from_its_ground() -> None:
    def colour(name: str) -> str:
        (code,) = set(re.findall(rf"{name}: (#\w{{6}})", COLOURS))
        return str(code)

    ground, menu = colour("--bs-body-bg"), colour("    background")
    pairs = [
        *((colour(f"--bs-{text}"), ground) for text in ("body-color", "secondary-color", "link-color", "code-color")),
        (colour("--bs-link-hover-color"), ground),
        (colour("--bs-navbar-color"), menu),
        *((code, ground) for code in re.findall(r"^    color: (#\w{6})", COLOURS, re.MULTILINE)),
    ]
    assert min(contrast(parse_colour(text), parse_colour(under)) for text, under in pairs) >= 4.5
