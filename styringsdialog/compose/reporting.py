"""A finished package as its report: what was made of what, and what the edition requires and did not get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from styringsdialog.assemble.plan import Plan
from styringsdialog.compose.bilag import NumberedBilag, is_listed
from styringsdialog.compose.ledger import text_remarks
from styringsdialog.compose.makers import HOST
from styringsdialog.compose.sections import Draft
from styringsdialog.compose.wanted import Order
from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.loading.inputs import file_digest
from styringsdialog.messages.message import Where, message
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.sent import SentSection
from styringsdialog.report.build import BilagReport, BilagStatus, BuildReport, Original, PageRange
from styringsdialog.report.reasons import meaning_of


def report_on(
    order: Order,
    bilag: Sequence[NumberedBilag],
    plan: Plan,
    package: Path,
    versions: Mapping[str, str],
) -> BuildReport:
    """Return what is to be said of ``package``, which was made of ``bilag`` by ``plan`` with ``versions``."""
    handed_in = {numbered.contributor.id for numbered in bilag}
    return BuildReport(
        conference=order.conference,
        stage=order.options.stage,
        audience=order.options.audience,
        stem=order.stem,
        pages=plan.pages,
        size=package.stat().st_size,
        sha256=file_digest(package),
        bilag=tuple(
            BilagReport(
                number=numbered.number,
                target=numbered.target,
                caption=numbered.caption,
                contributor=numbered.contributor.name,
                status=numbered.status,
                # The divider, which is where references to the bilag lead.
                first_page=plan.references[numbered.target].page,
                pages=plan.references[numbered.target].pages,
                size=sum(part.path.stat().st_size for part in _own_parts(plan, numbered.target)),
                original=_original(order, numbered),
                plugin=str(numbered.contribution.plugin or ""),
                notes=(*numbered.notes, *plan.notes(numbered.target), *_unprinted(order, numbered, plan)),
                listed=is_listed(numbered.contribution),
                problems=numbered.problems,
                tagged=_tagged(plan, numbered.target),
                closed=numbered.closed,
            )
            for numbered in bilag
        ),
        without_bilag=tuple(
            contributor.name for contributor in order.conference.contributors if contributor.id not in handed_in
        ),
        versions=versions,
        ranges=tuple(_ranges(plan, bilag, PluginFacts(name="", distribution=HOST, version=versions[HOST]))),
    )


def sections_of(
    drafts: Sequence[Draft], plan: Plan, bilag: Sequence[NumberedBilag], digests: Mapping[str, str]
) -> Iterator[SentSection]:
    """Return every section as a later revision has to know it."""
    contributors = {numbered.target: numbered.contributor.name for numbered in bilag}
    # In a public package its title says so.
    closed = {numbered.target for numbered in bilag if numbered.closed and numbered.status is not BilagStatus.CLOSED}
    for draft in drafts:
        place = plan.references[draft.key]
        yield SentSection(
            key=draft.key,
            title=draft.title,
            contributor=contributors.get(draft.key, ""),
            number=draft.number,
            first=place.page,
            pages=place.pages,
            digest=digests.get(draft.key, ""),
            closed=draft.key in closed,
        )


def _ranges(plan: Plan, bilag: Sequence[NumberedBilag], host: PluginFacts) -> Iterator[PageRange]:
    """Return who made which pages; a bilag's divider, and the page that stands for a missing one, are the host's."""
    by_target = {numbered.target: numbered for numbered in bilag}
    for section in plan.sections:
        # A bilag's divider is the host's; all other sections are so as a whole.
        before = section.own_first - section.first if section.key in by_target else section.pages
        if before:
            yield PageRange(
                first=section.first,
                last=section.first + before - 1,
                target=section.key,
                contributor="",
                maker=host,
            )
        if before < section.pages:
            numbered = by_target[section.key]
            yield PageRange(
                first=section.own_first,
                last=section.last,
                target=section.key,
                contributor=numbered.contributor.id,
                maker=numbered.contribution.plugin or host,
            )


def _original(order: Order, bilag: NumberedBilag) -> Original | None:
    """Return what is said of the signed file that is published beside the package."""
    if bilag.original is None:
        return None
    size = bilag.original.stat().st_size
    return Original(name=order.original_name(bilag.number), size=size, sha256=file_digest(bilag.original))


def _own_parts(plan: Plan, target: str) -> tuple[PreparedPart, ...]:
    """Return the parts that are the bilag's own; its divider is not."""
    section = plan.section(target)
    return section.parts[section.own_from :]


def _unprinted(order: Order, bilag: NumberedBilag, plan: Plan) -> tuple[Remark, ...]:
    """Return what is to be said of words that are in a bilag of text and not on its pages."""
    if not isinstance(bilag.body, tuple):
        return ()
    pages = [part.path for part in _own_parts(plan, bilag.target)]
    return bilag.untold(text_remarks(order.conference.folder, bilag.body, pages))


def _tagged(plan: Plan, target: str) -> bool | None:
    """Tell whether the pages that are the bilag's own are tagged; nothing where it has none."""
    parts = _own_parts(plan, target)
    return all(part.tagged or part.structure is not None for part in parts) if parts else None


def shortfalls(report: BuildReport) -> Iterator[Problem]:
    """Return what the edition requires of the package and the package is not."""
    conformance = report.conformance
    places = {bilag.number: bilag.place for bilag in report.bilag}
    for profile in report.conference.output.require:
        if profile in conformance.satisfied:
            continue
        where = Where("conference.toml", f"output.require: {profile.value}")
        # Without a checker nothing is known to be satisfied, so what is required is not met.
        if not conformance.checker:
            yield Problem(Fault.REQUIREMENT, where, message("compose.no-checker"))
        yield from (
            Problem(Fault.REQUIREMENT, where, message("compose.cannot-be-checked", reason=reason))
            for unchecked, reason in conformance.reasons
            if unchecked is profile
        )
        for finding in conformance.of(profile):
            rule, text, label = finding.rule, finding.message, profile.label
            meaning = meaning_of(rule)
            for number in finding.bilag:
                yield Problem(
                    Fault.REQUIREMENT,
                    places[number],
                    message("compose.bilag-breaks-rule", profile=label, rule=rule, text=text, meaning=meaning),
                )
            if not finding.bilag:
                yield Problem(
                    Fault.REQUIREMENT,
                    where,
                    message("compose.package-breaks-rule", profile=label, rule=rule, text=text),
                )
