"""What a file holds and nobody sees is gone when it was taken in, or is told with its page and its kind."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from intake.canaries import GONE, TOLD, is_held
from intake.odd_pdf import draw, write_pdf
from PIL import ImageChops

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.messages.message import Message

_ELSE = frozenset({"password", "annotation of a layer that is off"})
"""What is drawn where the file leaves it to the viewer; and what PDFium draws against ISO 32000-1, 8.11."""


@pytest.mark.parametrize("place", GONE)
def test_what_nobody_sees_is_gone_and_what_one_sees_is_as_before(place: str, tmp_path: Path) -> None:
    content, change = GONE[place]
    source = write_pdf(tmp_path / "a.pdf", content, change=change, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pikepdf.open(source) as pdf:
        assert is_held(pdf) or b"KANARIE" in source.read_bytes()
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert b"KANARIE" not in part.path.read_bytes()
    with pikepdf.open(part.path) as pdf:
        assert not is_held(pdf)
    if place not in _ELSE:
        assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None


@pytest.mark.parametrize("place", TOLD)
def test_words_that_are_not_seen_are_told_with_their_page_and_their_kind(place: str, tmp_path: Path) -> None:
    content, change, code = TOLD[place]
    source = write_pdf(tmp_path / "a.pdf", content, change=change)
    (note,) = take_in_pdf(source, tmp_path / "b.pdf").notes
    arguments = dict(note.what.arguments)
    assert arguments["pages"] == (1,)
    why = arguments.get("why", note.what)
    assert isinstance(why, Message)
    assert why.code == code


ATTACK = Path(__file__).parents[3] / "shared" / "attack"


@pytest.mark.parametrize("number", ["07", "09", "10", "11", "14", "15", "16", "18", "19", "fake", "outline"])
def test_what_an_attack_found_is_gone_or_told(number: str, tmp_path: Path) -> None:
    files = sorted(ATTACK.glob(f"{number}*.pdf"))
    if not files:
        pytest.skip(f"needs {ATTACK}: the inputs of an attack are not copied into the project")
    part = take_in_pdf(files[0], tmp_path / "b.pdf")
    with pikepdf.open(part.path) as pdf:
        assert not is_held(pdf) or any(note.what.code == "intake.redactions" for note in part.notes)
