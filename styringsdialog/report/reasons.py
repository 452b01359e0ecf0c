"""Why a bilag is missing, what a rule of PDF/UA or PDF/A means, and what to do about it, in Danish."""

from __future__ import annotations

import re
from typing import Final

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Language, Message, Text, message, text_of

_BY_FAULT: Final = {
    Fault.EDITION: message("package.missing-for-the-edition"),
    Fault.PLUGIN: message("package.missing-for-a-plugin"),
    Fault.CONTENT: message("package.missing-for-its-text"),
    Fault.FILE: message("package.missing-for-its-file"),
    Fault.PERSONAL_DATA: message("package.missing-for-personal-data"),
    Fault.REQUIREMENT: message("package.missing-so-far"),
}


def reason_in_danish(problem: Problem) -> str:
    """Return why a bilag is missing as a reader of the package may see it: no path, no English."""
    # Without words for readers the fault's general ones: paths, and what is wrong with code, say nothing to them.
    return problem.dansk or f"{_general(problem).what}."


def step_in_danish(problem: Problem) -> str:
    """Return what to do about it: with that very file, where that is what is wrong."""
    return own_step(problem) or _general(problem).step


def own_step(problem: Problem) -> str:
    """Return what whoever handed in the file is to do; empty where it is not about a file."""
    # The words of a plugin may be in any language.
    if problem.fault not in _OF_FILES or problem.what.code == "words.own":
        return ""
    return problem.text(Language.DANISH).step


def file_of(problem: Problem) -> str:
    """Return the name of the file that a problem is about, as it was handed in; empty for none."""
    name = problem.place.file.rpartition("/")[2] if problem.fault in _OF_FILES else ""
    # Bilag files are named «vibo: tal.pdf», with the contributor's id in front (``compose.bilag``).
    return name.partition(": ")[2] or name


_OF_FILES: Final = frozenset({Fault.FILE, Fault.CONTENT, Fault.PERSONAL_DATA})


def _general(problem: Problem) -> Text:
    return text_of(_BY_FAULT.get(problem.fault, message("package.missing")), Language.DANISH)


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
