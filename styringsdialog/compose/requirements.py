"""What an edition requires of its package, held against the package that was made."""

from __future__ import annotations

from collections.abc import Iterator

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language
from styringsdialog.report.build import BuildReport
from styringsdialog.report.rules import meaning_of

__all__ = ["shortfalls"]


def shortfalls(report: BuildReport) -> Iterator[Problem]:
    """Find what the edition requires of the package and the package is not."""
    found = report.conformance
    titles = {bilag.number: bilag.title for bilag in report.bilag}
    for profile in report.conference.output.require:
        where = f"conference.toml: output.require: {profile.value}"
        if profile in found.satisfied:
            continue
        if not found.checker:
            message, hint = "nothing here can check the package", 'install page-validation: the extra "verify"'
            yield Problem(Fault.REQUIREMENT, where, message, hint)
        for one, reason in found.unchecked:
            if one is profile:
                message = f"the package cannot be checked: {text_of(reason, Language.ENGLISH).what}"
                yield Problem(Fault.REQUIREMENT, where, message, "make it smaller, or require less")
        for finding in found.of(profile):
            rule = f"{finding.rule}: {finding.message}"
            for number in finding.bilag:
                meaning = text_of(meaning_of(finding.rule), Language.DANISH)
                place = f"bilag {number}, {titles[number]}"
                message = f"keeps the package from {profile.label}: {rule}"
                yield Problem(Fault.REQUIREMENT, place, message, f"{meaning.what}. {meaning.step}")
            if not finding.bilag:
                message = f"the package does not satisfy {profile.label}: {rule}"
                yield Problem(Fault.REQUIREMENT, where, message, "no single bilag causes it: please report it")
