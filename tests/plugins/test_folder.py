from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from support.plugin_zoo import Zoo, contributor

from styringsdialog import Fault
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.vetting import excesses
from styringsdialog.model.blocks import Paragraph, Text

WHERE = "conference.toml: contributors[0].settings.path"


def test_without_a_path_it_is_the_folder_of_the_contributors_name(zoo: Zoo) -> None:
    zoo.file("bilag/vibo/plan.pdf", "x")
    (contribution,) = zoo.ask(contributor("vibo", "folder"))
    assert [bilag.key for bilag in contribution.bilag] == ["plan"]


def ask(zoo: Zoo, path: object = "vibo") -> Contribution:
    (contribution,) = zoo.ask(contributor("vibo", "folder", path=path))
    return contribution


def test_every_file_is_a_bilag_in_natural_danish_order(zoo: Zoo) -> None:
    for name in ("10 Regnskab.pdf", "2 Budget.PDF", "ål.pdf", "zebra.pdf", "æble.md", "Aab.pdf", "1. Åbning.md"):
        zoo.file(f"vibo/{name}", "Tekst.")
    contribution = ask(zoo)
    assert contribution.problems == ()
    titles = ["1. Åbning", "2 Budget", "10 Regnskab", "Zebra", "Æble", "Aab", "Ål"]
    assert [bilag.caption.title for bilag in contribution.bilag] == titles
    assert [bilag.key for bilag in contribution.bilag] == [
        "aabning", "budget", "regnskab", "zebra", "aeble", "aab", "aal"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title", "key"),
    [
        ("02_budget_for_2030.pdf", "Budget for 2030", "budget-for-2030"),
        ("Indstilling.docx.pdf", "Indstilling", "indstilling"),
        ("Ny lov v1.2.pdf", "Ny lov v1.2", "ny-lov-v1-2"),
        ("2030-05-16 Referat.pdf", "2030-05-16 Referat", "referat"),
        ("1.2 Årsregnskab.pdf", "1.2 Årsregnskab", "aarsregnskab"),
        ("3D-tegning.pdf", "3D-tegning", "3d-tegning"),
        ("2030.pdf", "2030", "2030"),
        ("DAB's oplæg.pdf", "DAB's oplæg", "dabs-oplaeg"),
        ("A/S-navn".replace("/", "_") + ".pdf", "A S-navn", "a-s-navn"),
        ("?!.pdf", "?!", "bilag"),
        (unicodedata.normalize("NFD", "blåbær.pdf"), "Blåbær", "blaabaer"),
    ],
)
def test_a_title_comes_from_the_files_name(zoo: Zoo, name: str, title: str, key: str) -> None:
    zoo.file(f"vibo/{name}", "x")
    (bilag,) = ask(zoo).bilag
    assert (bilag.caption.title, bilag.key) == (title, key)
    assert bilag.body == (zoo.edition / "vibo" / name).resolve()


def test_keys_are_made_unique(zoo: Zoo) -> None:
    for name in ("1 Budget.pdf", "2 Budget.pdf", "3 Budget 2.pdf"):
        zoo.file(f"vibo/{name}", "x")
    assert [bilag.key for bilag in ask(zoo).bilag] == ["budget", "budget-2", "budget-2-2"]


def test_what_systems_leave_behind_is_no_bilag_and_a_folder_is_not_entered(zoo: Zoo) -> None:
    for name in (
        ".skjult.pdf",
        ".~lock.a.odt#",
        "~$Oplæg.docx",
        "Thumbs.db",
        "desktop.ini",
        "arkiv/gammel.pdf",
        "a.pdf",
    ):
        zoo.file(f"vibo/{name}", "x")
    assert [bilag.caption.title for bilag in ask(zoo).bilag] == ["A"]


def test_a_file_of_another_kind_goes_on_to_the_intake_rather_than_being_overlooked(zoo: Zoo) -> None:
    path = zoo.file("vibo/Regneark.xlsx", "x")
    (bilag,) = ask(zoo).bilag
    assert bilag.body == path.resolve()


def test_an_empty_folder_gives_no_bilag(zoo: Zoo) -> None:
    (zoo.edition / "vibo").mkdir()
    contribution = ask(zoo)
    assert (contribution.bilag, contribution.problems) == ((), ())


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("ingen", "the edition has no folder 'ingen'"),
        ("../site", "'../site' is not a folder inside the edition"),
        ("..", "'..' is not a folder inside the edition"),
        (".", "'.' is not a folder inside the edition"),
        ("/", "'/' is not a folder inside the edition"),
        ("fil.pdf", "the edition has no folder 'fil.pdf'"),
        ("genvej", "'genvej' is not a folder inside the edition"),
    ],
)
def test_a_path_that_is_no_folder_of_the_edition_is_its_editors_fault(zoo: Zoo, path: str, message: str) -> None:
    zoo.file("fil.pdf", "x")
    (zoo.edition / "genvej").symlink_to(zoo.path)
    (problem,) = ask(zoo, path).problems
    assert (problem.fault, problem.where, problem.message) == (Fault.EDITION, WHERE, message)


@pytest.mark.parametrize(
    ("settings", "where", "message"),
    [
        ({"path": "a", "stien": "b"}, "stien", "is not a known key"),
        ({"path": 7}, "path", "must be a string, but is a whole number (7)"),
    ],
)
def test_wrong_settings_are_told_with_their_place(
    zoo: Zoo, settings: dict[str, object], where: str, message: str
) -> None:
    (contribution,) = zoo.ask(contributor("vibo", "folder", **settings))
    (problem,) = contribution.problems
    assert (problem.fault, problem.message) == (Fault.EDITION, message)
    assert problem.where == f"conference.toml: contributors[0].settings.{where}"


def test_a_markdown_file_that_is_not_utf8_is_missing_on_its_own(zoo: Zoo) -> None:
    zoo.file("vibo/a.md", "Tekst.")
    zoo.file("vibo/b.md", "Blåbær".encode("cp1252"))
    good, bad = ask(zoo).bilag
    assert (good.problems, bad.body) == ((), None)
    (problem,) = bad.problems
    assert (problem.fault, problem.where) == (Fault.CONTENT, "vibo/b.md")
    assert problem.hint == "save it as UTF-8: in Notepad, Save As, with the encoding UTF-8"
    assert problem.message.startswith("is not UTF-8 at byte 2 (line 1)")
    assert "Windows-1252" in problem.dansk


ENCODINGS = {
    "cp1252": "Windows-1252",
    "latin-1": "Windows-1252",
    "mac-roman": "Mac Roman",
    "cp850": "DOS",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
}


def test_a_text_in_another_encoding_is_named_and_never_printed_wrong(zoo: Zoo) -> None:
    for encoding in ENCODINGS:
        for suffix in ("csv", "txt", "MD", "tsv"):
            zoo.file(f"vibo/{encoding}.{suffix}", "Afdeling;Leje\nØstergård på Ærø;1.234\n".encode(encoding))
    found = ask(zoo).bilag
    assert len(found) == 4 * len(ENCODINGS)
    for bilag in found:
        (problem,) = bilag.problems
        encoding, suffix = problem.where.removeprefix("vibo/").rsplit(".", 1)
        assert bilag.body is None
        assert ENCODINGS[encoding] in problem.message
        assert ENCODINGS[encoding] in problem.dansk
        assert problem.hint.startswith("save it as UTF-8: in " + ("Excel" if suffix == "csv" else "Notepad"))


def test_utf8_is_read_with_and_without_its_mark(zoo: Zoo) -> None:
    texts = {"a.csv": "Navn;Tal\nÅs;5\n", "b.txt": "Ås", "c.md": "Ås", "d.tsv": "Navn\tTal\nÅs\t5"}
    for folder, mark in (("uden", b""), ("med", b"\xef\xbb\xbf")):
        for name, text in texts.items():
            zoo.file(f"{folder}/{name}", mark + text.encode())
    without, with_mark = zoo.ask(contributor("a", "folder", path="uden"), contributor("b", "folder", path="med"))
    kinds = [type(one.body[0]).__name__ for one in without.bilag if isinstance(one.body, tuple)]
    assert kinds == ["Table", "Paragraph", "Paragraph", "Table"]
    for one, other in zip(without.bilag, with_mark.bilag, strict=True):
        assert repr(one.body).replace("uden/", "med/") == repr(other.body)


def test_a_text_that_was_saved_in_two_encodings_is_not_printed(zoo: Zoo) -> None:
    zoo.file("vibo/a.txt", "Fint.\nBlåbær".encode().decode("cp1252"))
    (problem,) = ask(zoo).bilag[0].problems
    assert problem.message == "says 'Ã¥' in line 2 where 'å' was meant: it was saved in two encodings at once"


def test_a_file_is_no_text_because_its_name_says_so(zoo: Zoo) -> None:
    paths = [zoo.file(f"vibo/{name}", data) for name, data in (("a.csv", b"%PDF-1.7"), ("b.md", b"\x89PNG\r\n\x1a\n"))]
    assert [bilag.body for bilag in ask(zoo).bilag] == [path.resolve() for path in paths]


def test_a_link_out_of_the_edition_is_not_followed(zoo: Zoo, tmp_path: Path) -> None:
    (tmp_path / "hemmelig.pdf").write_text("x")
    (zoo.edition / "vibo").mkdir()
    (zoo.edition / "vibo" / "a.pdf").symlink_to(tmp_path / "hemmelig.pdf")
    (bilag,) = ask(zoo).bilag
    assert bilag.body is None
    (problem,) = bilag.problems
    assert (problem.fault, problem.where) == (Fault.FILE, "vibo/a.pdf")


def test_a_name_that_is_not_utf8_is_told(zoo: Zoo) -> None:
    (zoo.edition / "vibo").mkdir()
    (zoo.edition / "vibo" / b"bl\xe5.pdf".decode("utf-8", "surrogateescape")).write_text("x")
    zoo.file("vibo/a.pdf", "x")
    good, bad = ask(zoo).bilag
    (problem,) = bad.problems
    assert good.problems == ()
    assert (problem.fault, problem.where) == (Fault.FILE, r"vibo/bl\udce5.pdf")
    assert str(problem).isascii()


def test_one_file_that_is_too_much_costs_that_file_alone(zoo: Zoo) -> None:
    zoo.file("vibo/1 god.md", "Tekst.")
    zoo.file("vibo/2 ord.txt", "Første linje.\n\n" + "x" * 501)
    zoo.file("vibo/3 mange.txt", "\n\n".join("a" * 26_000))
    zoo.file(f"vibo/4 {'æ' * 120}.md", "Langt navn.")
    (contribution,) = zoo.ask(contributor("vibo", "folder", path="vibo"))
    assert contribution.problems == ()
    assert [bool(bilag.problems) for bilag in contribution.bilag] == [False, True, True, False]
    (word,), (many,) = (bilag.problems for bilag in contribution.bilag[1:3])
    assert (word.fault, word.where) == (Fault.CONTENT, "vibo/2 ord.txt, line 3")
    assert many.fault is Fault.CONTENT
    assert many.where.startswith("vibo/3 mange.txt, line ")


def test_what_comes_after_the_most_is_missing_and_takes_no_room_from_the_others() -> None:
    body = (Paragraph(content=(Text("ord"),)),)
    told = [excess and excess.what.code for excess in excesses([body] * 201)]
    assert told == [None] * 200 + ["hooks.too-many-bilag"]
    long = (Paragraph(content=(Text("x" * 501),)),)
    assert [bool(excess) for excess in excesses([long, body])] == [True, False]
