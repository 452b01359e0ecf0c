"""One contributor's bilag as a PDF by themselves, as they will stand in a package, and the tags that they lack."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import attrs

from styringsdialog.assemble.conformance import make_checked
from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.structure import tag_counts
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.compose.bilag import number_bilag
from styringsdialog.compose.design import templates_of
from styringsdialog.compose.layout import Footing, Press, references_of
from styringsdialog.compose.makers import store_in
from styringsdialog.compose.sections import Draft, Material, draft_sections
from styringsdialog.content import pages
from styringsdialog.content.references import resolve
from styringsdialog.errors import Fault, Problem, Remark, error_for
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.isolate.running import workers_with
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.blocks import (
    Blocks,
    Cell,
    Definition,
    Definitions,
    Figure,
    Heading,
    KeyFigures,
    Link,
    List,
    ListItem,
    Row,
    Table,
)
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Conformance, Profile
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.tree import Node, walk
from styringsdialog.typeset.charts import as_table, is_drawn
from styringsdialog.typeset.styles import PAGE

_UNCHECKED = Conformance()


@attrs.frozen(kw_only=True)
class PreviewedBilag:
    """One bilag, with what it came to.

    Attributes:
        kind: ``typeset`` or ``taken in``, for text and for files.
        pages: Its own, without the divider.
        notes: What was lost or mended on the way.
        tagged: Whether its pages have tags of their own: text has, a file may.
        tag_faults: How the tags in the file differ from what its blocks call for; nothing of a file.
    """

    key: str
    title: str
    kind: str
    pages: int
    notes: tuple[Remark, ...] = ()
    tagged: bool = True
    tag_faults: tuple[Message, ...] = ()


@attrs.frozen(kw_only=True)
class Preview:
    """A contributor's bilag as a PDF.

    Attributes:
        pages: Of the PDF, contents and dividers counted.
        size: Of the PDF, in bytes.
        conformance: What it satisfies, when it was asked for; rules that a bilag breaks have its place in ``bilag``.
    """

    path: Path
    pages: int
    size: int
    bilag: tuple[PreviewedBilag, ...]
    conformance: Conformance = _UNCHECKED


def make_preview(
    conference: Conference,
    contribution: Contribution,
    work: Path,
    *,
    profiles: Collection[Profile] = (),
    store: Path | None = None,
) -> Preview:
    """Write the bilag of ``contribution`` to a PDF in ``work``, and give what they came to.

    A contents page stands before them, and before each its divider. They are numbered as if each
    contributor before had one bilag. References among them print the preview's own pages; those to
    elsewhere print the pages of the conference's package, in which the others' bilag are missing,
    and lead to the contents.

    Args:
        conference: With the contributor of ``contribution`` among its contributors.
        contribution: With at least one bilag.
        work: An empty folder.
        profiles: What to hold it against; it claims what of these it satisfies, and nothing when nobody can check.
        store: Where it is kept what became of open files, as for ``build_package``.

    Raises:
        StyringsdialogError: With everything that keeps a bilag from becoming pages.
    """
    with workers_with(store_in(store)) as keeping:
        bilag = number_bilag(
            conference,
            [
                contribution if contributor.id == contribution.contributor_id else _not_asked(contributor.id)
                for contributor in conference.contributors
            ],
            work,
            # INTERNAL, so that the author sees closed bilag too.
            audience=Audience.INTERNAL,
            progress=lambda _: None,
            workers=keeping,
        )
        own = {
            numbered.target: numbered for numbered in bilag if numbered.contributor.id == contribution.contributor_id
        }
        if problems := [problem for numbered in own.values() for problem in numbered.problems]:
            raise error_for(problems)
        # Of what is closed nothing is kept, and a preview holds it.
        workers = attrs.evolve(keeping, store=None)
        templates = templates_of(conference, workers)
        drafts = draft_sections(
            Material(conference=conference, stage=Stage.INFORMATIONSPAKKE, bilag=bilag, templates=templates)
        )
        press = Press(conference, work)
        # Before the layout, so that everything wrong is told at once.
        faults = press.proof(drafts)
        if problems := [
            problem for target, numbered in own.items() for problem in numbered.missing(faults.get(target, ())).problems
        ]:
            raise error_for(problems)
        package = references_of(drafts, press.lay_out(drafts, Footing.of_package(conference)))
        contents = pages.contents([pages.bilag_entry(numbered.line) for numbered in own.values()], templates)
        sections = [
            Draft(key="del:indhold", title="Indhold", parts=(contents,)),
            *(draft for draft in drafts if draft.key in own),
        ]
        name = next(iter(own.values())).contributor.name
        # The contents come first, so that what a bilag refers to elsewhere in the package has somewhere to lead.
        plan = press.lay_out(sections, Footing(title=name), known=package)
        path = work / "preview.pdf"
        metadata = Metadata(
            title=f"Bilag fra {name}",
            author=name,
            subject=f"Prøve til {conference.title}, {conference.host}",
            # Of the conference and not of the clock, so that a preview made twice is the same to the byte.
            modified=conference.start,
        )
        conformance, _ = make_checked(plan, metadata, path, profiles=profiles, scratch=work, workers=workers)
    counts = tag_counts(path, plan)
    texts = {draft.key: _own_text(draft, plan) for draft in sections}
    # A rule is blamed on a bilag's number in the package, which says nothing to a plugin's author.
    places = {numbered.number: index for index, numbered in enumerate(own.values())}
    return Preview(
        path=path,
        conformance=attrs.evolve(
            conformance,
            findings=tuple(
                attrs.evolve(finding, bilag=tuple(places[number] for number in finding.bilag))
                for finding in conformance.findings
            ),
        ),
        pages=plan.pages,
        size=path.stat().st_size,
        bilag=tuple(
            PreviewedBilag(
                key=target.partition("/")[2],
                title=numbered.caption.title,
                kind="taken in" if isinstance(numbered.body, PreparedPart) else "typeset",
                pages=plan.references[target].pages,
                notes=(*numbered.notes, *plan.notes(target)),
                tagged=all(part.tagged or part.structure is not None for part in plan.section(target).parts),
                tag_faults=tuple(missing_tags(texts[target], counts[target])) if texts[target] else (),
            )
            for target, numbered in own.items()
        ),
    )


def _not_asked(contributor_id: str) -> Contribution:
    """Return what stands for a contributor who plays no part: references to its bilag lead to its divider."""
    where = Where(origin=message("place.contributor", id=contributor_id))
    problem = Problem(Fault.PLUGIN, where, message("workshop.not-asked"))
    return Contribution(contributor_id=contributor_id, problems=(problem,))


def _own_text(draft: Draft, plan: Plan) -> Blocks:
    """Return the blocks of the section's own pages, with what their references print; none of a file."""
    own = [part for part in draft.parts[draft.own_from :] if not isinstance(part, PreparedPart)]
    return tuple(block for part in own for block in resolve(part, plan.references, fault=draft.fault))


# What a reader moves by (ISO 14289-1, 7.4 to 7.6 and 7.18.5), by standard type; a heading of any level is ``H``.
_NAMES: Mapping[str, Message] = {
    "H": message("workshop.tags-headings"),
    "L": message("workshop.tags-lists"),
    "LI": message("workshop.tags-items"),
    "Table": message("workshop.tags-tables"),
    "TR": message("workshop.tags-rows"),
    "TH": message("workshop.tags-heading-cells"),
    "Figure": message("workshop.tags-pictures"),
    "Link": message("workshop.tags-links"),
}

_TYPES: Mapping[type[Node], str] = {
    Heading: "H",
    List: "L",
    ListItem: "LI",
    Definitions: "L",
    Definition: "LI",
    Table: "Table",
    Row: "TR",
    Figure: "Figure",
    Link: "Link",
}


def called_for(blocks: Blocks) -> Counter[str]:
    """Return how many elements of each type ``blocks`` are to have in a structure tree."""
    return Counter(_types(blocks))


def missing_tags(blocks: Blocks, counts: Counter[str]) -> list[Message]:
    """Return of what a file has too few or too many elements: «1 tables instead of 2».

    Args:
        blocks: What the file was made of.
        counts: How many elements of each type its structure tree holds.
    """
    written: Counter[str] = Counter()
    for kind, times in counts.items():
        written["H" if re.fullmatch("H[1-6]", kind) else kind] += times
    expected = called_for(blocks)
    return [
        message("workshop.tag-count", count=written[kind], name=name, expected=expected[kind])
        for kind, name in _NAMES.items()
        if written[kind] != expected[kind]
    ]


def _types(blocks: Blocks) -> Iterator[str]:
    for node, _ in walk(blocks):
        match node:
            case KeyFigures():
                # As typesetting makes them: a table, and a chart where there is anything to see.
                yield from _types((as_table(node),))
                if is_drawn(node, PAGE.measure):
                    yield "Figure"
            case Cell(header=True):
                yield "TH"
            case _ if type(node) in _TYPES:
                yield _TYPES[type(node)]
