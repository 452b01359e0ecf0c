"""Pictures come from the folders of their text, and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from styringsdialog.content.links import Images
from styringsdialog.errors import MessageError

PNG = b"\x89PNG\r\n\x1a\n..."
JPEG = b"\xff\xd8\xff\xe0..."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with pictures, beside which a secret stands."""
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "edition"
    (folder / "under").mkdir(parents=True)
    (folder / "a.png").write_bytes(PNG)
    (folder / "under" / "ø.jpg").write_bytes(JPEG)
    (folder / "text.png").write_text("not a picture")
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "in.png").symlink_to(folder / "a.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    (folder / "outer").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize(
    ("src", "found"),
    [("a.png", "a.png"), ("./a.png", "a.png"), ("under/ø.jpg", "under/ø.jpg"), ("in.png", "a.png")],
)
def test_a_file_in_the_folder_is_found(folder: Path, src: str, found: str) -> None:
    assert Images(root=folder).find(src) == folder / found


@pytest.mark.parametrize(
    ("src", "message"),
    [
        ("", "no file in the folder"),
        ("https://dab.dk/a.png", "no file in the folder"),
        ("//dab.dk/a.png", "no file in the folder"),
        ("file:a.png", "no file in the folder"),
        ("data:image/png;base64,", "no file in the folder"),
        ("C:a.png", "no file in the folder"),
        ("/etc/hostname", "does not stand in the folder"),
        ("../secret.png", "does not stand in the folder"),
        ("under/../a.png", "does not stand in the folder"),
        ("under\\ø.jpg", "does not stand in the folder"),
        ("a.png\0", "does not stand in the folder"),
        ("a\n.png", "does not stand in the folder"),
        ("b.png", "is not there"),
        ("under", "is not there"),
        ("out.png", "is not there"),
        ("outer/secret.png", "is not there"),
        ("circle.png", "is not there"),
        ("a" * 5000, "is not there"),
        ("text.png", "is neither PNG nor JPEG"),
    ],
)
def test_anything_else_is_refused(folder: Path, src: str, message: str) -> None:
    with pytest.raises(MessageError, match=message):
        Images(root=folder).find(src)


def test_a_text_without_a_folder_has_no_pictures() -> None:
    with pytest.raises(MessageError, match="has no folder to come from"):
        Images(root=None).find("a.png")


def test_a_name_in_two_folders_is_refused_rather_than_chosen(folder: Path, tmp_path: Path) -> None:
    images = Images(root=(folder, folder / "under"))
    assert images.find("ø.jpg") == folder / "under" / "ø.jpg"
    (folder / "under" / "a.png").write_bytes(PNG)
    with pytest.raises(MessageError, match="more than one folder"):
        images.find("a.png")
    assert Images(root=[folder, tmp_path / "edition"]).find("a.png") == folder / "a.png"
