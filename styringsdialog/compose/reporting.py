"""A finished package as its report: what was made of what, page by page and bilag by bilag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from styringsdialog.assemble.plan import Plan
from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.makers import HOST
from styringsdialog.compose.order import Order
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.loading.digest import file_digest
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.sent import SentSection
from styringsdialog.report.build import BilagReport, BuildReport, Original, PageRange

__all__ = ["report_on", "sections_of"]


def report_on(
    order: Order,
    bilag: Sequence[NumberedBilag],
    plan: Plan,
    package: Path,
    versions: Mapping[str, str],
) -> BuildReport:
    """Give what is to be said of ``package``, which was made of ``bilag`` by ``plan`` with ``versions``."""
    handed_in = {one.contributor.id for one in bilag}
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
                number=one.number,
                target=one.target,
                caption=one.caption,
                contributor=one.contributor.name,
                status=one.status,
                first_page=plan.references[one.target].page,
                pages=plan.references[one.target].pages,
                size=sum(part.path.stat().st_size for part in _own_parts(plan, one.target)),
                original=_original(order, one),
                plugin=str(one.contribution.plugin or ""),
                notes=(*one.notes, *plan.notes(one.target)),
                problems=one.problems,
                tagged=_tagged(plan, one.target),
            )
            for one in bilag
        ),
        without_bilag=tuple(one.name for one in order.conference.contributors if one.id not in handed_in),
        versions=versions,
        ranges=tuple(_ranges(plan, bilag, PluginFacts(name="", distribution=HOST, version=versions[HOST]))),
    )


def sections_of(plan: Plan, bilag: Sequence[NumberedBilag], found: Mapping[str, str]) -> Iterator[SentSection]:
    """Give every section as a later revision has to know it."""
    contributors = {one.target: one.contributor.name for one in bilag}
    for section in plan.sections:
        yield SentSection(
            key=section.key,
            title=section.title,
            contributor=contributors.get(section.key, ""),
            number=section.number,
            first=section.first,
            pages=section.own_pages,
            digest=found.get(section.key, ""),
        )


def _ranges(plan: Plan, bilag: Sequence[NumberedBilag], host: PluginFacts) -> Iterator[PageRange]:
    """Give who made which pages; a bilag's divider, and the page that stands for a missing one, are the host's."""
    made = {one.target: one for one in bilag}
    for section in plan.sections:
        before = section.own_first - section.first if section.key in made else section.pages
        if before:
            yield PageRange(
                first=section.first,
                last=section.first + before - 1,
                target=section.key,
                contributor="",
                maker=host,
            )
        if before < section.pages:
            one = made[section.key]
            yield PageRange(
                first=section.own_first,
                last=section.last,
                target=section.key,
                contributor=one.contributor.id,
                maker=one.contribution.plugin or host,
            )


def _original(order: Order, bilag: NumberedBilag) -> Original | None:
    """Give what is said of the signed file that is published beside the package."""
    if bilag.original is None:
        return None
    size = bilag.original.stat().st_size
    return Original(name=order.original_name(bilag.number), size=size, sha256=file_digest(bilag.original))


def _own_parts(plan: Plan, target: str) -> tuple[PreparedPart, ...]:
    """Give the parts that are the bilag's own; its divider is not."""
    section = plan.section(target)
    return section.parts[section.own_from :]


def _tagged(plan: Plan, target: str) -> bool | None:
    """Tell whether the pages that are the bilag's own are tagged; nothing where it has none."""
    parts = _own_parts(plan, target)
    return all(part.tagged or part.structure is not None for part in parts) if parts else None
