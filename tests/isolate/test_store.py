"""Answers of earlier calls: the same as asked anew, or none."""

from __future__ import annotations

import datetime as dt
import functools
import os
import random
import resource
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.editions import CONFERENCE, contributor, write_edition
from support.images import corners, saved
from support.pdf import simple_pdf

from styringsdialog.assemble import conformance
from styringsdialog.assemble.package import assemble
from styringsdialog.compose import layout
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job
from styringsdialog.isolate.store import Store
from styringsdialog.loading.series import load_conference
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.conference import Audience
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.parts import PreparedPart
from styringsdialog.pipeline import build_package, check_conference
from styringsdialog.typeset.render import typeset

_TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(["", "=", "0", "0/a", "=0", "/arbejde", "/arbejde-2/x"]))
_PLAIN: st.SearchStrategy[Plain] = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


def answered(value: Plain) -> Outcome:
    return Outcome(ending=Ending.ANSWERED, value=value)


def job(work: Path, argument: Plain = None, content: str = "sum") -> Job:
    return Job(target="m:f", argument=argument, seconds=1, megabytes=1, write=(work,), content=content)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "lager", "1.0")


@pytest.fixture
def kept(store: Store, tmp_path: Path) -> Path:
    """Give the entry of an answer with a file."""
    work = tmp_path / "a"
    work.mkdir()
    (work / "sider.pdf").write_bytes(b"%PDF\n" + bytes(range(256)))
    (work / "andet").write_bytes(b"ikke en del af svaret")
    store.keep(job(work, [str(work)]), answered({"pages": str(work / "sider.pdf"), "title": "Årsrapport"}))
    (entry,) = store.folder.iterdir()
    return entry


def recalled(store: Store, work: Path) -> Outcome | None:
    work.mkdir()
    return store.outcome(job(work, [str(work)]))


@given(value=_PLAIN)
def test_an_answer_comes_back_as_it_was_whatever_it_says(
    value: Plain, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("lager")
    store = Store(place / "lager", "1.0")
    store.keep(job(place), answered(value))
    assert store.outcome(job(place)) == answered(value)


@pytest.mark.usefixtures("kept")
def test_its_files_come_to_where_this_call_would_write_them(store: Store, tmp_path: Path) -> None:
    outcome = recalled(store, tmp_path / "b")
    assert outcome == answered({"pages": str(tmp_path / "b" / "sider.pdf"), "title": "Årsrapport"})
    assert (tmp_path / "b" / "sider.pdf").read_bytes() == (tmp_path / "a" / "sider.pdf").read_bytes()
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["sider.pdf"]


def test_large_files_come_back_whole_and_apart(store: Store, tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.mkdir()
    b.mkdir()
    contents = {f"{size}.pdf": random.Random(size).randbytes(size) for size in (0, 1, 1 << 20, (5 << 19) + 3)}  # noqa: S311 - a file, not a secret
    for name, content in contents.items():
        (a / name).write_bytes(content)
    store.keep(job(a), answered([str(a / name) for name in contents]))
    assert store.outcome(job(b)) == answered([str(b / name) for name in contents])
    assert {path.name: path.read_bytes() for path in b.iterdir()} == contents


def test_only_its_owner_may_read_it(kept: Path) -> None:
    assert (stat.S_IMODE(kept.parent.stat().st_mode), stat.S_IMODE(kept.stat().st_mode)) == (0o700, 0o600)


@given(data=st.data())
def test_a_damaged_entry_is_as_good_as_none(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("lager")
    store = Store(place / "lager", "1.0")
    store.keep(job(place), answered(["Årsrapport"]))
    (entry,) = store.folder.iterdir()
    whole = entry.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([whole[at] ^ 1 << data.draw(st.integers(0, 7))])
    entry.write_bytes(whole[:at] if data.draw(st.booleans()) else whole[:at] + flipped + whole[at + 1 :])
    assert store.outcome(job(place)) is None


@pytest.mark.usefixtures("kept")
def test_another_question_or_another_version_is_asked_anew(store: Store, tmp_path: Path) -> None:
    work = tmp_path / "b"
    work.mkdir()
    assert store.outcome(job(work, [str(work), "andet"])) is None
    assert store.outcome(job(work, [str(work)], content="anden sum")) is None
    assert Store(store.folder, "1.1").outcome(job(work, [str(work)])) is None


@pytest.mark.parametrize(
    "outcome",
    [Outcome(ending=Ending.LATE), attrs.evolve(answered("x"), notes=("unwritten",))],
    ids=["late", "told of something"],
)
def test_what_may_go_well_next_time_is_not_kept(store: Store, outcome: Outcome, tmp_path: Path) -> None:
    store.keep(job(tmp_path), outcome)
    assert not store.folder.exists()


def test_a_place_where_nothing_can_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    store = Store(tmp_path / "fil" / "lager", "1.0")
    store.keep(job(tmp_path), answered("x"))
    assert (store.outcome(job(tmp_path)), store.prune()) == (None, 0)


def test_a_full_disk_keeps_no_beginning_of_an_entry(store: Store, tmp_path: Path) -> None:
    pid = os.fork()
    if not pid:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
            store.keep(job(tmp_path), answered("x" * 5000))
        finally:
            os._exit(0 if store.folder.is_dir() and not any(store.folder.iterdir()) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    store.keep(job(tmp_path), answered("x" * 5000))
    assert store.outcome(job(tmp_path)) == answered("x" * 5000)


def test_a_folder_in_which_others_may_write_is_not_believed(store: Store, kept: Path, tmp_path: Path) -> None:
    work = tmp_path / "a"
    assert store.outcome(job(work, [str(work)])) is not None
    store.folder.chmod(0o770)
    assert store.outcome(job(work, [str(work)])) is None
    store.keep(job(work, "another"), answered(1))
    assert [*store.folder.iterdir()] == [kept]


WRITER = """
import sys
from pathlib import Path
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.running import Job
from styringsdialog.isolate.store import Store

folder, work = map(Path, sys.argv[1:])
store = Store(folder, "1.0")
print("ready", flush=True)
while True:
    for number in range(8):
        (work / "sider.pdf").write_bytes(bytes([number]) * 1_000_000)
        job = Job(target="m:f", argument=number, seconds=1, megabytes=1, write=(work,), content="sum")
        store.keep(job, Outcome(ending=Ending.ANSWERED, value=[number, str(work / "sider.pdf")]))
"""


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.long)])
def test_a_kill_while_it_is_written_leaves_right_answers_or_none(kills: int, store: Store, tmp_path: Path) -> None:
    written, read = tmp_path / "written", tmp_path / "read"
    written.mkdir()
    read.mkdir()
    delays = random.Random(kills)  # noqa: S311 - when to kill is no secret
    known = 0
    for _ in range(kills):
        with subprocess.Popen([sys.executable, "-c", WRITER, store.folder, written], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(delays.uniform(0, 0.03))
            writer.kill()
        for number in range(8):
            if (outcome := store.outcome(job(read, number))) is not None:
                known += 1
                assert outcome.value == [number, str(read / "sider.pdf")]
                assert (read / "sider.pdf").read_bytes() == bytes([number]) * 1_000_000
    assert known


def test_what_was_used_last_stays(store: Store, tmp_path: Path) -> None:
    entries: list[Path] = []
    for number in range(3):
        store.keep(job(tmp_path, number), answered("x"))
        entries += set(store.folder.iterdir()) - {*entries}
        os.utime(entries[number], (number, number))
    # A process that was killed left the beginning of one.
    (store.folder / "tmp123").write_bytes(b"")
    os.utime(store.folder / "tmp123", (0, 0))
    assert store.outcome(job(tmp_path, 0))
    size = entries[0].stat().st_size
    assert store.prune(2 * size) == 2 * size
    assert [store.outcome(job(tmp_path, number)) is not None for number in range(3)] == [True, False, True]


# ------------------------------------------------------------------------------- in a build


def edition(folder: Path, closed: str = "", files: Mapping[str, str | bytes] | None = None) -> Path:
    everything: Mapping[str, str | bytes] = {
        "vibo/1.pdf": simple_pdf("Oplæg"),
        "vibo/2.png": saved(corners(), "PNG"),
        "vibo/bilag.toml": f'[[bilag]]\nfile = "2.png"\nalt = "Et billede"\n{closed}',
        **(files or {}),
    }
    return write_edition(folder, CONFERENCE + contributor("vibo"), everything)


def left(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_with_a_store_leaves_the_bytes_of_one_without(tmp_path: Path) -> None:
    conference = load_conference(edition(tmp_path / "e"))
    lager = tmp_path / "lager"
    for name, place in (("uden", None), ("først", lager), ("igen", lager)):
        build_package(conference, tmp_path / name, store=place)
        assert left(tmp_path / name) == left(tmp_path / "uden")
    # Two files taken in, one of them held against its pages, two verdicts and what was read back.
    entries = {path.name for path in lager.iterdir()}
    for entry in lager.iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    build_package(conference, tmp_path / "skadet", store=lager)
    assert left(tmp_path / "skadet") == left(tmp_path / "uden")
    assert {path.name for path in lager.iterdir()} == entries


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("conference.toml", b"15T15:00", b"15T14:30"),
        ("conference.toml", b"[[contributors]]", b'[design]\naccent = "#7a1f1f"\n[[contributors]]'),
        ("vibo/3.md", b"**i dag**", b"i dag"),
        ("vibo/3.md", b"Et billede", b"En tegning"),
        ("vibo/3.md", b"# Vi ses", b"\n\n# Vi ses"),
        ("vibo/plan/a.png", None, saved(corners().rotate(90), "PNG")),
        ("vibo/1.pdf", None, simple_pdf("Oplæg", "En side til")),
    ],
)
def test_what_changed_is_typeset_anew(tmp_path: Path, name: str, before: bytes | None, after: bytes) -> None:
    text = "# Vi ses\n\n**i dag**, se <bilag:vibo/1>, <bilag:vibo/2#side>.\n\n![Et billede](plan/a.png)\n"
    folder = edition(tmp_path / "e", files={"vibo/3.md": text, "vibo/plan/a.png": saved(corners(), "PNG")})
    lager = tmp_path / "lager"
    build_package(load_conference(folder), tmp_path / "først", store=lager)
    kept = {path.name for path in lager.iterdir()}
    content = (folder / name).read_bytes()
    assert before is None or before in content
    (folder / name).write_bytes(after if before is None else content.replace(before, after))
    build_package(load_conference(folder), tmp_path / "igen", store=lager)
    build_package(load_conference(folder), tmp_path / "uden")
    assert left(tmp_path / "igen") == left(tmp_path / "uden")
    if name != "vibo/3.md" or b"#" not in after:
        assert {path.name for path in lager.iterdir()} > kept


def test_pages_that_were_typeset_before_are_not_typeset_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conference = load_conference(edition(tmp_path / "e"))
    build_package(conference, tmp_path / "først", store=tmp_path / "lager")
    titles: list[str] = []

    @functools.wraps(typeset)
    def noted(*blocks: Blocks, title: str, **how: Any) -> PreparedPart:
        titles.append(title)
        return typeset(*blocks, title=title, **how)

    monkeypatch.setattr(layout, "typeset", noted)
    build_package(conference, tmp_path / "cold")
    assert titles
    titles.clear()
    build_package(conference, tmp_path / "igen", store=tmp_path / "lager")
    assert (titles, left(tmp_path / "igen")) == ([], left(tmp_path / "først"))


def test_a_finished_file_is_not_joined_again_unless_something_in_it_or_in_its_metadata_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = edition(tmp_path / "e")
    build_package(load_conference(folder), tmp_path / "først", store=tmp_path / "lager")
    joined: list[str] = []

    @functools.wraps(assemble)
    def noted(*what: Any, path: Path, **how: Any) -> None:
        joined.append(path.name)
        assemble(*what, path=path, **how)

    monkeypatch.setattr(conformance, "assemble", noted)
    build_package(load_conference(folder), tmp_path / "igen", store=tmp_path / "lager")
    assert (joined, left(tmp_path / "igen")) == ([], left(tmp_path / "først"))
    dated = BuildOptions(timestamp=dt.datetime(2030, 1, 2, tzinfo=dt.UTC))
    build_package(load_conference(folder), tmp_path / "dateret", dated, store=tmp_path / "lager")
    # Each bilag is joined alone too, to find out which of them breaks a rule.
    assert joined == ["package.pdf", "alone-1.pdf", "alone-2.pdf"]
    joined.clear()
    (folder / "vibo" / "1.pdf").write_bytes(simple_pdf("Oplæg", "En side til"))
    build_package(load_conference(folder), tmp_path / "ændret", store=tmp_path / "lager")
    assert joined == ["package.pdf", "alone-1.pdf"]


def test_two_builds_at_once_use_one_store(tmp_path: Path) -> None:
    folder = edition(tmp_path / "e")
    build_package(load_conference(folder), tmp_path / "alene")
    command = [sys.executable, "-m", "styringsdialog", "build", str(folder), "-o"]
    builds = [
        subprocess.Popen(
            [*command, str(tmp_path / name)], env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "lager")}
        )
        for name in "ab"
    ]
    assert [build.wait() for build in builds] == [0, 0]
    assert left(tmp_path / "a") == left(tmp_path / "b") == left(tmp_path / "alene")


def test_nothing_is_kept_of_what_is_closed_or_internal(tmp_path: Path) -> None:
    conference = load_conference(edition(tmp_path / "e", 'visibility = "closed"\n'))
    lager = tmp_path / "lager"
    build_package(conference, tmp_path / "ud", BuildOptions(audience=Audience.INTERNAL), store=lager)
    internal = {path.read_bytes() for path in lager.iterdir()}
    assert internal
    assert not any(b"2.png" in entry or b"/Image" in entry or b"Intern" in entry for entry in internal)


def test_check_uses_what_a_build_left(tmp_path: Path) -> None:
    conference = load_conference(edition(tmp_path / "e"))
    build_package(conference, tmp_path / "ud", store=tmp_path / "lager")
    entries = {path.name: path.stat().st_ino for path in (tmp_path / "lager").iterdir()}
    check_conference(conference, store=tmp_path / "lager")
    assert {path.name: path.stat().st_ino for path in (tmp_path / "lager").iterdir()} == entries
