"""Other people's files as they are: each gets a verdict, and each that is taken in can be packed and is sound."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from assemble.packages import small_package

from styringsdialog.assemble.verify import read_back
from styringsdialog.errors import BilagFileError
from styringsdialog.intake.pdf import take_in_pdf

pytestmark = pytest.mark.long

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

REFUSED = (
    "_crafted/bomb_content_flate2_1GB.pdf",
    "_crafted/bomb_xobject_billion_laughs.pdf",
    "_crafted/enc_unknown_handler.pdf",
    "_crafted/enc_user_aes128_R4.pdf",
    "_crafted/enc_user_rc4_40_R2.pdf",
    "_crafted/enc_user_unicode_R6.pdf",
    "_crafted/eof_only.pdf",
    "_crafted/empty.pdf",
    "_crafted/form_xfa_dynamic_pleasewait.pdf",
    "_crafted/gzip.pdf",
    "_crafted/html_login.pdf",
    "_crafted/lfs_pointer.pdf",
    "_crafted/pages_missing.pdf",
    "_crafted/pages_zero.pdf",
    "_crafted/trunc_25pct.pdf",
    "_crafted/trunc_5pct.pdf",
    "_crafted/trunc_linearized_60pct.pdf",
)

TAKEN_IN = (
    "_crafted/attach_nested_pdf.pdf",
    "_crafted/bitflip_3.pdf",
    "_crafted/box_1e30.pdf",
    "_crafted/box_negative.pdf",
    "_crafted/box_tiny.pdf",
    "_crafted/box_zero.pdf",
    "_crafted/concat_two_pdfs.pdf",
    "_crafted/content_bad_operator.pdf",
    "_crafted/content_clip_everything.pdf",
    "_crafted/content_ctm_flip_no_q.pdf",
    "_crafted/content_unknown_filter.pdf",
    "_crafted/contents_empty_array.pdf",
    "_crafted/contents_points_to_page.pdf",
    "_crafted/cropbox_outside_media.pdf",
    "_crafted/enc_owneronly_R3.pdf",
    "_crafted/enc_owneronly_R4.pdf",
    "_crafted/form_sig_fake.pdf",
    "_crafted/gotor_remote.pdf",
    "_crafted/header_missing.pdf",
    "_crafted/info_bad_types.pdf",
    "_crafted/inherited_box_rotate_resources.pdf",
    "_crafted/js_in_outline.pdf",
    "_crafted/js_names_tree.pdf",
    "_crafted/js_page_aa.pdf",
    "_crafted/launch_annot_unc.pdf",
    "_crafted/lead_mime.pdf",
    "_crafted/mediabox_missing.pdf",
    "_crafted/nametree_cycle.pdf",
    "_crafted/ocg_hidden_a.pdf",
    "_crafted/ocg_visible_b.pdf",
    "_crafted/ok_linearized_objstm.pdf",
    "_crafted/outline_cycle.pdf",
    "_crafted/page_without_type.pdf",
    "_crafted/pagetree_cycle_2.pdf",  # the page that is missing is told
    "_crafted/pagetree_parent_loop.pdf",
    "_crafted/resources_missing.pdf",
    "_crafted/rotate_-90.pdf",
    "_crafted/rotate_45.pdf",
    "_crafted/rotate_450.pdf",
    "_crafted/stream_external_file.pdf",
    "_crafted/stream_wrong_length.pdf",
    "_crafted/tag_conflict_a.pdf",
    "_crafted/tag_conflict_b.pdf",
    "_crafted/tag_struct_cycle.pdf",
    "_crafted/tag_structparents_huge.pdf",
    "_crafted/trunc_90pct.pdf",  # all of its words are there
    "_crafted/uri_javascript_scheme.pdf",
    "_crafted/userunit_10.pdf",
    "_crafted/xobject_mutual_recursive.pdf",
    "py-pdf+sample-files/007-imagemagick-images__imagemagick-images.pdf",
)


def file(name: str) -> Path:
    path = CORPUS / name
    if not path.is_file():
        pytest.skip(f"needs {path}: other people's files are not copied into the project")
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_become_pages_gets_one_reason(name: str, tmp_path: Path) -> None:
    with pytest.raises(BilagFileError) as caught:
        take_in_pdf(file(name), tmp_path / "a.pdf")
    (problem,) = caught.value.problems
    assert problem.hint
    assert problem.dansk
    assert str(CORPUS) not in str(problem)


@pytest.mark.parametrize("name", TAKEN_IN)
def test_a_file_that_is_taken_in_can_be_packed(name: str, tmp_path: Path) -> None:
    package = small_package(tmp_path, file(name))
    assert read_back(package.path, package.plan).problems == ()
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed; .ci/run installs it")
    done = subprocess.run(["qpdf", "--check", package.path], capture_output=True, text=True, check=False)  # noqa: S607 - on the PATH, as its users have it
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_sample_of_real_files_makes_one_package(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"needs {CORPUS}: other people's files are not copied into the project")
    sources = [file(name) for name in TAKEN_IN]
    package = small_package(tmp_path, *sources)
    assert read_back(package.path, package.plan).problems == ()
    assert len(package.plan.sections) == len(sources) + 3
