"""Values that are not what the model asks for: every one is told, with its path and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from styringsdialog.loading.series import load_conference

Problems = Callable[[str | bytes], list[str]]


def changed(good: str, key: str, value: str) -> str:
    """Give conference.toml with another value for one of the keys at the top, or with one key more."""
    lines = [line for line in good.splitlines() if not line.startswith(f"{key} =")]
    return "\n".join([f"{key} = {value}", *lines, ""])


TABLES = """\
[[contributors]]
id = "vibo"
name = "VIBO"
kind = "boligorganisation"
plugin = "folder"
"""


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("title", "5", 'must be a string, but is a whole number (5) (put it in quotation marks: "5")'),
        ("title", "1.5", 'must be a string, but is a number with a fraction (1.5) (put it in quotation marks: "1.5")'),
        ("title", "true", 'must be a string, but is a boolean (true) (put it in quotation marks: "true")'),
        ("title", "2030-05-16", 'must be a string, but is a local date (put it in quotation marks: "2030-05-16")'),
        ("title", "15:00:00", 'must be a string, but is a local time (put it in quotation marks: "15:00:00")'),
        ("title", "['a']", "must be a string, but is a list"),
        ("title", "[{ a = 1 }]", "must be a string, but is a list of tables"),
        ("title", "{ a = 1 }", "must be a string, but is a table"),
        ("title", f"0x{'f' * 5000}", "must be a string, but is a whole number"),
        ("start", "5", "must be a local date-time, but is a whole number (5) (write it as 2030-05-16T15:00:00)"),
        ("start", "2030-05-16", "but is a local date (add the time: 2030-05-16T15:00:00)"),
        ("start", "15:00:00", "but is a local time (write it as 2030-05-16T15:00:00)"),
        ("start", "2030-05-16T15:00:00Z", "is a date-time with an offset (leave out the offset: 2030-05-16T15:00:00)"),
        ("start", "'2030-05-16 15:00'", "is a string (write it without quotation marks: 2030-05-16T15:00:00)"),
        ("start", "'16. maj'", "but is a string (write it as 2030-05-16T15:00:00)"),
        ("updated", "2030-05-16T15:00:00", "must be a local date, but is a local date-time (leave out the time: 2030-"),
        ("updated", "'2030-05-16'", "(write it without quotation marks: 2030-05-16)"),
        ("updated", "'i går'", "must be a local date, but is a string (write it as 2030-05-16)"),
        ("referat", "5", "must be a string, but is a whole number (5)"),
        ("journal", "'x'", "must be a table, but is a string (write one [line in brackets] above its keys)"),
        ("journal", "[{ doknr = 'x' }]", "must be a table, but is a list of tables"),
        ("themes", "'abc'", "must be a list of tables, but is a string"),
        (
            "themes",
            "{ key = 'a' }",
            "must be a list of tables, but is a table (write [[two brackets]] around its name)",
        ),
    ],
)
def test_a_wrong_type_is_told_in_the_words_of_toml(
    problems: Problems, good: str, key: str, value: str, told: str
) -> None:
    (problem,) = problems(changed(good, key, value))
    assert problem.startswith(f"conference.toml: {key}: ")
    assert told in problem


@pytest.mark.parametrize("value", ["''", "'  '", "'\N{NO-BREAK SPACE}'"])
def test_a_required_text_may_not_be_blank(problems: Problems, good: str, value: str) -> None:
    assert problems(changed(good, "title", value)) == ["conference.toml: title: may not be blank"]


@pytest.mark.parametrize("key", ["title", "notice"])
def test_a_text_stands_on_one_line(problems: Problems, good: str, key: str) -> None:
    (told,) = problems(changed(good, key, '"""a\nb"""'))
    assert told.startswith(f"conference.toml: {key}: must stand on one line")


@pytest.mark.parametrize("code", ["0001", "000D", "000B", "007F", "0085", "2028"])
def test_a_control_character_is_told_wherever_it_stands(problems: Problems, good: str, code: str) -> None:
    told = problems(
        changed(good, "title", f'"a\\u{code}b"') + f'{TABLES}settings = {{ a = [{{ "b c" = "\\u{code}" }}] }}\n'
    )
    holds, hint = f"holds the control character U+{code}, as character", "(take it out; it cannot be printed)"
    assert told == [
        f"conference.toml: title: {holds} 2 {hint}",
        f'conference.toml: contributors[0].settings.a[0]."b c": {holds} 1 {hint}',
    ]


def test_settings_may_hold_lines_and_tabs(good: str, write: Callable[[str], Path]) -> None:
    conference = load_conference(write(f'{good}{TABLES}settings = {{ text = "a\\n\\tb" }}\n'))
    assert conference.contributors[0].settings == {"text": "a\n\tb"}


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("VIBO", " (write 'vibo')"),
        ("Høje Taastrup", " (write 'hoeje-taastrup')"),
        ("2030-a", " (write 'a')"),
        ("30", ""),
        ("", ""),
        ("a/b", " (write 'a-b')"),
        ("å", " (write 'aa')"),
    ],
)
def test_a_key_is_small_ascii(problems: Problems, good: str, value: str, hint: str) -> None:
    (told,) = problems(changed(good, "slug", f"'{value}'"))
    assert told == (
        f"conference.toml: slug: '{value}' is not a key: small letters a-z, digits, _ and -, with a letter first{hint}"
    )


def test_a_kind_is_one_of_four(problems: Problems, good: str) -> None:
    (told,) = problems(good + TABLES.replace("boligorganisation", "boligorganisasjon"))
    assert told == (
        "conference.toml: contributors[0].kind: 'boligorganisasjon' is not one of kommune, boligorganisation, "
        "administrationsorganisation, andre (did you mean 'boligorganisation'?)"
    )


def test_a_missing_key_is_told_with_what_to_write(problems: Problems) -> None:
    kinds = 'and one of "kommune", "boligorganisation", "administrationsorganisation", "andre"'
    assert problems("[[contributors]]\nid = 'a'\nname = 'a'\n[[themes]]\nkey = 'a'\ntitle = 'a'\n") == [
        'conference.toml: title: is required, and missing (write title = "…")',
        'conference.toml: host: is required, and missing (write host = "…")',
        "conference.toml: start: is required, and missing (write start = 2030-05-16T15:00:00)",
        "conference.toml: end: is required, and missing (write end = 2030-05-16T15:00:00)",
        'conference.toml: place: is required, and missing (write place = "…")',
        f"conference.toml: contributors[0].kind: is required, and missing (write kind = {kinds})",
        'conference.toml: contributors[0].plugin: is required, and missing (write plugin = "…")',
    ]


@pytest.mark.parametrize("near", ["plugn", "Plugin", "plug-in"])
def test_an_unknown_key_is_told_with_the_nearest_one(problems: Problems, good: str, near: str) -> None:
    (told,) = problems(f"{good}{TABLES}{near} = 'x'\n")
    assert told == f"conference.toml: contributors[0].{near}: is not a known key (did you mean 'plugin'?)"


def test_an_unknown_key_like_no_other_is_told_with_all_of_them(problems: Problems, good: str) -> None:
    (told,) = problems(f'{good}[journal]\n"få øje" = 1\n')
    assert told == (
        'conference.toml: journal."få øje": is not a known key (the keys here are sagsbehandler, doknr, sagsnr)'
    )


def test_a_key_that_slipped_beneath_a_table_is_told_where_it_belongs(problems: Problems, good: str) -> None:
    (told,) = problems(f"{good}[journal]\nnotice = 'x'\n")
    assert "if it is the conference's own, put it above the first line in [brackets] of conference.toml" in told


def test_the_folder_is_no_key_of_the_file(problems: Problems, good: str) -> None:
    (told,) = problems(changed(good, "folder", "'/etc'"))
    assert told.startswith("conference.toml: folder: is not a known key")


def test_settings_are_not_looked_into(good: str, write: Callable[[str], Path]) -> None:
    folder = write(f"{good}{TABLES}settings = {{ title = 1, plugn = true, x = 15:00:00, y = 2030-01-01T00:00:00Z }}\n")
    assert set(load_conference(folder).contributors[0].settings) == {"title", "plugn", "x", "y"}


def test_everything_wrong_is_told_at_once_and_in_the_order_of_the_model(problems: Problems) -> None:
    told = problems("""\
titel = "x"
host = 5
start = 2030-05-16T15:00:00
end = 2030-05-15T15:00:00
place = " "
referat = "referat.md"
[journal]
doknr = 17
[[contributors]]
id = "vibo"
name = "a\\u0001b"
kind = "komune"
plugin = "folder"
[[contributors]]
id = "vibo"
name = "b"
kind = "kommune"
settings = 3
[[themes]]
key = "A"
title = "b"
[[themes.talks]]
bilag = "vbo"
[[themes.talks]]
speakers = [{ title = "x" }]
""")
    assert [problem.removeprefix("conference.toml: ").partition(":")[0] for problem in told] == [
        "title",
        "host",
        "place",
        "referat",
        "journal.doknr",
        "contributors[0].kind",
        "contributors[1].settings",
        "themes[0].key",
        "themes[0].talks[1].speakers[0].name",
        "titel",
        "contributors[1].plugin",
        "contributors[0].name",
        "end",
        "contributors[1].id",
        "themes[0].talks[0].bilag",
    ]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("seconds = '60'", "conference.toml: limits.seconds: must be a whole number, but is a string"),
        ("seconds = 0", "conference.toml: limits.seconds: must be 1 or more"),
        ("megabytes = 64", "conference.toml: limits.megabytes: must be 128 or more"),
        ("minutes = 1", "conference.toml: limits.minutes: is not a known key"),
    ],
)
def test_limits_that_no_plugin_could_keep_are_told(good: str, problems: Problems, limits: str, told: str) -> None:
    (said,) = problems(f"{good}\n[limits]\n{limits}\n")
    assert said.startswith(told)
