"""A contributor asked for bilag: the host's side of the border.

Question and answer go over the border as plain data, to and from a process of the contributor's
own; the answer is then held against the contract once more, because the host trusts nothing that
a process with a plugin in it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

from styringsdialog.errors import MessageError, PluginError, Problem
from styringsdialog.hooks import ANSWERING
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.contribution import Body, ContributedBilag, Contribution, PluginFacts, Run
from styringsdialog.hooks.guard import UNWATCHED, Origin, Watch, at_own_line, hook_calls, last_noted
from styringsdialog.hooks.providers import Provider, in_code
from styringsdialog.hooks.registry import Registry
from styringsdialog.hooks.spec import BILAG_FOLDER
from styringsdialog.hooks.vetting import (
    MOST_BILAG,
    MOST_PROBLEMS,
    allowed_file,
    breach_of,
    excesses,
    is_blank,
    picture_folders,
    shown_path,
    vetted,
    vetted_problems,
)
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, Workers, cores, run
from styringsdialog.loading.inputs import own_folders
from styringsdialog.messages.message import Where, message
from styringsdialog.messages.showing import shown
from styringsdialog.model.bilag import Bilag, BlocksContents, FileContents, Visibility
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.limits import Limits
from styringsdialog.model.people import Contributor
from styringsdialog.model.places import FILE, dotted


def failure(outcome: Outcome, origin: Origin, limits: Limits) -> Problem | None:
    """Return why there is no answer, with the hook in which the process was last; ``None`` when there is one."""
    if outcome.why is None:
        return None
    provider = origin.provider
    why = at_own_line(outcome.why, provider, [(stop.file, stop.line) for stop in outcome.stops])
    what = {
        Ending.LATE: message("hooks.late", why=why, seconds=limits.seconds),
        Ending.OUT_OF_MEMORY: message("hooks.out-of-memory", why=why),
        Ending.DIED: message("hooks.crashed", why=why, distribution=provider.distribution),
    }.get(outcome.ending, message("hooks.answer-unusable", why=why, distribution=provider.distribution))
    return origin.at(last_noted(outcome.notes, "at") or "start").problem(what)


def run_of(outcome: Outcome) -> Run:
    """Return what a process used, and what it printed and noted on its way."""
    return Run(
        seconds=outcome.seconds,
        megabytes=outcome.megabytes,
        printed=outcome.printed,
        strays=outcome.strays,
        calls=hook_calls(outcome.notes),
        traceback=last_noted(outcome.notes, "traceback"),
    )


@attrs.frozen(kw_only=True)
class Asking:
    """For which package contributors are asked, and how.

    Attributes:
        stage: Before the meeting, or after it.
        audience: Who will read the package.
        traced: Whether to note what the hooks get and give.
        hash_seed: Python's, in the plugin's process: two answers that differ with it depend on the order of a set.
        days: How far from today the plugin is asked: an answer that differs with it depends on the clock.
        bytecode: Whether modules may be read from what was compiled before.
    """

    stage: Stage = Stage.INFORMATIONSPAKKE
    audience: Audience = Audience.INTERNAL
    traced: bool = False
    hash_seed: int = 0
    days: int = 0
    bytecode: bool = True

    def keeps_out(self, visibility: Visibility) -> bool:
        """Tell whether a bilag of ``visibility`` is kept out of the package, and so is never opened."""
        return visibility is Visibility.CLOSED and self.audience is not Audience.INTERNAL


@attrs.frozen(kw_only=True)
class Question:
    """What a plugin is asked: whose bilag, made by whom, from what.

    Attributes:
        conference: Without the settings of other contributors.
        place: The contributor's index in conference.toml.
        folder: The contributor's data folder; ``None`` when there is none.
        roots: The folders that files and pictures may come from.
    """

    provider: Provider
    conference: Conference
    place: int
    folder: Path | None
    roots: tuple[Path, ...]
    asking: Asking

    @property
    def contributor(self) -> Contributor:
        """Return the contributor who is asked."""
        return self.conference.contributors[self.place]

    def origin(self, hook: str, watch: Watch = UNWATCHED) -> Origin:
        """Return whom to name when ``hook`` goes wrong."""
        return Origin(self.provider, hook, self.contributor.id, watch, network=self.contributor.network)

    def shown(self, path: Path) -> str:
        """Return ``path`` as messages say it."""
        return shown_path(path, edition=self.conference.folder, roots=self.roots)


def contribute(
    conference: Conference, contributor: Contributor, asking: Asking, *, registry: Registry | None = None
) -> Contribution:
    """Return the bilag of ``contributor``, or the problems that stand in the way.

    The plugin runs in a process of its own, within the conference's limits; what it used is
    the contribution's ``run``. Nothing that a plugin does is raised here.

    Args:
        conference: The edition.
        contributor: One of its contributors.
        asking: For which package, and how; when it is traced, ``run`` tells what each hook got and gave.
        registry: The plugins to choose from; else those of the environment, looked up anew.

    Raises:
        OSError: A temporary file cannot be written.
    """
    (contribution,) = contributions(conference, (contributor,), asking, registry=registry)
    return contribution


def contributions(  # noqa: PLR0913 - who is asked what, and how the processes are kept and followed
    conference: Conference,
    contributors: Sequence[Contributor],
    asking: Asking,
    *,
    registry: Registry | None = None,
    started: Callable[[Contributor], None] = lambda _: None,
    workers: Workers | None = None,
) -> tuple[Contribution, ...]:
    """Return what each of ``contributors`` gives, in their order; as many are asked at once as there are cores.

    The built-in plugin runs in a process of its own too: it is ours, but the Markdown it reads is
    not, and one way is easier to trust than two.

    Args:
        conference: The edition.
        contributors: Some of its contributors, or all.
        asking: As for ``contribute``.
        registry: As for ``contribute``.
        started: Is told of each when it is asked.
        workers: See ``run``.

    Raises:
        OSError: A temporary file cannot be written.
    """
    known = registry or Registry.of_environment()
    asked = [_question(conference, contributor, known, asking) for contributor in contributors]
    questions = [question for question in asked if isinstance(question, Question)]
    jobs = [
        Job(
            target="styringsdialog.hooks.answer:answer_plain",
            argument=to_plain(question),
            seconds=conference.limits.seconds,
            megabytes=conference.limits.megabytes,
            read=tuple(filter(None, (*question.roots, question.provider.home))),
            # As the disk spells a name is found by a look at all names beside it.
            listed=(conference.folder,) if question.provider.built_in else (),
            # What a plugin makes and hands over as a file has no other place than its own folder.
            write=(question.folder,)
            if question.folder and not (question.provider.built_in or question.provider.in_code)
            else (),
            network=question.contributor.network,
            hash_seed=asking.hash_seed,
        )
        for question in questions
    ]

    outcomes = iter(
        run(
            jobs,
            at_once=cores(),
            preload=ANSWERING,
            started=lambda index: started(questions[index].contributor),
            workers=workers,
        )
    )
    # In the order of the questions; a contributor without a plugin asked none.
    return tuple(
        question if isinstance(question, Contribution) else _read(next(outcomes), question) for question in asked
    )


def _question(
    conference: Conference, contributor: Contributor, registry: Registry, asking: Asking
) -> Question | Contribution:
    """Return what to ask, or the contribution of a contributor whose plugin is not there."""
    place = conference.contributors.index(contributor)
    try:
        where = Where(FILE, dotted(("contributors", place, "plugin")))
        provider = registry.provider(contributor.plugin, where=where) if contributor.plugin else in_code()
    except PluginError as error:
        return Contribution(contributor_id=contributor.id, problems=error.problems)
    folder = conference.folder / BILAG_FOLDER / contributor.id
    # Settings may be secret, and a contact is personal data: a plugin gets those of its own contributor alone.
    contributors = tuple(
        other if other is contributor else attrs.evolve(other, settings={}, contact="", bilag=())
        for other in conference.contributors
    )
    return Question(
        provider=provider,
        conference=attrs.evolve(conference, contributors=contributors),
        place=place,
        folder=folder if folder.is_dir() else None,
        roots=_roots(conference, contributor, folder, provider),
        asking=asking,
    )


def _roots(conference: Conference, contributor: Contributor, folder: Path, provider: Provider) -> tuple[Path, ...]:
    if provider.in_code:
        # The program chose these files itself; a text of somebody else's among them reads no other.
        return tuple(sorted({conference.folder, *_named_folders(contributor.bilag)}))
    if provider.built_in:
        # Comes with the host, and takes files from wherever in the edition it is told to.
        return edition_without(conference, contributor)
    package = provider.package
    # What a plugin names lies in the contributor's folder or beside the plugin's code, and nowhere else.
    return (folder,) if package is None else (folder, package)


def edition_without(conference: Conference, contributor: Contributor | None = None) -> tuple[Path, ...]:
    """Return what of the edition is for ``contributor``: all but the folders of others, where a link may lead too."""
    edition = conference.folder.resolve()
    own = own_folders(edition, contributor) if contributor is not None else []
    # Settings and contacts of others stand in the edition's own file. Of two who share a folder, neither loses it.
    others = [edition / FILE] + [
        folder
        for other in conference.contributors
        for folder in own_folders(edition, other)
        if other is not contributor and not any(map(folder.is_relative_to, own))
    ]
    return tuple(_beside(edition, others))


def _beside(folder: Path, others: Sequence[Path]) -> Iterator[Path]:
    """Return ``folder``, or what stands in it and is none of ``others``, which stand somewhere in it."""
    if not any(other.is_relative_to(folder) for other in others):
        yield folder
    elif folder.is_dir():
        # Its own name is not enough: it may be a link. One that leads nowhere, or in a circle, does not exist.
        for entry in sorted({entry.resolve() for entry in folder.iterdir() if entry.exists()}):
            if entry.is_relative_to(folder) and not any(map(entry.is_relative_to, others)):
                yield from _beside(entry, others)


def _named_folders(bilag: Sequence[Bilag]) -> Iterator[Path]:
    """Return the folders of the files and pictures that ``bilag`` name themselves."""
    for entry in bilag:
        match entry.contents:
            case FileContents(path):
                yield path.parent
            case BlocksContents(blocks):
                yield from picture_folders(blocks)


def _read(outcome: Outcome, question: Question) -> Contribution:
    """Return what came of the question's process."""
    if failed := failure(outcome, question.origin(""), question.conference.limits):
        contribution = attrs.evolve(_nothing(question, ""), problems=(failed,))
    else:
        contribution = believed(outcome.value, question)
    return attrs.evolve(contribution, run=run_of(outcome))


def _nothing(question: Question, title: str) -> Contribution:
    """Return a contribution that holds only what the host knows, and what the plugin calls itself."""
    provider = question.provider
    facts = PluginFacts(
        name=provider.name, distribution=provider.distribution, version=provider.version, title=shown(title)
    )
    return Contribution(contributor_id=question.contributor.id, plugin=facts)


def believed(answer: Plain, question: Question) -> Contribution:
    """Return ``answer`` as a Contribution when it keeps the contract; else one that says that it does not."""
    origin = question.origin("answer")
    try:
        contribution: Contribution = from_plain(Contribution, answer)
    except Exception as error:  # noqa: BLE001 - whatever the plain data are, they are not a Contribution
        problem = origin.problem(message("hooks.not-plain-data", error=type(error).__name__))
        return attrs.evolve(_nothing(question, ""), problems=(problem,))
    # Name, distribution and version are the host's knowledge; only its title is for the plugin to say.
    known = _nothing(question, contribution.plugin.title if contribution.plugin else "")
    known = attrs.evolve(known, remarks=contribution.remarks[:MOST_PROBLEMS])
    if contribution.problems:
        # Whose fault it is, and that nothing comes with it, is not for the answer to say.
        return attrs.evolve(known, problems=vetted_problems(contribution.problems, origin))
    if breach := breach_of([(bilag.key, bilag.caption) for bilag in contribution.bilag]):
        return attrs.evolve(known, problems=(origin.problem(message("hooks.unusable", what=breach)),))
    # Once more, because the order of an answer is not believed either.
    ordered = sorted(contribution.bilag, key=lambda bilag: (bilag.order, bilag.key))
    # One gap stands for all that are too many: a page for each of thousands would be no package.
    judged = zip(ordered[: MOST_BILAG + 1], excesses([bilag.body for bilag in ordered]), strict=False)
    return attrs.evolve(known, bilag=tuple(_vetted_bilag(bilag, question, excess) for bilag, excess in judged))


def _vetted_bilag(bilag: ContributedBilag, question: Question, excess: Problem | None) -> ContributedBilag:
    if question.asking.keeps_out(bilag.visibility):
        return attrs.evolve(bilag, body=None, problems=(), awaited=False)
    origin = question.origin(f"bilag '{bilag.key}'")
    body, problems = _vetted_body(bilag, question, origin)
    if excess:
        # A text of the edition's own is named by its file; what a plugin made, by the plugin.
        problems = (excess if excess.place.file else attrs.evolve(excess, where=Where(origin=origin.message)),)
    if problems:
        return attrs.evolve(bilag, body=None, problems=problems)
    # What has contents is not awaited, whatever the answer says.
    return attrs.evolve(bilag, body=body, problems=(), awaited=False)


def _vetted_body(bilag: ContributedBilag, question: Question, origin: Origin) -> tuple[Body, tuple[Problem, ...]]:
    if bilag.problems:
        return None, vetted_problems(bilag.problems, origin)
    match bilag.body:
        case None:
            return None, (origin.problem(message("hooks.no-contents")),)
        case Path() as path:
            try:
                return allowed_file(path, question.roots), ()
            except MessageError as refused:
                return None, (
                    origin.problem(message("hooks.gave-file", file=question.shown(path), reason=refused.what)),
                )
        case blocks:
            body, problems = vetted(blocks, origin.message, scope=f"{question.contributor.id}/", roots=question.roots)
            if not problems and is_blank(body):
                problems = (origin.problem(message("hooks.blank")),)
            return body, problems
