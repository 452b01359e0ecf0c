"""A point of a verdict: what was looked at, and how it went."""

from __future__ import annotations

import enum

import attrs

__all__ = ["Finding", "Outcome"]


class Outcome(enum.StrEnum):
    """How it went with one point; a note is to be known, and keeps nobody from using the plugin."""

    GOOD = "good"
    BAD = "bad"
    NOTE = "note"
    UNTRIED = "not tried"


@attrs.frozen
class Finding:
    """One point of the verdict.

    Attributes:
        said: What was found, in a few English words.
    """

    point: str
    outcome: Outcome
    said: str = ""
