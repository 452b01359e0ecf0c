"""Pictures in texts: what is wrong with one is told with its place and costs one bilag."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
from support.editions import CONFERENCE, contributor, run, write_edition
from support.images import corners, exif, saved

from styringsdialog.compose.pictures import read_apart
from styringsdialog.model.blocks import Aside, Blocks, Cell, Figure, Place, Row, Table
from styringsdialog.model.limits import Limits
from styringsdialog.pictures.picture import kept


def figure(path: Path, line: int = 1) -> Figure:
    return Figure(path=str(path), alt="Et kort", place=Place("a.md", line))


def test_pictures_are_exchanged_wherever_they_stand_and_each_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "kort.png"
    file.write_bytes(saved(corners(), "PNG"))
    table = Table(body=(Row(cells=(Cell(content=(figure(file),)),)),))
    bodies: dict[int, Blocks] = {3: (figure(file), Aside(content=(table,))), 5: (figure(file),)}
    work = tmp_path / "work"
    work.mkdir()
    found = read_apart(bodies, work, Limits())
    assert [problems for _, problems in found.values()] == [(), ()]
    (folder,) = work.iterdir()
    (stored,) = folder.iterdir()
    assert stored.name == "kort.png"
    picture = kept(stored.read_bytes())
    assert picture is not None
    assert (picture.width, picture.height) == (240, 160)
    assert repr(found[3][0]).count(str(stored)) == 2
    assert str(file) not in repr(found)


def test_what_is_wrong_with_pictures_is_all_told_with_their_lines(tmp_path: Path) -> None:
    broken = tmp_path / "i stykker.png"
    broken.write_bytes(saved(corners(900, 900), "PNG")[:700])
    bomb = tmp_path / "bombe.png"
    bomb.write_bytes(saved(corners(8, 8).convert("1").resize((9500, 9500)), "PNG"))
    bodies: dict[int, Blocks] = {1: (figure(broken, 4), figure(bomb, 6)), 2: (figure(broken, 8),)}
    work = tmp_path / "work"
    work.mkdir()
    found = read_apart(bodies, work, Limits())
    assert [(problem.where, problem.message) for problem in found[1][1]] == [
        ("a.md, line 4", "the picture i stykker.png is cut off: its end is missing"),
        ("a.md, line 6", "the picture bombe.png has more pixels than can be shown"),
    ]
    assert [problem.where for problem in found[2][1]] == ["a.md, line 8"]
    assert all(problem.hint and problem.dansk for _, problems in found.values() for problem in problems)


def test_one_that_takes_too_much_memory_is_told_and_nothing_else_is_touched(tmp_path: Path) -> None:
    large = tmp_path / "stort.tiff"
    large.write_bytes(saved(corners(9000, 9000), "TIFF", compression="tiff_lzw"))
    small = tmp_path / "kort.png"
    small.write_bytes(saved(corners(), "PNG"))
    work = tmp_path / "work"
    work.mkdir()
    found = read_apart({1: (figure(large),), 2: (figure(small),)}, work, Limits(file_megabytes=128))
    assert [problem.message for problem in found[1][1]] == [
        "the picture stort.tiff needs more memory to be read than it may have"
    ]
    assert found[2][1] == ()


def test_a_text_shows_its_picture_without_what_hides_in_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vibo/a.md": "Se her:\n\n![Et kort over gården](kort.jpg)\n",
        "vibo/b.md": "![Mangler](tom.png)\n",
        "vibo/bilag.toml": '[[bilag]]\nfile = "kort.jpg"\nskip = true\n[[bilag]]\nfile = "tom.png"\nskip = true\n',
        "vibo/kort.jpg": saved(corners(), "JPEG", exif=exif(orientation=6)),
        "vibo/tom.png": b"\x89PNG\r\n\x1a\n",
    }
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), files)
    done = run("build", edition, "-o", tmp_path / "out", "--keep-going", "--json")
    assert done.returncode == 9, done.stderr
    bilag = json.loads(done.stdout)["bilag"]
    assert [one["status"] for one in bilag] == ["delivered", "missing"]
    assert bilag[1]["problems"][0]["where"] == "vibo/b.md, line 1"
    (package,) = (tmp_path / "out").glob("*.pdf")
    with pikepdf.open(package) as pdf:
        images = [one for page in pdf.pages for one in page.get_images().values() if isinstance(one, pikepdf.Stream)]
        (image,) = images
        assert image.Filter == pikepdf.Array([pikepdf.Name.DCTDecode])
        assert b"kamerafabrik" not in image.read_raw_bytes()
