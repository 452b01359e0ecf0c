from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from support.plugin_zoo import Zoo, contributor

from styringsdialog import (
    Audience,
    Blocks,
    Caption,
    Fault,
    Heading,
    Paragraph,
    Place,
    Problem,
    Section,
    Stage,
    Text,
    Visibility,
)
from styringsdialog.hooks.border import to_plain
from styringsdialog.hooks.contribute import Asking, Question, believed, contribute
from styringsdialog.hooks.contribution import ContributedBilag, Contribution, PluginFacts
from styringsdialog.hooks.registry import Registry
from styringsdialog.messages.message import Where, message

BILAG = """
@hookimpl
def bilag(request):
    return [Bilag(key="a", title="A", contents={})]
"""
ROOT = """
@hookimpl
def template_root():
    return Path(__file__).parent / "skabeloner"
"""


def ask(zoo: Zoo, name: str = "p", **settings: object) -> Contribution:
    (contribution,) = zoo.ask(contributor("vibo", name, **settings))
    return contribution


def only_bilag(contribution: Contribution) -> ContributedBilag:
    assert contribution.problems == ()
    (bilag,) = contribution.bilag
    return bilag


def only_problem(contribution: Contribution) -> Problem:
    bilag = only_bilag(contribution)
    assert bilag.body is None
    (problem,) = bilag.problems
    return problem


def text_of(body: object) -> list[str]:
    assert isinstance(body, tuple)
    return [inline.text for block in body for inline in block.content if isinstance(inline, Text)]


def test_a_template_gets_the_conference_the_contributor_and_the_settings(zoo: Zoo) -> None:
    code = (
        "@attrs.frozen\nclass Indstillinger:\n    hilsen: str\n"
        "@hookimpl\ndef settings_type():\n    return Indstillinger\n"
        + ROOT
        + BILAG.format("TemplateContents('a.j2', {'tal': 7})")
    )
    template = "<p>{{ settings.hilsen }} {{ contributor.name }}, {{ conference.title }}: {{ tal }}</p>"
    zoo.plugin("p", code, files={"skabeloner/a.j2": template})
    bilag = only_bilag(ask(zoo, hilsen="Hej <b>"))
    assert text_of(bilag.body) == ["Hej <b> Vibo, Styringsdialogkonference: 7"]


def test_a_template_includes_its_neighbour_by_the_plugins_name(zoo: Zoo) -> None:
    files = {"skabeloner/a.j2": "{% include 'p/b.j2' %}", "skabeloner/b.j2": "<p>Nabo</p>"}
    zoo.plugin("p", ROOT + BILAG.format("TemplateContents('a.j2')"), files=files)
    assert text_of(only_bilag(ask(zoo)).body) == ["Nabo"]


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("<p>{{ ukendt }}</p>", 1, "ukendt"),
        ("<p>a</p>\n<hr>", 2, "hr"),
        ("<p>a</p>\n{% if %}", 2, ""),
        ("{% include 'p/mangler.j2' %}", 1, "p/mangler.j2"),
    ],
)
def test_a_fault_in_a_template_is_told_with_its_line(zoo: Zoo, template: str, line: int, said: str) -> None:
    zoo.plugin("p", ROOT + BILAG.format("TemplateContents('a.j2')"), files={"skabeloner/a.j2": template})
    problem = only_problem(ask(zoo))
    assert problem.fault is Fault.CONTENT
    assert problem.where.startswith(f"plugin p (zoo-p 1.2), bilag 'a', contributor vibo: p/a.j2, line {line}")
    assert said in problem.message


@pytest.mark.parametrize("name", ["mangler.j2", "../__init__.py", "/etc/hosts"])
def test_a_template_that_is_not_under_the_root_is_not_read(zoo: Zoo, name: str) -> None:
    zoo.plugin("p", ROOT + BILAG.format(f"TemplateContents({name!r})"), files={"skabeloner/a.j2": ""})
    assert only_problem(ask(zoo)).fault is Fault.CONTENT


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.j", "did you mean 'p/a.j2'?"),
        ("mangler.j2", "the templates there are p/a.j2, p/under/b.j2"),
        ("under/bb.j2", "did you mean 'p/under/b.j2'?"),
    ],
)
def test_a_template_that_is_not_there_is_told_with_those_that_are(zoo: Zoo, name: str, hint: str) -> None:
    files = {"skabeloner/a.j2": "", "skabeloner/under/b.j2": ""}
    zoo.plugin("p", ROOT + BILAG.format(f"TemplateContents({name!r})"), files=files)
    problem = only_problem(ask(zoo))
    assert (problem.message, problem.hint) == (f"the template 'p/{name}' is not there", hint)


def test_code_of_a_plugin_that_runs_in_its_template_is_guarded(zoo: Zoo) -> None:
    code = "class Farlig:\n    @property\n    def navn(self): raise OSError('væk')\n" + BILAG.format(
        "TemplateContents('a.j2', {'x': Farlig()})"
    )
    zoo.plugin("p", code + ROOT, files={"skabeloner/a.j2": "<p>{{ x.navn }}</p>"})
    problem = only_problem(ask(zoo))
    assert problem.where == "plugin p (zoo-p 1.2), bilag 'a', contributor vibo: p/a.j2, line 1"
    assert "OSError: væk" in problem.message


def test_a_template_without_a_root_is_the_plugins_fault(zoo: Zoo) -> None:
    zoo.plugin("p", BILAG.format("TemplateContents('a.j2')"))
    problem = only_problem(ask(zoo))
    assert problem.where == "plugin p (zoo-p 1.2), bilag 'a', contributor vibo"
    assert problem.fault is Fault.PLUGIN


def test_markdown_becomes_blocks_with_their_place(zoo: Zoo) -> None:
    zoo.plugin("p", BILAG.format("MarkdownContents('Første.\\n\\nAnden.', 'tekst.md')"))
    body = only_bilag(ask(zoo)).body
    assert text_of(body) == ["Første.", "Anden."]
    assert isinstance(body, tuple)
    assert [block.place for block in body] == [Place("tekst.md", 1), Place("tekst.md", 3)]


def test_a_markdown_file_is_read_and_named_from_the_edition(zoo: Zoo) -> None:
    zoo.file("bilag/vibo/a.md", "\ufeffTekst.")
    zoo.plugin("p", BILAG.format("FileContents(request.file('a.md'))"))
    body = only_bilag(ask(zoo)).body
    assert text_of(body) == ["Tekst."]
    assert isinstance(body, tuple)
    assert body[0].place.file == "bilag/vibo/a.md"


def test_a_file_of_the_contributors_folder_or_of_the_plugins_package_is_passed_on(zoo: Zoo) -> None:
    path = zoo.file("bilag/vibo/a.pdf", "x")
    zoo.plugin("p", BILAG.format("FileContents(request.folder / 'a.pdf')"))
    zoo.plugin("q", BILAG.format("FileContents(Path(__file__).parent / 'q.pdf')"), files={"q.pdf": "x"})
    assert only_bilag(ask(zoo)).body == path.resolve()
    assert only_bilag(ask(zoo, "q")).body == (zoo.path / "zoo_q" / "q.pdf").resolve()


@pytest.mark.parametrize(
    ("path", "fault", "said"),
    [
        ("request.file('ingen.pdf')", Fault.FILE, "the file is not there"),
        ("request.file('mappe')", Fault.FILE, "the file is not a file"),
        ("request.file('genvej.pdf')", Fault.FILE, "neither the contributor's data folder nor the plugin's package"),
        ("request.file('../nabo/a.pdf')", Fault.PLUGIN, "neither the contributor's data folder"),
        ("request.conference.folder / 'conference.toml'", Fault.PLUGIN, "neither the contributor's data folder"),
        ("Path('/etc/hosts')", Fault.PLUGIN, "neither the contributor's data folder"),
        ("Path('/ingen/steder')", Fault.PLUGIN, "neither the contributor's data folder"),
        ("Path('a.pdf')", Fault.PLUGIN, "is not an absolute path"),
        ("'/a.pdf'", Fault.PLUGIN, "of type str, not a Path"),
    ],
)
def test_any_other_file_is_refused(zoo: Zoo, path: str, fault: Fault, said: str) -> None:
    zoo.file("bilag/vibo/mappe/a.pdf", "x")
    zoo.file("bilag/nabo/a.pdf", "x")
    zoo.file("conference.toml", "")
    (zoo.edition / "bilag/vibo/genvej.pdf").symlink_to("../nabo/a.pdf")
    zoo.plugin("p", BILAG.format(f"FileContents({path})"))
    problem = only_problem(ask(zoo))
    assert problem.fault is fault
    assert said in problem.message
    if fault is Fault.PLUGIN:
        assert problem.where == "plugin p (zoo-p 1.2), bilag 'a', contributor vibo"
    else:
        assert problem.where.startswith("bilag/vibo/")


def test_blocks_of_a_plugins_own_pass_and_are_given_a_place(zoo: Zoo) -> None:
    made = "Section(content=(Heading(level=2, content=(Text('H'),), anchor='punkt:vibo/h'),))"
    zoo.plugin("p", BILAG.format(f"BlocksContents(({made},))"))
    place = Place(
        "",
        origin=message(
            "place.plugin-hook-of-contributor", plugin="p (zoo-p 1.2)", hook="bilag 'a'", contributor="vibo"
        ),
    )
    heading = Heading(level=2, content=(Text("H"),), anchor="punkt:vibo/h", place=place)
    expected: Blocks = (Section(content=(heading,), place=place),)
    assert only_bilag(ask(zoo)).body == expected


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ("'tekst'", "hold something else than blocks"),
        ("(7,)", "hold something else than blocks"),
        ("(Paragraph(content='tekst'),)", "hold something else than blocks"),
        ("(Paragraph(content=(Text(7),)),)", "hold something else than blocks"),
        ("(Paragraph(content=(object(),)),)", "hold something else than blocks"),
        (
            "(Paragraph(content=(Link('file:///etc/hosts', (Text('x'),)),)),)",
            "the link 'file:///etc/hosts' leads where",
        ),
        ("(Paragraph(content=(Strong((Link('javascript:x', ()),)),)),)", "the link 'javascript:x' leads where"),
        ("(Heading(level=1, content=(), anchor='bilag:dab'),)", "the id 'bilag:dab' names a place outside"),
        ("(Section(content=(), anchor='punkt:dab/x'),)", "the id 'punkt:dab/x' names a place outside"),
        ("(Heading(level=1, content=(), anchor='x'),)", "the anchor 'x' is not a whole target"),
        ("(Paragraph(content=(Link('Bilag:dab'),)),)", "the link 'Bilag:dab' is not a whole target"),
        ("(Figure(path='/etc/hosts', alt='x'),)", "the picture hosts is in neither"),
        ("(Figure(path=str(Path(__file__)), alt=' '),)", "has no alt text"),
        ("(Table(body=(Row(cells=(Cell(content=(), colspan=0),)),)),)", "a cell spans less than one"),
        ("(Table(body=(Row(cells=(Cell(content=(), scope='alt'),)),)),)", "the scope 'alt'"),
    ],
)
def test_blocks_that_break_the_rules_are_refused(zoo: Zoo, blocks: str, said: str) -> None:
    zoo.plugin("p", BILAG.format(f"BlocksContents({blocks})"))
    problem = only_problem(ask(zoo))
    assert problem.fault is Fault.PLUGIN
    assert problem.where == "plugin p (zoo-p 1.2), bilag 'a', contributor vibo"
    assert said in problem.message


def test_contents_of_no_known_kind_are_refused(zoo: Zoo) -> None:
    zoo.plugin("p", BILAG.format("'tekst'"))
    assert only_problem(ask(zoo)).message == "has contents of type str"


def test_a_bilag_that_fails_leaves_its_neighbours(zoo: Zoo) -> None:
    code = """
@hookimpl
def bilag(request):
    good = MarkdownContents("Tekst.", "t")
    return [
        Bilag(key="c", title="C", contents=good),
        Bilag(key="b", title="B", contents=FileContents(request.file("b.pdf"))),
        Bilag(key="a", title="A", contents=good, order=1, visibility=Visibility.CLOSED, description="Oplæg"),
    ]
"""
    zoo.plugin("p", code)
    contribution = ask(zoo)
    assert contribution.problems == ()
    assert [(one.key, one.body is None, len(one.problems)) for one in contribution.bilag] == [
        ("b", True, 1),
        ("c", False, 0),
        ("a", False, 0),
    ]
    assert contribution.bilag[2].visibility is Visibility.CLOSED
    assert contribution.bilag[2].caption.description == "Oplæg"


def test_no_bilag_is_a_good_answer(zoo: Zoo) -> None:
    zoo.plugin("p", "@hookimpl\ndef bilag(request):\n    return []\n")
    assert ask(zoo) == Contribution(
        contributor_id="vibo", plugin=PluginFacts(name="p", distribution="zoo-p", version="1.2", title="Zoo")
    )


def test_a_title_is_printed_in_nfc(zoo: Zoo) -> None:
    zoo.plugin("p", BILAG.replace('"A"', r'" Bla\u030aba\u0301r "').format("MarkdownContents('x', 'x')"))
    assert only_bilag(ask(zoo)).caption.title == "Blåbár"


def test_the_request_says_what_the_specification_promises(zoo: Zoo) -> None:
    code = """
@hookimpl
def bilag(request):
    seen = [request.stage.value, request.audience.value, request.contributor.id, str(request.folder is None)]
    seen += [str(dict(one.settings)) for one in request.conference.contributors]
    return [Bilag(key="a", title="|".join(seen), contents=MarkdownContents("", "x"))]
@attrs.frozen
class S:
    x: int = 0
@hookimpl
def settings_type():
    return S
"""
    zoo.plugin("p", code)
    conference = zoo.conference(contributor("dab", "p", x=1), contributor("vibo", "p", x=2))
    contribution = contribute(
        conference, conference.contributors[1], Asking(stage=Stage.REFERAT, audience=Audience.INTERNAL)
    )
    # Settings may hold what is meant for one plugin only.
    assert only_bilag(contribution).caption.title == "referat|internal|vibo|True|{}|{'x': 2}"


def test_a_registry_can_be_given(zoo: Zoo) -> None:
    conference = zoo.conference(contributor("vibo", "sund"))
    contribution = contribute(conference, conference.contributors[0], Asking(), registry=Registry(()))
    (problem,) = contribution.problems
    assert problem.message == "there is no plugin 'sund'"


def test_an_answer_is_not_believed(zoo: Zoo) -> None:
    """What a process of a plugin's own might send, were it hostile."""
    good = ask(zoo, "sund")
    bilag = only_bilag(good)
    question = Question(
        provider=Registry.of_environment().provider("sund", where=Where()),
        conference=zoo.conference(contributor("vibo", "sund")),
        place=0,
        folder=None,
        roots=(),
        asking=Asking(),
    )

    def answered(**changes: Any) -> Contribution:
        return believed(to_plain(attrs.evolve(good, bilag=(attrs.evolve(bilag, **changes),))), question)

    def message(contribution: Contribution) -> str:
        problems = contribution.problems or contribution.bilag[0].problems
        assert [problem.fault for problem in problems] == [Fault.PLUGIN]
        return problems[0].message

    assert "with the key 'Å'" in message(answered(key="Å"))
    assert "blank title" in message(answered(caption=Caption(title="")))
    assert "neither contents nor a reason" in message(answered(body=None))
    assert "names hosts, which is in neither" in message(answered(body=Path("/etc/hosts")))
    assert "names a place outside" in message(answered(body=(Section(content=(), anchor="bilag:dab"),)))
    assert "is not plain data as agreed" in message(answered(order="1"))
    assert answered(body=(Paragraph(content=(Text("x"),)),)).bilag[0].problems == ()
    assert "is not plain data as agreed" in message(believed("rubbish", question))
