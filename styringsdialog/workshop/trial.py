"""A plugin tried alone: what it answered, held against the contract, and a verdict on each point."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import attrs

from styringsdialog.danish.lists import counted
from styringsdialog.errors import Fault, Problem, StyringsdialogError
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.question import Asking
from styringsdialog.model.bilag import Visibility
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Profile
from styringsdialog.workshop.finding import Finding, Outcome
from styringsdialog.workshop.judged_tags import judge_tags
from styringsdialog.workshop.preview import Preview, make_preview

__all__ = ["QUESTIONS", "Answer", "Verdict", "judge"]

# Each time with another order of sets: a build has always the same, and would hide it.
QUESTIONS = (
    Asking(),
    Asking(hash_seed=1),
    Asking(audience=Audience.INTERNAL, hash_seed=2),
    Asking(stage=Stage.REFERAT, hash_seed=3),
)
"""What a plugin on trial is asked: the same twice, then for the other reader, then after the meeting."""


_STEADY = "an answer depends on the request and on files, not on the clock, on chance, on a set's order or on who reads"

_SHOWN = 60
"""Characters of what a plugin printed."""

_AFTER_AN_ANSWER = (
    "same answer twice",
    "same bilag for every reader",
    "after the meeting",
    "nothing left behind",
    "contents",
    "pages",
    "tags",
    "PDF/UA-1",
)
"""The points that need one."""

_OF_PAGES = _AFTER_AN_ANSWER[-3:]
"""The points that need pages."""


@attrs.frozen
class Answer:
    """What came of one question.

    Attributes:
        files: The SHA-256 of each bilag that is a file, by key, taken as soon as it was named.
    """

    contribution: Contribution
    files: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, contribution: Contribution) -> Answer:
        """Give ``contribution`` with what its files hold now."""
        files = [(one.key, one.body) for one in contribution.bilag if isinstance(one.body, Path)]
        return cls(contribution, tuple((key, hashlib.sha256(path.read_bytes()).hexdigest()) for key, path in files))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give every problem, of the contributor and of its bilag."""
        contribution = self.contribution
        return (*contribution.problems, *(problem for one in contribution.bilag for problem in one.problems))

    @property
    def outline(self) -> tuple[tuple[str, int, Visibility], ...]:
        """Give what numbers depend on: key, order and visibility of each bilag."""
        return tuple((one.key, one.order, one.visibility) for one in self.contribution.bilag)


@attrs.frozen(kw_only=True)
class Verdict:
    """What came of a trial.

    Attributes:
        findings: In the order in which the points were looked at.
        preview: The bilag as pages; nothing when they could not be made, or there are none.
        problems: Everything that is wrong, each once.
    """

    findings: tuple[Finding, ...]
    preview: Preview | None = None
    problems: tuple[Problem, ...] = ()

    def after(self, finding: Finding, problems: Sequence[Problem]) -> Verdict:
        """Give the verdict with a point that was looked at before."""
        return attrs.evolve(self, findings=(finding, *self.findings), problems=(*problems, *self.problems))


def judge(conference: Conference, answers: Sequence[Answer], work: Path) -> Verdict:
    """Give the verdict on a plugin's ``answers``; its pages are made in ``work``, an empty folder.

    Args:
        conference: In which it was asked.
        answers: To each of ``QUESTIONS``; the first alone is enough when it is a refusal.
        work: An empty folder.
    """
    first = answers[0]
    problems = list(first.problems)
    findings = [_answered(first)]
    if first.contribution.problems:
        findings += [Finding(point, Outcome.UNTRIED) for point in _AFTER_AN_ANSWER]
        return Verdict(findings=tuple(findings), problems=tuple(problems))

    _, second, internal, afterwards = answers
    differences = _differences(first, second)
    findings.append(_finding("same answer twice", differences, "nothing differed"))
    outlines = (
        [] if internal.outline == first.outline else ["other keys, orders or visibilities for the internal package"]
    )
    findings.append(_finding("same bilag for every reader", outlines, "closed ones are kept out by the host"))
    problems += [_breach(first, message) for message in (*differences, *outlines)]
    later = [problem for problem in afterwards.problems if problem not in first.problems]
    findings.append(_finding("after the meeting", [problem.message for problem in later], "asked for the referat too"))
    problems += later

    strays = _strays(answers)
    findings.append(_finding("nothing left behind", strays, _printed(answers)))
    problems += [_breach(first, message, "wait for every process that the plugin starts") for message in strays]
    faults = [problem for one in first.contribution.bilag for problem in one.problems]
    there = counted(len(first.contribution.bilag), "bilag", "bilag").replace("\N{NO-BREAK SPACE}", " ")
    findings.append(_finding("contents", [problem.message for problem in faults], there))
    preview = None
    if faults or not first.contribution.bilag:
        said = "" if faults else "there are no bilag"
        findings += [Finding(point, Outcome.UNTRIED, said) for point in _OF_PAGES]
    else:
        try:
            preview = make_preview(conference, first.contribution, work, profiles=(Profile.UA1,))
        except StyringsdialogError as error:
            problems += error.problems
            findings.append(_finding("pages", [problem.message for problem in error.problems], ""))
            findings += [Finding(point, Outcome.UNTRIED) for point in _OF_PAGES[1:]]
        else:
            found, wrong = judge_tags(preview, first.contribution)
            findings += [Finding("pages", Outcome.GOOD, _pages(preview)), *found]
            problems += wrong
    return Verdict(findings=tuple(findings), preview=preview, problems=tuple(dict.fromkeys(problems)))


def _answered(answer: Answer) -> Finding:
    """Give how it went up to an answer that keeps the contract: import, hooks, settings, types."""
    contribution = answer.contribution
    if contribution.problems:
        return Finding("contract", Outcome.BAD, _first([problem.message for problem in contribution.problems]))
    return Finding("contract", Outcome.GOOD, "loaded, settings and types as they should be")


def _finding(point: str, wrong: Sequence[str], right: str) -> Finding:
    return Finding(point, Outcome.BAD, _first(wrong)) if wrong else Finding(point, Outcome.GOOD, right)


def _first(messages: Sequence[str]) -> str:
    more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
    return f"{messages[0]}{more}"


def _differences(first: Answer, second: Answer) -> list[str]:
    """Give how the second answer to the same question differs from the first."""
    one, two = first.contribution, second.contribution
    if two.problems:
        return [f"the second time: {problem.message}" for problem in two.problems]
    keys = [bilag.key for bilag in one.bilag]
    if keys != [bilag.key for bilag in two.bilag]:
        return ["gave other bilag the second time"]
    changed = [a.key for a, b in zip(one.bilag, two.bilag, strict=True) if a != b]
    changed += [key for key, digest in first.files if dict(second.files)[key] != digest and key not in changed]
    return [f"bilag '{key}' was another the second time" for key in changed]


def _strays(answers: Sequence[Answer]) -> list[str]:
    """Give how many processes of the plugin's were left when it had answered."""
    most = max((one.contribution.run.strays for one in answers if one.contribution.run), default=0)
    return [f"left {most} {'process' if most == 1 else 'processes'} running"] if most else []


def _printed(answers: Sequence[Answer]) -> str:
    """Give what the plugin printed, which nobody sees when a package is built."""
    texts = [one.contribution.run.printed for one in answers if one.contribution.run]
    text = " ".join(" ".join(texts).split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"it printed {shown!r}, which a build does not show" if text else "no process, nothing printed"


def _breach(answer: Answer, message: str, hint: str = _STEADY) -> Problem:
    return Problem(Fault.PLUGIN, f"plugin {answer.contribution.plugin}, bilag", message, hint)


def _pages(preview: Preview) -> str:
    own = sum(one.pages for one in preview.bilag)
    kinds = ", ".join(dict.fromkeys(one.kind for one in preview.bilag))
    return f"{own} {'page' if own == 1 else 'pages'}, {kinds}"
