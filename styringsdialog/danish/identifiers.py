"""Names for files and references, in ASCII."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Danish as it was written before 1948 and still is where only ASCII goes; ü as in passports
# (ICAO Doc 9303, part 3, section 6). Whatever else has an accent loses it.
_SPELLED: Final = str.maketrans(
    {
        "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ü": "ue",
        "ß": "ss", "œ": "oe", "þ": "th", "ð": "d", "đ": "d", "ł": "l",
    }
)  # fmt: skip


def slug(text: str) -> str:
    """Return ``text`` as small ASCII letters and digits with hyphens between: ``hoeje-taastrup-kommune``.

    Empty where ``text`` holds neither a letter nor a digit that ASCII has a spelling for.
    """
    spelled = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()).translate(_SPELLED)
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    # An apostrophe joins: «DAB's» is one word.
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain.lower())))


def file_words(text: str) -> str:
    """Return ``text`` as words for a file name, which every disk and every records system takes.

    «Den grønne omstilling: hvad nu?» becomes ``Den groenne omstilling hvad nu``: ASCII letters,
    digits, hyphens and single spaces, capitals kept. Empty where nothing can be spelled so.
    """
    spelled = "".join(_cased(char) for char in unicodedata.normalize("NFC", re.sub(r"['’]", "", text)))
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", plain))


def _cased(char: str) -> str:
    """Return the ASCII spelling of a letter, a capital as a capital: Ø is Oe."""
    spelled = char.lower().translate(_SPELLED)
    return spelled.capitalize() if char.isupper() else spelled
