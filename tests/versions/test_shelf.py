"""Versions come whole, are kept, and one of them is current."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from styringsdialog.errors import OutputError
from styringsdialog.versions.shelf import current_version, kept_versions, pointed_at, publish_version, workplace

OLD = {"a.md": b"gammel", "a.pdf": b"gammel pdf"}
NEW = {"a.md": b"ny", "a.pdf": b"ny pdf"}


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_version_is_kept_and_current_leads_to_the_last(tmp_path: Path) -> None:
    place = tmp_path / "pakke ø"
    first = publish_version(OLD, place)
    second = publish_version(NEW, place)
    assert [version.number for version in kept_versions(place)] == [1, 2]
    assert (read(first.folder), read(second.folder)) == (OLD, NEW)
    assert read(place / "current") == NEW
    current = current_version(place)
    assert current is not None
    assert current.folder == second.folder
    assert {path.name for path in place.iterdir()} == {"current", "versions"}
    assert {path.name for path in (place / "versions").iterdir()} == {"0001", "0002"}


def test_a_version_may_have_folders_in_it(tmp_path: Path) -> None:
    files = {**OLD, "a-bilag/Bilag 1 - Æble.pdf": b"et"}
    version = publish_version(files, tmp_path)
    assert (version.folder / "a-bilag" / "Bilag 1 - Æble.pdf").read_bytes() == b"et"
    assert not publish_version(files, tmp_path).fresh
    assert publish_version(OLD, tmp_path).fresh


def test_a_moved_series_still_leads_to_its_current_version(tmp_path: Path) -> None:
    publish_version(OLD, tmp_path / "her")
    (tmp_path / "her").rename(tmp_path / "der")
    assert read(tmp_path / "der" / "current") == OLD


def test_the_same_files_are_no_new_version(tmp_path: Path) -> None:
    first = publish_version(OLD, tmp_path)
    again = publish_version(OLD, tmp_path)
    assert (first.fresh, again.fresh, again.number) == (True, False, 1)
    assert len(kept_versions(tmp_path)) == 1


def test_files_that_come_back_are_a_version_again(tmp_path: Path) -> None:
    for files in (OLD, NEW, OLD):
        publish_version(files, tmp_path)
    assert [read(version.folder) for version in kept_versions(tmp_path)] == [OLD, NEW, OLD]


def test_a_whole_version_that_never_became_current_is_taken_up(tmp_path: Path) -> None:
    publish_version(OLD, tmp_path)
    publish_version(NEW, tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("versions/0001")
    version = publish_version(NEW, tmp_path)
    assert (version.number, version.fresh, read(tmp_path / "current")) == (2, True, NEW)


def test_a_lost_pointer_is_made_anew_and_no_version_is_lost(tmp_path: Path) -> None:
    publish_version(OLD, tmp_path)
    (tmp_path / "current").unlink()
    assert current_version(tmp_path) is None
    publish_version(NEW, tmp_path)
    assert len(kept_versions(tmp_path)) == 2
    assert read(tmp_path / "current") == NEW


def test_a_clock_that_was_moved_back_changes_nothing(tmp_path: Path) -> None:
    first = publish_version(OLD, tmp_path)
    os.utime(first.folder, (4102444800, 4102444800))  # the year 2100
    publish_version(NEW, tmp_path)
    assert read(tmp_path / "current") == NEW


def test_without_links_a_text_file_is_the_pointer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    publish_version(OLD, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", refused)
        publish_version(NEW, tmp_path)
        assert (tmp_path / "current").read_text("utf-8") == "versions/0002\n"
        current = current_version(tmp_path)
        assert current is not None
        assert read(current.folder) == NEW
    publish_version(OLD, tmp_path)
    assert pointed_at(tmp_path) == "versions/0003"


def test_others_may_read_what_the_umask_allows(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from styringsdialog.versions.shelf import publish_version\n"
        "os.umask(0o022); publish_version({'a.pdf': b'x'}, Path(sys.argv[1]))"
    )
    place = tmp_path / "pakke"
    subprocess.run([sys.executable, "-c", code, place], check=True)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.rglob("*")}
    assert modes == {"versions": 0o755, "0001": 0o755, "a.pdf": 0o644, "current": 0o755}


def test_what_another_process_is_making_is_left_alone_and_what_a_dead_one_left_is_removed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from styringsdialog.versions.shelf import workplace\n"
        "with workplace(Path(sys.argv[1])) as work:\n"
        "    (work / 'half').write_text('halv'); print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        publish_version(OLD, tmp_path)
        assert len(list((tmp_path / "versions").glob(".making-*/half"))) == 1
        other.kill()
        other.wait()
        publish_version(NEW, tmp_path)
    assert {path.name for path in (tmp_path / "versions").iterdir()} == {"0001", "0002"}


def test_a_workplace_is_gone_afterwards_also_after_a_fault(tmp_path: Path) -> None:
    def make() -> None:
        with workplace(tmp_path) as work:
            (work / "halv.pdf").write_bytes(b"%PDF")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make()
    assert list((tmp_path / "versions").iterdir()) == []


def test_a_file_in_the_way_is_an_error_that_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "pakke").write_text("en fil", "utf-8")
    with pytest.raises(OutputError, match="pakke"):
        publish_version(OLD, tmp_path / "pakke")


def test_a_fault_while_writing_leaves_the_old_version_and_nothing_else(tmp_path: Path) -> None:
    publish_version(OLD, tmp_path)
    with pytest.raises(OutputError):
        publish_version({**NEW, "b.pdf": tmp_path / "er her ikke"}, tmp_path)
    assert read(tmp_path / "current") == OLD
    assert {path.name for path in (tmp_path / "versions").iterdir()} == {"0001"}
