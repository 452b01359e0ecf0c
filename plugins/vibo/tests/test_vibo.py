from __future__ import annotations

from styringsdialog import FileContents
from styringsdialog.blocks import Heading
from styringsdialog.testing import BilagRequests, BuildBilag, describe_pdf

from styringsdialog_vibo import bilag, plugin_info

NAME = "naturvenlige-udearealer.md"


def test_the_plugin_says_who_it_is() -> None:
    assert (plugin_info().id, plugin_info().api) == ("vibo", 1)


def test_the_text_comes_from_the_contributors_data_folder(bilag_request: BilagRequests) -> None:
    request = bilag_request("vibo", settings=None)
    (answer,) = bilag(request)
    assert (answer.key, answer.title) == ("udearealer", "Naturvenlige udearealer")
    assert answer.contents == FileContents(request.file(NAME))


def test_the_text_becomes_pages(build_bilag: BuildBilag) -> None:
    built = build_bilag("vibo", files={NAME: "## Vild med vilje\n\nGræsset slås én gang om året.\n"})
    assert isinstance(built.blocks("udearealer")[0], Heading)
    assert "Græsset slås én gang om året." in describe_pdf(built.pdf)
