from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from cattrs import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st
from support.blocks import blocks
from support.plugin_zoo import Zoo, contributor

from styringsdialog import (
    Blocks,
    Conference,
    Contributor,
    Fault,
    Journal,
    Key,
    Line,
    Paragraph,
    Problem,
    Speaker,
    Talk,
    Text,
    TextFile,
    Theme,
    Visibility,
)
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.contribution import ContributedBilag, Contribution, PluginFacts
from styringsdialog.isolate.plain import Plain
from styringsdialog.model.bilag import Caption
from styringsdialog.model.parts import PageShape, PreparedPart
from styringsdialog.model.structure import AnnotationRef, Element, MarkRef


def there_and_back(value: object, kind: object) -> object:
    return from_plain(kind, json.loads(json.dumps(to_plain(value, kind))))


@given(blocks)
def test_blocks_cross_the_border_unchanged(tree: Blocks) -> None:
    assert there_and_back(tree, Blocks) == tree


@given(blocks)
def test_plain_data_hold_nothing_but_the_built_in_types(tree: Blocks) -> None:
    def check(plain: Plain) -> None:
        assert type(plain) in {type(None), bool, int, float, str, list, dict}
        for inner in plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ():
            check(inner)

    check(to_plain(tree, Blocks))


@given(blocks)
def test_a_contribution_crosses_the_border_unchanged(tree: Blocks) -> None:
    def bilag(key: str, body: Blocks | Path | None, *problems: Problem) -> ContributedBilag:
        return ContributedBilag(
            key=key,
            caption=Caption(title="Titel", source="Årsregnskabet", ask="a@b.example", alt="Et kort"),
            visibility=Visibility.CLOSED,
            order=2,
            comments=True,
            body=body,
            problems=problems,
        )

    problem = Problem(Fault.FILE, "a.pdf", "is not there", "put it there", "Filen mangler.")
    contribution = Contribution(
        contributor_id="vibo",
        plugin=PluginFacts(name="vibo", distribution="styringsdialog-vibo", version="1", title="VIBO"),
        bilag=(bilag("a", tree), bilag("b", Path("/æ/b.pdf")), bilag("c", None, problem)),
        problems=(problem,),
    )
    assert there_and_back(contribution, Contribution) == contribution


toml = st.recursive(
    st.one_of(
        st.text(max_size=5),
        st.integers(),
        st.floats(allow_nan=False),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(dt.UTC)),
        st.times(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["type", "value", "æ", "b"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["type", "value", "sti"]), toml, max_size=3))
def test_settings_of_every_toml_type_cross_the_border_unchanged(settings: dict[str, object]) -> None:
    one = contributor("vibo", "vibo", **settings)
    assert there_and_back(one, Contributor) == one


def test_a_conference_crosses_the_border_unchanged(tmp_path: Path) -> None:
    speaker = Speaker(name=Line("Taler"), title="projektleder", organisation="VIBO")
    theme = Theme(key=Key("tema"), title=Line("Tema"), talks=(Talk(title="", speakers=(speaker,), bilag="vibo"),))
    plain = Zoo(tmp_path, tmp_path).conference(contributor("vibo", "vibo"))
    conference = Conference(
        title=plain.title,
        host=plain.host,
        start=plain.start,
        end=plain.end,
        place=plain.place,
        updated=dt.date(2030, 4, 1),
        slug=Key("vestby"),
        referat=TextFile("referat.md", "Tekst."),
        journal=Journal(sagsbehandler="xyz"),
        contributors=plain.contributors,
        themes=(theme,),
        folder=tmp_path,
    )
    assert there_and_back(conference, Conference) == conference


@pytest.mark.parametrize(
    "plain",
    [
        None,
        "tekst",
        [7],
        [{"type": "Paragraph"}],
        [{"type": "Script", "content": []}],
        [{"content": []}],
        [{"type": "Paragraph", "content": [], "onclick": "x"}],
        [{"type": "Paragraph", "content": [{"type": "Text", "text": 7}]}],
        [{"type": "Paragraph", "content": [{"type": "Text", "text": None}]}],
        [{"type": "Paragraph", "content": [], "role": "shout"}],
        [{"type": "Heading", "level": "1", "content": []}],
        [{"type": "Heading", "level": True, "content": []}],
        [{"type": "Heading", "level": 7, "content": []}],
    ],
)
def test_what_is_no_block_is_refused(plain: Plain) -> None:
    with pytest.raises(Exception, match=r"."):
        from_plain(Blocks, plain)


class Loud(str):
    """Text of a plugin's own type."""

    __slots__ = ()


def test_a_plugins_own_types_do_not_cross() -> None:
    match to_plain((Paragraph(content=(Text(Loud("hej")),)),), Blocks):
        case [{"content": [{"text": text}]}]:
            assert type(text) is str
        case plain:
            pytest.fail(f"{plain} is not the plain form of a paragraph")


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no plain form"):
        to_plain((Paragraph(content=(Text(object()),)),), Blocks)  # type: ignore[arg-type] # the point of the test


attributes = st.dictionaries(
    st.sampled_from(["Alt", "Lang", "ColSpan", "BBox"]),
    st.text(max_size=5) | st.integers() | st.lists(st.floats(allow_nan=False), max_size=4).map(tuple),
)
marks = st.builds(MarkRef, st.integers(1, 9), st.integers(0, 9)) | st.builds(
    AnnotationRef, st.integers(1, 9), st.integers(0, 9)
)
elements = st.recursive(
    st.builds(Element, st.sampled_from(["P", "Figure"]), attributes, st.lists(marks, max_size=3).map(tuple)),
    lambda inner: st.builds(Element, st.just("Sect"), attributes, st.lists(inner | marks, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(elements)
def test_a_prepared_part_crosses_the_border_with_its_structure(structure: Element) -> None:
    part = PreparedPart(
        path=Path("/æ/sider.pdf"), pages=(PageShape(595.2756, 841.8898, footer_free=True),), structure=structure
    )
    assert there_and_back(part, PreparedPart) == part


@pytest.mark.parametrize("value", [None, True, 1.5, ["a"], {"a": 1}])
def test_an_attribute_of_an_element_is_text_a_whole_number_or_numbers(value: Plain) -> None:
    with pytest.raises(ClassValidationError):
        from_plain(Element, {"role": "P", "attributes": {"Alt": value}, "kids": []})
