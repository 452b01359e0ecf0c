"""Where a Danish word may be broken at the end of a line.

Pyphen's dictionary knows syllables and a few hundred exceptions, but no compounds; what it gets
wrong in the words of this field is put right here.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Final

import pyphen

# Words with fewer letters stay whole.
SHORTEST: Final = 8

# Letters that stay before a break, and that go to the next line.
BEFORE: Final = 2
AFTER: Final = 3

# First parts of compounds that the dictionary runs over («bo-ligsel-skab»), not followed by
# an ending of their own («bo-li-ger-nes»).
_FIRST_PART: Final = re.compile(
    r"(?:bolig(?!ernes?$)|budget(?!te)|drifts|ejendoms|energi(?!ernes?$)|fælles|regnskabs)(?=.{4})", re.IGNORECASE
)
_VOWEL: Final = re.compile(r"[aeiouyæøåéüäö]", re.IGNORECASE)


@functools.lru_cache(maxsize=16384)
def positions(word: str) -> tuple[int, ...]:
    """Return the places in ``word`` before which a break may stand, rising.

    Marks around the word do not count as letters. A word with a digit, a hyphen or any other
    mark inside stays whole: it is a number, a name, an address, or has its break already.
    """
    letters = word.strip("".join({char for char in word if not char.isalnum()}))
    if len(letters) < SHORTEST or not letters.isalpha():
        return ()
    offset = word.index(letters)
    return tuple(offset + place for place in sorted(_breaks(letters)) if BEFORE <= place <= len(letters) - AFTER)


def _breaks(letters: str) -> set[int]:
    """Return all breaks between syllables, those at the edges too."""
    if seam := _FIRST_PART.search(letters):
        at = seam.end()
        return _breaks(letters[:at]) | {at} | {at + place for place in _breaks(letters[at:])}
    edges = [0, *_dictionary().positions(letters), len(letters)]
    # A piece without a vowel is no syllable («wor-ks-hop»): neither of its edges is to be trusted.
    syllable = [bool(_VOWEL.search(letters, *piece)) for piece in itertools.pairwise(edges)]
    return {place for place, whole in zip(edges[1:-1], itertools.pairwise(syllable), strict=True) if all(whole)}


@functools.cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="da_DK", left=BEFORE, right=BEFORE)
