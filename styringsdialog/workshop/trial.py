"""A plugin tried alone: what it answered, held against the contract, and a verdict on each point."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import Fault, Problem, StyringsdialogError
from styringsdialog.hooks.contribute import Asking
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.messages.message import Language, Message, Where, message, text_of
from styringsdialog.messages.showing import shortened
from styringsdialog.model.bilag import Visibility
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Profile
from styringsdialog.report.reasons import meaning_of
from styringsdialog.workshop.preview import Preview, PreviewedBilag, make_preview

# The first question under other conditions: a build has always the same ones, and would hide what depends on them.
_AGAIN: Final = {
    message("workshop.asked-again"): Asking(),
    message("workshop.other-order-of-sets"): Asking(hash_seed=1),
    # More than a year, and no whole number of weeks: year, month and weekday are others.
    message("workshop.another-day"): Asking(days=400),
    message("workshop.no-bytecode"): Asking(bytecode=False),
}

# What a plugin on trial is asked: the same again and again, then for the other reader, then after the meeting.
QUESTIONS = (
    Asking(),
    *_AGAIN.values(),
    Asking(audience=Audience.PUBLIC, hash_seed=2),
    Asking(stage=Stage.REFERAT, hash_seed=3),
)

# Characters of what a plugin printed.
_SHOWN: Final = 60

_STANDARD: Final = Profile.UA1

# What two answers are held against.
_STEADY: Final = message("workshop.steady")

_CONTRACT: Final = message("workshop.point-contract")
_REMARKS: Final = message("workshop.point-remarks")
_SAME_ANSWER: Final = message("workshop.point-same-answer")
_SAME_BILAG: Final = message("workshop.point-same-bilag")
_AFTER_THE_MEETING: Final = message("workshop.point-after-the-meeting")
_NOTHING_LEFT: Final = message("workshop.point-nothing-left")
_CONTENTS: Final = message("workshop.point-contents")
_PAGES: Final = message("workshop.point-pages")
_TAGS: Final = message("workshop.point-tags")
_CONFORMING: Final = message("workshop.point-standard", profile=_STANDARD.label)

# The points that need pages.
_OF_PAGES: Final = (_PAGES, _TAGS, _CONFORMING)

# The points that need an answer.
_AFTER_AN_ANSWER: Final = (_SAME_ANSWER, _SAME_BILAG, _AFTER_THE_MEETING, _NOTHING_LEFT, _CONTENTS, *_OF_PAGES)


class Outcome(enum.StrEnum):
    """How it went with one point; a note is to be known, and keeps nobody from using the plugin."""

    GOOD = "good"
    BAD = "bad"
    NOTE = "note"
    UNTRIED = "not tried"

    @property
    def label(self) -> Message:
        """Return the outcome as it is printed."""
        return _LABELS[self]


_LABELS: Final = {
    Outcome.GOOD: message("workshop.good"),
    Outcome.BAD: message("workshop.bad"),
    Outcome.NOTE: message("workshop.note"),
    Outcome.UNTRIED: message("workshop.not-tried"),
}


@attrs.frozen
class Finding:
    """One point of the verdict.

    Attributes:
        point: What was looked at.
        outcome: How it went.
        reasons: Why; empty where the outcome says it.
    """

    point: Message
    outcome: Outcome
    reasons: tuple[Message, ...] = ()

    def text(self, language: Language) -> str:
        """Return why it went as it did, in ``language``, on one line."""
        return "; ".join(text_of(reason, language).what for reason in self.reasons)

    def as_data(self) -> dict[str, object]:
        """Return the finding as plain data for JSON."""
        return {
            "point": str(self.point),
            "outcome": self.outcome.value,
            "said": self.text(Language.ENGLISH),
            "reasons": [reason.as_data() for reason in self.reasons],
            **{
                language.value: {"point": text_of(self.point, language).what, "said": self.text(language)}
                for language in Language
            },
        }


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
        """Return ``contribution`` with what its files hold now."""
        files = [(bilag.key, bilag.body) for bilag in contribution.bilag if isinstance(bilag.body, Path)]
        return cls(contribution, tuple((key, hashlib.sha256(path.read_bytes()).hexdigest()) for key, path in files))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem, of the contributor and of its bilag."""
        contribution = self.contribution
        return (*contribution.problems, *(problem for bilag in contribution.bilag for problem in bilag.problems))

    @property
    def outline(self) -> tuple[tuple[str, int, Visibility], ...]:
        """Return what numbers depend on: key, order and visibility of each bilag."""
        return tuple((bilag.key, bilag.order, bilag.visibility) for bilag in self.contribution.bilag)


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
        """Return the verdict with a point that was looked at before."""
        return attrs.evolve(self, findings=(finding, *self.findings), problems=(*problems, *self.problems))


def judge(conference: Conference, answers: Sequence[Answer], work: Path) -> Verdict:
    """Return the verdict on a plugin's ``answers``; its pages are made in ``work``, an empty folder.

    Args:
        conference: In which it was asked.
        answers: To each of ``QUESTIONS``; the first alone is enough when it is a refusal.
        work: An empty folder.
    """
    first = answers[0]
    problems = list(first.problems)
    findings = [_finding(_CONTRACT, _messages(first.contribution.problems), message("workshop.as-it-should-be"))]
    if remarks := first.contribution.remarks:
        findings.append(Finding(_REMARKS, Outcome.NOTE, _first([remark.what for remark in remarks])))
    if first.contribution.problems:
        findings += [Finding(point, Outcome.UNTRIED) for point in _AFTER_AN_ANSWER]
        return Verdict(findings=tuple(findings), problems=tuple(problems))

    _, *again, public, afterwards = answers
    differences = _differences(first, again)
    # The host leaves closed bilag out, not the plugin: numbers must be the same for either reader.
    outlines = [] if public.outline == first.outline else [message("workshop.other-outline", rule=_STEADY)]
    # What was wrong before the meeting has been told already.
    later = [problem for problem in afterwards.problems if problem not in first.problems]
    left = max((run.strays for answer in answers if (run := answer.contribution.run)), default=0)
    strays = [message("workshop.left-processes", count=left)] if left else []
    bilag = first.contribution.bilag
    faults = [problem for contributed in bilag for problem in contributed.problems]
    findings += [
        _finding(_SAME_ANSWER, differences, message("workshop.nothing-differed")),
        _finding(_SAME_BILAG, outlines, message("workshop.closed-kept-out")),
        _finding(_AFTER_THE_MEETING, _messages(later), message("workshop.asked-for-the-referat")),
        _finding(_NOTHING_LEFT, strays, _printed(answers)),
        _finding(_CONTENTS, _messages(faults), message("workshop.number-of-bilag", count=len(bilag))),
    ]
    problems += [_breach(first, what) for what in (*differences, *outlines)]
    problems += [*later, *(_breach(first, what) for what in strays)]
    preview = None
    if faults or not bilag:
        reasons = () if faults else (message("workshop.nothing-to-set"),)
        findings += [Finding(point, Outcome.UNTRIED, reasons) for point in _OF_PAGES]
    else:
        try:
            preview = make_preview(conference, first.contribution, work, profiles=(_STANDARD,))
        except StyringsdialogError as error:
            problems += error.problems
            findings.append(Finding(_PAGES, Outcome.BAD, _first(_messages(error.problems))))
            findings += [Finding(point, Outcome.UNTRIED) for point in _OF_PAGES[1:]]
        else:
            of_tags, wrong = judge_tags(preview, first.contribution)
            findings += [Finding(_PAGES, Outcome.GOOD, (_pages(preview),)), *of_tags]
            problems += wrong
    return Verdict(findings=tuple(findings), preview=preview, problems=tuple(dict.fromkeys(problems)))


def _finding(point: Message, wrong: Sequence[Message], right: Message) -> Finding:
    return Finding(point, Outcome.BAD, _first(wrong)) if wrong else Finding(point, Outcome.GOOD, (right,))


def _first(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Return the first of ``messages``, and how many more there are: the problems beneath the verdict tell them all."""
    return (
        (messages[0],)
        if len(messages) == 1
        else (message("workshop.first-of-several", first=messages[0], more=len(messages) - 1),)
    )


def _messages(problems: Sequence[Problem]) -> list[Message]:
    return [problem.what for problem in problems]


def _differences(first: Answer, again: Sequence[Answer]) -> list[Message]:
    """Return how the answers to the same question, each under a condition of ``_AGAIN``, differ from the first."""
    differences: list[Message] = []
    for when, answer in zip(_AGAIN, again, strict=True):
        differences += _difference(first, answer, when)
        if answer is again[0] and differences:
            # What differs by itself differs under every condition.
            break
    return differences


def _difference(first: Answer, second: Answer, when: Message) -> list[Message]:
    before, after = first.contribution, second.contribution
    if after.problems:
        return [
            message("workshop.failed-again", when=when, problem=problem.what, rule=_STEADY)
            for problem in after.problems
        ]
    if [bilag.key for bilag in before.bilag] != [bilag.key for bilag in after.bilag]:
        return [message("workshop.other-bilag", when=when, rule=_STEADY)]
    changed = [old.key for old, new in zip(before.bilag, after.bilag, strict=True) if old != new]
    # A path may be the same, and the file there another.
    changed += [key for key, digest in first.files if dict(second.files)[key] != digest and key not in changed]
    return [message("workshop.another-bilag", key=key, when=when, rule=_STEADY) for key in changed]


def _printed(answers: Sequence[Answer]) -> Message:
    """Return what the plugin printed, which nobody sees when a package is built."""
    runs = [answer.contribution.run for answer in answers]
    if not (text := " ".join(" ".join(run.printed for run in runs if run).split())):
        return message("workshop.nothing-printed")
    return message("workshop.printed", text=repr(shortened(text, _SHOWN)))


def _breach(answer: Answer, what: Message) -> Problem:
    return Problem(
        Fault.PLUGIN,
        Where(origin=message("place.plugin-hook", plugin=str(answer.contribution.plugin), hook="bilag")),
        what,
    )


def _pages(preview: Preview) -> Message:
    pages = sum(bilag.pages for bilag in preview.bilag)
    kinds = {bilag.kind for bilag in preview.bilag}
    if len(kinds) > 1:
        return message("workshop.pages-of-both-kinds", pages=pages)
    if "typeset" in kinds:
        return message("workshop.pages-typeset", pages=pages)
    return message("workshop.pages-taken-in", pages=pages)


# --------------------------------------------------------------------------- tags


def judge_tags(preview: Preview, contribution: Contribution) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Return the two points of the verdict on tags, and what is wrong with bilag that were typeset.

    A file has the tags that it came with. What those lack is a note: the package says it too, and
    only whoever made the file can mend it.
    """
    tags, wrong_tags = _elements(preview, contribution)
    conforming, broken_rules = _conforming(preview, contribution)
    return (tags, conforming), (*wrong_tags, *broken_rules)


def _elements(preview: Preview, contribution: Contribution) -> tuple[Finding, list[Problem]]:
    wrong = [(bilag, fault) for bilag in preview.bilag for fault in bilag.tag_faults]
    if wrong:
        reasons = tuple(message("workshop.tag-fault-of-bilag", key=bilag.key, fault=fault) for bilag, fault in wrong)
        problems = [
            _problem(bilag, contribution, message("workshop.tagged-wrongly", fault=fault)) for bilag, fault in wrong
        ]
        return Finding(_TAGS, Outcome.BAD, reasons), problems
    typeset = sum(bilag.kind == "typeset" for bilag in preview.bilag)
    untagged = [bilag.key for bilag in preview.bilag if not bilag.tagged]
    reasons_for = {
        message("workshop.every-element"): typeset,
        message("workshop.untagged-files", keys=", ".join(untagged)): untagged,
        message("workshop.own-tags"): typeset + len(untagged) < len(preview.bilag),
    }
    right = tuple(reason for reason, is_so in reasons_for.items() if is_so)
    return Finding(_TAGS, Outcome.NOTE if untagged else Outcome.GOOD, right), []


def _conforming(preview: Preview, contribution: Contribution) -> tuple[Finding, list[Problem]]:
    conformance = preview.conformance
    if not (checker := conformance.checker):
        return Finding(_CONFORMING, Outcome.UNTRIED, (message("workshop.no-checker"),)), []
    if _STANDARD in conformance.satisfied:
        return Finding(_CONFORMING, Outcome.GOOD, (message("workshop.standard-satisfied", checker=checker),)), []
    # Only one profile was asked for, and so there is one reason at most.
    for _, reason in conformance.reasons:
        return Finding(_CONFORMING, Outcome.UNTRIED, (reason,)), []
    reasons = [message("workshop.standard-not-satisfied", checker=checker)]
    problems = []
    for finding in conformance.of(_STANDARD):
        bilag = [preview.bilag[int(index)] for index in finding.bilag]
        reasons.append(
            message("workshop.rule-broken-by-bilag", keys=", ".join(own.key for own in bilag), rule=finding.rule)
            if bilag
            else message("workshop.rule-broken-by-all", rule=finding.rule)
        )
        what = message(
            "compose.bilag-breaks-rule",
            profile=_STANDARD.label,
            rule=finding.rule,
            text=finding.message,
            meaning=meaning_of(finding.rule),
        )
        # Only what was typeset is the plugin's to mend: of a file it stays a note.
        problems += [_problem(previewed, contribution, what) for previewed in bilag if previewed.kind == "typeset"]
    return Finding(_CONFORMING, Outcome.BAD if problems else Outcome.NOTE, tuple(reasons)), problems


def _problem(bilag: PreviewedBilag, contribution: Contribution, what: Message) -> Problem:
    origin = message(
        "place.plugin-hook-of-contributor",
        plugin=str(contribution.plugin),
        hook=f"bilag '{bilag.key}'",
        contributor=contribution.contributor_id,
    )
    return Problem(Fault.CONTENT, Where(origin=origin), what)
