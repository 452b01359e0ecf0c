"""Danish alphabetical order, by Retskrivningsreglerne § 4.

Python has no Danish order without the system's locales, and Babel has none at all. The key has
levels, as the Unicode Collation Algorithm has: what is equal on one is decided by the next.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

Weight = tuple[int, int, str]
# Letters; how they are spelled; capital or small; the text itself. Keys compare with each other only.
SortKey = tuple[tuple[Weight, ...], tuple[str, ...], str, str]

_SEPARATOR: Final = 0
_NUMBER: Final = 1
_LETTER: Final = 2
_FOREIGN: Final = 3

_ALPHABET: Final = {letter: rank for rank, letter in enumerate("abcdefghijklmnopqrstuvwxyzæøå")}

# § 4.3, and the letters that CLDR's Danish order puts beside them. Accents are taken off
# afterwards, so that only those that make another letter stand here.
_EQUIVALENT: Final = {
    "ü": "y", "ű": "y", "ä": "æ", "ö": "ø", "ő": "ø", "ð": "d", "đ": "d", "þ": "th", "œ": "oe",
    "ß": "ss", "ẞ": "ss", "ł": "l", "ħ": "h", "ŋ": "n", "ı": "i", "ĸ": "k", "ŧ": "t",
}  # fmt: skip

# Two a's that are one letter: both small, both capital, or as at the start of a name; in «aA»
# a new word begins.
_DOUBLE_A: Final = frozenset({"aa", "Aa", "AA"})

# Four letters cover the acronyms of this field (AAB, AAU); longer ones are words in capitals
# («AARHUS»). The s is the genitive's.
_ACRONYM: Final = re.compile(r"[A-ZÆØÅ]{2,4}s?")

_RUN: Final = re.compile(r"(?P<number>\d+)|(?P<word>[^\W\d_]+)|(?P<separator>[\W_]+)")


def sort_key(text: str) -> SortKey:
    """Return the key by which ``text`` stands in a Danish list.

    - a–z, æ, ø, å; ü as y, ä as æ, ö as ø, ð as d, þ as th, œ as o + e (§ 4.1, 4.3).
    - aa as å, except in an acronym: «AAB» is a, a, b (§ 4.2). Where aa is two letters in a
      word («ekstraarbejde») only a person can tell: give such a name a sort name.
    - Otherwise equal: å before aa, plain before foreign or accented, then capital before small.
    - Word by word: a space or a mark comes before every letter (§ 4.4, the second principle).
      Which mark does not matter, nor marks around the text; apostrophes are passed over.
    - Digits come before letters and count as numbers: «Bilag 2» before «Bilag 10».
    - Letters of other alphabets come last.

    Two texts have equal keys only when they are the same text in NFC.
    """
    composed = unicodedata.normalize("NFC", text)
    weights: list[Weight] = []
    spellings: list[str] = []
    cases: list[str] = []
    # Marks that make no letter of their own with what they stand on are accents too.
    bare = "".join(char for char in composed if char not in "'’" and not unicodedata.combining(char))
    for run in _RUN.finditer(bare):
        match run.lastgroup:
            case "number":
                # By length and then digit by digit: no conversion, which Python limits.
                digits = "".join(str(unicodedata.decimal(digit)) for digit in run[0]).lstrip("0")
                weights.append((_NUMBER, len(digits), digits))
                spellings.append("")
            case "word":
                _add_word(run[0], weights, spellings, cases)
            case _ if weights and run.end() < len(run.string):
                weights.append((_SEPARATOR, 0, ""))
                spellings.append("")
    return tuple(weights), tuple(spellings), "".join(cases), composed


def _add_word(word: str, weights: list[Weight], spellings: list[str], cases: list[str]) -> None:
    """Add the letters of ``word`` to the levels of a key."""
    acronym = _ACRONYM.fullmatch(word) is not None
    at = 0
    while at < len(word):
        if (letter := word[at : at + 2]) in _DOUBLE_A and not acronym:
            ranks, spelling = "å", "aa"
        else:
            letter = word[at]
            ranks, spelling = _plain(letter)
        at += len(letter)
        cases.extend("0" if char.isupper() else "1" for char in letter)
        for rank in ranks:
            weights.append((_LETTER, _ALPHABET[rank], "") if rank in _ALPHABET else (_FOREIGN, 0, rank))
            spellings.append(spelling)


def _plain(letter: str) -> tuple[str, str]:
    """Return the letters that ``letter`` is sorted as, and its spelling where that is another one."""
    if (small := letter.lower()) in _ALPHABET:
        return small, ""
    if small in _EQUIVALENT:
        return _EQUIVALENT[small], small
    # Accents go one at a time, outermost first, so that ǻ becomes å and not a.
    taken_apart = unicodedata.normalize("NFKD", small)
    while taken_apart and unicodedata.combining(taken_apart[-1]):
        taken_apart = taken_apart[:-1]
        if (rest := unicodedata.normalize("NFC", taken_apart)) in _ALPHABET or rest in _EQUIVALENT:
            return _EQUIVALENT.get(rest, rest), small
    return "".join(char for char in taken_apart if not unicodedata.combining(char)) or small, small
