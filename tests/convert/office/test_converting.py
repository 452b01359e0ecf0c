"""Office files become tagged pages by LibreOffice, and nothing else happens."""

from __future__ import annotations

import contextlib
import errno
import http.server
import os
import stat
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import page as checker
import pikepdf
import pypdfium2
import pytest
from assemble.packages import small_package
from support.office import (
    compound,
    docx,
    field,
    figure,
    linked_picture,
    needs_soffice,
    odf,
    paragraph,
    pptx,
    slide,
    xlsx,
)
from support.pdf import page_texts, simple_pdf, words
from support.remarks import danish, remark
from support.structure import read_structure

from styringsdialog.convert.office.converting import OFFICE_SUFFIXES, Converted, to_pdf
from styringsdialog.convert.office.facts import DECORATION
from styringsdialog.convert.office.program import INSTALL, Filter, find_soffice, run_soffice
from styringsdialog.convert.office.tags import mend_tags
from styringsdialog.errors import BilagFileError

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

SECONDS = 120


def convert(folder: Path, kind: str, data: bytes, *, name: str = "fil") -> Converted:
    path = folder / f"{name}{kind}"
    path.write_bytes(data)
    return to_pdf(path, kind, folder, seconds=SECONDS)


def refusal(folder: Path, kind: str, data: bytes, *, seconds: float = SECONDS) -> str:
    path = folder / f"fil{kind}"
    path.write_bytes(data)
    with pytest.raises(BilagFileError) as caught:
        to_pdf(path, kind, folder, seconds=seconds, name="vibo: oplæg")
    (problem,) = caught.value.problems
    assert problem.where == "vibo: oplæg"
    assert problem.dansk
    return str(problem)


# ------------------------------------------------------------------------------- what it gives


DECK = pptx(
    slide("Kommunens arbejde", "Første punkt"),
    slide("Skjult", "ses ikke", hidden=True),
    slide("Workshop", more=figure()),
    slide("Pynt", more=figure(decorative=True)),
    slide("Forklaret", more=figure(alt="En grøn cirkel")),
)


@needs_soffice
def test_slides_become_tagged_pages_and_what_is_missing_has_the_slides_number(tmp_path: Path) -> None:
    converted = convert(tmp_path, ".pptx", DECK)
    texts = [words(text) for text in page_texts(converted.path)]
    assert [text[0] for text in texts] == ["Kommunens", "Workshop", "Pynt", "Forklaret"]
    assert converted.lack.figures == (2,)
    assert danish(converted.notes) == [
        "Dias 2 er skjult og er ikke med.",
        "1\N{NO-BREAK SPACE}billede eller figur mangler alternativ tekst: dias 3; ret det i filen, og send den igen.",
    ]
    with pikepdf.open(converted.path) as pdf:
        with pdf.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Kommunens arbejde", "Workshop", "Pynt", "Forklaret"]
        assert pdf.Root.Lang == "da-DK"
        roles = [one.role for one in read_structure(pdf).elements]
        assert roles.count("Figure") == 2
    report = checker.validate_pdf(small_package(tmp_path, converted.path).path, profile="ua1")
    broken = {failure.rule_id for failure in report.failures if "-ID-" not in failure.rule_id}
    assert broken == {"PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"}


@needs_soffice
def test_a_slide_without_a_title_is_called_by_its_number(tmp_path: Path) -> None:
    converted = convert(tmp_path, ".pptx", pptx(slide("Skjult", hidden=True), slide("", "Kun tekst")))
    with pikepdf.open(converted.path) as pdf, pdf.open_outline() as outline:
        assert [one.title for one in outline.root] == ["Dias 2"]
    assert danish(converted.notes)[-1] == "Dias 2 har ingen titel; ret det i filen, og send den igen."


@needs_soffice
def test_comments_are_shown_only_where_the_bilag_says_so(tmp_path: Path) -> None:
    note = '<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">N</dc:creator>'
    data = odf("text", f"<text:p>Tekst{note}<text:p>Husk tallene</text:p></office:annotation></text:p>")
    (tmp_path / "fil.odt").write_bytes(data)
    for comments, count, notes in ((False, 0, 1), (True, 1, 0)):
        converted = to_pdf(tmp_path / "fil.odt", ".odt", tmp_path, seconds=SECONDS, comments=comments)
        with pikepdf.open(converted.path) as pdf:
            shown = [one for one in pdf.pages[0].get("/Annots", ()) if one.Subtype == pikepdf.Name.Text]
            assert [str(one.Contents) for one in shown] == ["Husk tallene"] * count
        assert len(converted.notes) == notes


@needs_soffice
def test_a_text_passes_but_for_the_heading_that_its_author_skipped(tmp_path: Path) -> None:
    body = paragraph("Klimaplan", heading=1) + paragraph("Noget") + paragraph("Træer", heading=3)
    converted = convert(tmp_path, ".docx", docx(body))
    assert converted.lack.skipped == ((1, 3, 1),)
    assert danish(converted.notes) == [
        "En overskrift på niveau 3 kommer efter niveau 1: side 1; ret det i filen, og send den igen.",
    ]
    good = convert(tmp_path, ".docx", docx(paragraph("Klimaplan", heading=1) + paragraph("Noget")))
    assert good.notes == ()
    report = checker.validate_pdf(small_package(tmp_path, good.path).path, profile="ua1")
    assert {failure.rule_id for failure in report.failures if "-ID-" not in failure.rule_id} == set()


@needs_soffice
def test_what_the_fields_of_a_form_show_is_read_aloud_and_nothing_is_left_unmarked(tmp_path: Path) -> None:
    controls = (
        '<office:forms xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"><form:form form:name="F">'
        '<form:checkbox form:name="f" form:id="c" xml:id="c" form:label="Deltager"/></form:form></office:forms>'
    )
    shown = '<draw:control text:anchor-type="paragraph" svg:width="4cm" svg:height="1cm" draw:control="c"/>'
    converted = convert(tmp_path, ".odt", odf("text", f"{controls}<text:p>Navn:{shown}</text:p>"))
    package = small_package(tmp_path, converted.path)
    with pikepdf.open(package.path) as pdf:
        before, field = read_structure(pdf).elements[-2:]
        assert (before.role, field.role, field.marks) == ("Standard", "P", 1)
    assert words(page_texts(package.path)[-1])[:2] == ["Navn:", "Deltager"]
    report = checker.validate_pdf(package.path, profile="ua1")
    assert {failure.rule_id for failure in report.failures if "-ID-" not in failure.rule_id} == set()


@needs_soffice
def test_the_same_file_gives_the_same_bytes_whatever_it_is_called(tmp_path: Path) -> None:
    data = docx(paragraph("Ens") + field("DATE", "1. maj 2030") + field("FILENAME", "plan.docx"))
    first, second = (convert(tmp_path, ".docx", data, name=name) for name in ("a", "Æblegrød & mere"))
    assert first.path.read_bytes() == second.path.read_bytes()
    assert "plan.docx" in page_texts(first.path)[0]


@needs_soffice
def test_mending_changes_nothing_that_one_sees(tmp_path: Path) -> None:
    soffice = find_soffice()
    assert soffice is not None
    source = tmp_path / "fil.pptx"
    source.write_bytes(pptx(slide("Pynt", "Første punkt", more=figure(alt=DECORATION))))
    how = Filter(source="", suffix="pdf", target="impress_pdf_Export", options={"UseTaggedPDF": True})
    raw = run_soffice(soffice, source, (how, how), folder=tmp_path, seconds=SECONDS)
    with pikepdf.open(raw) as pdf:
        before = pdf.pages[0].Contents.read_bytes()
        mend_tags(pdf, language="")
        assert pdf.pages[0].Contents.read_bytes() != before
        pdf.save(tmp_path / "mended.pdf")
    assert _rendered(raw) == _rendered(tmp_path / "mended.pdf")


def _rendered(path: Path) -> list[bytes]:
    with pypdfium2.PdfDocument(path) as document:
        return [bytes(one.render(scale=1).to_pil().tobytes()) for one in document]


@needs_soffice
def test_deleted_text_is_not_in_the_pages(tmp_path: Path) -> None:
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>hemmeligt</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2" w:author="x"><w:r><w:t>nyt</w:t></w:r></w:ins>'
    converted = convert(tmp_path, ".docx", docx(f"<w:p><w:r><w:t>Før</w:t><w:tab/></w:r>{deleted}{inserted}</w:p>"))
    assert words(page_texts(converted.path)[0]) == ["Før", "nyt"]
    assert danish(converted.notes)[0].startswith("Filen har 2\N{NO-BREAK SPACE}registrerede ændringer")


@needs_soffice
def test_a_font_that_is_not_there_is_told_and_one_as_wide_is_not(tmp_path: Path) -> None:
    run = '<w:p><w:r><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr><w:t>Tekst</w:t></w:r></w:p>'
    strange = convert(tmp_path, ".docx", docx(run.format("Findes Ikke Sans")))
    assert strange.facts.missing_fonts == ("Findes Ikke Sans",)
    (instead,) = strange.facts.strange_fonts
    assert danish(strange.notes)[0].startswith(
        f"Filen beder om skriften «Findes Ikke Sans», som ikke er her; teksten er sat med «{instead}» i stedet"
    )
    # Where another text asks for what stands in, too.
    both = convert(tmp_path, ".docx", docx(run.format("Aptos") + run.format("Calibri")))
    assert (both.facts.missing_fonts, both.facts.strange_fonts) == (("Aptos",), ("Carlito",))
    for name in ("Arial", "Calibri", "Times New Roman"):
        assert convert(tmp_path, ".docx", docx(run.format(name))).notes == ()


@needs_soffice
def test_a_workbook_is_not_said_to_be_tagged(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="str"><v>Husleje</v></c><c r="B1"><f>NOW()</f><v>1234.5</v></c></row>'
    converted = convert(tmp_path, ".xlsx", xlsx(row))
    assert words(page_texts(converted.path)[0]) == ["Husleje", "1234,5"]
    with pikepdf.open(converted.path) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
    assert danish(converted.notes) == ["Arket «Kladde» er skjult og er ikke med."]


@needs_soffice
def test_old_formats_go_by_way_of_open_document(tmp_path: Path) -> None:
    text = rb"{\rtf1\ansi Bl\'e5b\'e6rgr\'f8d {\field{\*\fldinst DATE}{\fldrslt 1. maj 2030}}}"
    converted = convert(tmp_path, ".rtf", text)
    assert words(page_texts(converted.path)[0]) == ["Blåbærgrød", "[dato]"]
    assert converted.facts.blank_fields == 1


# ------------------------------------------------------------------------ what does not happen


@contextlib.contextmanager
def web_server() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a web server on this machine, and what it is asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - as the library calls them

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def linking(address: str) -> dict[str, bytes]:
    """Give files that show what stands at ``address``."""
    frame = f'<draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{address}/odf.png"/></draw:frame>'
    section = f'<text:section text:name="a"><text:section-source xlink:href="{address}/a.odt"/></text:section>'
    rtf = rf"{{\rtf1 x {{\field{{\*\fldinst INCLUDEPICTURE \"{address}/rtf.png\" \\d}}{{\fldrslt }}}}}}"
    return {
        ".docx": docx(linked_picture("rIdB"), links=[("rIdB", "image", f"{address}/docx.png", "External")]),
        ".odt": odf("text", f"<text:p>{frame}</text:p>{section}"),
        ".rtf": rtf.encode(),
    }


@needs_soffice
@pytest.mark.parametrize("kind", [".docx", ".odt", ".rtf"])
def test_nothing_is_fetched(kind: str, tmp_path: Path) -> None:
    with web_server() as (address, asked):
        convert(tmp_path, kind, linking(address)[kind])
    assert asked == []


@needs_soffice
@pytest.mark.parametrize("kind", [".docx", ".odt", ".rtf"])
def test_nothing_is_fetched_of_a_file_that_nobody_stilled(kind: str, tmp_path: Path) -> None:
    soffice = find_soffice()
    assert soffice is not None
    with web_server() as (address, asked):
        (tmp_path / f"fil{kind}").write_bytes(linking(address)[kind])
        how = Filter(source="", suffix="pdf")
        run_soffice(soffice, tmp_path / f"fil{kind}", (how, how), folder=tmp_path, seconds=SECONDS)
    assert asked == []


@needs_soffice
def test_a_macro_does_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "makro-har-kørt"
    module = (
        '<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">Sub Main\nOpen "{trace}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub'
        "</script:module>"
    )
    library = (
        '<?xml version="1.0"?><library:library xmlns:library="http://openoffice.org/2000/library" '
        'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Module1"/></library:library>'
    )
    libraries = (
        '<?xml version="1.0"?><library:libraries xmlns:library="http://openoffice.org/2000/library" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/>'
        "</library:libraries>"
    )
    listener = (
        "<office:scripts><office:event-listeners><script:event-listener "
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" script:language="ooo:script" '
        'script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic'
        '&amp;location=document"/></office:event-listeners></office:scripts>'
    )
    data = odf(
        "text",
        "<text:p>Tekst</text:p>",
        scripts=listener,
        parts={
            "Basic/Standard/Module1.xml": module,
            "Basic/Standard/script-lb.xml": library,
            "Basic/script-lc.xml": libraries,
        },
    )
    converted = convert(tmp_path, ".odt", data)
    assert page_texts(converted.path)[0].strip() == "Tekst"
    assert converted.notes == (remark("office.macros"),)
    assert not trace.exists()


# ------------------------------------------------------------------------- when it does not work


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a ``soffice`` that does what ``script`` says where it is looked for first."""
    place = folder / "bin"
    place.mkdir()
    path = place / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")


def test_without_libreoffice_it_is_said_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = refusal(tmp_path, ".docx", docx(paragraph("x")))
    assert "is not installed" in said
    assert INSTALL in said


def unknown_call(*_: object) -> int:
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


@pytest.mark.parametrize("tells", [True, False], ids=["a kernel that tells an end", "one that does not"])
def test_what_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, tells: bool
) -> None:
    if not tells:
        monkeypatch.setattr(os, "pidfd_open", unknown_call)
    program(tmp_path, monkeypatch, f'sleep 600 & echo $! >>"{tmp_path}/started"; wait')
    said = refusal(tmp_path, ".docx", docx(paragraph("x")), seconds=1)
    assert "takes too long" in said
    started = (tmp_path / "started").read_text().split()
    assert len(started) == 2
    for number in started:
        state = Path(f"/proc/{number}/stat")
        assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_exit_code_0_without_a_pdf_is_a_failure_after_a_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, f'echo >>"{tmp_path}/tries"')
    assert "exit code 0 and left no file" in refusal(tmp_path, ".docx", docx(paragraph("x")))
    assert (tmp_path / "tries").read_text() == "\n\n"


def test_a_second_try_may_succeed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pdf").write_bytes(simple_pdf("Anden gang"))
    again = f'[ -e "{tmp_path}/once" ] && cp "{tmp_path}/pdf" "$OUT/bilag.pdf"; touch "{tmp_path}/once"'
    program(tmp_path, monkeypatch, f'while [ "$1" != --outdir ]; do shift; done; OUT=$2; {again}')
    converted = convert(tmp_path, ".docx", docx(paragraph("x")))
    assert words(page_texts(converted.path)[0]) == ["Anden", "gang"]


def test_nothing_of_the_machine_reaches_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("DISPLAY", ":0")
    program(tmp_path, monkeypatch, f'env >"{tmp_path}/env"')
    refusal(tmp_path, ".docx", docx(paragraph("x")))
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} <= {
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "TZ",
        "SAL_USE_VCLPLUGIN",
    }


@needs_soffice
def test_libreoffice_is_started_once_and_neither_tries_out_how_it_draws_nor_finds_another_program(
    tmp_path: Path,
) -> None:
    soffice = find_soffice()
    assert soffice is not None
    real = soffice.resolve().with_name("soffice.bin")
    if not real.is_file():
        pytest.skip("this LibreOffice has another name for the program behind its script")
    place = tmp_path / "program"
    place.mkdir()
    (place / "versionrc").write_bytes(real.with_name("versionrc").read_bytes())
    (place / "soffice.bin").write_text(
        f"""#!/bin/sh
'{real}' "$@"
status=$?
[ -e profile/user/registrymodifications.xcu ] && echo $status $PATH profile/user/*.log >>'{tmp_path}/starts'
exit $status
""",
        encoding="utf-8",
    )
    (place / "soffice.bin").chmod(stat.S_IRWXU)
    (tmp_path / "fil.docx").write_bytes(docx(paragraph("x")))
    how = Filter(source="", suffix="pdf")
    made = run_soffice(place / "soffice", tmp_path / "fil.docx", (how, how), folder=tmp_path, seconds=SECONDS)
    assert words(page_texts(made)[0]) == ["x"]
    # The last is the pattern itself, which fits no file.
    assert (tmp_path / "starts").read_text().splitlines() == [f"0 {place} profile/user/*.log"]


@needs_soffice
def test_a_presentation_with_nothing_to_show_is_refused(tmp_path: Path) -> None:
    assert "has no slides" in refusal(tmp_path, ".pptx", pptx())
    assert "only hidden slides" in refusal(tmp_path, ".pptx", pptx(slide("Skjult", hidden=True)))


def test_old_files_with_a_password_say_so(tmp_path: Path) -> None:
    locked = {
        ".doc": compound("WordDocument", struct.pack("<10xH", 0x0100)),
        ".xls": compound("Workbook", struct.pack("<HHxxHH", 0x0809, 2, 0x002F, 0)),
        ".ppt": compound("EncryptedSummary", b""),
    }
    for kind, data in locked.items():
        assert "needs a password" in refusal(tmp_path, kind, data)


@pytest.mark.parametrize("kind", sorted(OFFICE_SUFFIXES - {".doc", ".ppt", ".xls", ".rtf"}))
def test_what_is_no_archive_is_damaged(kind: str, tmp_path: Path) -> None:
    assert "is damaged" in refusal(tmp_path, kind, b"PK\3\4 og saa ikke mere")


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    data = bytearray(docx(paragraph("x")))
    at = data.index(b"word/document.xml") + len("word/document.xml")
    data[at + 5 : at + 15] = b"\xff" * 10
    assert "word/document.xml cannot be unpacked" in refusal(tmp_path, ".docx", bytes(data))
