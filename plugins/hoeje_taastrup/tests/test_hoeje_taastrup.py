from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from styringsdialog import BilagFileError, FileContents
from styringsdialog.testing import BilagRequests, BuildBilag, describe_pdf

from styringsdialog_hoeje_taastrup import Settings, bilag, plugin_info, settings_type

SETTINGS = {"title": "Den grønne omstilling", "slides": "slides.pdf"}


def slides() -> bytes:
    """Return two pages as wide as slides."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(960, 540))
        pdf.add_blank_page(page_size=(960, 540))
        pdf.save(stream)
    return stream.getvalue()


def test_the_plugin_says_who_it_is() -> None:
    assert (plugin_info().id, plugin_info().api) == ("hoeje_taastrup", 1)
    assert settings_type() is Settings


def test_the_slides_come_from_the_contributors_data_folder(bilag_request: BilagRequests, tmp_path: Path) -> None:
    settings = Settings(title="Den grønne omstilling", slides="slides.pdf")
    (answer,) = bilag(bilag_request("hoeje_taastrup", settings=settings))
    assert (answer.key, answer.title) == ("slides", "Den grønne omstilling")
    assert answer.contents == FileContents(tmp_path / "bilag" / "hoeje_taastrup" / "slides.pdf")


def test_the_slides_keep_their_size(build_bilag: BuildBilag) -> None:
    built = build_bilag("hoeje_taastrup", settings=SETTINGS, files={"slides.pdf": slides()})
    assert dict(built.pages) == {"slides": 2}
    # Only ever grown at the foot, where the page number stands.
    assert describe_pdf(built.pdf).count(", 960 x 5") == 2


def test_slides_that_are_not_there_are_a_bilag_that_is_missing(build_bilag: BuildBilag) -> None:
    with pytest.raises(BilagFileError, match=r"slides\.pdf"):
        build_bilag("hoeje_taastrup", settings=SETTINGS)
