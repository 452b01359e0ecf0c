"""What is closed decides no byte that a public build leaves, and is told by the internal one alone."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.editions import CONFERENCE, contributor, run, write_edition
from support.images import corners, saved
from support.pdf import page_texts, simple_pdf
from support.readout import read_out

from styringsdialog.assemble.plan import Footer
from styringsdialog.assemble.stamps import lay_out_footer
from styringsdialog.errors import Fault, StyringsdialogError
from styringsdialog.loading.inputs import input_digests
from styringsdialog.loading.sent import SENT_FILE
from styringsdialog.loading.series import load_conference, misnamed_listings
from styringsdialog.model.conference import Audience
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_package, build_version, check_conference
from styringsdialog.proof import manifest_beside
from styringsdialog.report.build import BilagStatus
from styringsdialog.typeset.stampfont import stamp_font
from styringsdialog.versions.shelf import mark_sent

TITLE = "Opsigelse af Kirsten Hansens lejemål"

# ------------------------------------------------------------------------------------ random swaps


@attrs.frozen
class Closed:
    """A closed bilag in all that may be said of it, and whatever its file is."""

    name: str
    keys: Mapping[str, Any]
    contents: bytes | str

    def write(self, path: Path) -> None:
        """Write the file; a text says which thing that is no file stands there in its place."""
        match self.contents:
            case bytes():
                path.write_bytes(self.contents)
            case "pipe":
                os.mkfifo(path)
            case "socket":
                # Bound by a short name: the address of a socket has room for some hundred bytes.
                with socket.socket(socket.AF_UNIX) as listener:
                    listener.bind(str(path.parent.parent / "s"))
                (path.parent.parent / "s").rename(path)
            case "sparse":
                path.touch()
                os.truncate(path, 2**40)
            case target:
                path.symlink_to(target)


def _listed(name: str, keys: Mapping[str, Any]) -> str:
    # JSON's texts, numbers and lists are TOML's too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in {"file": name, **keys}.items()]
    return "\n".join(["[[bilag]]", *lines, ""])


_WORDS = st.text(st.sampled_from("abcdeæøå 0123456789-_.ÅXł漢"), min_size=1, max_size=40).map(str.strip).filter(bool)
_NAMES = st.builds(
    lambda stem, suffix: f"{stem}{suffix}",
    st.one_of(
        _WORDS.filter(lambda word: word[0].isalnum()),
        # As the open ones are called, so that keys, titles and numbers in front could be mixed up.
        st.sampled_from(["plan", "1 plan", "2 plan", "01 slut", "02-slut", "Bilag 1", "x" * 200]),
    ),
    st.sampled_from([".pdf", ".md", ".txt", ".csv", ".png", ".docx", ".xyz", ".PDF"]),
).filter(lambda name: name not in {"1 plan.md", "3 plan.txt"})
_CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(str.encode),
    st.sampled_from(
        [
            b"",
            b"%PDF-1.7\nafbrudt",
            simple_pdf("Hemmeligt"),
            simple_pdf("Hemmeligt")[:-200],
            saved(corners(), "PNG"),
            b"PK\x03\x04 intet dokument",
            b"# A\n\n" + b"b" * 5_000,
            b"ord " * 600_000,
            *("pipe", "socket", "sparse", "/dev/zero", "findes ikke", "1 plan.md", "../conference.toml"),
        ]
    ),
)
_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "title": _WORDS | st.just("Plan") | st.just("t" * 1_500),
        "description": _WORDS,
        "source": _WORDS,
        "ask": _WORDS,
        "alt": _WORDS,
        "comments": st.booleans(),
        "checked": st.just(["repaired"]),
        "replaces": st.sampled_from(["3 plan.pdf", "gammel.md"]),
    },
)
_SWAPS = st.lists(st.builds(Closed, _NAMES, _KEYS, _CONTENTS), min_size=2, max_size=2, unique_by=lambda one: one.name)


def edition_with(closed: list[Closed], folder: Path, sent: bytes) -> Path:
    """Write an edition in which two closed bilag of one contributor stand among its open ones."""
    listing = [("1 plan.md", {"order": 1}), (closed[0].name, {**closed[0].keys, "order": 2, "visibility": "closed"})]
    listing += [("3 plan.txt", {"order": 3}), (closed[1].name, {**closed[1].keys, "order": 4, "visibility": "closed"})]
    listing[3][1]["reason"] = "af hensyn til forhandlingerne"
    files: dict[str, str | bytes] = {
        "vibo/1 plan.md": "# Plan\n\nEn plan, se [bilag 2](bilag:vibo).\n",
        "vibo/3 plan.txt": "Endnu en plan.",
        "vibo/bilag.toml": "".join(_listed(name, keys) for name, keys in listing),
    }
    write_edition(folder, CONFERENCE + contributor("vibo"), files)
    for one in closed:
        one.write(folder / "vibo" / one.name)
    if sent:
        (folder / SENT_FILE).write_bytes(sent)
    return folder


def left_by(edition: Path, out: Path) -> dict[str, bytes]:
    """Give all that a public build leaves, by its name, and what ``--json`` says."""
    report = build_package(load_conference(edition), out, BuildOptions(separate=True))
    left = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    notes = [*(note.as_data() for note in report.remarks), *(problem.as_data() for problem in report.problems)]
    said = {**report.as_data(), "notes": notes}
    return left | {"--json": json.dumps(said).encode()}


class Swaps:
    """Builds editions that differ in what is closed, and what was sent of them before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Called as no other is: which number a bilag was sent with, and what reason that number has, is public.
        self.plain = [Closed("første.md", {}, b"Noget."), Closed("sidste.md", {}, b"Andet.")]
        self.records: dict[tuple[Audience, ...], bytes] = {}
        self.expected: dict[tuple[Audience, ...], dict[str, bytes]] = {}

    def sent(self, closed: list[Closed], readers: tuple[Audience, ...]) -> bytes:
        """Give the record of an edition with ``closed`` that was sent to ``readers``; empty for nobody."""
        edition = edition_with(closed, self.folder / "sendt", b"")
        for reader in readers:
            options = BuildOptions(audience=reader, keep_going=True)
            report = build_package(load_conference(edition), self.folder / "ud", options)
            mark_sent(report, report.conference.start.date())
            shutil.rmtree(self.folder / "ud")
        record = (edition / SENT_FILE).read_bytes() if readers else b""
        shutil.rmtree(edition)
        return record

    def left(self, closed: list[Closed], sent: bytes) -> dict[str, bytes]:
        """Give what a build leaves of an edition with ``closed``."""
        edition = edition_with(closed, self.folder / "udgave", sent)
        try:
            return left_by(edition, self.folder / "ud")
        finally:
            shutil.rmtree(edition)
            shutil.rmtree(self.folder / "ud", ignore_errors=True)

    def hold(self, closed: list[Closed], readers: tuple[Audience, ...], *, own: bool) -> None:
        """Fail where a build with ``closed`` leaves anything else than a plain one, both sent to ``readers`` before.

        What was sent had the plain ones in it, whose names, and so keys, are others; or, if ``own``, the same.
        """
        if readers not in self.expected:
            self.records[readers] = self.sent(self.plain, readers)
            self.expected[readers] = self.left(self.plain, self.records[readers])
        record = self.sent(closed, readers) if own else self.records[readers]
        left, expected = self.left(closed, record), self.expected[readers]
        assert left.keys() == expected.keys()
        assert {name for name in left if left[name] != expected[name]} == set()


_READERS = st.sampled_from([(), (Audience.PUBLIC,), (Audience.INTERNAL,), tuple(Audience)])


def _held_for(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(deadline=None, max_examples=examples, suppress_health_check=checks)


@pytest.fixture(scope="module")
def swaps(tmp_path_factory: pytest.TempPathFactory) -> Swaps:
    return Swaps(tmp_path_factory.mktemp("skift"))


@given(closed=_SWAPS, readers=_READERS)
@_held_for(10)
def test_what_is_closed_decides_no_byte_that_a_public_build_leaves(
    closed: list[Closed], readers: tuple[Audience, ...], swaps: Swaps
) -> None:
    swaps.hold(closed, readers, own=False)


@pytest.mark.long
@given(closed=_SWAPS, readers=_READERS, own=st.sampled_from([False, False, False, True]))
@_held_for(int(os.environ.get("SWAPS", "25")))  # SWAPS=200 pytest -m long tests/test_closed.py: CONTRIBUTING.md
def test_many_random_swaps_of_what_is_closed_leave_the_same_bytes(
    closed: list[Closed], readers: tuple[Audience, ...], swaps: Swaps, *, own: bool
) -> None:
    swaps.hold(closed, readers, own=own)


# ------------------------------------------------------------------------------- what stands where


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Give an edition with one open bilag and one closed one, and one participant of each kind."""
    people = "".join(
        f'[[participants]]\nname = "{name}"\norganisation = "Vibo"\nvisibility = "{visibility}"\n'
        for name, visibility in (("Ane Åben", "open"), ("Lise Lukket", "closed"))
    )
    reason = 'reason = "af hensyn til lejeren"\n'
    listing = f'[[bilag]]\nfile = "2 opsigelse.md"\ntitle = "{TITLE}"\nvisibility = "closed"\n{reason}'
    files: dict[str, str | bytes] = {
        "vibo/1 plan.md": "En plan.",
        "vibo/2 opsigelse.md": "Kirsten Hansen.",
        "vibo/bilag.toml": listing,
    }
    return write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo") + people, files)


def text_of(package: Path) -> str:
    return " ".join(" ".join(page_texts(package)).split())


def test_a_public_package_says_that_a_bilag_is_closed_and_why_and_nothing_else(edition: Path, tmp_path: Path) -> None:
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(separate=True))
    said = text_of(report.pdf)
    assert "Bilaget indgår ikke i den offentlige udgave. Lukket: af hensyn til lejeren" in said
    for name, content in left_by(edition, tmp_path / "ud").items():
        assert "opsigelse" not in f"{name} {content.decode('utf-8', 'replace')}".casefold(), name
    manifest = json.loads(report.pdf.with_suffix(".manifest.json").read_text("utf-8"))
    assert manifest["inputs"].keys() == {"vibo/1 plan.md"}
    assert [(bilag["number"], bilag["target"], bilag["status"]) for bilag in manifest["bilag"]] == [
        (1, "bilag:vibo/plan", "delivered"),
        (2, None, "closed"),
    ]
    (note,) = (tmp_path / "ud").rglob("*.report.md")
    assert "1 af 2 bilag er med, 1\N{NO-BREAK SPACE}er lukket." in note.read_text("utf-8")


def test_a_participant_who_is_not_for_everybody_is_in_the_internal_package_alone(edition: Path, tmp_path: Path) -> None:
    texts = {}
    for audience in Audience:
        report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(audience=audience))
        texts[audience] = text_of(report.pdf) + report.manifest()
    assert ("Ane Åben" in texts[Audience.PUBLIC], "Lise Lukket" in texts[Audience.PUBLIC]) == (True, False)
    assert "1 deltager fra 1 organisation" in texts[Audience.PUBLIC]
    assert ("Ane Åben" in texts[Audience.INTERNAL], "Lise Lukket" in texts[Audience.INTERNAL]) == (True, True)


def test_the_internal_package_says_so_on_every_page_in_its_title_its_subject_and_its_name(
    edition: Path, tmp_path: Path
) -> None:
    report = build_package(
        load_conference(edition), tmp_path / "ud", BuildOptions(audience=Audience.INTERNAL, separate=True)
    )
    mark = "Intern – må ikke offentliggøres"
    packages = list((tmp_path / "ud").rglob("*.pdf"))
    assert len(packages) == 3
    for package in packages:
        assert "intern" in package.name
        assert all(mark in " ".join(page.split()) for page in page_texts(package))
        with pikepdf.open(package) as pdf:
            assert str(pdf.docinfo.Title).startswith(f"{mark}: ")
            assert str(pdf.docinfo.Subject).startswith(f"{mark}: ")
    # As an artifact: nobody has it read aloud on every page.
    assert mark not in read_out(report.pdf)


def test_a_mark_is_never_shortened_however_narrow_the_page() -> None:
    footer = Footer(left="Styringsdialogkonference", right="Side 1 af 9", mark="Intern – må ikke offentliggøres")
    font = stamp_font(list(footer.texts))
    for width in (60, 100, 200, 595):
        words = [placed.text for placed in lay_out_footer(footer, width, font)]
        assert words[0].startswith(footer.mark)
        assert words[-1] == footer.right


def test_what_is_not_published_is_its_owners_alone_and_the_report_says_what_may_be(
    edition: Path, tmp_path: Path
) -> None:
    old = os.umask(0o022)
    try:
        for audience in Audience:
            options = BuildOptions(audience=audience, separate=True)
            build_package(load_conference(edition), tmp_path / "ud", options)
            build_version(load_conference(edition), tmp_path / "ud" / audience.value, options)
    finally:
        os.umask(old)
    for path in (tmp_path / "ud").rglob("*"):
        private = "intern" in path.name or any("sekretaeren" in part or "intern-" in part for part in path.parts)
        mode = stat.S_IMODE(path.stat().st_mode)
        expected = {(True, True): 0o700, (True, False): 0o600, (False, True): 0o755, (False, False): 0o644}
        if path.name not in {"internal", "current"} and path.parent.name not in {"internal", "versions"}:
            assert oct(mode) == oct(expected[private, path.is_dir()]), path
    (note,) = (tmp_path / "ud").glob("*pakke-til-sekretaeren/*.report.md")
    third = note.read_text("utf-8").splitlines()[2]
    assert third.startswith("Denne rapport er til sekretæren, og mappen, den ligger i, må ikke offentliggøres.")


def test_what_an_earlier_run_left_elsewhere_is_taken_away(edition: Path, tmp_path: Path) -> None:
    report = build_package(load_conference(edition), tmp_path / "ud")
    old = [tmp_path / "ud" / f"{report.stem}.{name}" for name in ("report.md", "bilag-1-underskrevet.pdf", "egen.pdf")]
    for path in old:
        path.write_text("gammel")
    build_package(load_conference(edition), tmp_path / "ud")
    assert [path.exists() for path in old] == [False, False, True]


def test_an_internal_package_is_proved_by_the_manifest_that_is_kept_apart(edition: Path, tmp_path: Path) -> None:
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(audience=Audience.INTERNAL))
    manifest = manifest_beside(report.pdf)
    assert manifest is not None
    assert manifest.inputs.keys() == {"conference.toml", "vibo/1 plan.md", "vibo/2 opsigelse.md", "vibo/bilag.toml"}
    # A folder that holds what a build left is no input of the next one.
    assert input_digests(edition).keys() == manifest.inputs.keys()
    build_package(load_conference(edition), edition / "ud", BuildOptions(audience=Audience.INTERNAL))
    assert input_digests(edition).keys() == manifest.inputs.keys()


# ------------------------------------------------------------------------------ ways around closing


def closed_beside(tmp_path: Path, listing: str, **files: str) -> Path:
    named: dict[str, str | bytes] = {
        "vibo/hem.md": "Hemmeligt.",
        "vibo/z.md": "Åbent.",
        "vibo/bilag.toml": f'[[bilag]]\nfile = "hem.md"\nvisibility = "closed"\n{listing}',
    }
    return write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo") + contributor("dab"), named | files)


@pytest.mark.parametrize(
    ("link", "target"),
    [("dab/02-link.md", "../vibo/hem.md"), ("vibo/link.md", "hem.md"), ("dab/ud.md", "../conference.toml")],
)
def test_a_link_to_what_is_closed_or_to_another_folder_is_a_missing_bilag(
    link: str, target: str, tmp_path: Path
) -> None:
    edition = closed_beside(tmp_path, "", **{"dab/a.md": "Åbent."})
    (edition / link).symlink_to(target)
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(keep_going=True))
    assert [bilag.status for bilag in report.bilag].count(BilagStatus.MISSING) == 1
    assert "Hemmeligt" not in text_of(report.pdf)


def test_a_text_does_not_show_a_picture_that_is_closed(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vibo/a.md": "![Et kort](b.png)",
        "vibo/b.png": saved(corners(), "PNG"),
        "vibo/bilag.toml": '[[bilag]]\nfile = "b.png"\nvisibility = "closed"\nalt = "Et kort"\n',
    }
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), files)
    with pytest.raises(StyringsdialogError, match=r"the picture 'b\.png' is closed"):
        build_package(load_conference(edition), tmp_path / "ud")
    build_package(load_conference(edition), tmp_path / "ud", BuildOptions(audience=Audience.INTERNAL))


def test_what_is_wrong_with_a_closed_bilag_is_told_by_the_internal_build_and_by_check(tmp_path: Path) -> None:
    edition = closed_beside(tmp_path, "", **{"dab/a.md": "Åbent."})
    (edition / "vibo" / "hem.md").write_bytes(b"Bl\xe5b\xe6r")
    conference = load_conference(edition)
    assert build_package(conference, tmp_path / "ud").complete
    for tried in (
        lambda: build_package(conference, tmp_path / "ud", BuildOptions(audience=Audience.INTERNAL)),
        lambda: check_conference(conference),
    ):
        with pytest.raises(StyringsdialogError, match=r"vibo/hem\.md"):
            tried()


MISNAMED = [
    *(".bilag.toml", "bilag.toml ", " bilag.toml", "Bilag.toml", "BILAG.TOML", "bilag.toml.txt", "bilag .toml"),
    *("bilag.toml.", "bilag.tml", "bilagtoml", "\ufeffbilag.toml", "bilag\u200b.toml", "\uff42ilag.toml"),
    *("b\u0456lag.toml", "bilag.toml~", "bilag.toml.bak", "bilag.toml\N{NO-BREAK SPACE}", "bilag.toml\udce6"),
]


def test_no_name_that_was_meant_for_a_listing_is_passed_over() -> None:
    assert [name for name in MISNAMED if list(misnamed_listings({name, "a.pdf"})) != [name]] == []
    beside = [".bilag.toml.swp", "bilag.toml~", "#bilag.toml#", "._bilag.toml", ".#bilag.toml"]
    assert list(misnamed_listings({"bilag.toml", "bilag.pdf", "toml.md", ".ruff.toml", *beside})) == []
    # Which of two would be meant, nobody can tell.
    assert list(misnamed_listings({"bilag.toml", ".bilag.toml"})) == [".bilag.toml"]


@pytest.mark.parametrize("name", [".bilag.toml", "bilag.toml ", "bilag.toml\udce6"])
def test_a_listing_that_was_misnamed_is_refused(name: str, tmp_path: Path) -> None:
    edition = closed_beside(tmp_path, "", **{"dab/a.md": "Åbent."})
    (edition / "vibo" / "bilag.toml").rename(edition / "vibo" / name)
    done = run("build", edition, "-o", tmp_path / "ud", "--lang", "da")
    assert done.returncode == 2, done.stderr
    assert "læses ikke: det gør kun bilag.toml" in done.stderr
    assert not (tmp_path / "ud").exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "findes ikke"])
def test_a_listing_that_is_no_file_is_refused(kind: str, tmp_path: Path) -> None:
    edition = closed_beside(tmp_path, "", **{"dab/a.md": "Åbent."})
    path = edition / "vibo" / "bilag.toml"
    path.unlink()
    path.mkdir() if kind == "folder" else Closed("", {}, kind).write(path)
    with pytest.raises(StyringsdialogError) as caught:
        build_package(load_conference(edition), tmp_path / "ud")
    assert [(problem.fault, problem.where) for problem in caught.value.problems] == [(Fault.EDITION, "vibo/bilag.toml")]


def test_twins_of_one_name_of_which_a_listing_reaches_one_are_refused(tmp_path: Path) -> None:
    listing = '[[bilag]]\nfile = "å.md"\nvisibility = "closed"\n'
    files = {f"vibo/{unicodedata.normalize(form, 'å.md')}": "Hemmeligt." for form in ("NFC", "NFD")}
    edition = closed_beside(tmp_path, listing, **files)
    with pytest.raises(StyringsdialogError) as caught:
        build_package(load_conference(edition), tmp_path / "ud")
    assert {problem.fault for problem in caught.value.problems} == {Fault.EDITION}


def test_a_reason_belongs_to_what_is_closed(tmp_path: Path) -> None:
    edition = closed_beside(tmp_path, '[[bilag]]\nfile = "z.md"\nreason = "fordi"\n')
    done = run("build", edition, "-o", tmp_path / "ud", "--lang", "da")
    assert done.returncode == 2
    assert "vibo/bilag.toml: bilag[1].reason: er grunden til, at et bilag er lukket, og det her er åbent" in done.stderr


# ----------------------------------------------------------------------- things that are no files

ODD = ["pipe", "socket", "sparse", "/dev/zero", "/dev/null", "findes ikke", "/etc/passwd", "selv", "/proc/self/mem"]


def odd_things(folder: Path) -> list[str]:
    """Write one of each kind into ``folder``, called as texts and as PDFs by turns, and give their names."""
    names = [f"{number}.{'md' if number % 2 else 'pdf'}" for number in range(len(ODD))]
    for name, kind in zip(names, ODD, strict=True):
        Closed("", {}, name if kind == "selv" else kind).write(folder / name)
    return names


@pytest.mark.parametrize("audience", list(Audience))
def test_a_thing_that_is_no_file_is_one_missing_bilag(audience: Audience, tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), {"vibo/z.md": "Åbent."})
    names = odd_things(edition / "vibo")
    conference = load_conference(edition)
    with pytest.raises(StyringsdialogError) as caught:
        build_package(conference, tmp_path / "ud", BuildOptions(audience=audience))
    assert {problem.fault for problem in caught.value.problems} == {Fault.FILE}
    assert [problem.where for problem in caught.value.problems] == [f"vibo/{name}" for name in names]
    report = build_package(conference, tmp_path / "ud", BuildOptions(audience=audience, keep_going=True))
    assert [bilag.status for bilag in report.bilag] == [BilagStatus.MISSING] * len(ODD) + [BilagStatus.DELIVERED]
    assert set(report.inputs) <= {"vibo/z.md", "conference.toml"}


@pytest.mark.parametrize("audience", list(Audience))
def test_a_thing_that_is_no_file_elsewhere_is_named_and_passed_over(audience: Audience, tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), {"vibo/z.md": "Åbent."})
    names = odd_things(edition)
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(audience=audience))
    assert [remark.place.file for remark in report.remarks] == names
    assert set(report.inputs) <= {"vibo/z.md", "conference.toml"}
    assert all("sprunget over" in warning for warning in report.warnings)


def test_a_name_that_is_not_utf8_costs_itself_alone(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), {"vibo/z.md": "Åbent."})
    for folder in (edition, edition / "vibo"):
        (folder / b"\xe6ble.txt".decode("utf-8", "surrogateescape")).write_text("Tekst.")
    for audience in Audience:
        done = run("build", edition, "-o", tmp_path / "ud", "--audience", audience, "--keep-going", "--lang", "da")
        assert done.returncode == 9, done.stderr
        assert r"fejl: vibo/\udce6ble.txt: filens navn er ikke i UTF-8" in done.stderr
        assert r"bemærk: \udce6ble.txt: er ikke en almindelig fil" in done.stderr
        assert "Traceback" not in done.stderr
    assert run("build", edition, "-o", tmp_path / "ud").returncode == 5
