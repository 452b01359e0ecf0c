"""What a rule of PDF/UA or PDF/A means to somebody who hands in a file, and what that person can do."""

from __future__ import annotations

import re
from typing import Final

from styringsdialog.messages.message import Message, message

__all__ = ["meaning_of"]

# The first that the rule's name holds tells; the checker's names are in English.
_MEANINGS: Final = (
    (r"HEADING", message("package.rule-headings")),
    (r"FIGURE|FORMULA", message("package.rule-figure")),
    (r"ACTUAL-TEXT|ALT-TEXT|LANGUAGE", message("package.rule-language")),
    (r"TABLE|-T[HRD]-|THEAD|TBODY|TFOOT", message("package.rule-table")),
    (r"-L-|-LI-|-LBODY-|TOC", message("package.rule-list")),
    (r"NOTE", message("package.rule-note")),
    (r"LINK|ANNOTATION|PAGE-TABS", message("package.rule-annotation")),
    (r"FORM|WIDGET|FIELD|XFA", message("package.rule-field")),
    (r"FONT-EMBEDDING|FONT-FILE", message("package.rule-embedding")),
    (r"FONT|CID|CMAP|GLYPH|TRUETYPE|UNICODE|TYPE0|WIDTH", message("package.rule-font")),
    (r"CONTENT-TAGGING|ARTIFACT|TAGGED|STRUCT|ROLE", message("package.rule-tags")),
    (
        r"DEVICE|COLOU?R|ICC|OUTPUT-INTENT|RENDERING|HALFTONE|TRANSFER|SEPARATION|BLEND|TRANSPAREN",
        message("package.rule-colour"),
    ),
    (r"IMAGE|JPX|JPEG|INTERPOLATE", message("package.rule-image")),
)


def meaning_of(rule: str) -> Message:
    """Return what the rule that a checker calls ``rule`` means; the hint says what to ask for."""
    return next((meaning for pattern, meaning in _MEANINGS if re.search(pattern, rule)), message("package.rule"))
