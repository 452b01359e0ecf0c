"""What a file's name says of a bilag: its title, and the key that it is known by."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from styringsdialog.danish.identifiers import slug
from styringsdialog.hooks.vetting import LONGEST_KEY

# A name that a file had before it became another one: «Indstilling.docx.pdf».
_FORMER: Final = re.compile(
    r"(?<=.)\.(?:pdf|docx?|pptx?|xlsx?|od[tps]|rtf|csv|tsv|txt|md|png|jpe?g|tiff?|webp)$", re.IGNORECASE
)

# The 5 of «Referat 12.5» ends no name.
_SUFFIX: Final = re.compile(r"(?<=.)\.(?:[A-Za-z]\w{0,4}|numbers|webloc|crdownload|download|partial)$")

# What no title can hold.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# What makes the number before it a date, a version or one of several: «01. maj», «01_02_2031», «01 v2», «01 af 12».
_DATED: Final = (
    r"(?!\d|v\.?\d|(?:jan|januar|feb|februar|mar|marts|apr|april|maj|may|jun|juni|jul|juli|aug|august|sept?|september|okt"
    r"|oct|oktober|nov|november|dec|december|kvartal|kvt|halvår|behandling|udkast|udgave|version|møde|sal|del|af|of|og|til)(?![^\W_]))"
)
# What it counts: «50_år», «25-års jubilæum».
_COUNTED: Final = (
    r"(?!(?:år|års|årig|årige|årigt|årlig|årlige|aar|aars|uger?|ugers|dage?|dages|måned|måneder|måneders|maaneder|timer?|timers"
    r"|minutter|pct|procent|kr|kroner|mio|mia|tusind|boliger?|lejemål|lejligheder|afdelinger|organisationer|personer|deltagere"
    r"|beboere|husstande|medlemmer|møder|sider|punkter|bilag|spørgsmål|stk|m2|m²|km)(?![^\W_]))"
)
# A nought in front is there for the order: «01-budget».
_PADDED: Final = re.compile(rf"(0\d{{1,2}})([\s._–—-]+){_DATED}(?=\w)", re.IGNORECASE)
# The number after «09-»; «2 Budget» where there is «1 Oversigt».
_NEXT: Final = re.compile(rf"([1-9]\d?)([\s._–—-]+){_DATED}{_COUNTED}(?=\w)", re.IGNORECASE)
# «2 - Budget», «1_budget»; not «7_nye_boliger», where underscores stand for blanks, nor «3-årig».
_PLAIN: Final = re.compile(
    rf"(?:\d{{1,2}}(?: [-–—] |_-_|_(?=(?-i:[A-ZÆØÅ])|[^_]*$))|1_){_DATED}{_COUNTED}(?=\w)", re.IGNORECASE
)

# What a sender's own list calls a bilag; in the package it has another number.
_SENDERS_NUMBER: Final = re.compile(r"bilag\W*(?:nr\W*)?(?:\d|(?-i:[A-ZÆØÅ])(?!\w))", re.IGNORECASE)

# Keys, and so the numbers of what was sent, are made of titles as they once were.
_NUMBERING: Final = re.compile(r"(?:\d+(?:[\s._–-]+|$))+")
_SPACES: Final = re.compile(r"[_\x00-\x1f\x7f-\x9f]")


def titles_of(names: Sequence[str], given: Collection[str] = ()) -> Mapping[str, str]:
    """Return a title for each of the files ``names``; no two are alike, and none is one of ``given``.

    «02_budget for 2030.pdf» is «Budget for 2030». A number that only orders is left out, unless that made two titles
    equal. Where two would still be so, the end of the file's name stands in them too.
    """
    choices = {name: tuple(_titles(name, ordinal)) for name, ordinal in _ordinals(names)}
    # This ends: levels only rise, and each name has a last one.
    level = dict.fromkeys(choices, 0)
    while True:
        titles = {name: choices[name][level[name]] for name in choices}
        count = Counter([*(title.casefold() for title in titles.values()), *map(str.casefold, given)])
        equal = [n for n, title in titles.items() if count[title.casefold()] > 1 and level[n] + 1 < len(choices[n])]
        if not equal:
            return titles
        for name in equal:
            level[name] += 1


def _ordinals(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Return each of ``names`` and how many of its characters only say where it stands in an order."""
    texts = {name: _composed(name) for name in names}
    numbered = {name: match for name, text in texts.items() if (match := _PADDED.match(text) or _NEXT.match(text))}
    there = {(match[2], int(match[1])) for match in numbered.values()}
    ordered: set[tuple[str, int]] = set()
    # By number, so that the one before is known when ``follows`` asks for it.
    for name, match in sorted(numbered.items(), key=lambda item: int(item[1][1])):
        style, number = match[2], int(match[1])
        begins_small = texts[name][match.end()].islower()
        follows = (style, number - 1) in ordered
        begins = number == 1 and ((style, 2) in there or (style == " " and not begins_small))
        # «1. del» and «3-årig» are words.
        is_word = style in {". ", ".", "-"} and begins_small
        if match[1].startswith("0") or ((begins or follows) and not is_word):
            ordered.add((style, number))
    for name, text in texts.items():
        if (match := numbered.get(name)) is None or (match[2], int(match[1])) not in ordered:
            match = _PLAIN.match(text)
        yield name, match.end() if match else 0


def _titles(name: str, ordinal: int) -> Iterator[str]:
    """Return what the file ``name`` may be called, the best first: each says more of its name than the one before."""
    whole = _composed(name)
    stem = _FORMER.sub("", _SUFFIX.sub("", whole))
    for text in (stem[ordinal:] or stem, stem, whole):
        title = " ".join(text.replace("_", " ").split()) or text
        # «Bilag 8: Bilag 1» would lead astray.
        yield f"Afsenderens b{title[1:]}" if _SENDERS_NUMBER.match(title) else _capital(title)
    yield whole


def _composed(name: str) -> str:
    return _CONTROL.sub(" ", unicodedata.normalize("NFC", name)).strip() or "?"


def _capital(title: str) -> str:
    """Return ``title`` with a capital first, unless its first word has one elsewhere: «iPad», «pH-værdi»."""
    return title[0].upper() + title[1:] if title.partition(" ")[0].islower() else title


def is_title_of(title: str, name: str) -> bool:
    """Tell whether ``title`` may have been made of the file's ``name``, by the rules of today or of before."""
    whole = _composed(name)
    end = _squeezed(title.removeprefix("Afsenderens "))
    stems = map(_squeezed, (whole, Path(whole).stem, _FORMER.sub("", _SUFFIX.sub("", whole))))
    return any(end and stem.endswith(end) and not any(map(str.isalpha, stem.removesuffix(end))) for stem in stems)


def _squeezed(text: str) -> str:
    return "".join(text.replace("_", " ").casefold().split())


def key_of(stem: str) -> str:
    """Return the key of a file by its name without the ending: the same as ever, of a long name a short one."""
    text = " ".join(_SPACES.sub(" ", unicodedata.normalize("NFC", _FORMER.sub("", stem))).split())
    name = (text[match.end() :] if (match := _NUMBERING.match(text)) else text) or text
    # Of the title that it once was, with its capital: Turkish «ı» is an «I» then.
    key = slug(name[:1].upper() + name[1:]) or "bilag"
    if len(key) <= LONGEST_KEY:
        return key
    # A digest, or two long names that differ at their ends alone would have one key.
    return f"{key[: LONGEST_KEY - 9].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def unused(key: str, used: Collection[str]) -> str:
    """Return ``key``, or ``key-2`` and so on when it is taken."""
    numbered = (f"{key[: LONGEST_KEY - len(str(number)) - 1]}-{number}" for number in itertools.count(2))
    return next(free for free in itertools.chain((key,), numbered) if free not in used)
