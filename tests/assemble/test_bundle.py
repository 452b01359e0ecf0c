"""Each rule for court bundles is kept by our packages, and seen to be broken where it is."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from assemble.packages import small_package
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from support.pdf import simple_pdf

from styringsdialog.assemble.bundle import BundleRule, bundle_rules
from styringsdialog.errors import BilagFileError


def rules(path: Path) -> dict[str, BundleRule]:
    return {rule.key: rule for rule in bundle_rules(path)}


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def turned(angle: float, rotate: int) -> bytes:
    """Give a page whose text is written at ``angle`` degrees, and which is shown turned by ``rotate``."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    canvas.translate(300, 400)
    canvas.rotate(angle)
    canvas.drawString(0, 0, "Vandret tekst på en side")
    canvas.save()
    with pikepdf.open(io.BytesIO(stream.getvalue())) as pdf:
        pdf.pages[0].Rotate = rotate
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def with_image(dots: int) -> bytes:
    """Give a page with an image an inch wide and high, of ``dots`` by ``dots``, and no text."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    canvas.drawImage(ImageReader(Image.new("RGB", (dots, dots), "red")), 100, 100, 72, 72)
    canvas.save()
    return stream.getvalue()


def test_our_own_pages_keep_the_rules_that_every_page_must(tmp_path: Path) -> None:
    found = rules(small_package(tmp_path).path)
    pages = {"pagination", "bookmarks", "searchable", "upright", "resolution", "size", "zoom"}
    assert pages <= {key for key, rule in found.items() if rule.held}


def test_a_section_that_the_index_does_not_link_is_told(tmp_path: Path) -> None:
    found = rules(small_package(tmp_path).path)["index"]
    assert (found.held, found.detail.startswith("not linked: ")) == (False, True)


def test_a_file_without_numbers_bookmarks_and_links_keeps_none_of_those_rules(tmp_path: Path) -> None:
    found = rules(written(tmp_path / "a.pdf", simple_pdf("Et", "To")))
    assert (found["pagination"].held, found["bookmarks"].held, found["index"].held) == (False, False, None)
    assert found["pagination"].detail == "not page 1, 2"


def test_labels_that_are_not_the_numbers_break_the_pagination(tmp_path: Path) -> None:
    package = small_package(tmp_path).path
    with pikepdf.open(package, allow_overwriting_input=True) as pdf:
        pdf.Root.PageLabels.Nums[1].St = 2
        pdf.save(package)
    assert not rules(package)["pagination"].held


def test_a_bookmark_that_does_not_name_its_page_is_told(tmp_path: Path) -> None:
    package = small_package(tmp_path).path
    with pikepdf.open(package, allow_overwriting_input=True) as pdf:
        pdf.Root.Outlines.First.Title = pikepdf.String("Uden tal")
        pdf.save(package)
    assert "Uden tal" in rules(package)["bookmarks"].detail


def test_a_bookmark_that_fits_the_page_to_the_window_changes_the_zoom(tmp_path: Path) -> None:
    package = small_package(tmp_path).path
    with pikepdf.open(package, allow_overwriting_input=True) as pdf:
        first = pdf.Root.Outlines.First
        first.Dest = pikepdf.Array([first.Dest[0], pikepdf.Name.Fit])
        pdf.save(package)
    found = rules(package)
    assert (found["zoom"].held, found["bookmarks"].held) == (False, True)


@pytest.mark.parametrize(
    ("angle", "rotate", "upright"),
    [(0, 0, True), (90, 90, True), (180, 180, True), (270, 270, True), (0, 180, False), (90, 0, False), (0, 90, False)],
)
def test_a_page_is_upright_as_it_is_shown(tmp_path: Path, angle: int, rotate: int, *, upright: bool) -> None:
    assert rules(written(tmp_path / "a.pdf", turned(angle, rotate)))["upright"].held is upright


@pytest.mark.parametrize(("dots", "held"), [(72, True), (300, True), (600, False)])
def test_images_are_no_finer_than_anybody_sees(tmp_path: Path, dots: int, *, held: bool) -> None:
    found = rules(written(tmp_path / "a.pdf", with_image(dots)))
    assert (found["resolution"].held, found["searchable"].held) == (held, False)


def test_a_stream_that_is_not_packed_makes_the_file_larger_than_it_need_be(tmp_path: Path) -> None:
    package = small_package(tmp_path).path
    with pikepdf.open(package, allow_overwriting_input=True) as pdf:
        pdf.Root.Extra = pdf.make_stream(b"0 " * 2000)
        pdf.save(package, compress_streams=False)
    assert not rules(package)["size"].held


def test_a_file_that_opens_at_its_own_size_keeps_the_rule_of_the_view(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf", simple_pdf("Et"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.XYZ, None, None, 1])
        pdf.save(path)
    assert rules(path)["view"].held


def test_what_is_no_pdf_is_named(tmp_path: Path) -> None:
    with pytest.raises(BilagFileError, match=r"a\.pdf"):
        bundle_rules(written(tmp_path / "a.pdf", b"ikke en PDF"))
