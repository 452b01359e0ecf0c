"""The verdict on a preview's tags: are they all there, and do they satisfy PDF/UA-1."""

from __future__ import annotations

from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language
from styringsdialog.model.conformance import Profile
from styringsdialog.report.rules import meaning_of
from styringsdialog.workshop.finding import Finding, Outcome
from styringsdialog.workshop.preview import Preview, PreviewedBilag

__all__ = ["judge_tags"]

_TAGS = "tags"
_STANDARD = Profile.UA1


def judge_tags(preview: Preview, contribution: Contribution) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Give the two points of the verdict, and what is wrong with bilag that were typeset.

    A file has the tags that it came with. What those lack is a note: the package says it too, and
    only whoever made the file can mend it.
    """
    problems: list[Problem] = []
    tags = _elements(preview, contribution, problems)
    return (tags, _conforming(preview, contribution, problems)), tuple(problems)


def _elements(preview: Preview, contribution: Contribution, problems: list[Problem]) -> Finding:
    wrong = [(one, fault) for one in preview.bilag for fault in one.tag_faults]
    if wrong:
        problems += [_problem(one, contribution, f"is tagged with {fault}", "please report it") for one, fault in wrong]
        return Finding(_TAGS, Outcome.BAD, "; ".join(f"{one.key}: {fault}" for one, fault in wrong))
    typeset = sum(one.kind == "typeset" for one in preview.bilag)
    untagged = [one.key for one in preview.bilag if not one.tagged]
    said = ["every heading, list, table, picture and link has its element"] if typeset else []
    if untagged:
        said.append(f"files without tags, read aloud page by page: {', '.join(untagged)}")
    if typeset + len(untagged) < len(preview.bilag):
        said.append("files keep the tags that they came with")
    return Finding(_TAGS, Outcome.NOTE if untagged else Outcome.GOOD, "; ".join(said))


def _conforming(preview: Preview, contribution: Contribution, problems: list[Problem]) -> Finding:
    found = preview.conformance
    point = _STANDARD.label
    if not found.checker:
        reason = 'page-validation is not installed: the extra "verify" of styringsdialog'
        return Finding(point, Outcome.UNTRIED, reason)
    if _STANDARD in found.satisfied:
        return Finding(point, Outcome.GOOD, f"satisfied, says {found.checker}")
    for _, unchecked in found.unchecked:
        return Finding(point, Outcome.UNTRIED, text_of(unchecked, Language.ENGLISH).what)
    own = [
        (preview.bilag[int(place)], finding)
        for finding in found.of(_STANDARD)
        for place in finding.bilag
        if preview.bilag[int(place)].kind == "typeset"
    ]
    for one, finding in own:
        meaning = text_of(meaning_of(finding.rule), Language.DANISH)
        message = f"keeps the package from {point}: {finding.rule}: {finding.message}"
        problems.append(_problem(one, contribution, message, f"{meaning.what}. {meaning.step}"))
    rules = "; ".join(
        f"{', '.join(preview.bilag[int(place)].key for place in finding.bilag) or 'the whole'}: {finding.rule}"
        for finding in found.of(_STANDARD)
    )
    return Finding(point, Outcome.BAD if own else Outcome.NOTE, f"not satisfied, says {found.checker}: {rules}")


def _problem(bilag: PreviewedBilag, contribution: Contribution, message: str, hint: str) -> Problem:
    where = f"plugin {contribution.plugin}, bilag '{bilag.key}', contributor {contribution.contributor_id}"
    return Problem(Fault.CONTENT, where, message, hint)
