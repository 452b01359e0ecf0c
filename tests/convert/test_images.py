from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from support.editions import CONFERENCE, contributor, run, write_edition
from support.images import RED, alike, corners, exif, saved
from support.remarks import danish, remark
from support.tagged_pdf import Words, tag, write_tagged

from styringsdialog.convert.flattening import flattened
from styringsdialog.convert.images import take_in_image
from styringsdialog.errors import BilagFileError, Remark
from styringsdialog.intake.kinds import image
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.messages.message import message
from styringsdialog.model.parts import PreparedPart

A4 = (595.2756, 841.8898)


def taken(
    data: bytes, folder: Path, *, alt: str = "Et kort", name: str = "billede.png", listed: bool = False
) -> PreparedPart:
    source = folder / "kilde"
    source.write_bytes(data)
    title = "Plakat om sommerfest"
    return take_in_image(
        source, folder / "sider.pdf", kind=image(message("kinds.gif")), name=name, title=title, alt=alt, listed=listed
    )


def alts(part: PreparedPart) -> list[object]:
    assert part.structure is not None
    return [element.attributes["Alt"] for element in part.structure.walk() if element.role == "Figure"]


@pytest.mark.parametrize("alts", [0, 1, 2])
def test_pages_made_into_pictures_tell_of_alternative_texts_which_nobody_sees(alts: int, tmp_path: Path) -> None:
    figures = [tag("Figure", Words(), Alt=f"KANARIE {number}") for number in range(alts)]
    source = write_tagged(tmp_path / "a.pdf", tag("Document", *figures, tag("P", Words(2))), pages=3)
    flat = flattened(take_in_pdf(source, tmp_path / "b.pdf"), tmp_path / "c.pdf")
    assert flat.lost_alt is (alts > 0)
    assert [note for note in flat.notes if note.what.code == "intake.alt-flattened"] == [
        Remark(message("intake.alt-flattened", count=alts))
    ] * flat.lost_alt
    assert b"KANARIE" not in flat.path.read_bytes()


@pytest.mark.parametrize(("size", "across"), [((300, 200), True), ((200, 300), False), ((200, 200), False)])
def test_a_page_lies_as_its_picture_does(size: tuple[int, int], *, across: bool, tmp_path: Path) -> None:
    (page,) = taken(saved(corners(*size), "PNG"), tmp_path).pages
    assert (page.width, page.height) == (A4[::-1] if across else A4)
    assert page.footer_free


def test_a_photograph_held_on_its_side_makes_a_page_that_stands(tmp_path: Path) -> None:
    (page,) = taken(saved(corners(300, 200), "JPEG", exif=exif(orientation=6)), tmp_path).pages
    assert (page.width, page.height) == A4


@pytest.mark.parametrize("size", [(4000, 300), (300, 4000), (4000, 4000), (1, 1)])
def test_a_picture_stays_on_its_page_and_off_the_footers_place(size: tuple[int, int], tmp_path: Path) -> None:
    part = taken(saved(Image.new("RGB", size, RED), "PNG"), tmp_path)
    assert part.structure is not None
    for element in part.structure.walk():
        if element.role == "Figure":
            box = element.attributes["BBox"]
            assert isinstance(box, tuple)
            left, bottom, right, top = box
            assert 0 < left < right < part.pages[0].width
            assert 73 < bottom < top < part.pages[0].height


@pytest.mark.parametrize(("size", "sheet"), [((1654, 2339), (210, 297)), ((3307, 2339), (420, 297))])
def test_a_scan_is_a_page_as_large_as_its_sheet_was(
    size: tuple[int, int], sheet: tuple[int, int], tmp_path: Path
) -> None:
    part = taken(saved(Image.new("L", size), "PNG", dpi=(200, 200)), tmp_path)
    (page,) = part.pages
    assert (page.width, page.height) == pytest.approx(tuple(side / 25.4 * 72 for side in sheet))
    assert not page.footer_free, "the page is to grow by the footer's strip"
    with pypdfium2.PdfDocument(part.path) as document:
        (shown,) = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        assert shown.get_bounds() == pytest.approx((0, 0, page.width, page.height), abs=0.1)


def test_what_it_shows_is_said_and_each_page_of_several_by_its_number(tmp_path: Path) -> None:
    assert alts(taken(saved(corners(), "PNG"), tmp_path)) == ["Et kort"]
    pages = saved(corners(), "TIFF", save_all=True, append_images=[corners()])
    assert alts(taken(pages, tmp_path)) == ["Et kort, side 1 af 2", "Et kort, side 2 af 2"]


def test_without_an_alt_the_title_is_said_and_the_place_to_write_one_is_named(tmp_path: Path) -> None:
    part = taken(saved(corners(), "PNG"), tmp_path, alt="")
    assert alts(part) == ["Plakat om sommerfest"]
    unsearchable = remark("intake.not-searchable", pages=[1])
    assert part.notes == (unsearchable, remark("intake.no-alt-of-the-plugin"))
    assert "bilag.toml" not in danish(part.notes)[1], "a plugin that handed it in has none"
    listed = taken(saved(corners(), "PNG"), tmp_path, alt="", listed=True)
    assert listed.notes == (
        remark("intake.not-searchable", pages=[1]),
        remark("intake.no-alt-in-the-list", file="kilde"),
    )
    for words in ("bilag.toml", 'file = "kilde"', 'alt = "'):
        assert words in danish(listed.notes)[1]
    assert taken(saved(corners(), "PNG"), tmp_path).notes == (unsearchable,)


def test_an_animation_is_told(tmp_path: Path) -> None:
    data = saved(corners(), "PNG", save_all=True, append_images=[Image.new("RGB", (240, 160))])
    assert remark("intake.animation") in taken(data, tmp_path).notes


def test_nothing_that_the_file_says_of_itself_reaches_the_pages(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "TIFF", "WEBP"):
        taken(saved(corners(), kind, exif=exif()), tmp_path)
        with pikepdf.open(tmp_path / "sider.pdf") as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    assert b"kamerafabrik" not in item.read_raw_bytes()
        assert b"kamerafabrik" not in (tmp_path / "sider.pdf").read_bytes()


def test_the_same_picture_on_several_pages_is_stored_once(tmp_path: Path) -> None:
    noise = Image.effect_noise((200, 200), 80)
    once = taken(saved(noise, "TIFF"), tmp_path).path.stat().st_size
    thrice = taken(saved(noise, "TIFF", save_all=True, append_images=[noise, noise]), tmp_path).path.stat().st_size
    assert thrice < once * 1.2


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    data = saved(corners(5000, 3000), "JPEG", exif=exif(orientation=8))
    assert len({taken(data, tmp_path).path.read_bytes() for _ in range(2)}) == 1


def test_a_damaged_file_and_one_of_another_kind_are_named_for_what_they_are(tmp_path: Path) -> None:
    for data, says in (
        (saved(Image.effect_noise((90, 90), 80), "PNG")[:2000], "cut off"),
        (saved(corners(), "GIF"), "is a GIF image, which cannot be printed as it is"),
    ):
        with pytest.raises(BilagFileError) as caught:
            taken(data, tmp_path, name="vibo: kort.png")
        (problem,) = caught.value.problems
        assert problem.where == "vibo: kort.png"
        assert says in problem.message
        assert problem.hint
        assert problem.dansk


def test_pictures_go_the_whole_way_and_satisfy_both_standards(tmp_path: Path) -> None:
    pytest.importorskip("page", reason="page-validation is not installed")
    file = io.BytesIO()
    scan = Image.new("1", (1240, 1754), 1)
    scan.save(file, "TIFF", save_all=True, append_images=[scan, scan], compression="group4", dpi=(150, 150))
    files = {
        "vibo/1 plakat.JPG": saved(corners(1600, 2400), "JPEG", exif=exif(orientation=6)),
        "vibo/2 skannet.pdf": file.getvalue(),
        "vibo/3 skærm.webp": saved(corners(), "WEBP"),
        "vibo/4 logo.png": saved(corners().convert("P"), "PNG"),
        "vibo/5 tryk.jpeg": saved(corners().convert("CMYK"), "JPEG"),
    }
    toml = CONFERENCE + '[output]\nrequire = ["ua1", "2a"]\n' + contributor("vibo")
    edition = write_edition(tmp_path / "e", toml, files)
    done = run("build", edition, "-o", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    bilag = json.loads(done.stdout)["bilag"]
    assert [one["pages"] for one in bilag] == [1, 3, 1, 1, 1]
    assert all(one["tagged"] for one in bilag)
    names = [Path(name).name for name in files]
    assert all(f'file = "{name}"' in one["notes"][1] for name, one in zip(names, bilag, strict=True))
    (package,) = (tmp_path / "out").glob("*.pdf")
    with pypdfium2.PdfDocument(package) as document:
        poster = document[bilag[0]["first_page"]]
        assert poster.get_width() > poster.get_height()
        shown = poster.render(scale=0.2).to_pil().convert("RGB")
        assert alike(shown.getpixel((shown.width // 4, shown.height // 4)), (30, 60, 200), 12)
