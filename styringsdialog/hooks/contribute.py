"""A contributor asked for bilag: the host's side of the border.

The question goes over as plain data, and so comes the answer; the answer is then held
against the contract once more, since nothing from a plugin's world is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from styringsdialog.errors import PluginError, Problem
from styringsdialog.hooks.allowed import allowed_file
from styringsdialog.hooks.answer import Question, answer_plain, breaches
from styringsdialog.hooks.border import Plain, from_plain, to_plain
from styringsdialog.hooks.contribution import Body, ContributedBilag, Contribution, PluginFacts
from styringsdialog.hooks.guard import Origin
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.registry import Registry
from styringsdialog.hooks.spec import BILAG_FOLDER
from styringsdialog.hooks.vetting import vetted
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.people import Contributor

__all__ = ["ContributedBilag", "Contribution", "PluginFacts", "contribute"]


def contribute(
    conference: Conference,
    contributor: Contributor,
    *,
    stage: Stage,
    audience: Audience,
    registry: Registry | None = None,
) -> Contribution:
    """Give the bilag of ``contributor``, or the problems that stand in the way.

    Nothing that a plugin does is raised here.

    Args:
        conference: The edition.
        contributor: One of its contributors.
        stage: Before the meeting, or after it.
        audience: Who will read the package.
        registry: The plugins to choose from; else those of the environment, looked up anew.
    """
    place = conference.contributors.index(contributor)
    try:
        provider = (registry or Registry.of_environment()).provider(
            contributor.plugin, where=f"conference.toml: contributors[{place}].plugin"
        )
    except PluginError as error:
        return Contribution(contributor_id=contributor.id, problems=error.problems)
    question = _question(conference, place, provider, stage=stage, audience=audience)
    return _believed(answer_plain(to_plain(question)), question)


def _question(conference: Conference, place: int, provider: Provider, *, stage: Stage, audience: Audience) -> Question:
    contributor = conference.contributors[place]
    folder = conference.folder / BILAG_FOLDER / contributor.id
    return Question(
        provider=provider,
        conference=attrs.evolve(conference, contributors=tuple(_without_foreign_settings(conference, contributor))),
        place=place,
        folder=folder if folder.is_dir() else None,
        roots=_roots(conference, folder, provider),
        stage=stage,
        audience=audience,
    )


def _without_foreign_settings(conference: Conference, contributor: Contributor) -> Iterator[Contributor]:
    """Give the contributors; a plugin sees the settings of its own contributor only."""
    nothing: Mapping[str, object] = {}
    for one in conference.contributors:
        yield one if one is contributor else attrs.evolve(one, settings=nothing)


def _roots(conference: Conference, folder: Path, provider: Provider) -> tuple[Path, ...]:
    if provider.built_in:
        # Comes with the host, and takes files from wherever in the edition it is told to.
        return (conference.folder,)
    package = provider.package
    return (folder,) if package is None else (folder, package)


def _believed(answer: Plain, question: Question) -> Contribution:
    """Give ``answer`` as a Contribution when it keeps the contract; else one that says that it does not."""
    origin = question.origin("answer")
    provider = question.provider
    facts = PluginFacts(name=provider.name, distribution=provider.distribution, version=provider.version)
    refused = Contribution(contributor_id=question.contributor.id, plugin=facts)
    try:
        contribution: Contribution = from_plain(Contribution, answer)
    except Exception as error:  # noqa: BLE001 - whatever the plain data are, they are not a Contribution
        problem = origin.problem(f"is not plain data as agreed ({type(error).__name__})")
        return attrs.evolve(refused, problems=(problem,))
    if contribution.problems:
        # Whose fault it is, and that nothing comes with it, is not for the answer to say.
        return attrs.evolve(refused, plugin=_facts(contribution, facts), problems=contribution.problems)
    if found := breaches([(one.key, one.title, one.description) for one in contribution.bilag]):
        return attrs.evolve(refused, problems=(origin.problem(*found),))
    return attrs.evolve(
        refused,
        plugin=_facts(contribution, facts),
        bilag=tuple(
            _vetted_bilag(one, question) for one in sorted(contribution.bilag, key=lambda one: (one.order, one.key))
        ),
    )


def _facts(contribution: Contribution, known: PluginFacts) -> PluginFacts:
    """Give what the host knows of the plugin, and what it calls itself."""
    return attrs.evolve(known, title=contribution.plugin.title if contribution.plugin else "")


def _vetted_bilag(bilag: ContributedBilag, question: Question) -> ContributedBilag:
    origin = question.origin(f"bilag '{bilag.key}'")
    body, problems = _vetted_body(bilag, question, origin)
    if problems:
        return attrs.evolve(bilag, body=None, problems=problems)
    return attrs.evolve(bilag, body=body, problems=())


def _vetted_body(bilag: ContributedBilag, question: Question, origin: Origin) -> tuple[Body, tuple[Problem, ...]]:
    if bilag.problems:
        return None, bilag.problems
    match bilag.body:
        case None:
            return None, (origin.problem("has neither contents nor a reason why not"),)
        case Path() as path:
            found, wrong = allowed_file(path, question.roots)
            return found, (origin.problem(f"names {question.shown(path)}, which {wrong}"),) if found is None else ()
        case blocks:
            return vetted(blocks, origin, scope=f"{question.contributor.id}/", roots=question.roots)
