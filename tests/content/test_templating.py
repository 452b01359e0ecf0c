"""Templates: where things were written, what a template may do, and how it fails."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from styringsdialog.content.links import Images
from styringsdialog.content.templating import Templates, core_templates
from styringsdialog.errors import ContentError
from styringsdialog.model.blocks import Blocks, Figure, Heading, Paragraph, Text, plain_text

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes ``prefix/name``."""

    def written(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return written


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """Give templates under the prefixes ``core`` and ``vibo``."""
    return Templates({"core": tmp_path / "core", "vibo": tmp_path / "vibo"})


def failure(templates: Templates, name: str = "core/a.j2", context: Mapping[str, object] | None = None) -> str:
    with pytest.raises(ContentError) as caught:
        templates.parse(name, context or {})
    assert caught.value.__cause__ is None
    assert len(caught.value.problems) == 1
    return str(caught.value)


def texts(blocks: Blocks) -> list[str]:
    return [plain_text(block.content) for block in blocks if isinstance(block, Heading | Paragraph)]


# -------------------------------------------------------------------------------- places


def test_places_are_lines_of_the_template_through_everything(write: Write, templates: Templates) -> None:
    write(
        "core/base.j2",
        "{# a\n comment #}\n<h1>{% block title %}{% endblock %}</h1>\n{% block body %}\n{% endblock %}\n<p>last</p>\n",
    )
    write(
        "core/a.j2",
        '{% extends "core/base.j2" %}\n'
        '{% from "core/macros.j2" import line %}\n'
        "{% block title %}T{% endblock %}\n"
        "{% block body %}\n"
        "  {%- for one in items -%}\n\n\n"
        "  <p\n"
        '     class="lead">{{ one }}</p>\n'
        "  {% endfor %}\n"
        '  {% include "core/part.j2" %}\n'
        "  {{ line('m') }}\n"
        '  {% call line("c") %}<p>in call</p>{% endcall %}\n'
        "  {% raw %}<p>{{</p>{% endraw %}\n"
        "{% endblock %}\n",
    )
    write(
        "core/macros.j2",
        "\n{% macro line(x) %}\n\n<p>{{ x }}</p>{{ caller() if caller is defined else '' }}\n{% endmacro %}\n",
    )
    write("core/part.j2", "\n\n\n<p>part</p>")
    found = templates.parse("core/a.j2", {"items": ["x\ny", "z"]})
    places = [
        (plain_text(block.content), str(block.place)) for block in found if isinstance(block, Heading | Paragraph)
    ]
    assert places == [
        ("T", "core/base.j2, line 3"),
        ("x y", "core/a.j2, line 8"),
        ("z", "core/a.j2, line 8"),
        ("part", "core/part.j2, line 4"),
        ("m", "core/macros.j2, line 4"),
        ("c", "core/macros.j2, line 4"),
        ("in call", "core/a.j2, line 13"),
        ("{{", "core/a.j2, line 14"),
        ("last", "core/base.j2, line 6"),
    ]


def test_problems_of_the_markup_name_template_and_line(write: Write, templates: Templates) -> None:
    write("core/a.j2", '<p>a</p>\n{% include "vibo/b.j2" %}\n<h7>c</h7>')
    write("vibo/b.j2", "\n<p>\n  <blink>a</blink>\n</p>")
    with pytest.raises(ContentError) as caught:
        templates.parse("core/a.j2", {})
    assert [problem.where for problem in caught.value.problems] == ["vibo/b.j2, line 3", "core/a.j2, line 3"]


@pytest.mark.parametrize(
    "template",
    [
        '<h1 id="{{ key }}" >{{ x }}</h1>',
        "<h1 {% if x %}id='{{ key }}'{% endif %}>{{ x }}</h1>",
        "<h1\n>{{ x }}</h1>",
        "<h{{ 1 }}>{{ x }}</h{{ 1 }}>",
    ],
)
def test_tags_may_hold_values_and_statements(write: Write, templates: Templates, template: str) -> None:
    write("core/a.j2", template)
    (heading,) = templates.parse("core/a.j2", {"x": "<&\"'>", "key": "k"})
    assert isinstance(heading, Heading)
    assert plain_text(heading.content) == "<&\"'>"
    assert heading.place.file == "core/a.j2"


def test_what_looks_like_a_tag_in_a_value_is_left_alone(tmp_path: Path, write: Write, templates: Templates) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    write("core/a.j2", """<figure><img alt="1 <p > '2" src="a.png"></figure>""")
    assert """alt="1 <p > '2\"""" in templates.render("core/a.j2", {})
    (figure,) = templates.parse("core/a.j2", {}, images=Images(root=tmp_path))
    assert isinstance(figure, Figure)
    assert figure.alt == "1 <p > '2"


# ------------------------------------------------------------------------------- values

# All characters but those that no text may hold (see content.markup.controls).
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from("<>&\"'{}% \n\t\N{NO-BREAK SPACE}"),
    max_size=40,
)


def printed(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub("[ \t\n\f\r]+", " ", text)).strip(" ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
@example(text='<img src="file:///etc/passwd">')
@example(text='" data-at="x:1"><script>')
@example(text="{{ 7 * 7 }}{% include 'core/a.j2' %}&amp;&#65;")
def test_text_from_outside_is_printed_as_it_is(write: Write, templates: Templates, text: str) -> None:
    write("core/a.j2", '<h1>{{ x }}</h1><p>«{{ x }}»</p><p><a href="https://x.dk/{{ y }}">{{ x }}-</a></p>')
    found = templates.parse("core/a.j2", {"x": f"-{text}", "y": "a"})
    marked = printed(f"-{text}")
    assert texts(found) == [marked, f"«{printed(f'-{text}»')}", printed(f"-{text}-")]


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("x | dato", dt.date(2030, 5, 16), "torsdag den 16. maj 2030"),
        ("x | dag", dt.date(2030, 5, 16), "16. maj 2030"),
        ("x | klokken", dt.time(9, 0), "9.00"),
        ("x.0 | periode(x.1)", (dt.datetime(2030, 5, 16, 15), dt.datetime(2030, 5, 16, 18)), None),  # noqa: DTZ001 - wall-clock times, as in the model
        ("x | tal", 1234.5, "1.234,5"),
        ("x | tal(2)", Decimal("0.5"), "0,50"),
        ("x | kroner", 1234, "1.234\N{NO-BREAK SPACE}kr."),
        ("x | procent(1)", 0.125, "12,5\N{NO-BREAK SPACE}%"),
        ("x | opregning", ["a", "b", "<c>"], "a, b og <c>"),
        ("x | map('upper') | opregning", ["a", "b"], "A og B"),
        ("x", 2030, "2030"),
    ],
)
def test_values_are_printed_in_danish(
    write: Write, templates: Templates, expression: str, value: object, expected: str | None
) -> None:
    write("core/a.j2", f"<p>{{{{ {expression} }}}}</p>")
    expected = expected or "torsdag den 16. maj 2030 kl. 15.00–18.00"
    assert texts(templates.parse("core/a.j2", {"x": value})) == [expected]


@attrs.frozen
class Thing:
    """A value with something private and something that fails."""

    name: str = "navn"
    _hidden: str = "skjult"

    @property
    def broken(self) -> NoReturn:
        raise ZeroDivisionError("a\nb")


FAILURES: dict[str, tuple[object, str]] = {
    # what is not there
    "{{ y }}": (1, "'y' is undefined"),
    "{% for a in y %}{% endfor %}": (1, "'y' is undefined"),
    "{{ x.titel }}": (Thing(), "has no attribute 'titel'"),
    "{{ y | tal }}": (1, "'y' is undefined"),
    "{{ y | opregning }}": (1, "'y' is undefined"),
    '{% include "core/b.j2" %}': (1, "the template 'core/b.j2' is not there (did you mean 'core/a.j2'?)"),
    '{% include "vibo/b.j2" %}': (1, "the template 'vibo/b.j2' is not there (the folder of vibo/ holds no templates)"),
    '{% include "dab/b.j2" %}': (1, "the template 'dab/b.j2' is not there (names have a prefix: core/, vibo/)"),
    '{% include "a.j2" %}': (1, "the template 'a.j2' is not there"),
    '{% include "core/../secret.j2" %}': (1, "is not there"),
    '{% include "core/out.j2" %}': (1, "is not there"),
    '{% include "core//a.j2" %}': (1, "is not there"),
    # what is no template
    "{% if %}": (1, "is no template: Expected an expression"),
    "{{ x }": (1, "is no template: unexpected '}'"),
    "{{ x | dansk }}": (1, "is no template: No filter named 'dansk'"),
    "{{ x | safe }}": (1, "is no template: No filter named 'safe'"),
    "{% autoescape false %}{% endautoescape %}": (1, "autoescape cannot be switched off"),
    "{%- autoescape false %}{% endautoescape %}": (1, "autoescape cannot be switched off"),
    # what it may not do
    "{{ x._hidden }}": (Thing(), "a template may not do this"),
    "{{ x.__class__.__mro__ }}": (Thing(), "a template may not do this"),
    "{{ x.read_text() }}": (Path("/etc/hostname"), "a template may not do this"),
    "{{ x.joinpath('a').name }}": (Path("/etc"), "a template may not do this"),
    "{% set z = x.append(1) %}": ([], "a template may not do this"),
    "{% for a in range(10000000) %}{% endfor %}": (1, "raised OverflowError: Range too big"),
    # what would not be printed for people
    "{{ x }}": (None, "None would be printed"),
    "{{ x == 1 }}": (1, "True would be printed"),
    "{{ x * 1 }}": (0.5, "the number 0.5 would be printed in English"),
    "{{ (x) }}": (dt.date(2030, 5, 16), "the date or time 2030-05-16 would be printed for machines"),
    "{{ x[0:] }}": ((1, 2), "a value of type tuple would be printed"),
    "{{ [x] | first }}": (Thing(), "a value of type Thing would be printed"),
    # what goes wrong
    "{{ x.broken }}": (Thing(), "raised ZeroDivisionError: a b"),
    "{{ x | tal }}": (float("nan"), "raised ValueError"),
    "{{ x / 0 }}": (1, "raised ZeroDivisionError"),
    '{% include "core/a.j2" %}': (1, "templates or macros call each other without end"),
}


@pytest.mark.parametrize("template", FAILURES)
def test_every_failure_names_template_and_line(
    tmp_path: Path, write: Write, templates: Templates, template: str
) -> None:
    (tmp_path / "secret.j2").write_text("secret")
    write("core/a.j2", f"\n<p>\n{template}\n</p>")
    (tmp_path / "core" / "out.j2").symlink_to(tmp_path / "secret.j2")
    value, message = FAILURES[template]
    said = failure(templates, context={"x": value})
    assert said.startswith("core/a.j2, line 3: ")
    assert message in said


def test_failure_names_the_innermost_template(write: Write, templates: Templates) -> None:
    write("core/a.j2", '\n{% from "vibo/m.j2" import m %}\n{{ m() }}')
    write("vibo/m.j2", "\n\n{% macro m() %}\n<p>{{ missing }}</p>\n{% endmacro %}")
    assert failure(templates).startswith("vibo/m.j2, line 4: 'missing' is undefined")
    write("vibo/s.j2", "\n\n{% nothing %}")
    write("core/b.j2", '{% include "vibo/s.j2" %}')
    assert failure(templates, "core/b.j2").startswith("vibo/s.j2, line 3: is no template")


@pytest.mark.parametrize("name", ["core/none.j2", "a.j2", "other/a.j2", "core/../a.j2", "core/", "", "core/a\0.j2"])
def test_template_that_is_not_there_is_named(templates: Templates, name: str) -> None:
    assert "is not there" in failure(templates, name)


def test_template_in_another_encoding_is_named_with_the_line(tmp_path: Path, templates: Templates) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "a.j2").write_bytes("<p>\n</p>\nø".encode("latin-1"))
    assert failure(templates) == "core/a.j2, line 3: is not UTF-8 (save the file as UTF-8)"


class RudeError(Exception):
    """An error that cannot even be printed."""

    def __str__(self) -> str:
        raise self


class Rude:
    """A value whose property raises it."""

    @property
    def name(self) -> NoReturn:
        raise RudeError


def test_error_that_cannot_be_printed_is_still_named(write: Write, templates: Templates) -> None:
    write("core/a.j2", "{{ x.name }}")
    assert failure(templates, context={"x": Rude()}) == "core/a.j2, line 1: raised RudeError"


def test_no_prefix_stands_in_anothers_way(write: Write, templates: Templates) -> None:
    write("core/a.j2", '<p>core</p>{% include "vibo/a.j2" %}')
    write("vibo/a.j2", "<p>vibo</p>")
    assert texts(templates.parse("core/a.j2", {})) == ["core", "vibo"]


def test_whatever_calls_itself_markup_is_read_by_the_same_rules(write: Write, templates: Templates) -> None:
    write("core/a.j2", "<p>{{ x }}</p>")
    assert templates.parse("core/a.j2", {"x": Markup("<em>a</em>")})
    assert "<font> is no element of ours" in failure(templates, context={"x": Markup("<font>a</font>")})


def test_core_templates_are_found_in_a_checkout() -> None:
    assert (core_templates() / "forside.j2").is_file()


def test_blocks_take_scope_from_the_caller(write: Write, templates: Templates) -> None:
    write("vibo/a.j2", '<h1 id="x">a</h1>')
    (heading,) = templates.parse("vibo/a.j2", {}, scope="vibo/")
    assert heading == Heading(level=1, content=(Text("a"),), anchor="punkt:vibo/x", place=heading.place)
