"""The elements of a finished file against the blocks that they came of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from styringsdialog.content.links import NO_IMAGES
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.hooks.contribution import ContributedBilag, Contribution, PluginFacts
from styringsdialog.messages.message import Language, text_of
from styringsdialog.model.bilag import Caption, Visibility
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.conformance import Conformance, Finding, Profile
from styringsdialog.workshop.preview import Preview, PreviewedBilag, called_for, make_preview, missing_tags
from styringsdialog.workshop.sample import sample_conference
from styringsdialog.workshop.trial import Outcome, judge_tags

TEXT = """\
# En

## To

Se [siden](https://dab.dk) og [](tema:oekonomi).

- a
- b
  1. c

Tabel: Tal

| Navn | Antal |
|---|---:|
| a | 1 |
| [b](#to) | 2 |

> ### Tre {#to}
"""


def blocks(text: str = TEXT) -> Blocks:
    return parse_markdown(text, source="t.md", scope="prov/", images=NO_IMAGES)


def contribution(body: Blocks) -> Contribution:
    one = ContributedBilag(key="a", caption=Caption(title="A"), visibility=Visibility.OPEN, order=0, body=body)
    return Contribution(contributor_id="prov", plugin=FACTS, bilag=(one,))


FACTS = PluginFacts(name="prov", distribution="prov-plugin", version="0.3")


def test_what_a_text_calls_for_is_counted() -> None:
    assert called_for(blocks()) == Counter(H=3, Link=3, L=2, LI=3, Table=1, TR=3, TH=2)


def test_the_finished_file_has_all_of_it(tmp_path: Path) -> None:
    made = make_preview(sample_conference(tmp_path, plugin="prov"), contribution(blocks()), tmp_path)
    (bilag,) = made.bilag
    assert (bilag.kind, bilag.tagged, bilag.tag_faults) == ("typeset", True, ())
    assert made.conformance.satisfied == ()


@pytest.mark.parametrize(
    ("lost", "english", "danish"),
    [
        ("H2", "2 headings instead of 3", "2 overskrifter i stedet for 3"),
        ("Table", "0 tables instead of 1", "0 tabeller i stedet for 1"),
        ("TH", "1 heading cells instead of 2", "1 overskriftsceller i stedet for 2"),
        ("Link", "2 links instead of 3", "2 links i stedet for 3"),
    ],
)
def test_an_element_that_is_lost_is_missed(lost: str, english: str, danish: str) -> None:
    there = Counter(H1=1, H2=1, H3=1, Link=3, L=2, LI=3, Table=1, TR=3, TH=2, P=20)
    assert missing_tags(blocks(), there) == []
    (missing,) = missing_tags(blocks(), there - Counter({lost: 1}))
    assert [text_of(missing, language).what for language in Language] == [danish, english]


def preview(*bilag: PreviewedBilag, conformance: Conformance) -> Preview:
    return Preview(path=Path("a.pdf"), pages=3, size=1, bilag=bilag, conformance=conformance)


BROKEN = Conformance(
    checker="page-validation 0.11.0",
    findings=(Finding(profile=Profile.UA1, rule="PDFUA1-FIGURE-001", message="no alt", bilag=(0,)),),
)


def test_a_typeset_bilag_that_breaks_the_standard_is_bad_and_names_its_plugin() -> None:
    one = PreviewedBilag(key="a", title="A", kind="typeset", pages=1)
    (tags, standard), (problem,) = judge_tags(preview(one, conformance=BROKEN), contribution(blocks()))
    assert (tags.outcome, standard.outcome) == (Outcome.GOOD, Outcome.BAD)
    assert problem.where == "plugin prov (prov-plugin 0.3), bilag 'a', contributor prov"
    assert "PDFUA1-FIGURE-001" in problem.message


def test_a_file_that_breaks_it_is_a_note() -> None:
    one = PreviewedBilag(key="a", title="A", kind="taken in", pages=1)
    (_, standard), problems = judge_tags(preview(one, conformance=BROKEN), contribution(blocks()))
    assert (standard.outcome, problems) == (Outcome.NOTE, ())


def test_a_lost_element_is_bad() -> None:
    one = PreviewedBilag(
        key="a", title="A", kind="typeset", pages=1, tag_faults=tuple(missing_tags(blocks(), Counter()))
    )
    (tags, _), problems = judge_tags(preview(one, conformance=Conformance()), contribution(blocks()))
    assert (tags.outcome, len(problems)) == (Outcome.BAD, len(one.tag_faults))
