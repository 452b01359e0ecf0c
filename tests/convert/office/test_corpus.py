"""Other people's Office files, a few of each kind: ``tests/corpus/office.py`` takes all."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus.office import CORPUS, judge, office_files, simple_files
from support.office import needs_soffice

pytestmark = [pytest.mark.long, needs_soffice, pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not there")]

KINDS = (".doc", ".ppt", ".xlsx", ".odt", ".odp", ".ods", ".rtf")


def some() -> list[Path]:
    """Give two simple files of each of the newest kinds, and one of each of the others."""
    if not CORPUS.is_dir():
        return []
    simple = [path for suffix in (".pptx", ".docx") for path in simple_files(suffix)[::5]]
    return [*simple, *(office_files([kind])[-1] for kind in KINDS)]


@pytest.mark.parametrize("path", some(), ids=lambda path: path.name[-40:])
def test_a_file_becomes_pages_that_pass_or_its_author_is_told_what_to_mend(path: Path) -> None:
    pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    verdict = judge(path)
    assert verdict.pages or verdict.refused
    assert verdict.lacks or not verdict.rules
