"""Titles put into a sentence."""

from __future__ import annotations

__all__ = ["as_in_running_text"]


def as_in_running_text(title: str) -> str:
    """Give ``title`` with a small first letter, unless its first word is an acronym or a single letter.

    «Styringsdialogkonference» becomes «styringsdialogkonference»; «DAB-dag» stays.
    """
    first, rest = title[:1], title[1:]
    return first.lower() + rest if rest[:1].islower() else title
