"""What a rule of PDF/UA or PDF/A means to somebody who hands in a file, and what that person can do."""

from __future__ import annotations

import re

import attrs

__all__ = ["Meaning", "meaning_of"]


@attrs.frozen
class Meaning:
    """What is wrong with a file, and what to ask for; each a Danish sentence."""

    wrong: str
    step: str


_TAGGED = "Bed om filen igen, gemt som tagget (tilgængelig) PDF fra det program, den er skrevet i."
_FONTS = "Bed om filen igen, gemt som PDF med alle skrifttyper indlejret; vælg PDF/A, hvis programmet kan."
_ARCHIVE = "Bed om filen igen, gemt som PDF/A."
_AUTHOR = "Bed den, der har lavet filen, om at rette det og sende den igen."

# The first that the rule's name holds tells; the checker's names are in English.
_MEANINGS = (
    (r"HEADING", Meaning("Overskrifterne springer et niveau over eller er blandet sammen.", _AUTHOR)),
    (r"FIGURE|FORMULA", Meaning("Et billede eller en figur mangler en alternativ tekst.", _AUTHOR)),
    (r"ACTUAL-TEXT|ALT-TEXT|LANGUAGE", Meaning("Det er ikke angivet, hvilket sprog teksten er på.", _AUTHOR)),
    (
        r"TABLE|-T[HRD]-|THEAD|TBODY|TFOOT",
        Meaning("En tabel er ikke opbygget, så den kan læses op: der mangler overskrifter eller celler.", _AUTHOR),
    ),
    (r"-L-|-LI-|-LBODY-|TOC", Meaning("En liste er ikke opbygget, så den kan læses op.", _AUTHOR)),
    (r"NOTE", Meaning("En fodnote er ikke opbygget, så den kan læses op.", _AUTHOR)),
    (r"LINK|ANNOTATION|PAGE-TABS", Meaning("Et link eller en bemærkning kan ikke læses op eller vises.", _AUTHOR)),
    (r"FORM|WIDGET|FIELD|XFA", Meaning("Et formularfelt kan ikke læses op eller vises.", _AUTHOR)),
    (r"FONT-EMBEDDING|FONT-FILE", Meaning("En skrifttype er ikke lagt ind i filen.", _FONTS)),
    (
        r"FONT|CID|CMAP|GLYPH|TRUETYPE|UNICODE|TYPE0|WIDTH",
        Meaning("En skrifttype er mangelfuld: teksten kan måske ikke læses op, søges i eller kopieres.", _FONTS),
    ),
    (
        r"CONTENT-TAGGING|ARTIFACT|TAGGED|STRUCT|ROLE",
        Meaning("Noget af indholdet er ikke tagget, eller tags er brugt forkert.", _TAGGED),
    ),
    (
        r"DEVICE|COLOU?R|ICC|OUTPUT-INTENT|RENDERING|HALFTONE|TRANSFER|SEPARATION|BLEND|TRANSPAREN",
        Meaning("Farver eller gennemsigtighed er angivet på en måde, der ikke må stå i et arkiv.", _ARCHIVE),
    ),
    (r"IMAGE|JPX|JPEG|INTERPOLATE", Meaning("Et billede er gemt på en måde, der ikke må stå i et arkiv.", _ARCHIVE)),
)
_OTHER = Meaning("Filen bryder en teknisk regel.", _ARCHIVE)


def meaning_of(rule: str) -> Meaning:
    """Give what the rule that a checker calls ``rule`` means."""
    return next((meaning for pattern, meaning in _MEANINGS if re.search(pattern, rule)), _OTHER)
