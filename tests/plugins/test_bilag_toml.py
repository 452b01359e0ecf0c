"""``bilag.toml`` beside the files of a folder: what it says is the bilag's, and what is wrong with it is told."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from support.plugin_zoo import Zoo, contributor

from styringsdialog import Fault, Visibility
from styringsdialog.hooks.contribution import Contribution


def ask(zoo: Zoo) -> Contribution:
    (contribution,) = zoo.ask(contributor("vibo", "folder", path="vibo"))
    return contribution


LISTING = """
[[bilag]]
file = "Plakat.png"
title = "Plakat om sommerfesten"
order = 2
description = "Plakat"
source = "Beboerne i Nord"
ask = "sekretariatet@vibo.example"
alt = "En plakat med et langbord under træerne"

[[bilag]]
file = "Årsregnskab.pdf"
order = 1
visibility = "closed"
comments = true

[[bilag]]
file = "Kladde.docx"
skip = true
"""


def told(zoo: Zoo, text: str | bytes) -> list[tuple[str, str, str]]:
    """Give what is wrong when ``text`` stands beside two files, without the folder's name."""
    for name in ("Plakat.png", "Regnskab.pdf"):
        zoo.file(f"vibo/{name}", "x")
    zoo.file("vibo/bilag.toml", text)
    contribution = ask(zoo)
    assert contribution.bilag == ()
    assert {problem.fault for problem in contribution.problems} == {Fault.EDITION}
    return [
        (problem.where.removeprefix("vibo/bilag.toml: "), problem.message, problem.hint)
        for problem in contribution.problems
    ]


def test_what_bilag_toml_says_of_a_file_is_the_bilags_and_the_rest_come_by_name(zoo: Zoo) -> None:
    for name in ("Kladde.docx", "Plakat.png", "Årsregnskab.pdf", "2 Budget.pdf", "1 Oversigt.pdf"):
        # As a Mac writes it; in a TOML file it is rarely so.
        zoo.file(f"vibo/{unicodedata.normalize('NFD', name)}", "x")
    zoo.file("vibo/bilag.toml", LISTING)
    accounts, poster, overview, budget = ask(zoo).bilag
    assert [one.caption.title for one in (accounts, poster, overview, budget)] == [
        "Årsregnskab", "Plakat om sommerfesten", "Oversigt", "Budget"
    ]  # fmt: skip
    assert (accounts.visibility, accounts.comments) == (Visibility.CLOSED, True)
    assert (poster.visibility, poster.comments, poster.key) == (Visibility.OPEN, False, "plakat")
    assert (poster.caption.description, poster.caption.source, poster.caption.ask, poster.caption.alt) == (
        "Plakat", "Beboerne i Nord", "sekretariatet@vibo.example", "En plakat med et langbord under træerne"
    )  # fmt: skip


def test_everything_that_is_wrong_with_it_is_told_at_once_with_its_path(zoo: Zoo) -> None:
    text = """
    titel = "Filer"
    [[bilag]]
    file = "Plakt.png"
    titel = "Plakat"
    [[bilag]]
    file = "Regnskab.pdf"
    order = "1"
    visibility = "hemmelig"
    skip = "ja"
    [[bilag]]
    title = "Uden fil"
    [[bilag]]
    file = "Regnskab.pdf"
    """
    assert sorted(told(zoo, text)) == [
        ("bilag[0].file", "there is no file 'Plakt.png' in the folder", "did you mean 'Plakat.png'?"),
        ("bilag[0].titel", "is not a known key", "did you mean 'title'?"),
        ("bilag[1].order", "must be a whole number, but is a string", "write it without quotation marks and decimals"),
        (
            "bilag[1].skip",
            "must be a boolean, but is a string",
            "write true or false, in small letters and without quotation marks",
        ),
        ("bilag[1].visibility", "'hemmelig' is not one of åben, lukket", "write one of them"),
        ("bilag[2].file", "is required, and missing", 'write file = "…"'),
        ("bilag[3].file", "'Regnskab.pdf' is already the file of bilag[1]", "put both entries together"),
        ("titel", "is not a known key", "the keys here are bilag"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bilag = 1", "must be a list of tables, but is a whole number (1)"),
        ("[[bilag]\n", "is not valid TOML"),
        ("title: Plakat\n", "is not valid TOML"),
        ("# Blåbær".encode("cp1252"), "is not UTF-8 at byte 4"),
        ('[[bilag]]\nfile = "../hemmelig.pdf"\n', "there is no file '../hemmelig.pdf' in the folder"),
        ('[[bilag]]\nfile = "Plakat.png"\ntitle = "a\\u0007b"\n', "holds the control character U+0007"),
    ],
)
def test_what_is_no_bilag_toml_is_told(zoo: Zoo, text: str | bytes, message: str) -> None:
    ((_, said, _),) = told(zoo, text)
    assert said.startswith(message)


def test_an_empty_one_says_nothing_of_any_file(zoo: Zoo) -> None:
    zoo.file("vibo/a.pdf", "x")
    zoo.file("vibo/bilag.toml", "# Intet endnu\n")
    assert [bilag.caption.title for bilag in ask(zoo).bilag] == ["A"]


@pytest.mark.parametrize("name", ["Bilag.toml", "bilag.toml.txt", "plakater.toml"])
def test_a_file_that_was_meant_to_be_it_is_no_bilag(zoo: Zoo, name: str) -> None:
    zoo.file(f"vibo/{name}", LISTING)
    (problem,) = ask(zoo).problems
    assert (problem.where, problem.hint) == (f"vibo/{name}", "call it bilag.toml, or take it out of the folder")


def test_a_link_to_a_bilag_toml_elsewhere_is_not_followed(zoo: Zoo, tmp_path: Path) -> None:
    (tmp_path / "bilag.toml").write_text(LISTING)
    zoo.file("vibo/a.pdf", "x")
    (zoo.edition / "vibo" / "bilag.toml").symlink_to(tmp_path / "bilag.toml")
    (problem,) = ask(zoo).problems
    assert problem.message == "is a link that leads out of the folder"
