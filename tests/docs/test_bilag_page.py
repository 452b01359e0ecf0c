"""``docs/bilag.md`` says what ``bilag.toml`` can say, and its example is one."""

from __future__ import annotations

import re
from pathlib import Path

from support.editions import PROJECT
from support.plugin_zoo import contributor, open_zoo

from styringsdialog import Visibility
from styringsdialog.model.bilag_toml import FileEntry
from styringsdialog.model.fields import written_fields

PAGE = (PROJECT / "docs" / "bilag.md").read_text("utf-8")


def test_every_key_has_its_row_in_the_order_of_the_model() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", PAGE, re.MULTILINE)
    keys = [key for key, _ in rows if key in written_fields(FileEntry)]
    assert keys == list(written_fields(FileEntry))
    assert [key for key, without in rows if without == "**skal stå der**"] == ["file"]


def test_the_example_is_read_and_means_what_the_page_says(tmp_path: Path) -> None:
    zoo = open_zoo(tmp_path)
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    zoo.file("vestby/bilag.toml", example)
    for name in ("IMG_2041.jpg", "Klima.pptx", "Huslejer.csv", "kladde.docx"):
        zoo.file(f"vestby/{name}", "Navn;Tal\nA;1\n")
    (contribution,) = zoo.ask(contributor("vestby", "folder", path="vestby"))
    assert contribution.problems == ()
    climate, rents, party = contribution.bilag
    assert (climate.caption.title, climate.comments) == ("Klima", True)
    assert (rents.caption.title, rents.visibility) == ("Huslejer", Visibility.CLOSED)
    assert (party.caption.title, party.key) == ("Sommerfesten i Nord", "img-2041")
    assert party.caption.source == "Afdelingsbestyrelsen"
