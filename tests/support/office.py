"""Office files for tests: small ones, written part by part as the standards have them."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import attrs
import pytest

needs_soffice = pytest.mark.skipif(
    shutil.which("soffice") is None and shutil.which("libreoffice") is None,
    reason="LibreOffice is not installed; .ci/run installs it",
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
_DRAWN = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    }.items()
)
WORD = f"{_W} {_R} {_A} {_WP} {_PIC} {_DRAWN}"
"""The namespaces of a part of a Word document."""
_KINDS = {
    "word/header1.xml": "wordprocessingml.header",
    "word/footer1.xml": "wordprocessingml.footer",
    "word/charts/chart1.xml": "drawingml.chart",
    "ppt/charts/chart1.xml": "drawingml.chart",
}
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "presentation": "presentation",
        "svg": "svg-compatible",
        "fo": "xsl-fo-compatible",
    }.items()
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Give a ZIP archive of ``parts``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # Without the time of the clock: the same parts are the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def relationships(*given: tuple[str, str, str] | tuple[str, str, str, str]) -> str:
    """Give a part of relationships: id, last part of the type, target, and ``External`` where it is."""
    lines = []
    for identifier, kind, target, *mode in given:
        outside = f' TargetMode="{mode[0]}"' if mode else ""
        lines.append(f'<Relationship Id="{identifier}" Type="{_TYPE}{kind}" Target="{escape(target)}"{outside}/>')
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'


def _types(**overrides: str) -> str:
    given = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'{_HEAD}<Types xmlns="{space}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{given}</Types>'
    )


HIDING = f"""<w:styles {WORD}>
<w:style w:type="paragraph" w:styleId="Skjult"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Skjult2"><w:basedOn w:val="Skjult"/></w:style>
<w:style w:type="paragraph" w:styleId="Vist"><w:basedOn w:val="Skjult"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
</w:styles>"""
"""The styles of a Word document: text in two of them is hidden, and not in the third, which is based on one."""


def docx(
    body: str,
    *,
    links: Sequence[tuple[str, str, str] | tuple[str, str, str, str]] = (),
    parts: Mapping[str, str | bytes] = {},
) -> bytes:
    """Give a Word document with ``body``, the content of ``w:body``."""
    kinds = {
        **{name: kind for name, kind in _KINDS.items() if name in parts},
        "word/document.xml": "wordprocessingml.document.main",
        "word/styles.xml": "wordprocessingml.styles",
        "word/settings.xml": "wordprocessingml.settings",
    }
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in range(1, 5)
    )
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="da-DK"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return zipped(
        {
            "[Content_Types].xml": _types(**kinds),
            "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f"{_HEAD}<w:document {WORD}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"{_HEAD}<w:styles {_W}>{defaults}{styles}</w:styles>",
            "word/settings.xml": f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/></w:settings>',
            "word/_rels/document.xml.rels": relationships(
                ("rIdS", "styles", "styles.xml"), ("rIdT", "settings", "settings.xml"), *links
            ),
            **parts,
        }
    )


def paragraph(text: str, *, heading: int = 0) -> str:
    """Give a paragraph of a Word document."""
    style = f'<w:pPr><w:pStyle w:val="Heading{heading}"/></w:pPr>' if heading else ""
    return f"<w:p>{style}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def field(instruction: str, shown: str) -> str:
    """Give a paragraph of a Word document that is a field, which last showed ``shown``."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {escape(instruction)} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{escape(shown)}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def linked_picture(identifier: str) -> str:
    """Give a paragraph of a Word document with a picture that stands elsewhere."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="billede" '
        'descr="Et billede"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" '
        f'name="b"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="{identifier}"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def slide(title: str, *points: str, hidden: bool = False, more: str = "") -> str:
    """Give a slide with a title, unless it is empty, and a text with ``points``."""
    shapes = _shape(2, "Titel", '<p:ph type="title"/>', 0, [title]) if title else ""
    shapes += _shape(3, "Tekst", "", 2000000, points) if points else ""
    show = ' show="0"' if hidden else ""
    return (
        f"{_HEAD}<p:sld {_P} {_A} {_R}{show}><p:cSld><p:spTree>{_TOP}{shapes}{more}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


_TOP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def _shape(number: int, name: str, placeholder: str, top: int, lines: Sequence[str]) -> str:
    run = '<a:rPr lang="da-DK"><a:latin typeface="Carlito"/></a:rPr>'
    text = "".join(f"<a:p><a:r>{run}<a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="500000" y="{top}"/><a:ext cx="8000000" cy="1500000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/>{text}</p:txBody></p:sp>'
    )


def figure(*, alt: str = "", decorative: bool = False) -> str:
    """Give a green ellipse without text for a slide."""
    described = f' descr="{escape(alt)}"' if alt else ""
    mark = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        if decorative
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="9" name="Figur"{described}>{mark}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="500000" y="4000000"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="1F5C3A"/></a:solidFill>'
        "</p:spPr></p:sp>"
    )


def pptx(*slides: str, parts: Mapping[str, str | bytes] = {}) -> bytes:
    """Give a presentation of ``slides`` on a master with a green bar."""
    numbers = range(1, len(slides) + 1)
    kinds = {
        "ppt/presentation.xml": "presentationml.presentation.main",
        "ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster",
        "ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout",
        "ppt/theme/theme1.xml": "theme",
        **{name: kind for name, kind in _KINDS.items() if name in parts},
        **{f"ppt/slides/slide{number}.xml": "presentationml.slide" for number in numbers},
    }
    listed = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in numbers)
    bar = figure().replace('prst="ellipse"', 'prst="rect"').replace('cx="900000"', 'cx="200000"')
    colours = (
        'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
    )
    title = _shape(2, "Titel", '<p:ph type="title"/>', 0, [])
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(**kinds),
        "_rels/.rels": relationships(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"{_HEAD}<p:presentation {_P} {_A} {_R}>"
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rIdM"/></p:sldMasterIdLst>'
        f'<p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relationships(
            ("rIdM", "slideMaster", "slideMasters/slideMaster1.xml"),
            *((f"rId{number}", "slide", f"slides/slide{number}.xml") for number in numbers),
        ),
        "ppt/slideMasters/slideMaster1.xml": f"{_HEAD}<p:sldMaster {_P} {_A} {_R}><p:cSld><p:spTree>{_TOP}{bar}{title}"
        f'</p:spTree></p:cSld><p:clrMap {colours}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/>'
        "</p:sldLayoutIdLst></p:sldMaster>",
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships(
            ("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"), ("rId2", "theme", "../theme/theme1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"{_HEAD}<p:sldLayout {_P} {_A} {_R}><p:cSld><p:spTree>{_TOP}{title}"
        "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relationships(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/theme/theme1.xml": _theme(),
    }
    for number, one in zip(numbers, slides, strict=True):
        made[f"ppt/slides/slide{number}.xml"] = one
        made[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(
            ("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")
        )
    return zipped({**made, **parts})


def _theme() -> str:
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name.startswith("lt") else "1A1A1A"}"/></a:{name}>' for name in names
    )
    font = '<a:latin typeface="Carlito"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = '<a:ln><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{_HEAD}<a:theme {_A} name="t"><a:themeElements><a:clrScheme name="t">{colours}</a:clrScheme>'
        f'<a:fontScheme name="t"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="t"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def xlsx(rows: str, *, footer: str = "") -> bytes:
    """Give a workbook with one sheet of ``rows``, and one that is hidden."""
    kinds = {
        "xl/workbook.xml": "spreadsheetml.sheet.main",
        "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
        "xl/worksheets/sheet2.xml": "spreadsheetml.worksheet",
    }
    margin = f"<headerFooter><oddFooter>{escape(footer)}</oddFooter></headerFooter>" if footer else ""
    return zipped(
        {
            "[Content_Types].xml": _types(**kinds),
            "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{_HEAD}<workbook {_X} {_R}><sheets><sheet name="Tal" sheetId="1" r:id="rId1"/>'
            '<sheet name="Kladde" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
            ),
            "xl/worksheets/sheet1.xml": f"{_HEAD}<worksheet {_X}><sheetData>{rows}</sheetData>{margin}</worksheet>",
            "xl/worksheets/sheet2.xml": f'{_HEAD}<worksheet {_X}><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'
            "</sheetData></worksheet>",
        }
    )


@attrs.frozen(kw_only=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        rows: Texts and numbers, each alone or with the number of its style in ``STYLES``; ``None`` for no cell.
        before: XML that stands before the cells, such as ``<cols>``.
        after: XML that stands behind them, such as ``<pageSetup>``.
        hidden: Numbers of rows, from 1.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        links: Relationships of its part.
    """

    rows: Sequence[Sequence[object]]
    before: str = ""
    after: str = ""
    hidden: Sequence[int] = ()
    state: str = "visible"
    links: Sequence[tuple[str, str, str]] = ()

    @property
    def xml(self) -> str:
        """Its part."""
        rows = "".join(
            f'<row r="{number}" hidden="{number in self.hidden:d}">{self._cells(number, row)}</row>'
            for number, row in enumerate(self.rows, 1)
        )
        return f"{_HEAD}<worksheet {_X} {_R}>{self.before}<sheetData>{rows}</sheetData>{self.after}</worksheet>"

    @staticmethod
    def _cells(number: int, row: Sequence[object]) -> str:
        cells = []
        for column, content in enumerate(row):
            given, style = content if isinstance(content, tuple) else (content, 0)
            place = f'r="{column_letters(column)}{number}" s="{style}"'
            if isinstance(given, str):
                cells.append(f'<c {place} t="inlineStr"><is><t>{escape(given)}</t></is></c>')
            elif given is not None:
                cells.append(f"<c {place}><v>{given}</v></c>")
        return "".join(cells)


def column_letters(number: int) -> str:
    """Give the letters of a column, from 0."""
    before, last = divmod(number, 26)
    return (column_letters(before - 1) if before else "") + chr(65 + last)


AMOUNT, DATE, KRONER, BOLD, WRAPPED, TIME = range(1, 7)
_FORMATS = {164: "dd-mm-yyyy", 165: '#,##0.00 "kr."', 166: "hh:mm"}
_STYLES = (
    f"{_HEAD}<styleSheet {_X}><numFmts>"
    + "".join(
        f'<numFmt numFmtId="{key}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>' for key, code in _FORMATS.items()
    )
    + '</numFmts><fonts><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="4" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/>'
    '<xf applyAlignment="1"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="166" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def workbook(sheets: Mapping[str, Sheet], *, names: str = "", parts: Mapping[str, str] = {}) -> bytes:
    """Give a workbook of ``sheets``, with ``names``, the content of ``definedNames``."""
    numbered = list(enumerate(sheets.items(), 1))
    kinds = {
        "xl/workbook.xml": "spreadsheetml.sheet.main",
        "xl/styles.xml": "spreadsheetml.styles",
        **{f"xl/worksheets/ark{number}.xml": "spreadsheetml.worksheet" for number, _ in numbered},
    }
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" state="{sheet.state}" r:id="rId{number}"/>'
        for number, (name, sheet) in numbered
    )
    made: dict[str, str] = {
        "[Content_Types].xml": _types(**kinds),
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"{_HEAD}<workbook {_X} {_R}><sheets>{listed}</sheets>"
        f"<definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": relationships(
            ("rIdS", "styles", "styles.xml"),
            *((f"rId{number}", "worksheet", f"worksheets/ark{number}.xml") for number, _ in numbered),
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, (_, sheet) in numbered:
        made[f"xl/worksheets/ark{number}.xml"] = sheet.xml
        if sheet.links:
            made[f"xl/worksheets/_rels/ark{number}.xml.rels"] = relationships(*sheet.links)
    return zipped({**made, **parts})


def odf(kind: str, body: str, *, styles: str = "", scripts: str = "", parts: Mapping[str, str | bytes] = {}) -> bytes:
    """Give an OpenDocument file: ``kind`` is ``text``, ``presentation`` or ``spreadsheet``."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    content = (
        f'{_HEAD}<office:document-content {_ODF} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
        f"{scripts}<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" '
        f'manifest:media-type="{media if name == "/" else "image/png" if name.endswith(".png") else "text/xml"}"/>'
        for name in ("/", "content.xml", *parts)
    )
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{entries}</manifest:manifest>'
    )
    return zipped({"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest, **parts})


def compound(name: str, content: bytes) -> bytes:
    """Give a compound file ([MS-CFB]) with one stream, filled up to the 4096 bytes from which it has sectors."""
    content = content.ljust(4096, b"\0")
    sectors = len(content) // 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\xff"))
    struct.pack_into("<16xHHHHH6xIIIII", header, 8, 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096)
    struct.pack_into("<IIIII", header, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    entries = b"".join(
        (one.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
        + struct.pack("<HBBIII36xIQ", len(one) * 2 + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size)
        for one, kind, child, start, size in (
            ("Root Entry", 5, 1, 0xFFFFFFFE, 0),
            (name, 2, 0xFFFFFFFF, 2, len(content)),
        )
    )
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return bytes(header) + fat + entries.ljust(512, b"\0") + content
