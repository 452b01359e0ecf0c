"""What acts is found wherever it stands, told by its kind, and gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from intake.odd_pdf import TEXT, annotations_of, draw, link, write_pdf
from PIL import ImageChops
from support.remarks import remark

from styringsdialog.intake.pdf import take_in_pdf

STRING = pikepdf.String("forbudt")


def action(kind: str, **keys: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), JS=STRING, F=STRING, **keys)


def at_opening(pdf: pikepdf.Pdf, one: pikepdf.Dictionary) -> None:
    pdf.Root.OpenAction = one


def after_leaving(pdf: pikepdf.Pdf, one: pikepdf.Dictionary) -> None:
    pdf.pages[0].obj.AA = pikepdf.Dictionary(C=one)


def in_a_bookmark(pdf: pikepdf.Pdf, one: pikepdf.Dictionary) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Klik her", 0))
    pdf.Root.Outlines.First.A = one
    del pdf.Root.Outlines.First["/Dest"]


def behind_a_link(pdf: pikepdf.Pdf, one: pikepdf.Dictionary) -> None:
    address = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://vibo.dk"), Next=one)
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link(A=address))])


def as_a_link(pdf: pikepdf.Pdf, one: pikepdf.Dictionary) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link(A=one))])


TOLD = {
    "JavaScript": remark("intake.scripts", count=1),
    "Launch": remark("intake.programs", count=1),
    "SubmitForm": remark("intake.form-data", count=1),
    "ImportData": remark("intake.form-data", count=1),
    "GoToR": remark("intake.links-to-files", count=1),
    "GoToE": remark("intake.links-to-files", count=1),
    "Rendition": remark("intake.played", count=1),
    "Nyopfundet": remark("intake.other-links", count=1),
}


@pytest.mark.parametrize("place", [at_opening, after_leaving, in_a_bookmark, behind_a_link, as_a_link])
@pytest.mark.parametrize("kind", TOLD)
def test_an_action_is_told_by_its_kind_and_gone(kind: str, place: Any, tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", TEXT, change=lambda pdf: place(pdf, action(kind)))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert part.notes == (TOLD[kind],)
    raw = part.path.read_bytes()
    assert b"forbudt" not in raw
    assert kind.encode() not in raw


def test_actions_in_a_circle_are_counted_and_come_to_an_end(tmp_path: Path) -> None:
    def circle(pdf: pikepdf.Pdf) -> None:
        first = pdf.make_indirect(action("JavaScript"))
        first.Next = pikepdf.Array([first, first])
        pdf.Root.OpenAction = first

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=circle), tmp_path / "b.pdf")
    assert len(part.notes) == 1


@pytest.mark.parametrize("kind", ["FileAttachment", "Screen", "RichMedia", "Sound", "3D"])
def test_the_sign_of_an_attachment_or_a_film_stays_and_what_it_holds_goes(kind: str, tmp_path: Path) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        sign = pdf.make_stream(
            b"0 0 50 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 50, 50])
        )
        held = pikepdf.Dictionary(EF=pikepdf.Dictionary(F=pdf.make_stream(b"hemmeligt")), F=STRING)
        pdf.pages[0].obj.Annots = pikepdf.Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        Subtype=pikepdf.Name(f"/{kind}"),
                        Rect=pikepdf.Array([100, 100, 150, 150]),
                        AP=pikepdf.Dictionary(N=sign),
                        FS=held,
                        RichMediaContent=held,
                        A=action("Rendition"),
                        F=4,
                    )
                )
            ]
        )

    source = write_pdf(tmp_path / "a.pdf", TEXT, change=attach)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert part.notes == (
        remark("intake.attachments", count=1) if kind == "FileAttachment" else remark("intake.played", count=1),
    )
    assert [one["kind"] for one in annotations_of(part.path)] == ["/Stamp"]
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None
    raw = part.path.read_bytes()
    assert b"forbudt" not in raw
    assert b"/EF" not in raw
