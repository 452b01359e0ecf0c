"""Words that nobody wrote: of templates, such as «[Skriv tekst her]», and of references that lead nowhere."""

from __future__ import annotations

import re
from typing import Final

# What Word and LibreOffice put in place of a field that they cannot work out.
BROKEN: Final = re.compile(r"\s*(?:Fejl|Error|Fehler|Fel|Feil)(?:!|: (?=Reference|Henvisning))")
# Stands there instead.
NO_TARGET: Final = "[henvisning mangler]"

_BRACKETED: Final = re.compile(
    r"[\[<](?:Skriv|Indsæt|Angiv|Vælg|Klik|Tryk|Udfyld|Tast|Type|Insert|Enter|Click|Choose)\b[^\[\]<>]{0,80}[\]>]",
    re.IGNORECASE,
)
_PROMPT: Final = re.compile(
    r"(?:Klik|Tryk|Click|Tap)\b[^.]{0,30}\b"
    r"(?:for at|to)\s+(?:angive|skrive|indtaste|vælge|tilføje|enter|add|choose)\b[^.]{0,60}\.?",
    re.IGNORECASE,
)


def asking(paragraph: str) -> list[str]:
    """Return what in ``paragraph`` asks to be replaced: what stands in brackets, or the whole of it."""
    prompt = _PROMPT.fullmatch(paragraph.strip())
    return [prompt[0]] if prompt else [bracketed[0] for bracketed in _BRACKETED.finditer(paragraph)]
