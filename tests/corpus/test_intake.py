"""A sample of other people's files goes the way of a bilag: a verdict for each, and nothing that acts is left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus.intake import CORPUS, corpus_files, verdicts

pytestmark = pytest.mark.long

HOSTILE = (
    "bomb_content_flate2_1GB.pdf",
    "bomb_embeddedfile_1GB.pdf",
    "bomb_image_claims_2^31.pdf",
    "bomb_pagetree_1e9_pages.pdf",
    "bomb_xobject_billion_laughs.pdf",
    "dobbelt.docx.pdf",
    "html_login.pdf",
    "js_names_tree.pdf",
    "launch_annot_unc.pdf",
    "pages_count_huge.pdf",
    "pages_zero.pdf",
    "pagetree_self_kid.pdf",
    "submitform_openaction.pdf",
)
EVERY = 30
"""Of the others, one in so many."""
ENOUGH_PAGES = 0.95
"""Lower than for all of them: three pages of eighty are among those that are known to differ."""


def test_each_file_gets_a_verdict_and_what_is_taken_in_is_sound(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"needs {CORPUS}: other people's files are not copied into the project")
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed; .ci/run installs it")
    files = [CORPUS / "_crafted" / name for name in HOSTILE]
    files = [path for path in files if path.is_file()]
    files += [path for path in corpus_files(["pdf", "image", "text", "other"])[::EVERY] if path not in files]
    found = list(verdicts(files, tmp_path, lambda _: None))
    assert [(one.path, one.faults) for one in found if one.faults] == []
    assert [one.path for one in found if bool(one.pages) is bool(one.reasons)] == []
    drawn, same = sum(one.drawn for one in found), sum(one.same for one in found)
    assert same >= ENOUGH_PAGES * drawn > 0
