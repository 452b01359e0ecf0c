"""Read the finished bytes back and hold them against the plan.

Everything is found anew, and print and page labels through another library, as a viewer finds them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pikepdf
import pypdfium2

from styringsdialog.assemble.checking import MEGABYTES, SECONDS
from styringsdialog.assemble.merge import INSIDE_SCHEMES, uri_of
from styringsdialog.assemble.plan import Footer, Plan
from styringsdialog.danish.personal_numbers import personal_numbers
from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.isolate.outcome import Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, Workers
from styringsdialog.loading.inputs import content_of
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.parts import Bookmark, PreparedPart
from styringsdialog.pdf.boxes import FOOTER_STRIP, Rectangle, VisibleBox, read_rectangle, visible_box
from styringsdialog.pdf.objects import bookmark_items, dictionary, listed, mapping, page_of
from styringsdialog.typeset.styles import CONTENTS_NUMBER

_CONTENTS = "del:indhold"
_HARMLESS = frozenset({"/GoTo", "/URI"})

# Pages whose text is read before the file is opened anew: PDFium keeps what it has read.
_PAGES_AT_ONCE = 250
# Points: above the labels, whose baseline ``stamps`` puts at 58.
_JOURNAL_TOP = 72.0
_NOWHERE = Path()
_PLAIN_LABELS = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)])


@attrs.frozen
class _Link:
    """A link within the file: where it stands in the page's own units, and the page it leads to."""

    rectangle: Rectangle
    page: int


@attrs.frozen(kw_only=True)
class ReadBack:
    """A file that was read back.

    Attributes:
        problems: Every way in which it is not as planned; nothing when it is.
        personal: Each text with a personal number in it: the page that it belongs to, 0 for none; the key under which
            it stands (ISO 32000-1, 7.3.7), "" where it is on the page itself; and what it says.
        unread: The pages, from 1, that say nothing but their footers.
    """

    problems: tuple[Problem, ...]
    personal: tuple[tuple[int, str, str], ...] = ()
    unread: tuple[int, ...] = ()


def read_back_job(path: Path, plan: Plan, workers: Workers | None) -> Job:
    """Return the call by which the package at ``path`` is held against ``plan``: most of it was other people's."""
    # Of the parts, only how their pages stand counts here: what stands on them may be much.
    sections = tuple(
        attrs.evolve(
            section,
            parts=tuple(PreparedPart(path=_NOWHERE, pages=part.pages, tagged=part.tagged) for part in section.parts),
        )
        for section in plan.sections
    )
    bare = attrs.evolve(plan, sections=sections, references={})
    return Job(
        target=f"{__name__}:{verify_plain.__name__}",
        argument={"path": str(path.absolute()), "plan": to_plain(bare)},
        seconds=SECONDS,
        megabytes=MEGABYTES,
        read=(path,),
        content=content_of(workers, path),
    )


def read_back_of(outcome: Outcome) -> ReadBack:
    """Return what ``read_back`` says, of the outcome of its call."""
    if outcome.why is not None:
        return ReadBack(problems=(_fault(_PACKAGE, message("package.not-read-back", error=outcome.why)),))
    answer: ReadBack = from_plain(ReadBack, outcome.value)
    return answer


def verify_plain(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Return what ``read_back`` says, as plain data: the worker's side."""
    assert isinstance(argument, dict)
    return to_plain(read_back(Path(str(argument["path"])), from_plain(Plan, argument["plan"])))


def read_back(path: Path, plan: Plan) -> ReadBack:
    """Return what the package at ``path`` says, and every way in which it is not what ``plan`` says."""
    try:
        with pikepdf.open(path) as pdf:
            pages = [page.obj for page in pdf.pages]
            if len(pages) != plan.pages:
                return ReadBack(
                    problems=(
                        _fault(_PACKAGE, message("package.number-of-pages", pages=len(pages), planned=plan.pages)),
                    )
                )
            numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
            problems = [
                *_outline(pdf, plan, numbers),
                # Nothing of ours needs these: one that is there came with a file, past intake.
                *(
                    _fault(message("place.catalog"), message("package.catalog-with", key=key))
                    for key in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Dests")
                    if key in pdf.Root
                ),
                *_structure(pdf),
                *_sections(pdf, plan),
                *_read_aloud(pages, plan),
                *(problem for number, page in enumerate(pages, 1) for problem in _actions(page, number, numbers)),
            ]
            strings = tuple(_strings(pdf, pages, numbers))
            boxes = [visible_box(page) for page in pages]
            links = {number: _links(pages[number - 1], numbers) for number in _contents_pages(plan)}
            # Where all pages have plain numbers, the last label tells of all: PDFium counts down to 1 for each.
            plain = dictionary(pdf.Root.get("/PageLabels")).get("/Nums") == _PLAIN_LABELS
    # A file that is not as planned can raise any of these while it is read.
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError) as error:
        return ReadBack(problems=(_fault(_PACKAGE, message("package.not-read-back", error=str(error))),))
    problems += _reached(plan, links)
    texts: list[str] = []
    problems += _printed(path, plan, boxes, links, texts, labelled=plan.pages - 1 if plain else 0)
    personal = ((page, "", text) for page, text in enumerate(texts, 1) if any(personal_numbers(text)))
    footers = (set(" ".join(footer.texts).split()) for footer in plan.footers)
    unread = (page for page, words in enumerate(footers, 1) if words.issuperset(texts[page - 1].split()))
    return ReadBack(problems=tuple(problems), personal=(*personal, *strings), unread=tuple(unread))


_PACKAGE = message("place.package")


def _fault(where: Message, reason: Message) -> Problem:
    return Problem(Fault.INTERNAL, Where(origin=where), message("package.own-fault", reason=reason))


def _page(number: int) -> Message:
    return message("place.page", number=number)


# ------------------------------------------------------------------------ the document


def _outline(pdf: pikepdf.Pdf, plan: Plan, numbers: Mapping[tuple[int, int], int]) -> Iterator[Problem]:
    planned = list(_planned(plan.bookmarks, 1))
    items = list(bookmark_items(pdf.Root.get("/Outlines")))
    written = [(depth, str(item.get("/Title", "")), page_of(item.get("/Dest"), numbers)) for item, depth in items]
    # Lists of unequal length are told of below, once.
    for index, (entry, other) in enumerate(zip(planned, written, strict=False), 1):
        if entry != other:
            yield _fault(
                message("place.bookmark", number=index),
                message("package.other-bookmark", written=_entry(other), planned=_entry(entry)),
            )
    yield from (
        _fault(message("place.bookmark", number=index), message("package.bookmark-with-action"))
        for index, (item, _) in enumerate(items, 1)
        if "/A" in item
    )
    if len(planned) != len(written):
        yield _fault(
            message("place.bookmarks"),
            message("package.number-of-bookmarks", written=len(written), planned=len(planned)),
        )


# Depth, title and page of a bookmark.
_Entry = tuple[int, str, int | None]


def _entry(entry: _Entry) -> Message:
    depth, title, page = entry
    return message("package.bookmark", title=title, page=str(page), depth=depth)


def _planned(bookmarks: Sequence[Bookmark], depth: int) -> Iterator[_Entry]:
    for bookmark in bookmarks:
        yield depth, bookmark.title, bookmark.anchor.page
        yield from _planned(bookmark.children, depth + 1)


def _structure(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """Find objects that claim a place in a structure tree in which nobody knows them."""
    parents = dictionary(pdf.Root.get("/StructTreeRoot")).get("/ParentTree")
    known = set(pikepdf.NumberTree(parents)) if isinstance(parents, pikepdf.Dictionary) else set()
    for item in _with_annotations(pdf.objects):
        for key in ("/StructParent", "/StructParents"):
            if key in item and item.get(key) not in known:
                yield _fault(
                    message("place.object", number=item.objgen[0]),
                    message("package.unknown-struct-parent", key=key, value=str(item.get(key))),
                )


def _sections(pdf: pikepdf.Pdf, plan: Plan) -> Iterator[Problem]:
    """Hold the topmost elements of the structure tree against the plan's sections."""
    planned = [("/Sect" if section.number is None else "/Part", section.title) for section in plan.sections]
    tops = listed(dictionary(pdf.Root.get("/StructTreeRoot")).get("/K"))
    kids = listed(dictionary(tops[0]).get("/K")) if tops else []
    written = [(str(kid.get("/S", "")), str(kid.get("/T", ""))) for kid in map(dictionary, kids)]
    if written != planned:
        yield _fault(
            message("place.structure-tree"),
            message("package.other-sections", written=str(written), planned=str(planned)),
        )


def _read_aloud(pages: Sequence[pikepdf.Dictionary], plan: Plan) -> Iterator[Problem]:
    """Find pages that the structure tree passes over; a file that came with tags may mean to."""
    tagged = [part.tagged for part in plan.parts for _ in part.pages]
    yield from (
        _fault(_page(number), message("package.page-in-no-element"))
        for number, (page, own_tags) in enumerate(zip(pages, tagged, strict=True), 1)
        if not own_tags and "/StructParents" not in page
    )


def _with_annotations(objects: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    for item in objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            annotations = item.get("/Annots")
            if isinstance(annotations, pikepdf.Array):
                # The others come by themselves.
                yield from (annotation for annotation in annotations if not annotation.is_indirect)


def _strings(
    pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Dictionary], numbers: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, str, str]]:
    """Return every string of the file that may hold a personal number, with its page and its key."""
    places = {
        holder.objgen: number
        for number, page in enumerate(pages, 1)
        for annotations in [page.get("/Annots", pikepdf.Array())]
        for holder in (page, annotations, *annotations)
    }
    for item in pdf.objects:
        said = mapping(item)
        # Actions and attributes may be objects of their own, and name no page.
        for key, value in (entry for holder in (item, *listed(said.get("/A"))) for entry in _within(holder, "/")):
            if any(personal_numbers(str(value))):
                # An element of the structure and a bookmark name the page; an annotation need not.
                page = page_of(said.get("/Dest"), numbers) or numbers.get(dictionary(said.get("/Pg")).objgen)
                yield page or places.get(item.objgen, 0), key, str(value)


def _within(holder: object, key: str) -> Iterator[tuple[str, pikepdf.String]]:
    """Yield the strings in ``holder``, and in what is no object of its own there, each with its key."""
    entries = [(key, value) for value in holder] if isinstance(holder, pikepdf.Array) else mapping(holder).items()
    for name, value in entries:
        if isinstance(value, pikepdf.String):
            yield name, value
        elif isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
            yield from _within(value, name)


# --------------------------------------------------------------------------- the pages


def _actions(page: pikepdf.Dictionary, number: int, numbers: Mapping[tuple[int, int], int]) -> Iterator[Problem]:
    where = _page(number)
    if "/AA" in page:
        yield _fault(where, message("package.page-with-actions"))
    for annotation in page.get("/Annots", ()):
        action = annotation.get("/A")
        if "/AA" in annotation or "/PA" in annotation:
            yield _fault(where, message("package.annotation-with-actions"))
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S", ""))
            # A harmless action may be followed by another (ISO 32000-1, 12.6.2).
            if kind not in _HARMLESS or "/Next" in action:
                yield _fault(where, message("package.annotation-with-action", kind=kind or "?"))
        # In small letters, as a viewer reads a scheme (RFC 3986, 3.1).
        if uri_of(annotation).lower().startswith(INSIDE_SCHEMES):
            yield _fault(where, message("package.link-to-nowhere", address=uri_of(annotation)))
        if _leads_inside(annotation) and page_of(_destination(annotation), numbers) is None:
            yield _fault(where, message("package.link-to-no-page"))


def _leads_inside(annotation: pikepdf.Object) -> bool:
    return dictionary(annotation.get("/A")).get("/S") == pikepdf.Name.GoTo or "/Dest" in annotation


def _destination(annotation: pikepdf.Object) -> object:
    return annotation.get("/Dest") if "/Dest" in annotation else annotation.A.get("/D")


def _links(page: pikepdf.Dictionary, numbers: Mapping[tuple[int, int], int]) -> tuple[_Link, ...]:
    links = []
    for annotation in page.get("/Annots", ()):
        if _leads_inside(annotation):
            rectangle = read_rectangle(annotation.get("/Rect"))
            target = page_of(_destination(annotation), numbers)
            if rectangle is not None and target is not None:
                links.append(_Link(rectangle, target))
    return tuple(links)


def _contents_pages(plan: Plan) -> range:
    if _CONTENTS not in plan.destinations:
        return range(0)
    section = plan.section(_CONTENTS)
    return range(section.first, section.last + 1)


def _reached(plan: Plan, links: Mapping[int, Sequence[_Link]]) -> Iterator[Problem]:
    """Find sections after the contents that no line of it leads to."""
    reached = {link.page for on_page in links.values() for link in on_page}
    for section in plan.sections:
        if links and section.first > max(links) and section.first not in reached:
            yield _fault(
                message("place.contents"),
                message("package.no-line-of-the-contents", title=section.title, page=section.first),
            )


# --------------------------------------------------------------------------- the print


def _printed(  # noqa: PLR0913 - what was found in the file by then
    path: Path,
    plan: Plan,
    boxes: Sequence[VisibleBox],
    links: Mapping[int, Sequence[_Link]],
    texts: list[str],
    *,
    labelled: int,
) -> Iterator[Problem]:
    """Find what is printed otherwise than planned, and add to ``texts`` what each page says.

    ``labelled`` is the index of the first page whose label is looked at.
    """
    for start in range(0, plan.pages, _PAGES_AT_ONCE):
        with pypdfium2.PdfDocument(path) as document:
            for index in range(start, min(start + _PAGES_AT_ONCE, plan.pages)):
                if index >= labelled and (label := document.get_page_label(index)) != str(index + 1):
                    yield _fault(_page(index + 1), message("package.page-label", label=label))
                page = document[index]
                text = page.get_textpage()
                texts.append(text.get_text_range() if text.count_chars() else "")
                yield from _footer(text, index + 1, plan.footers[index], boxes[index])
                for link in links.get(index + 1, ()):
                    yield from _contents_line(text, index + 1, link)
                # Closed page by page, because PDFium holds what it has read until then.
                text.close()
                page.close()


def _footer(text: pypdfium2.PdfTextPage, number: int, footer: Footer, box: VisibleBox) -> Iterator[Problem]:
    printed = _words(text, box.area(0, 0, box.width, FOOTER_STRIP))
    # What is never shortened (``lay_out_footer``); a title may be, and is not looked for.
    yield from (
        _fault(_page(number), message("package.other-footer", printed=printed, planned=planned))
        for planned in (footer.right, footer.kept)
        # Not as part of a longer word or number.
        if planned and not re.search(rf"(?<!\w){re.escape(planned)}(?!\w)", printed)
    )
    if footer.journal:
        journal = _words(text, box.area(0, FOOTER_STRIP, box.width, _JOURNAL_TOP))
        yield from (
            _fault(_page(number), message("package.no-journal-field", label=label))
            for label, _ in footer.journal
            if label not in journal
        )


def _contents_line(text: pypdfium2.PdfTextPage, number: int, link: _Link) -> Iterator[Problem]:
    _, bottom, right, top = link.rectangle
    if (printed := _words(text, (right - CONTENTS_NUMBER, bottom, right, top))) != str(link.page):
        yield _fault(_page(number), message("package.other-contents-line", printed=printed, page=link.page))


def _words(text: pypdfium2.PdfTextPage, area: Rectangle) -> str:
    return " ".join(text.get_text_bounded(*area).split())
