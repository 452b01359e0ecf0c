"""Every message stands once, in both languages, and every code in the product has its words."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import styringsdialog
from styringsdialog.messages.message import (
    Argument,
    Language,
    Level,
    Message,
    Where,
    _Formatter,
    entries,
    level_of,
    message,
    text_of,
)

PRODUCT: Final = Path(styringsdialog.__file__).parent
AREAS: Final = sorted(file.stem for file in (PRODUCT / "messages").glob("*.toml"))
CATALOGUE: Final[dict[str, Any]] = {f"{area}.{name}": entry for area in AREAS for name, entry in entries(area).items()}

# Words that no Danish sentence has, and no name in it either.
ENGLISH: Final = frozenset(
    [
        "the",
        "and",
        "with",
        "which",
        "that",
        "there",
        "cannot",
        "must",
        "than",
        "not",
        "are",
        "this",
        "from",
        "when",
        "where",
        "been",
        "will",
        "your",
    ]
)
GLOSSARY: Final = Path(__file__).parents[2] / "docs" / "glossary.md"
DANISH: Final = frozenset(
    ["og", "ikke", "det", "som", "der", "til", "fra", "skal", "kan", "hvis", "eller", "denne", "filen"]
)


def calls() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Return each code that the product names, where, and the arguments beside it; none where ``**`` gives them."""
    for file in sorted(PRODUCT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and is_code(argument.value):
                    names = [keyword.arg for keyword in node.keywords]
                    given = None if None in names else frozenset(name for name in names if name)
                    yield argument.value, f"{file.name}:{node.lineno}", given if given or not is_built(node) else None


def is_code(text: str) -> bool:
    area, _, name = text.partition(".")
    # A part of an OpenDocument file is called content.xml.
    return area in AREAS and name != "xml" and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) is not None


def is_built(call: ast.Call) -> bool:
    """Tell whether the arguments stand in the call as a value: ``Message(code, arguments)``."""
    return isinstance(call.func, ast.Name) and call.func.id == "Message"


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def texts(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return each text of an entry with its language."""
    for language in Language:
        yield language, entry[language]
        yield language, entry.get("hint", {}).get(language, "")
    yield Language.DANISH, entry.get("reader", "")


def bare(words: str) -> str:
    """Return ``words`` without what is quoted: a name, a key or a command."""
    return re.sub(
        r"«[^»]*»|'[^']*'|\{[^{}]*\}|<[^>]*>|\[[^\]]*\]|--\w[\w-]*|\w+\.\w+|styringsdialog \w+", " ", words
    ).lower()


def barred() -> frozenset[str]:
    """Return the words that the glossary bars from the Danish of messages."""
    section = GLOSSARY.read_text(encoding="utf-8").partition("## In messages")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| ")][1:]
    return frozenset(word for row in rows for word in re.findall(r"`([^`]+)`", row[2]))


BARRED: Final = barred()
CALLS: Final = sorted(calls(), key=lambda call: call[:2])


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_message_has_both_languages_and_nothing_else(code: str) -> None:
    entry = CATALOGUE[code]
    assert set(entry) <= {"da", "en", "hint", "reader", "level"}, code
    assert entry["da"].strip(), code
    assert entry["en"].strip(), code
    assert set(entry.get("hint", {})) in ({"da", "en"}, set()), code
    assert entry.get("level", Level.REQUIRED) in {*Level}, code


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_danish_is_danish_and_the_english_english(code: str) -> None:
    for language, words in texts(CATALOGUE[code]):
        strange = set(re.findall(r"[a-zæøå]+", bare(words))) & (ENGLISH if language == Language.DANISH else DANISH)
        assert not strange, f"{code} says {sorted(strange)} in {language}: {words}"


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_danish_says_things_by_the_words_of_the_glossary(code: str) -> None:
    strange = {
        word
        for language, words in texts(CATALOGUE[code])
        if language == Language.DANISH
        for word in re.findall(r"[a-zæøå-]+", bare(words))
        if word in BARRED
    }
    assert not strange, f"{code} says {sorted(strange)}; docs/glossary.md has the word to use"


@pytest.mark.parametrize("code", CATALOGUE)
def test_what_stands_before_a_hint_ends_without_a_full_stop(code: str) -> None:
    entry = CATALOGUE[code]
    for language in Language:
        assert not entry[language].endswith("."), code
    assert entry.get("reader", ".").endswith((".", "}")), code


@pytest.mark.parametrize(("code", "place", "given"), CALLS)
def test_every_code_has_its_words_and_its_arguments(code: str, place: str, given: frozenset[str] | None) -> None:
    assert code in CATALOGUE, f"{place} names {code}"
    wanted = {name for _, words in texts(CATALOGUE[code]) for name in fields(words)}
    assert given is None or wanted <= given, f"{place} gives {code} no {sorted(wanted - given)}"


def test_every_message_is_told_somewhere() -> None:
    used = {code for code, _, _ in CALLS}
    assert set(CATALOGUE) <= used, "these are told nowhere"


@pytest.mark.parametrize(
    ("words", "arguments", "danish", "english"),
    [
        ("{pages}", {"pages": (1, 2, 5)}, "1, 2 og 5", "1, 2 and 5"),
        ("{pages:Side|Sider} {pages}", {"pages": (3,)}, "Side 3", "Side 3"),
        ("{count:# fil|# filer}", {"count": 1}, "1\N{NO-BREAK SPACE}fil", "1\N{NO-BREAK SPACE}fil"),
        ("{count:# fil|# filer}", {"count": 1200}, "1.200\N{NO-BREAK SPACE}filer", "1,200\N{NO-BREAK SPACE}filer"),
        ("{size:bytes}", {"size": 3_240_000}, "3,2\N{NO-BREAK SPACE}MB", "3.2\N{NO-BREAK SPACE}MB"),
        ("{date:day}", {"date": "2031-05-03"}, "3. maj 2031", "3 May 2031"),
        ("{year}", {"year": 2031}, "2031", "2031"),
    ],
)
def test_an_argument_is_put_into_words_of_each_language(
    words: str, arguments: dict[str, Argument], danish: str, english: str
) -> None:
    assert _Formatter(Language.DANISH).vformat(words, (), arguments) == danish
    assert _Formatter(Language.ENGLISH).vformat(words, (), arguments) == english


@pytest.mark.parametrize(("words", "expected"), [("{why}", "a"), ("{why:hint}", "b"), ("{why:reader}", "c")])
def test_a_message_in_a_message_gives_each_of_its_texts(words: str, expected: str) -> None:
    why = message("words.own", what="a", hint="b", reader="c")
    assert _Formatter(Language.DANISH).vformat(words, (), {"why": why}) == expected


def test_a_place_names_file_and_line_in_each_language() -> None:
    place = Where(file="tal.csv", line=1200)
    assert [place.text(language) for language in Language] == ["tal.csv, linje 1200", "tal.csv, line 1200"]


def test_words_of_ones_own_are_told_as_they_are() -> None:
    own = message("words.own", what="er {tom}", hint="", reader="")
    for language in Language:
        assert text_of(own, language).what == "er {tom}"
    assert level_of(own) is Level.REQUIRED


def test_a_message_goes_over_a_border_and_comes_back() -> None:
    inner = message("words.own", what="a", hint="b", reader="")
    outer = Message("words.own", (("pages", (1, 2)), ("what", inner)))
    assert Message.from_data(outer.as_data()) == outer
    for wrong in (None, {}, {"code": 1, "arguments": {}}, {"code": "a", "arguments": {}, "more": 1}):
        with pytest.raises(TypeError):
            Message.from_data(wrong)
