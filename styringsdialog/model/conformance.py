"""The standards that a package may satisfy, and what was found when it was held against them."""

from __future__ import annotations

import enum

import attrs

from styringsdialog.messages.message import Language, Message, text_of
from styringsdialog.model.bilag import BilagNumber


class Profile(enum.StrEnum):
    """A standard and its conformance level, by the short name that checkers use."""

    UA1 = "ua1"
    A2A = "2a"

    @property
    def label(self) -> str:
        """Return the standard as it is printed."""
        return {Profile.UA1: "PDF/UA-1", Profile.A2A: "PDF/A-2a"}[self]


@attrs.frozen(kw_only=True)
class Finding:
    """A rule that a file breaks.

    Attributes:
        rule: The checker's name for it: ``PDFUA1-FONT-EMBEDDING-001``.
        message: The checker's first words on it, in English.
        count: How many times it is broken, as far as the checker counts.
        bilag: Numbers of the bilag in whose pages it is broken; empty where nobody can tell.
    """

    profile: Profile
    rule: str
    message: str
    count: int = 1
    bilag: tuple[BilagNumber, ...] = ()


@attrs.frozen(kw_only=True)
class Conformance:
    """What checking a finished file gave.

    Attributes:
        checker: Name and version of what checked; empty when nothing did.
        satisfied: What the file satisfies, and therefore claims.
        findings: Why it does not satisfy the others.
        reasons: Why a profile could not be checked: the file was too large, or could not be read.
    """

    checker: str = ""
    satisfied: tuple[Profile, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[tuple[Profile, Message], ...] = ()

    @property
    def unchecked(self) -> tuple[tuple[Profile, str], ...]:
        """Return why a profile could not be checked, in English."""
        return tuple((profile, text_of(reason, Language.ENGLISH).what) for profile, reason in self.reasons)

    def of(self, profile: Profile) -> tuple[Finding, ...]:
        """Return why the file does not satisfy ``profile``."""
        return tuple(finding for finding in self.findings if finding.profile is profile)

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        return {
            "checked": bool(self.checker),
            "checker": self.checker,
            "satisfied": [profile.value for profile in self.satisfied],
            "unchecked": {profile.value: reason for profile, reason in self.unchecked},
            "findings": [
                {
                    "profile": finding.profile.value,
                    "rule": finding.rule,
                    "message": finding.message,
                    "count": finding.count,
                    "bilag": list(finding.bilag),
                }
                for finding in self.findings
            ],
        }
