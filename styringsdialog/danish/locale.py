"""The one locale of the package."""

from __future__ import annotations

from typing import Final

__all__ = ["LOCALE"]

LOCALE: Final = "da_DK"
"""Babel's name for Danish in Denmark; plain ``da`` counts weeks from 1 January, which Denmark does not."""
