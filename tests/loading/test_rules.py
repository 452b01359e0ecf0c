"""What must hold between the values of an edition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from styringsdialog.loading.series import load_conference

Problems = Callable[[str | bytes], list[str]]


def contributor(key: str) -> str:
    return f"[[contributors]]\nid = '{key}'\nname = 'x'\nkind = 'other'\nplugin = 'folder'\n"


def theme(key: str, *bilag: str) -> str:
    talks = "".join(f"[[themes.talks]]\nbilag = '{target}'\n" for target in bilag)
    return f"[[themes]]\nkey = '{key}'\ntitle = 'x'\n{talks}"


def test_the_end_is_not_before_the_start(problems: Problems, good: str) -> None:
    assert problems(good.replace("end = 2030-05-16T18", "end = 2030-05-16T14")) == [
        "conference.toml: end: 2030-05-16T14:00:00 is before the start, 2030-05-16T15:00:00"
    ]


def test_the_end_may_be_the_start(good: str, write: Callable[[str], Path]) -> None:
    conference = load_conference(write(good.replace("T18", "T15")))
    assert conference.start == conference.end


@pytest.mark.parametrize("start", ["'x'", "2030-05-16", "2031-05-16T15:00:00Z"])
def test_an_end_is_not_held_against_a_start_that_could_not_be_read(problems: Problems, good: str, start: str) -> None:
    (told,) = problems(good.replace("start = 2030-05-16T15:00:00", f"start = {start}"))
    assert told.startswith("conference.toml: start: ")


def test_two_contributors_may_not_have_one_id(problems: Problems, good: str) -> None:
    assert problems(good + "".join(map(contributor, ["vibo", "dab", "vibo", "vibo"]))) == [
        "conference.toml: contributors[2].id: 'vibo' is already the id of contributors[0] (give it another)",
        "conference.toml: contributors[3].id: 'vibo' is already the id of contributors[0] (give it another)",
    ]


def test_two_themes_may_not_have_one_key(problems: Problems, good: str) -> None:
    assert problems(good + theme("a") + theme("b") + theme("a")) == [
        "conference.toml: themes[2].key: 'a' is already the key of themes[0] (give it another)"
    ]


def test_ids_that_differ_in_form_only_are_one(problems: Problems, good: str) -> None:
    told = problems(good + contributor("å") + contributor("a\u030a"))
    assert told[-1].startswith("conference.toml: contributors[1].id: 'å' is already the id of contributors[0]")


@pytest.mark.parametrize("target", ["vibo", "vibo/oplaeg", "vibo/2_a-b", "dab", ""])
def test_a_talk_may_refer_to_any_bilag_of_a_contributor(good: str, target: str, write: Callable[[str], Path]) -> None:
    folder = write(good + contributor("dab") + contributor("vibo") + theme("a", target))
    assert load_conference(folder).themes[0].talks[0].bilag == target


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("vbo", "there is no contributor with the id 'vbo' (did you mean 'vibo'?)"),
        ("vbo/oplaeg", "there is no contributor with the id 'vbo' (did you mean 'vibo'?)"),
        ("kab", "there is no contributor with the id 'kab' (did you mean 'dab'?)"),
        ("xyz", "there is no contributor with the id 'xyz' (the ids are dab, vibo)"),
        ("/oplaeg", "there is no contributor with the id '' (the ids are dab, vibo)"),
        ("vibo/", "'vibo/' is not a contributor's id, or id/key"),
        ("vibo/a/b", "'vibo/a/b' is not a contributor's id, or id/key"),
        ("bilag:vibo", "'bilag:vibo' begins with bilag: (write 'vibo')"),
    ],
)
def test_a_talk_refers_to_a_contributor_that_is_there(problems: Problems, good: str, target: str, told: str) -> None:
    toml = good + contributor("dab") + contributor("vibo") + theme("a") + theme("b", "vibo", target)
    assert problems(toml) == [f"conference.toml: themes[1].talks[1].bilag: {told}"]


def test_with_no_contributors_there_is_nothing_to_refer_to(problems: Problems, good: str) -> None:
    (told,) = problems(good + theme("a", "vibo"))
    assert told.endswith("there is no contributor with the id 'vibo' (add it under [[contributors]])")


@pytest.mark.parametrize(
    "broken", ["[[contributors]]\nid = 5\nname = 'x'\nkind = 'other'\nplugin = 'a'\n", "[contributors]\n"]
)
def test_references_are_not_judged_by_contributors_that_could_not_be_read(
    problems: Problems, good: str, broken: str
) -> None:
    (told,) = problems(good + broken + theme("a", "vibo"))
    assert told.startswith("conference.toml: contributors")


# ----------------------------------------------------------------- parts and programme


def item(start: str, rest: str = 'title = "Noget"') -> str:
    return f"\n[[programme]]\nstart = {start}\n{rest}\n"


def test_a_part_stands_once_and_the_cover_first(problems: Problems, good: str) -> None:
    told = problems(good + 'parts = ["program", "forside", "program"]\n')
    assert [line.partition(" (")[0] for line in told] == [
        "conference.toml: parts[1]: the cover is not the first part",
        "conference.toml: parts[2]: 'program' is already in the list",
    ]


def test_an_unknown_part_is_told_with_what_was_meant(problems: Problems, good: str) -> None:
    (told,) = problems(good + 'parts = ["programm"]\n')
    assert "parts[0]" in told
    assert "did you mean 'program'?" in told


def test_an_item_ends_after_its_start(problems: Problems, good: str) -> None:
    (told,) = problems(good + item("15:00:00", 'title = "A"\nend = 15:00:00'))
    assert told.startswith("conference.toml: programme[0].end: 15:00:00 is not after the start")


def test_items_stand_in_order_of_time_and_a_day_begins_anew(problems: Problems, good: str) -> None:
    (told,) = problems(good + item("15:00:00") + item("14:00:00"))
    assert told.startswith("conference.toml: programme[1].start: begins before the item above it")
    (told,) = problems(good + item("15:00:00") + item("09:00:00", 'title = "B"\nday = 2030-05-15'))
    assert told.startswith("conference.toml: programme[1].start")


def test_a_programme_may_go_on_the_next_day_and_groups_may_meet_at_once(
    write: Callable[[str | bytes], Path], good: str
) -> None:
    days = item("15:00:00") + item("15:00:00") + item("09:00:00", 'title = "B"\nday = 2030-05-17') + item("10:00:00")
    assert len(load_conference(write(good + days)).programme) == 4


def test_the_talk_of_an_item_exists(problems: Problems, good: str) -> None:
    talks = '\n[[themes]]\nkey = "t"\ntitle = "T"\n[[themes.talks]]\nkey = "groen"\n'
    (told,) = problems(good + talks + item("15:00:00", 'talk = "gron"'))
    assert told.startswith("conference.toml: programme[0].talk: there is no talk with the key 'gron'")
    assert "did you mean 'groen'?" in told


def test_no_two_talks_share_a_key_in_any_theme(problems: Problems, good: str) -> None:
    talks = "".join(f'\n[[themes]]\nkey = "{key}"\ntitle = "T"\n[[themes.talks]]\nkey = "groen"\n' for key in "ab")
    (told,) = problems(good + talks)
    assert told.startswith("conference.toml: themes[1].talks[0].key: 'groen' is already the key of themes[0].talks[0]")


def test_an_item_says_what_happens(problems: Problems, good: str) -> None:
    (told,) = problems(good + item("15:00:00", 'place = "Salen"') + item("16:00:00", 'kind = "pause"'))
    assert told.startswith("conference.toml: programme[0].title: says nothing of what happens")


def test_a_time_in_quotation_marks_is_told_how_to_write_it(problems: Problems, good: str) -> None:
    (told,) = problems(good + item('"9.15"'))
    assert "must be a local time, but is a string" in told
    assert "09:15:00" in told
