"""Pictures in Office files for tests: in a text, beside it, in a group, in a box, and as old programs drew them."""

from __future__ import annotations

import io
import itertools

from PIL import Image

from support.office import WORD, docx, odf, pptx, relationships

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""In the properties of a drawing: that it is decoration."""

_numbers = itertools.count(100)


def png(width: int = 40, height: int = 30) -> bytes:
    """Give a red picture."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(stream, "PNG")
    return stream.getvalue()


def _graphic(kind: str, content: str) -> str:
    space = "http://schemas.microsoft.com/office/word/2010/" if kind.startswith("word") else ""
    space = space or "http://schemas.openxmlformats.org/drawingml/2006/"
    return f'<a:graphic><a:graphicData uri="{space}{kind}">{content}</a:graphicData></a:graphic>'


def _pic(said: str = "", *, left: int = 0, width: int = 914400, more: str = "", turned: str = "") -> str:
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{next(_numbers)}" name="b" {said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rIdP"/>{more}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        f'<a:xfrm{turned}><a:off x="{left}" y="0"/><a:ext cx="{width}" cy="685800"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
    )


def picture(said: str = "", **how: str) -> str:
    """Give the graphic of a picture, of which its file says ``said``."""
    return _graphic("picture", _pic(said, **how))  # type: ignore[arg-type]  # numbers are for groups


def group(first: str = "", second: str = "") -> str:
    """Give the graphic of a group of two pictures."""
    size = (
        '<a:off x="0" y="0"/><a:ext cx="914400" cy="685800"/><a:chOff x="0" y="0"/><a:chExt cx="914400" cy="685800"/>'
    )
    parts = _pic(first, width=400000) + _pic(second, left=500000, width=400000)
    frame = f"<wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{size}</a:xfrm></wpg:grpSpPr>"
    return _graphic("wordprocessingGroup", f"<wpg:wgp>{frame}{parts}</wpg:wgp>")


def shape(text: str = "") -> str:
    """Give the graphic of a green rectangle, with paragraphs in it or none."""
    box = f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>" if text else ""
    return _graphic(
        "wordprocessingShape",
        '<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="685800"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="1F5C3A"/></a:solidFill></wps:spPr>'
        f"{box}<wps:bodyPr/></wps:wsp>",
    )


def chart() -> str:
    """Give the graphic of a chart."""
    return _graphic("chart", '<c:chart r:id="rIdC"/>')


def inline(said: str = "", graphic: str = "", more: str = "", size: str = 'cx="914400" cy="685800"') -> str:
    """Give a paragraph with a drawing among its words, whose properties say ``said`` and hold ``more``."""
    properties = f'<wp:docPr id="{next(_numbers)}" name="Billede" {said}>{more}</wp:docPr>'
    drawing = f"<w:drawing><wp:inline><wp:extent {size}/>{properties}{graphic or picture()}</wp:inline></w:drawing>"
    return f"<w:p><w:r><w:t>Ord </w:t></w:r><w:r>{_chosen(drawing)}</w:r></w:p>"


def beside(said: str = "", graphic: str = "", more: str = "", behind: int = 0) -> str:
    """Give a paragraph with a drawing beside it, and some that leave it room."""
    drawing = (
        f'<w:drawing><wp:anchor simplePos="0" relativeHeight="{next(_numbers)}" behindDoc="{behind}" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>1000000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0'
        '</wp:posOffset></wp:positionV><wp:extent cx="914400" cy="685800"/><wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="{next(_numbers)}" name="Billede" {said}>{more}</wp:docPr>'
        f"{graphic or picture()}</wp:anchor></w:drawing>"
    )
    return f"<w:p><w:r><w:t>Ord</w:t></w:r><w:r>{_chosen(drawing)}</w:r></w:p>" + "<w:p/>" * 5


def _chosen(drawing: str) -> str:
    """Give ``drawing`` as Word writes what older programs do not know."""
    needed = next((prefix for prefix in ("wps", "wpg") if f"<{prefix}:" in drawing), "")
    if not needed:
        return drawing
    old = '<w:pict><v:rect style="width:72pt;height:54pt" alt="for gamle programmer"/></w:pict>'
    choice = f'<mc:Choice Requires="{needed}">{drawing}</mc:Choice>'
    return f"<mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"


def old_picture(said: str = "", image: str = "") -> str:
    """Give a paragraph with a picture as Word 2003 drew it."""
    return (
        f'<w:p><w:r><w:pict><v:shape style="width:72pt;height:54pt" {said}><v:imagedata r:id="rIdP" {image}/></v:shape>'
        "</w:pict></w:r></w:p>"
    )


def illustrated_docx(body: str, *, header: str = "", footer: str = "", styles: str = "") -> bytes:
    """Give a Word document whose ``body``, ``header`` and ``footer`` show a picture, and the body a chart too."""
    shown = ("rIdP", "image", "media/i.png")
    links = [shown, ("rIdC", "chart", "charts/chart1.xml")]
    parts: dict[str, str | bytes] = {"word/media/i.png": png(), "word/charts/chart1.xml": _CHART}
    parts |= {"word/styles.xml": styles} if styles else {}
    margins = ""
    for name, tag, content in (("header", "hdr", header), ("footer", "ftr", footer)):
        if content:
            parts[f"word/{name}1.xml"] = f"<w:{tag} {WORD}>{content}</w:{tag}>"
            parts[f"word/_rels/{name}1.xml.rels"] = relationships(shown)
            links.append((f"rId{tag}", name, f"{name}1.xml"))
            margins += f'<w:{name}Reference w:type="default" r:id="rId{tag}"/>'
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1134" w:bottom="1701" w:left="1134"/>'
    return docx(f"{body}<w:sectPr>{margins}{page}</w:sectPr>", links=links, parts=parts)


def on_slide(said: str = "", more: str = "", left: int = 500000, top: int = 2000000) -> str:
    """Give a picture for a slide."""
    number = next(_numbers)
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="Billede" {said}>{more}</p:cNvPr><p:cNvPicPr/>'
        '<p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rIdP"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        "<p:spPr><a:xfrm>"
        f'<a:off x="{left}" y="{top}"/><a:ext cx="900000" cy="700000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></p:spPr></p:pic>"
    )


def group_on_slide(said: str, *pictures: str) -> str:
    """Give a group of ``pictures`` for a slide."""
    size = '<a:off x="0" y="2000000"/><a:ext cx="8000000" cy="700000"/><a:chOff x="0" y="2000000"/>'
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{next(_numbers)}" name="Gruppe" {said}/><p:cNvGrpSpPr/>'
        "<p:nvPr/></p:nvGrpSpPr>"
        f'<p:grpSpPr><a:xfrm>{size}<a:chExt cx="8000000" cy="700000"/></a:xfrm></p:grpSpPr>'
        f"{''.join(pictures)}</p:grpSp>"
    )


def chart_on_slide(said: str = "") -> str:
    """Give a chart for a slide."""
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{next(_numbers)}" name="Graf" {said}/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="500000" y="3500000"/>'
        '<a:ext cx="2000000" cy="1500000"/></p:xfrm>'
        f"{chart().replace('<c:chart', f'<c:chart {_C}')}</p:graphicFrame>"
    )


def illustrated_pptx(*slides: str) -> bytes:
    """Give a presentation whose ``slides`` show a picture and a chart."""
    own = relationships(
        ("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"),
        ("rIdP", "image", "../media/i.png"),
        ("rIdC", "chart", "../charts/chart1.xml"),
    )
    parts = {f"ppt/slides/_rels/slide{number}.xml.rels": own for number in range(1, len(slides) + 1)}
    return pptx(*slides, parts={**parts, "ppt/charts/chart1.xml": _CHART, "ppt/media/i.png": png()})


def in_odt(anchor: str, said: str = "") -> str:
    """Give a paragraph of an OpenDocument text with a picture."""
    frame = f'<draw:frame text:anchor-type="{anchor}" svg:width="2.54cm" svg:height="1.9cm">'
    return f'<text:p>Ord {frame}<draw:image xlink:href="Pictures/i.png"/>{said}</draw:frame></text:p>' + "<text:p/>" * 5


def illustrated_odt(body: str) -> bytes:
    """Give an OpenDocument text whose ``body`` shows a picture."""
    return odf("text", body, parts={"Pictures/i.png": png()})


def _axis(name: str, number: int, place: str) -> str:
    scaling = '<c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    return (
        f'<c:{name}><c:axId val="{number}"/>{scaling}<c:axPos val="{place}"/><c:crossAx val="{3 - number}"/></c:{name}>'
    )


_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_CHART = (
    f'<c:chartSpace {_C} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:plotArea><c:layout/>'
    '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val>'
    '<c:numRef><c:f>C</c:f><c:numCache><c:ptCount val="2"/><c:pt idx="0"><c:v>4</c:v></c:pt><c:pt idx="1"><c:v>7</c:v>'
    '</c:pt></c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>'
    f"{_axis('catAx', 1, 'b')}{_axis('valAx', 2, 'l')}</c:plotArea></c:chart></c:chartSpace>"
)
