"""Annotations on other people's pages: links stay, whatever would act goes."""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter
from collections.abc import Sequence

import attrs
import pikepdf

from styringsdialog.intake.actions import Dropped, drop_actions, drop_triggers
from styringsdialog.intake.destinations import Destinations, Spot
from styringsdialog.pdf.boxes import VisibleBox, common_area, fractions, read_rectangle
from styringsdialog.pdf.layers import Layers
from styringsdialog.pdf.objects import dictionary, discard, listed, utf8

_WEB = frozenset({"http", "https", "mailto", "tel"})
_ATTACHED = frozenset({"/FileAttachment"})
_PLAYED = frozenset({"/Sound", "/Movie", "/Screen", "/3D", "/RichMedia", "/TrapNet"})
# What is written about a page, and not on it; stamps, drawings and typewritten text belong to what it shows.
_COMMENTS = frozenset({"/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Popup"})
# What an annotation is, for whoever does not see it (ISO 14289-1, 7.18.1); in Danish, as a screen reader says it.
_WORDS = {
    "/3D": "Model",
    "/Caret": "Indsætningsmærke",
    "/Circle": "Cirkel",
    "/FileAttachment": "Vedhæftet fil",
    "/FreeText": "Tekst",
    "/Highlight": "Fremhævning",
    "/Ink": "Håndtegning",
    "/Line": "Streg",
    "/Movie": "Film",
    "/PolyLine": "Streg",
    "/Polygon": "Mangekant",
    "/Redact": "Overstregning",
    "/RichMedia": "Film",
    "/Screen": "Film",
    "/Sound": "Lyd",
    "/Square": "Firkant",
    "/Squiggly": "Understregning",
    "/Stamp": "Stempel",
    "/StrikeOut": "Gennemstregning",
    "/Text": "Kommentar",
    "/Underline": "Understregning",
    "/Watermark": "Vandmærke",
}
# What stamps say, by their names (ISO 32000-1, table 181); Acrobat puts letters of its own before them.
_STAMPS = {
    "Approved": "GODKENDT",
    "AsIs": "SOM DET ER",
    "Completed": "FÆRDIGT",
    "Confidential": "FORTROLIGT",
    "Departmental": "INTERNT",
    "Draft": "UDKAST",
    "Experimental": "FORSØG",
    "Expired": "UDLØBET",
    "Final": "ENDELIGT",
    "ForComment": "TIL KOMMENTERING",
    "ForPublicRelease": "TIL OFFENTLIGGØRELSE",
    "InformationOnly": "TIL ORIENTERING",
    "NotApproved": "IKKE GODKENDT",
    "NotForPublicRelease": "IKKE TIL OFFENTLIGGØRELSE",
    "PreliminaryResults": "FORELØBIGT RESULTAT",
    "Sold": "SOLGT",
    "TopSecret": "STRENGT FORTROLIGT",
    "Void": "UGYLDIGT",
}
# Hidden and no-view (ISO 32000-1, table 165).
_HIDDEN = 2 | 32
# What shows nothing of its own; fields are told together.
_UNTOLD = frozenset({"/Popup", "/Link", "/Widget"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


@attrs.frozen
class LinkContext:
    """Where links lead to, the base that relative addresses are joined to, and whether comments stay.

    Attributes:
        layers: What belongs to those that are off is not seen.
    """

    pages: Sequence[pikepdf.Dictionary]
    boxes: Sequence[VisibleBox]
    destinations: Destinations
    layers: Layers
    base: str = ""
    comments: bool = False


def clean_annotations(page: int, context: LinkContext) -> Counter[Dropped]:
    """Leave on a page the annotations that a package can hold, and count those that it cannot.

    Links within the file get explicit destinations; those to the web stay; all other actions go. Unless
    comments stay, they go as well, and with them who drew on the page, and when.
    What nobody sees because it stands outside the visible box goes too: the page may grow there.

    Args:
        page: From 0.
        context: Of the file.
    """
    dropped: Counter[Dropped] = Counter()
    holder = context.pages[page]
    given = holder.get("/Annots")
    annotations = [item for item in listed(given) if isinstance(item, pikepdf.Dictionary)]
    discard(holder, "/Annots")
    if not isinstance(given, pikepdf.Array):
        return dropped
    kept = [annotation for annotation in annotations if _keep(annotation, page, context, dropped)]
    seen = {annotation.objgen for annotation in kept if annotation.is_indirect}
    for annotation in kept:
        annotation.P = holder
        # A widget's Parent is its field, from which it inherits (ISO 32000-1, 12.7.3); a popup's is an annotation.
        is_field = annotation.get("/Subtype") == pikepdf.Name.Widget
        ties = ("/Popup", "/IRT") if is_field else ("/Popup", "/IRT", "/Parent")
        # One to an annotation that is gone would keep it, and its page, alive.
        discard(annotation, *(tie for tie in ties if dictionary(annotation.get(tie)).objgen not in seen))
    if kept:
        holder.Annots = pikepdf.Array(kept)
    return dropped


def _keep(annotation: pikepdf.Dictionary, page: int, context: LinkContext, dropped: Counter[Dropped]) -> bool:
    """Make ``annotation`` harmless and tell whether anything of it is left."""
    subtype = str(annotation.get("/Subtype", ""))
    words = _words(annotation, subtype) if subtype != "/Link" else ""
    if subtype in _ATTACHED | _PLAYED:
        dropped[Dropped.ATTACHMENT if subtype in _ATTACHED else Dropped.PLAYED] += 1
        # Its sign is then the viewer's own (ISO 32000-1, 12.5.6.15), and a stamp without appearance shows nothing.
        if not isinstance(annotation.get("/AP"), pikepdf.Dictionary):
            return False
        # Its sign on the page, or a film's first picture, is seen, and stays.
        annotation.Subtype, subtype = pikepdf.Name.Stamp, "/Stamp"
        discard(annotation, "/A", "/AA", "/Dest")
    if not context.comments and (subtype in _COMMENTS or "/IRT" in annotation):
        # A window in which a comment is shown is none itself.
        dropped[Dropped.COMMENT] += subtype != "/Popup"
        return False
    flags: object = annotation.get("/F")
    if (isinstance(flags, int) and flags & _HIDDEN) or context.layers.hide(annotation.get("/OC")):
        dropped[Dropped.HIDDEN] += subtype not in _UNTOLD
        return False
    _take_one_look(annotation)
    rectangle = read_rectangle(annotation.get("/Rect"))
    box = context.boxes[page]
    quads = annotation.get("/QuadPoints")
    corners = fractions(quads) if isinstance(quads, pikepdf.Array) else None
    if corners and "/AP" not in annotation and (rectangle is None or not box.meets(rectangle)):
        # Some viewers mark what the corners enclose, wherever the rectangle is; with a rectangle round them all do.
        annotation.Rect = pikepdf.Array([edge(half) for edge in (min, max) for half in (corners[::2], corners[1::2])])
        rectangle = read_rectangle(annotation.Rect)
    if subtype != "/Popup" and (rectangle is None or not box.meets(rectangle)):
        dropped[Dropped.COMMENT] += subtype in _COMMENTS
        return False
    dropped.update(drop_triggers(annotation.get("/AA")))
    action = _harmless(annotation, page, context, dropped) if "/A" in annotation or "/Dest" in annotation else None
    # Whatever else would act is in no table of ``allowed``, and neither is who drew it.
    discard(annotation, "/A")
    if action is not None:
        annotation.A = action
    # Contents of a FreeText are what the page shows, and of a link what is read aloud.
    said = annotation.get("/Contents", "") if context.comments or subtype in {"/FreeText", "/Link"} else ""
    if words and subtype not in {"/Popup", "/Widget"} and not str(said).strip():
        annotation.Contents = pikepdf.String(words)
    # Stamps and drawings are part of what one sees; a link that leads nowhere is not.
    if subtype != "/Link":
        return True
    if action is not None and rectangle is not None and box.overhang(rectangle):
        annotation.Rect = pikepdf.Array(
            [round(edge, 4) for edge in (common_area(rectangle, box.rectangle) or rectangle)]
        )
    return action is not None


def _take_one_look(annotation: pikepdf.Dictionary) -> None:
    """Leave in ``annotation`` the look that is seen; those of its other states say what is not."""
    looks = dictionary(dictionary(annotation.get("/AP")).get("/N"))
    look = looks.get(str(annotation.get("/AS", "/Off")))
    if looks and annotation.get("/Subtype") != pikepdf.Name.Widget:
        annotation.AP = pikepdf.Dictionary({} if look is None else {"/N": look})


def _words(annotation: pikepdf.Dictionary, subtype: str) -> str:
    """Return what ``annotation`` is, in words: none of its author's."""
    if subtype == "/Line" and any("Arrow" in end for end in map(str, listed(annotation.get("/LE")))):
        return "Pil"
    stamp = re.sub(r"^/(?:SB|SH|#D)?", "", str(annotation.get("/Name", "")))
    return f"Stempel: {_STAMPS[stamp]}" if subtype == "/Stamp" and stamp in _STAMPS else _WORDS.get(subtype, "Tegning")


def _harmless(
    annotation: pikepdf.Dictionary, page: int, context: LinkContext, dropped: Counter[Dropped]
) -> pikepdf.Dictionary | None:
    """Return the action anew where a package can hold it; count it where not."""
    action = annotation.get("/A")
    if not isinstance(action, pikepdf.Dictionary):
        # ISO 32000-1, 12.6.4.2: a Dest does what a GoTo action does, so one way serves both.
        action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=annotation.get("/Dest"))
    kind = str(action.get("/S", ""))
    followers = drop_actions(action, first=False)
    dropped.update(followers)
    if kind == "/URI" and (address := _address(action.get("/URI"), context.base)):
        return pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
    spot = context.destinations.spot(action) if kind == "/GoTo" else _named(action, page, context)
    if kind in {"/GoTo", "/Named"} and spot is not None:
        return pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=spot.array(context.pages))
    # One that only shows a place is not counted there.
    lost = Dropped.DEAD_LINK if kind == "/GoTo" else Dropped.OTHER_LINK
    dropped.update(drop_actions(action) - followers or Counter([lost]))
    return None


def _named(action: pikepdf.Dictionary, page: int, context: LinkContext) -> Spot | None:
    """Return the page that a named action means in this file; in a package it would mean another."""
    last = len(context.pages) - 1
    target = {"/FirstPage": 0, "/LastPage": last, "/NextPage": page + 1, "/PrevPage": page - 1}.get(
        str(action.get("/N", ""))
    )
    # Before the first page and behind the last one a viewer stays where it is.
    return Spot(min(max(target, 0), last)) if target is not None else None


def _address(value: object, base: str) -> str:
    """Return a web address as 7-bit text; empty for one that is none.

    Schemes of the package's own (``bilag:``) are none here: only its own pages use those.
    """
    if not isinstance(value, pikepdf.String | str):
        return ""
    # Old files write a URI's letters in PDFDocEncoding, which is Latin-1 but for what no address holds.
    text = utf8(bytes(value) if isinstance(value, pikepdf.String) else value.encode())
    # What viewers leave out before they look at the scheme must not hide one from us.
    text = (text if text.isprintable() else "".join(filter(str.isprintable, text))).strip()
    if not _SCHEME.match(text):
        if base:
            # ISO 32000-1, 12.6.4.7: relative addresses start from the catalog's Base.
            text = urllib.parse.urljoin(base, text)
        elif text.lower().startswith("www."):
            text = f"http://{text}"
    if (scheme := _SCHEME.match(text)) is None or scheme[1].lower() not in _WEB:
        return ""
    # «%» is safe, so that what is encoded already is not encoded once more.
    return urllib.parse.quote(text, safe="!#$%&'()*+,/:;=?@[]~")
