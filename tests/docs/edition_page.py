"""``docs/edition.md``: the edition folder key by key, made from the model."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import attrs

from styringsdialog.hooks.folder import FolderSettings
from styringsdialog.loading.headings import LISTS
from styringsdialog.loading.starter import edition_schema, listing_schema, starter_files
from styringsdialog.model.bilag_toml import FileEntry
from styringsdialog.model.conference import Conference
from styringsdialog.model.fields import written_fields
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.scalars import ImageFile, Key, Line, TextFile

__all__ = ["edition_page"]

HEAD = """\
# Udgavemappen, nøgle for nøgle

<!-- Siden er lavet ud fra modellen: pytest tests/docs --update-golden. Ret ikke i den i hånden. -->

En udgave er en mappe med alt, hvad én konference består af: opsætningen `conference.toml`, de tekster, som den
nævner, og bilagene. Hver leverandørs egne filer kan stå i `bilag/`, i en mappe med leverandørens `id` som navn.

- `styringsdialog init DIR` laver en tom udgave, hvor hver nøgle har sin forklaring.
- `styringsdialog check EDITION` siger alt, der er galt, på én gang: hvor, hvad, og hvad du kan gøre.
- `styringsdialog schema` giver et JSON Schema, så en editor kan foreslå nøglerne, mens du skriver.

Filerne er ren tekst i UTF-8. En nøgle, der ikke står her, bliver afvist: en slåfejl skal ikke gå ubemærket hen.
Konferencens egne nøgler skal stå over den første linje i [klammer]. Mapper og filer nævnes set fra udgavens mappe.

| Det, der skal stå | Skrives sådan |
|---|---|
| tekst | på én linje, i anførselstegn: `"Rådhuset"` |
| nøgle | som tekst, men kun små bogstaver a-z, cifre, `_` og `-`, med et bogstav først: `"groen_omstilling"` |
| fil | som tekst: navnet på en fil i mappen: Markdown eller Word, `"referat.md"`, `"referat.docx"` |
| billede | som tekst: navnet på en PNG- eller JPEG-fil i mappen, `"logo.png"` |
| dato | uden anførselstegn: `2030-05-16` |
| klokkeslæt | uden anførselstegn: `15:00:00` |
| dato og klokkeslæt | uden anførselstegn: `2030-05-16T15:00:00` |
"""

FOLDER = """\

## Indstillinger for pluginet `folder`

Pluginet `folder` følger altid med: hver fil i en mappe er et bilag. Se [den hurtige guide](hurtig-guide.md). Andre
plugins siger selv, hvilke indstillinger de tager.

| Nøgle | Hvad den er | Skrives som | Uden den |
|---|---|---|---|
"""

# The settings of a plugin have no documentation in the model; a setting that is not here stops
# the page from being made.
SETTINGS = {"path": ("Mappen med filerne, set fra udgavens mappe.", "tekst", "mappen `bilag/` og leverandørens `id`")}

LISTING = """\

## `bilag.toml` ved siden af filerne

Hvad en fil hedder, siger kun lidt. Resten kan stå i filen `bilag.toml` i den samme mappe, med en `[[bilag]]` for hver
fil, der er noget at sige om. [Bilag, som de kommer](bilag.md) har et eksempel, og hvad der kan være i mappen.

| Nøgle | Hvad den er | Skrives som | Uden den |
|---|---|---|---|
"""

LISTS_IN_FILES = """\

## Lister i Excel eller CSV

Program, deltagere, nøgletal, aftaler og opfølgning kan stå i en fil: `participants = "konference.xlsx"`. Har filen
flere ark, vælges det efter navnet, eller det skrives med: `"tilmeldinger.xlsx#Ark1"`. Over kolonnerne står
overskrifter; store og små bogstaver, kolon og det, der står i parentes, gør ingen forskel. Mødetider skrives som
15.00 eller 15.00–15.30, datoer som 16.05.2030, og flere oplægsholdere eller parter skilles med semikolon. I arket
med nøgletal er alle andre kolonner tal, og titlen gælder også for rækkerne under den.

| Nøgle | Ark | Nøgle i listen | Overskrift |
|---|---|---|---|
{rows}"""

EXAMPLE = """\

## En hel udgave

Sådan ser `conference.toml` ud i en tom udgave. Linjer, der begynder med `#` og et mellemrum, er forklaringer; linjer
med `#` uden mellemrum er nøgler, der ikke er i brug.

```toml
{toml}```
"""

WORDS: Mapping[Any, str] = {
    str: "tekst",
    Line: "tekst, ikke tom",
    Key: "nøgle",
    TextFile: "fil",
    ImageFile: "billede",
    dt.date: "dato",
    dt.time: "klokkeslæt",
    dt.datetime: "dato og klokkeslæt",
    bool: "`true` eller `false`",
    int: "helt tal",
    float: "tal",
}


# What ``parts_in_order`` does where an edition sets none.
AFTER_THE_MEETING = "; efter mødet står referat, aftaler og opfølgning lige efter forsiden"


def edition_page() -> str:
    """Give the page."""
    example = starter_files(dt.datetime(2030, 5, 16, 15))["conference.toml"]  # noqa: DTZ001 - wall-clock time
    lines = "\n".join(_sections(Conference, edition_schema(), (), "", is_list=False))
    settings = "".join(
        f"| `{field.name}` | {' | '.join(SETTINGS[field.name])} |\n" for field in attrs.fields(FolderSettings)
    )
    entries = listing_schema()["properties"]["bilag"]["items"]
    listing = "".join(f"{row}\n" for row in _rows(FileEntry, entries, ("bilag",)))
    lists = "".join(
        f"| `{key}` | {' / '.join(words.sheets)} | `{name}` | {' / '.join(said)} |\n"
        for key, words in LISTS.items()
        for name, said in words.columns.items()
    )
    files = LISTS_IN_FILES.format(rows=lists)
    return f"{HEAD}{lines}\n{files}{FOLDER}{settings}{LISTING}{listing}{EXAMPLE.format(toml=example)}"


def _sections(
    kind: type[attrs.AttrsInstance], schema: Mapping[str, Any], path: tuple[str, ...], doc: str, *, is_list: bool
) -> Iterator[str]:
    """Give a table of the file, then those in it."""
    name = ".".join(path)
    yield ""
    yield f"## `{f'[[{name}]]' if is_list else f'[{name}]'}`" if path else "## Konferencen selv"
    yield ""
    if doc:
        yield from ([doc, ""] if not is_list else [f"{doc} Der kan være flere: skriv linjen igen for hver.", ""])
    yield "| Nøgle | Hvad den er | Skrives som | Uden den |"
    yield "|---|---|---|---|"
    yield from _rows(kind, schema, path)
    for field in written_fields(kind).values():
        value = schema["properties"][field.name]
        inner = _given(field.type)
        if get_origin(inner) is tuple and "properties" in value["items"]:
            yield from _sections(get_args(inner)[0], value["items"], (*path, field.name), field.doc, is_list=True)
        elif "properties" in value:
            yield from _sections(inner, value, (*path, field.name), field.doc, is_list=False)


def _rows(kind: type[attrs.AttrsInstance], schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Give a row for each key of a table of the file."""
    fields = attrs.fields_dict(kind)
    for field in written_fields(kind).values():
        value = schema["properties"][field.name]
        cells = (f"`{field.name}`", field.doc, _written_as(field.type, value, (*path, field.name)))
        yield f"| {' | '.join(map(_cell, cells))} | {_without(fields[field.name])} |"


def _written_as(kind: Any, schema: Mapping[str, Any], path: tuple[str, ...]) -> str:
    """Give in words what a value of ``kind`` is in the file."""
    given = _given(kind)
    if given in WORDS:
        return WORDS[given]
    if "enum" in schema:
        return "en af " + ", ".join(f'`"{value}"`' for value in schema["enum"])
    match schema["type"]:
        case "object":
            return f"`[{'.'.join(path)}]`"
        case ["array", "string"]:
            return f"fil (.xlsx eller .csv), eller `[[{'.'.join(path)}]]`"
        case "array" if schema["items"].get("type") == "object":
            return f"`[[{'.'.join(path)}]]`"
        case "array":
            return f"liste i klammer: {_written_as(get_args(given)[0], schema['items'], path)}"
    # A text with a rule of its own, such as a colour: its documentation says which. Whatever else
    # is new in the model needs a word above.
    if getattr(given, "__supertype__", None) is str:
        return "tekst"
    raise NotImplementedError(f"the model uses {kind!r}, which the page has no words for")


def _without(field: attrs.Attribute[Any]) -> str:
    """Give what holds when the key is left out."""
    if field.metadata.get("required", field.default is attrs.NOTHING):
        return "**skal stå der**"
    default = getattr(field.default, "factory", lambda: field.default)()
    kind: Any = type(default)
    if attrs.has(kind):
        return "ingenting" if default == kind() else "se nedenfor"
    return _as_written(default) if default or isinstance(default, bool | int) else "ingenting"


def _as_written(value: object) -> str:
    """Give a default as the file would say it."""
    match value:
        case (enum.Enum() as first, *_) if value == tuple(type(first)):
            return "alle, i den rækkefølge" + isinstance(first, PackagePart) * AFTER_THE_MEETING
        case tuple():
            return ", ".join(map(_as_written, value))
        case enum.Enum():
            return f'`"{value.value}"`'
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f'`"{value}"`'
    return f"`{value}`"


def _given(kind: Any) -> Any:
    """Give the type of an optional value when it is there."""
    options = [option for option in get_args(kind) if option is not type(None)]
    return options[0] if type(None) in get_args(kind) and len(options) == 1 else kind


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
