"""Finished files come into place whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from styringsdialog.errors import OutputError
from styringsdialog.publish import publish


def test_files_come_into_place_in_the_order_given(tmp_path: Path) -> None:
    source = tmp_path / "made.pdf"
    source.write_bytes(b"pdf")
    folder = tmp_path / "ny" / "mappe"
    places = publish({"a.md": b"note", "a.pdf": source}, folder)
    assert places == (folder / "a.md", folder / "a.pdf")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.md": b"note", "a.pdf": b"pdf"}


def test_other_files_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(b"another stem")
    publish({"a.pdf": b"new"}, tmp_path)
    assert (tmp_path / "b.pdf").read_bytes() == b"another stem"


def test_when_one_cannot_be_staged_none_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        publish({"a.md": b"new", "a.pdf": tmp_path / "not-there"}, tmp_path)
    assert str(tmp_path / "a.pdf") in str(caught.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"old"}


def test_a_name_taken_by_a_folder_is_an_error_that_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(OutputError, match=r"a\.md"):
        publish({"a.md": b"new", "a.pdf": b"new"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_published_files_can_be_read_by_others_as_the_umask_allows(tmp_path: Path) -> None:
    (place,) = publish({"a.pdf": b"new"}, tmp_path)
    ordinary = tmp_path / "ordinary"
    ordinary.write_bytes(b"")
    assert place.stat().st_mode == ordinary.stat().st_mode
