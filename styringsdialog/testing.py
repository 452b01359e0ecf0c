"""The kit for tests of plugins: a conference to ask in, bilag made as a build makes them, a PDF in words.

It is a pytest plugin that an installed ``styringsdialog`` brings along: the fixtures
``sample_conference``, ``bilag_request`` and ``build_bilag`` are there without being imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from styringsdialog.errors import error_for
from styringsdialog.hooks.contribution import ContributedBilag
from styringsdialog.hooks.spec import BILAG_FOLDER, BilagRequest, Settings
from styringsdialog.messages.message import Where, message
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.people import Contributor

if TYPE_CHECKING:
    import pikepdf

__all__ = [
    "BilagRequests",
    "BuildBilag",
    "BuiltBilag",
    "SampleConference",
    "bilag_request",
    "build_bilag",
    "describe_pdf",
    "sample_conference",
]

# This module is loaded by every run of pytest in the environment: what makes and reads pages is
# imported when it is used.


@attrs.frozen(kw_only=True)
class BuiltBilag:
    """A contributor's bilag, made as a build makes them.

    Attributes:
        pdf: All of them with their dividers, numbered from page 1; for ``describe_pdf``.
        pages: Own pages, without the divider, by key; in the order in which they are printed.
    """

    pdf: Path
    pages: Mapping[str, int]
    _contributed: tuple[ContributedBilag, ...] = attrs.field(repr=False, alias="contributed")

    def title(self, key: str) -> str:
        """Return the title of the bilag ``key``, as printed."""
        return self._bilag(key).caption.title

    def blocks(self, key: str) -> Blocks:
        """Return the blocks of the bilag ``key``; it must not be a file."""
        body = self._bilag(key).body
        assert isinstance(body, tuple), f"the bilag {key} is a file"
        return body

    def file(self, key: str) -> Path:
        """Return the file that is the bilag ``key``."""
        body = self._bilag(key).body
        assert isinstance(body, Path), f"the bilag {key} is made of blocks"
        return body

    def _bilag(self, key: str) -> ContributedBilag:
        return next(bilag for bilag in self._contributed if bilag.key == key)


@attrs.frozen
class SampleConference:
    """Makes a conference in which a plugin serves a contributor with the plugin's id."""

    _folder: Path

    def __call__(self, plugin: str, *, settings: Mapping[str, object] | None = None) -> Conference:
        """Return the conference; ``settings`` is the contributor's table, as TOML data."""
        from styringsdialog.workshop import sample  # noqa: PLC0415 - see the top

        return sample.sample_conference(self._folder, plugin=plugin, settings=settings)


@attrs.frozen
class BilagRequests:
    """Makes what a plugin's ``check`` and ``bilag`` are handed."""

    _sample_conference: SampleConference

    def __call__(  # noqa: PLR0913 - each is an attribute of the request
        self,
        plugin: str,
        *,
        settings: Settings,
        files: Mapping[str, str | bytes] | None = None,
        conference: Conference | None = None,
        stage: Stage = Stage.INFORMATIONSPAKKE,
        audience: Audience = Audience.PUBLIC,
    ) -> BilagRequest[Settings]:
        """Return a request; ``files`` are written to the contributor's data folder, by name."""
        asked_in = conference or self._sample_conference(plugin)
        contributor = _served(asked_in, plugin)
        folder = _data_folder(asked_in, contributor, files)
        return BilagRequest(
            conference=asked_in,
            contributor=contributor,
            settings=settings,
            folder=folder if folder.is_dir() else None,
            stage=stage,
            audience=audience,
        )


@attrs.frozen
class BuildBilag:
    """Makes the bilag of an installed plugin."""

    _sample_conference: SampleConference
    _tmp_path_factory: pytest.TempPathFactory

    def __call__(  # noqa: PLR0913 - each is an attribute of the request
        self,
        plugin: str,
        *,
        settings: Mapping[str, object] | None = None,
        files: Mapping[str, str | bytes] | None = None,
        conference: Conference | None = None,
        stage: Stage = Stage.INFORMATIONSPAKKE,
        audience: Audience = Audience.PUBLIC,
    ) -> BuiltBilag:
        """Return the bilag as pages.

        Raises:
            StyringsdialogError: With everything that is wrong, as a build would tell it; and when
                there are no bilag.
        """
        from styringsdialog.errors import PluginError  # noqa: PLC0415 - see the top
        from styringsdialog.hooks.contribute import Asking, contribute  # noqa: PLC0415 - see the top
        from styringsdialog.workshop.preview import make_preview  # noqa: PLC0415 - see the top

        asked_in = conference or self._sample_conference(plugin, settings=settings)
        contributor = _served(asked_in, plugin)
        _data_folder(asked_in, contributor, files)
        contribution = contribute(asked_in, contributor, Asking(stage=stage, audience=audience))
        problems = [*contribution.problems, *(problem for bilag in contribution.bilag for problem in bilag.problems)]
        if problems:
            raise error_for(problems)
        if not contribution.bilag:
            raise PluginError.at(Where(origin=message("place.plugin", plugin=plugin)), message("workshop.no-bilag"))
        preview = make_preview(asked_in, contribution, self._tmp_path_factory.mktemp("bilag"))
        return BuiltBilag(
            pdf=preview.path,
            pages={bilag.key: bilag.pages for bilag in preview.bilag},
            contributed=contribution.bilag,
        )


@pytest.fixture(name="sample_conference")
def sample_conference(tmp_path: Path) -> SampleConference:
    """Return a function that makes a conference whose folder is the test's own."""
    return SampleConference(tmp_path)


@pytest.fixture(name="bilag_request")
def bilag_request(sample_conference: SampleConference) -> BilagRequests:
    """Return a function that makes requests, to call a plugin's hooks with."""
    return BilagRequests(sample_conference)


@pytest.fixture(name="build_bilag")
def build_bilag(sample_conference: SampleConference, tmp_path_factory: pytest.TempPathFactory) -> BuildBilag:
    """Return a function that asks an installed plugin for its bilag and makes them into pages."""
    return BuildBilag(sample_conference, tmp_path_factory)


def _served(conference: Conference, plugin: str) -> Contributor:
    return next(contributor for contributor in conference.contributors if contributor.plugin == plugin)


def _data_folder(conference: Conference, contributor: Contributor, files: Mapping[str, str | bytes] | None) -> Path:
    """Return the contributor's data folder, with ``files`` in it."""
    folder = conference.folder / BILAG_FOLDER / contributor.id
    for name, content in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


# --------------------------------------------------------------------------- a PDF in words


def describe_pdf(path: Path | str) -> str:
    """Return what a reader meets in ``path``: metadata, bookmarks, then each page's label, size, text and links."""
    import pikepdf  # noqa: PLC0415 - see the top
    import pypdfium2  # noqa: PLC0415 - see the top

    lines = []
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as document:
        lines += [f"title: {pdf.docinfo.get('/Title')}", f"author: {pdf.docinfo.get('/Author')}"]
        lines += [f"language: {pdf.Root.get('/Lang')}", "", "bookmarks:"]
        numbers: dict[tuple[int, int], int] = {page.obj.objgen: index for index, page in enumerate(pdf.pages, 1)}
        with pdf.open_outline() as outline:
            lines += _bookmarks(list(outline.root), numbers, 1)
        texts = [page.get_textpage().get_text_bounded() for page in document]
        for index, (page, text) in enumerate(zip(pdf.pages, texts, strict=True), 1):
            # The CropBox is what a viewer shows (ISO 32000-1, 14.11.2).
            box = page.cropbox
            size = f"{float(box[2] - box[0]):.0f} x {float(box[3] - box[1]):.0f}"
            lines += ["", f"--- page {index}, label {page.label}, {size} ---"]
            lines += [line.rstrip() for line in text.splitlines() if line.strip()]
            lines += [f"  -> {target}" for target in _links(page, numbers)]
    return "\n".join(lines) + "\n"


def _bookmarks(items: list[pikepdf.OutlineItem], numbers: dict[tuple[int, int], int], depth: int) -> list[str]:
    from styringsdialog.pdf.objects import page_of  # noqa: PLC0415 - see the top

    lines = []
    for item in items:
        lines.append(f"{'  ' * depth}{item.title} -> {page_of(item.destination, numbers) or '?'}")
        lines += _bookmarks(list(item.children), numbers, depth + 1)
    return lines


def _links(page: pikepdf.Page, numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    from styringsdialog.pdf.objects import page_of  # noqa: PLC0415 - see the top

    for annotation in page.obj.get("/Annots", ()):
        action = annotation.get("/A")
        number = page_of(annotation.get("/Dest") or (action.get("/D") if action else None), numbers)
        if number:
            yield f"page {number}"
        elif action and "/URI" in action:
            yield str(action.URI)
