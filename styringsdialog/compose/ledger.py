"""The ledger of words: what a file says is held against what its pages say, and what is missing is told.

What differs in no word raises no alarm: ligatures, hyphens at the end of a line, spaces, order and line breaks.
"""

from __future__ import annotations

import html
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import MessageError, Remark, StyringsdialogError
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.intake.kinds import Family
from styringsdialog.intake.pdfium import texts_of
from styringsdialog.intake.sniff import sniff
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.encoding import NotUtf8Error
from styringsdialog.loading.reading import read_text_file
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.places import UnfitError

# What parts a word at the end of a line, or nowhere, and is no letter of it; PDFium has signs of its own for it.
_PARTED: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufffe\x02]\\s*|[-\u2010]\\s*[\r\n]+\\s*")
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile("[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9](?:[0-9.,'\u00a0\u202f]*[0-9])?")
_TEXTS: Final = frozenset({".csv", ".md", ".tsv", ".txt"})
# Of Markdown, what is no word of the text: where links lead to, keys, and what pictures show.
_MARKUP: Final = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\[\^[^\]]+\]:?|^ *\[[^\]]+\]:.*$|<[^>]*>|\{[^}]*\}|^ *(?:```|~~~).*$",
    re.MULTILINE,
)
# Words that are told.
_MOST: Final = 5
_DECIMALS: Final = range(16)

Place = int | str


@attrs.frozen(kw_only=True)
class Held:
    """A file that is held against its pages.

    Attributes:
        name: What messages call it.
        pages: The PDF that it became.
    """

    file: Path
    name: str
    pages: Path


@attrs.frozen
class Missing:
    """A word that is missing, as it is written in small letters, and where it was."""

    word: str
    place: Place


def hold_plain(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Return what is to be said of a ``Held``, both as plain data: the worker's side."""
    held: Held = from_plain(Held, argument)
    try:
        kind = sniff(held.file, held.name)
        missing: list[Missing] = []
        if kind.family is Family.OFFICE:
            missing = _missing_in_office(held.file, kind.suffix, texts_of(held.pages))
        elif kind.family is not Family.IMAGE:
            # Both by PDFium, so that what it reads in its own way is read so on both sides.
            missing = _missing_in_pdf(texts_of(held.file), texts_of(held.pages))
        return to_plain(remark_on(missing, kind.suffix), tuple[Remark, ...])
    except (StyringsdialogError, MessageError, RecursionError):
        # What cannot be read otherwise than it was cannot be held against anything.
        return []


def _missing_in_pdf(said: Sequence[str], shown: Sequence[str]) -> list[Missing]:
    if len(said) != len(shown):
        # Pages that are missing are told as such.
        return []
    pairs = enumerate(zip(said, shown, strict=True), 1)
    return [missing for page, (old, new) in pairs if old != new for missing in missing_words([(page, old)], new)]


def _missing_in_office(file: Path, suffix: str, pages: Sequence[str]) -> list[Missing]:
    # Half as long to load as all the rest.
    from styringsdialog.convert.office.package import open_package  # noqa: PLC0415 - see above
    from styringsdialog.convert.office.words import office_words  # noqa: PLC0415 - see above

    try:
        with zipfile.ZipFile(file) as archive:
            said = list(office_words(open_package(archive), suffix))
    except zipfile.BadZipFile:
        # Of an old format nobody but LibreOffice knows what it says.
        return []
    shown = "\n".join(pages)
    # Where three digits stand in the next cell, nobody can tell a thousand from two numbers.
    numbers = {_digits(number) for number in (*_NUMBER.findall(shown), *_WORD.findall(shown))}
    lost = [
        # Excel keeps fifteen digits of a number.
        Missing(f"{number:.15g}", place)
        for place, number in said
        if not isinstance(number, str) and numbers.isdisjoint(_written(number))
    ]
    return [*missing_words([(place, text) for place, text in said if isinstance(text, str)], shown), *lost]


def missing_words(said: Iterable[tuple[Place, str]], shown: str) -> list[Missing]:
    """Return the words of the texts that are ``said`` which are not ``shown`` as often, in their order.

    Letters by themselves do not count: fonts of signs are written with them.
    """
    words = [(word, place) for place, text in said for word in words_of(text)]
    needed = Counter(word for word, _ in words)
    there = words_of(shown)
    counted = Counter(there)
    lacking = {word: count - counted[word] for word, count in needed.items() if counted[word] < count}
    if not lacking:
        return []
    # What was parted or joined on its way is among what is there and was not said.
    rest = "".join(word for word in there if counted[word] > needed[word])
    missing = []
    for word, place in words:
        if lacking.get(word, 0) > 0:
            lacking[word] -= 1
            # A digit counts by itself: «3» may be all that a cell says.
            if (len(word) > 1 or word.isdigit()) and rest.count(word) <= lacking[word] and not _scattered(word, rest):
                missing.append(Missing(word, place))
    return missing


def _scattered(word: str, rest: str) -> bool:
    """Tell whether ``word`` has letters of another font, or that run from right to left, and all are there.

    PDFium cannot always tell where those stand among others.
    """
    return any(letter > "\u00ff" for letter in word) and all(letter in rest for letter in word)


def words_of(text: str) -> list[str]:
    """Return the sequences of letters and digits of ``text``, however they are set."""
    # NFKC takes ligatures apart. «caps» (ECMA-376-1, 17.3.2.5) shows as capitals what was written small.
    return _WORD.findall(_PARTED.sub("", unicodedata.normalize("NFKC", text)).casefold())


def text_remarks(folder: Path, blocks: Blocks, pages: Sequence[Path]) -> tuple[Remark, ...]:
    """Return what is to be said of a text or table in ``folder`` that became ``blocks``, and then ``pages``."""
    names = {block.place.file for block in blocks} - {""}
    file = folder / names.pop() if len(names) == 1 else folder
    if file.suffix.lower() not in _TEXTS or not file.is_file():
        # A plugin of its own has made it, and what of is for it to say.
        return ()
    try:
        text = read_text_file(file.parent, file.name).text
    except (NotUtf8Error, UnfitError):
        return ()
    shown = "\n".join(page for path in pages for page in texts_of(path))
    if file.suffix.lower() == ".md":
        return remark_on(missing_words([("", html.unescape(_MARKUP.sub(" ", text)))], shown))
    numbers = {_digits(number) for number in _NUMBER.findall(shown)}
    parts = set(_WORD.findall(shown))
    lost = [
        Missing(number, "")
        for number in _NUMBER.findall(text)
        # What parts a number may part two columns as well.
        if _digits(number) not in numbers and not parts.issuperset(_WORD.findall(number))
    ]
    return remark_on([*missing_words([("", _NUMBER.sub(" ", text))], _NUMBER.sub(" ", shown)), *lost])


def _digits(number: str) -> str:
    # What parts thousands and decimals is another sign in each language.
    return re.sub("[^0-9]", "", number)


def _written(number: float) -> Iterator[str]:
    """Yield the digits of ``number`` as formats may write it: rounded, in per cent, in thousands."""
    # ECMA-376-1, 18.8.31: «%» in a number's format multiplies by a hundred, a comma at its end divides by a thousand.
    yield from (
        _digits(f"{shown:.{decimals}f}")
        for shown in (number, number * 100, number / 1000, number / 1_000_000)
        for decimals in _DECIMALS
    )


def remark_on(missing: Sequence[Missing], suffix: str = "") -> tuple[Remark, ...]:
    """Return what is to be said where words of a file, of an Office file of kind ``suffix``, are ``missing``."""
    if not missing:
        return ()
    # A word that is missing on each page, as a header is, is told once.
    distinct: dict[str, Missing] = {}
    for word in missing:
        distinct.setdefault(word.word, word)
    first = list(distinct.values())[:_MOST]
    words = [f"«{word.word}»" for word in first]
    places = list(dict.fromkeys(word.place for word in first if word.place))
    told = message("compose.words-somewhere", words=words)
    if places:
        where: Message | Sequence[str] = [str(place) for place in places]
        if suffix != ".xlsx":
            code = "office.on-slides" if suffix else "office.on-pages"
            where = message(code, numbers=[int(place) for place in places], count=len(places))
        told = message("compose.words-at", words=words, places=where)
    return (Remark(message("compose.words-missing", count=len(missing), first=told)),)
