"""The package's sections in order, as drafts: blocks whose references have no numbers yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import attrs

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.conversion import Taken
from styringsdialog.compose.word_texts import TEXTS, WordTexts
from styringsdialog.content import pages
from styringsdialog.content.templating import Templates
from styringsdialog.errors import ContentError, Fault, Problem, error_for
from styringsdialog.hooks.vetting import picture_folders, vetted
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.blocks import Blocks, ContentsEntry, Heading, Section, Text, plain_text
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.part_order import CONTINUES, TITLES, PackagePart, parts_in_order
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.sent import FIRST, Revision


@attrs.frozen(kw_only=True)
class Draft:
    """A section whose blocks still hold references without numbers.

    Attributes:
        key: What references to it say: ``del:temaer``, ``bilag:vibo/oversigt``.
        parts: Blocks to typeset, or pages that are ready.
        number: The bilag's; nothing for the package's own sections.
        former: What its digest is taken of, where it stood in another order when packages were sent.
        own_from: Index of the first part that is the bilag's own; its divider stands before it.
        fault: Whose table a problem in it lands on.
        lost: The contributor whose bilag is missing here: references to what it would have
            held lead to this section.
    """

    key: str
    title: str
    parts: tuple[Blocks | PreparedPart, ...]
    former: tuple[Blocks | PreparedPart, ...] = ()
    number: BilagNumber | None = None
    own_from: int = 0
    fault: Fault = Fault.EDITION
    lost: str = ""


@attrs.frozen(kw_only=True)
class Material:
    """What the sections of a package are drafted from.

    Attributes:
        conference: Says the order of the sections.
        stage: Says which sections there are.
        bilag: Numbered.
        templates: The core's, with the edition's in their place.
        texts: From ``draft_texts``.
        versions: Distribution to version, for the colophon; empty where nobody will read it.
        word_texts: What the texts that are Word files have become.
    """

    conference: Conference
    stage: Stage
    bilag: tuple[NumberedBilag, ...]
    templates: Templates
    texts: tuple[Draft, ...] = ()
    versions: Mapping[str, str] = attrs.field(factory=dict)
    word_texts: WordTexts = attrs.field(factory=dict)


def draft_sections(material: Material, revision: Revision = FIRST) -> tuple[Draft, ...]:
    """Return every section of the package in order; one that would be empty is left out.

    Args:
        material: What they are drafted from.
        revision: Which one it is, and which numbers stay empty.

    Raises:
        StyringsdialogError: Templates of the edition's own fail; with the problems of all of them.
    """
    conference, stage, bilag, templates = material.conference, material.stage, material.bilag, material.templates
    lines = tuple(numbered.line for numbered in bilag)
    sources = pages.Sources(
        conference=conference,
        stage=stage,
        templates=templates,
        revision=revision,
        bilag=lines,
        plugins=tuple(str(numbered.contribution.plugin or "") for numbered in bilag if numbered.body is not None),
        versions=material.versions,
    )
    written = {draft.key: draft.parts[0] for draft in material.texts}
    drafts: list[Draft] = []
    entries: list[ContentsEntry] = []
    # A dictionary, because it keeps the order in which they came, and each once.
    problems: dict[Problem, None] = {}

    def tried(page: Callable[[], Blocks | PreparedPart]) -> Blocks | PreparedPart:
        try:
            return page()
        except ContentError as error:
            problems.update(dict.fromkeys(_on_the_edition(error.problems)))
            return ()

    for part in parts_in_order(conference.parts, held=stage is Stage.REFERAT):
        if part is PackagePart.BILAG:
            drafts += [
                _bilag_draft(numbered, tried(partial(pages.divider, numbered.line, templates))) for numbered in bilag
            ]
            entries += [pages.bilag_entry(line) for line in lines]
            continue
        blocks = tried(partial(pages.PAGES[part], sources)) if part in pages.PAGES else written.get(_key(part), ())
        if not blocks:
            continue
        former = (pages.participants(sources, host_first=False),) if part is PackagePart.DELTAGERE else ()
        drafts.append(Draft(key=_key(part), title=TITLES[part], parts=(blocks,), former=former))
        # The contents stand directly behind the cover, so no line leads back to it.
        if part is not PackagePart.FORSIDE:
            entries.append(ContentsEntry(title=(Text(TITLES[part]),), target=_key(part)))
        if part is PackagePart.TEMAER:
            entries += [
                ContentsEntry(title=(Text(theme.title),), target=f"tema:{theme.key}", level=2)
                for theme in conference.themes
            ]
    changes = tuple(
        Draft(key="del:aendringer", title="Ændringer", parts=(blocks,))
        for blocks in [tried(lambda: pages.changes(revision, templates))]
        if blocks
    )
    entries[:0] = [ContentsEntry(title=(Text(draft.title),), target=draft.key) for draft in changes]
    # Last, because its lines are those of all others; it stands behind the cover.
    contents = Draft(key="del:indhold", title="Indhold", parts=(tried(lambda: pages.contents(entries, templates)),))
    if problems:
        raise error_for(tuple(problems))
    covered = bool(drafts) and drafts[0].key == _key(PackagePart.FORSIDE)
    return (*drafts[:covered], contents, *changes, *drafts[covered:])


def sharing_pages(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return ``drafts`` with each part that continues the one before it as a section of that one."""
    continued = {(_key(before), _key(part)) for before, part in CONTINUES}
    shared: list[Draft] = []
    last = ""
    for draft in drafts:
        match shared[-1:], draft.parts:
            case [Draft(parts=(tuple(before),))], (tuple(own),) if (last, draft.key) in continued:
                shared[-1] = attrs.evolve(shared[-1], parts=((*before, Section(content=own, anchor=draft.key)),))
            case _:
                shared.append(draft)
        last = draft.key
    return tuple(shared)


def draft_texts(
    conference: Conference, templates: Templates, word_texts: WordTexts
) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Return the sections that are texts of the edition's own, and what is wrong with those that cannot be printed."""
    folder = conference.folder
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for part, own in TEXTS.items():
        if (text := own(conference)) is None:
            continue
        match word_texts.get(text.path):
            case Taken(blocks=blocks):
                text = attrs.evolve(text, blocks=blocks)
            case tuple() as wrong:
                problems += _on_the_edition(wrong)
                continue
        origin = message("place.text-in-code", name=text.path)
        roots = sorted({folder, *picture_folders(text.blocks)})
        # Texts that a program gave pass the rules that the parser has for those of files.
        given, breaches = vetted(text.blocks, origin, scope="", roots=roots, fault=Fault.EDITION)
        if breaches:
            problems += breaches
            continue
        try:
            text = attrs.evolve(text, blocks=given)
            blocks = (
                pages.referat(conference, text, templates)
                if part is PackagePart.REFERAT
                else pages.text(TITLES[part], text, folder, templates)
            )
        except ContentError as error:
            problems += _on_the_edition(error.problems)
            continue
        if blocks:
            drafts.append(Draft(key=_key(part), title=TITLES[part], parts=(blocks,)))
    return tuple(drafts), tuple(problems)


def _key(part: PackagePart) -> str:
    return f"del:{part.value}"


def _on_the_edition(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a text or a template of the edition's own: no plugin's, and for its author to mend."""
    return [attrs.evolve(problem, fault=Fault.EDITION) for problem in problems]


def _bilag_draft(bilag: NumberedBilag, divider: Blocks | PreparedPart) -> Draft:
    body = bilag.body
    if isinstance(body, tuple):
        body = _titled(bilag.line.title, body)
    return Draft(
        key=bilag.target,
        title=bilag.line.bookmark,
        parts=(divider,) if body is None else (divider, body),
        number=bilag.number,
        own_from=1,
        fault=Fault.CONTENT,
        # Texts may refer to headings within a bilag that is missing; those references lead to its divider.
        lost=bilag.contributor.id if bilag.body is None else "",
    )


def _titled(title: str, body: Blocks) -> Blocks:
    """Return the blocks of a bilag under its title, unless they begin with it."""
    match body[:1]:
        case (Heading(level=1, content=words),) if plain_text(words) == title:
            return body
    return (Heading(level=1, content=(Text(title),)), *body)
