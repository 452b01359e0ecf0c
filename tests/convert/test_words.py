"""What an Office file says, as its XML has it."""

from __future__ import annotations

import io
import zipfile

import pytest
from support.office import Sheet, docx, odf, paragraph, pptx, slide, workbook, xlsx

from styringsdialog.convert.office.package import open_package
from styringsdialog.convert.office.words import is_danish, office_words

COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
NEWER = "<mc:Choice><w:r><w:t>x</w:t></w:r></mc:Choice>"
OLDER = "<mc:Fallback><w:r><w:t>x</w:t></w:r></mc:Fallback>"


def words(data: bytes, kind: str) -> list[tuple[str, str | float]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = office_words(open_package(archive), kind)
        return [(place, text.strip() if isinstance(text, str) else text) for place, text in said if text]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (paragraph("Vi indstiller"), "Vi indstiller"),
        ("<w:p><w:r><w:t>sam</w:t></w:r><w:r><w:t>arbejde</w:t></w:r></w:p>", "samarbejde"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>", "a b-c"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r></w:p>", ""),
        ('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>vist</w:t></w:r></w:p>', "vist"),
        ("<w:p><w:del><w:r><w:t>slettet</w:t></w:r></w:del><w:ins><w:r><w:t>nyt</w:t></w:r></w:ins></w:p>", "nyt"),
        (
            f"<w:p><mc:AlternateContent {COMPATIBLE}>{NEWER}{OLDER}</mc:AlternateContent></w:p>",
            "x",
        ),
        ('<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>', ""),
        ('<w:p><w:fldSimple w:instr=" TITLE "><w:r><w:t>Årsmøde</w:t></w:r></w:fldSimple></w:p>', "Årsmøde"),
    ],
)
def test_of_a_word_file_what_is_seen(body: str, said: str) -> None:
    assert "".join(str(text) for _, text in words(docx(body), ".docx")) == said


def test_of_slides_those_that_are_shown_by_their_number() -> None:
    deck = pptx(slide("Et", "punkt"), slide("To", hidden=True), slide("Tre"))
    assert [(place, str(text).split()) for place, text in words(deck, ".pptx")] == [
        ("1", ["Et", "punkt"]),
        ("3", ["Tre"]),
    ]


def test_of_a_sheet_its_texts_and_numbers_by_their_cell_without_hidden_rows() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Husleje</t></is></c><c r="B1"><v>4010</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>7</v></c></row>'
        '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="s"><v>99</v></c></row>'
    )
    assert [(place.partition("!")[2], shown) for place, shown in words(xlsx(rows), ".xlsx")] == [
        ("A1", "Husleje"),
        ("B1", 4010.0),
    ]


@pytest.mark.parametrize(
    ("areas", "printed"),
    [
        ("Ark!$B$1:$C$1,Ark!$A$2", "bcd"),
        ("Ark!$B:$C", "bcef"),
        ("Ark!$A:$A,Ark!$C:$C", "acdf"),
        ("Ark!$2:$4", "def"),
        ("'Et! Ark'!B2:XFD9", "ef"),
        ("#REF!", ""),
    ],
)
def test_of_a_sheet_only_what_is_to_be_printed(areas: str, printed: str) -> None:
    sheet = Sheet(rows=[["a", "b", "c"], ["d", "e", "f"]])
    area = f'<definedName name="_xlnm.Print_Area" localSheetId="1">{areas}</definedName>'
    said = words(workbook({"Alt": sheet, "Del": sheet}, names=area), ".xlsx")
    assert "".join(str(text) for _, text in said) == "abcdef" + printed


def test_of_opendocument_the_text_and_not_its_notes_and_changes() -> None:
    body = (
        "<text:p>Et <text:span>to</text:span><office:annotation><text:p>nej</text:p></office:annotation> tre</text:p>"
    )
    assert words(odf("text", body), ".odt") == [("", "Et to tre")]


@pytest.mark.parametrize(
    ("text", "danish"),
    [
        ("Vi indstiller, at kredsen godkender budgettet og det, der er sagt om det.", True),
        ("Blåbærgrød", True),
        ("The budget for the coming year was approved by the board of directors.", False),
        ("Der Haushalt für das kommende Jahr wurde vom Vorstand genehmigt.", False),
        ("Le budget de l'année prochaine a été approuvé par le conseil.", False),
        ("", False),
        ("2031 4.010", False),
    ],
)
def test_danish_is_known_by_its_small_words_and_letters(text: str, danish: bool) -> None:  # noqa: FBT001 - what is wanted
    with zipfile.ZipFile(io.BytesIO(docx(paragraph(text)))) as archive:
        assert is_danish(open_package(archive)) is danish
