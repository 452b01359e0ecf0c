"""A conference made in code: texts and bilag as values, plugins as modules, and no folder of its own."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from styringsdialog import (
    Audience,
    AwaitedContents,
    Bilag,
    BilagStatus,
    BlocksContents,
    BuildOptions,
    BuildReport,
    Conference,
    Contributor,
    ContributorKind,
    EditionError,
    FileContents,
    Key,
    Line,
    MarkdownContents,
    PluginError,
    RequirementError,
    Stage,
    StyringsdialogError,
    TemplateContents,
    TextFile,
    Visibility,
    build_package,
)
from styringsdialog.blocks import Figure, Link, ListItem, Paragraph, Text
from styringsdialog.blocks import List as ListBlock
from styringsdialog.hooks.contribute import Asking, contributions
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.installed import registry_with
from styringsdialog.model.limits import Limits
from styringsdialog.testing import describe_pdf

HELLO = Bilag(key="hilsen", title="Hilsen", contents=MarkdownContents("Kære **alle**.", "hilsen"))

HOOKS = """
from styringsdialog.errors import *
from styringsdialog.hooks.spec import *
from styringsdialog.model.bilag import *

@hookimpl
def plugin_info():
    return PluginInfo(id="{id}", name="Prøve", api=1)

@hookimpl
def bilag(request):
    {body}
"""
WRONG: Any = (7,)

LIMITS = Limits(seconds=6)
"""Enough for Python to start on a busy machine."""

GIVES = "return [Bilag(key='tal', title='Tal', contents=MarkdownContents('Tallene er gode.', 'tal'))]"


def contributor(**changes: Any) -> Contributor:
    return attrs.evolve(
        Contributor(id=Key("vibo"), name=Line("VIBO"), kind=ContributorKind.BOLIGORGANISATION), **changes
    )


def conference(*contributors: Contributor, **more: Any) -> Conference:
    return Conference(
        title=Line("Styringsdialogkonference"),
        host=Line("Nordkær Kommune"),
        start=dt.datetime(2030, 5, 16, 15),  # noqa: DTZ001 - wall-clock time at the place
        end=dt.datetime(2030, 5, 16, 18),  # noqa: DTZ001 - as above
        place=Line("Rådhuset"),
        contributors=contributors,
        **more,
    )


def spoiled(**changes: Any) -> Bilag:
    """Return a bilag that a type checker would refuse."""
    return attrs.evolve(HELLO, **changes)


def words(report: BuildReport) -> str:
    return describe_pdf(report.pdf)


def only(contribution: Contribution) -> str:
    (problem,) = contribution.problems or contribution.bilag[0].problems
    return str(problem)


def given(*bilag: Bilag) -> Contribution:
    """Return what comes of ``bilag`` given in code."""
    made = conference(contributor(bilag=bilag))
    (contribution,) = contributions(made, made.contributors, Asking())
    return contribution


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModuleType]:
    """Return a function that writes a module on Python's path and imports it."""
    monkeypatch.syspath_prepend(tmp_path)

    def written(name: str, body: str = GIVES, *, id_: str = "", more: str = "") -> ModuleType:
        (tmp_path / f"{name}.py").write_text(HOOKS.format(id=id_ or name, body=body) + more, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module(name)

    return written


def asked(*modules: ModuleType, plugin: str = "proeve", limits: Limits | None = None) -> Contribution:
    """Return what comes of asking ``plugin``, with ``modules`` handed over."""
    made = conference(contributor(plugin=Key(plugin)), limits=limits or Limits())
    (contribution,) = contributions(made, made.contributors, Asking(), registry=registry_with(modules, made.limits))
    return contribution


# ------------------------------------------------------------------------------ texts and bilag


def test_a_conference_of_values_alone_becomes_a_package(tmp_path: Path, module: Callable[..., ModuleType]) -> None:
    handed_in = tmp_path / "beretning.md"
    handed_in.write_text("Vi har bygget.", encoding="utf-8")
    blocks = BlocksContents((Paragraph(content=(Text("Skrevet i koden."),)),))
    made = conference(
        contributor(
            bilag=[
                HELLO,
                Bilag(key="b", title="Blokke", contents=blocks),
                Bilag(key="c", title="Beretning", contents=FileContents(handed_in)),
                Bilag(key="d", title="Hemmeligt", contents=blocks, visibility=Visibility.CLOSED),
            ]
        ),
        contributor(id=Key("proeve"), plugin=Key("proeve")),
        invitation="Kom til **møde**.",
        welcome=[Paragraph(content=(Text("Velkommen alle sammen."),))],
        referat="# Det blev sagt\n\nAlt.",
    )
    report = build_package(made, tmp_path / "ud", plugins=[module("proeve")])
    text = words(report)
    for expected in ("Kom til møde.", "Velkommen alle sammen.", "Kære alle.", "Skrevet i koden.", "Vi har bygget."):
        assert expected in text
    assert "Tallene er gode." in text
    assert "Hemmeligt" not in text
    assert dict(report.inputs) == {}
    options = BuildOptions(stage=Stage.REFERAT, audience=Audience.INTERNAL)
    internal = build_package(made, str(tmp_path / "ud"), options, plugins=[module("proeve")])
    assert "Hemmeligt" in words(internal)
    assert "Det blev sagt" in words(internal)


def test_a_text_given_in_code_is_still_a_text_to_plugins() -> None:
    made = conference(welcome=[Paragraph(content=(Text("Velkommen"),)), Paragraph(content=(Text("alle"),))])
    assert isinstance(made.welcome, TextFile)
    assert (made.welcome.path, made.welcome.text) == ("welcome", "Velkommen alle")


def test_a_contributor_who_has_given_no_bilag_yet_is_awaited(tmp_path: Path) -> None:
    made = conference(contributor(deadline=dt.date(2030, 4, 25)))
    with pytest.raises(StyringsdialogError, match="a bilag of 'vibo' is awaited by 2030-04-25"):
        build_package(made, tmp_path)


def test_a_bilag_may_say_by_itself_that_it_is_awaited(tmp_path: Path) -> None:
    reason = "Tallene kommer, når regnskabet er godkendt."
    later = Bilag(key="tal", title="Tal", contents=AwaitedContents(reason))
    made = conference(contributor(bilag=[later, HELLO]))
    with pytest.raises(RequirementError, match="bilag 'tal', contributor vibo: is awaited: Tallene kommer"):
        build_package(made, tmp_path)
    report = build_package(made, tmp_path, BuildOptions(keep_going=True))
    assert [bilag.status for bilag in report.bilag] == [BilagStatus.DELIVERED, BilagStatus.AWAITED]
    assert reason in words(report)
    assert "one line of text" in only(given(attrs.evolve(later, contents=AwaitedContents("  "))))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"bilag": "tal.pdf"}, "contributors[0].bilag: must be a tuple, but is a string"),
        ({"bilag": ["tal.pdf"]}, "contributors[0].bilag[0]: must be a Bilag, but is a string"),
        (
            {"bilag": [spoiled(title=7)], "plugin": Key("folder")},
            "contributors[0].bilag[0].title: must be a string, but is a whole number",
        ),
        (
            {"bilag": [spoiled(contents="Tekst")]},
            "contributors[0].bilag[0].contents: must be the contents of a bilag, but is a string",
        ),
        (
            {"bilag": [attrs.evolve(HELLO, contents=BlocksContents(("Tekst",)))]},  # type: ignore[arg-type]  # the fault
            "contributors[0].bilag[0].contents.blocks[0]: must be a block, but is a string",
        ),
        (
            {"bilag": [attrs.evolve(HELLO, contents=FileContents("tal.pdf"))]},  # type: ignore[arg-type]  # the fault
            "contributors[0].bilag[0].contents.path: must be a path, but is a string (write Path(…) around it)",
        ),
        ({"bilag": [HELLO], "plugin": Key("folder")}, "contributors[0].bilag: are given beside the plugin 'folder'"),
        ({"plugin": "Å"}, "contributors[0].plugin: 'Å' is not a key"),
    ],
)
def test_what_no_bilag_can_be_is_told_by_the_conference(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(EditionError) as error:
        conference(contributor(**changes))
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  \n", "welcome.text: may not be blank"),
        ("Hej\x07", "welcome.text: holds the control character U+0007"),
        (7, "welcome: must be a TextFile, but is a whole number"),
        (
            [ListBlock(items=(ListItem(content=WRONG),))],
            "welcome.blocks[0].items[0].content[0]: must be a block, but is ",
        ),
    ],
)
def test_what_no_text_can_be_is_told_by_the_conference(text: Any, expected: str) -> None:
    with pytest.raises(EditionError) as error:
        conference(welcome=text)
    assert expected in str(error.value)


def test_blocks_of_a_text_keep_the_rules_of_blocks(tmp_path: Path) -> None:
    made = conference(welcome=[Paragraph(content=(Text("Se"), Link(target="tal", content=())))])
    with pytest.raises(EditionError, match=r"^welcome, given in code: "):
        build_package(made, tmp_path)


@pytest.mark.parametrize(
    ("bilag", "expected"),
    [
        (attrs.evolve(HELLO, key="Å"), "bilag, contributor vibo: gave a bilag with the key 'Å'"),
        (attrs.evolve(HELLO, contents=FileContents(Path("tal.pdf"))), "is not an absolute path"),
        (attrs.evolve(HELLO, contents=FileContents(Path("/er/der/ikke.pdf"))), "the file is not there (put it there"),
        (attrs.evolve(HELLO, contents=TemplateContents("a.j2")), "the plugin has no template_root"),
        (attrs.evolve(HELLO, contents=MarkdownContents("Se[^1]", "hilsen")), "contributor vibo: hilsen, line 1: "),
        (
            attrs.evolve(HELLO, contents=BlocksContents((Figure(path="/er/der/ikke.png", alt="Et billede"),))),
            "the picture ikke.png is not there",
        ),
    ],
)
def test_a_bilag_given_in_code_that_cannot_be_printed_is_told(bilag: Bilag, expected: str) -> None:
    assert expected in only(given(bilag))


def test_a_text_given_in_code_reads_no_files_but_those_beside_it(tmp_path: Path) -> None:
    """The Markdown may be somebody else's."""
    picture = tmp_path / "hemmelig.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    text = f"![Et billede]({picture.relative_to('/')})"
    assert "hemmelig.png" in only(given(attrs.evolve(HELLO, contents=MarkdownContents(text, "hilsen"))))


def test_bilag_given_in_code_are_shown_to_no_plugin(module: Callable[..., ModuleType]) -> None:
    shows = (
        "return [Bilag(key='a', title=repr([len(c.bilag) for c in request.conference.contributors]), contents=None)]"
    )
    made = conference(contributor(bilag=[HELLO]), contributor(id=Key("proeve"), plugin=Key("proeve")))
    registry = registry_with([module("proeve", shows)], Limits())
    assert contributions(made, made.contributors, Asking(), registry=registry)[1].bilag[0].caption.title == "[0, 0]"


# ------------------------------------------------------------------------------ plugins


def test_a_module_takes_the_place_of_an_installed_plugin_of_its_id(module: Callable[..., ModuleType]) -> None:
    contribution = asked(module("mit_modul", id_="vibo"), plugin="vibo")
    assert [bilag.key for bilag in contribution.bilag] == ["tal"]
    assert str(contribution.plugin) == "vibo (mit_modul)"


def test_a_module_runs_in_a_process_of_its_own(module: Callable[..., ModuleType]) -> None:
    body = "import os; return [Bilag(key='a', title=str(os.getpid()), contents=MarkdownContents('x', 'x'))]"
    (bilag,) = asked(module("proeve", body)).bilag
    assert bilag.caption.title != str(__import__("os").getpid())


@pytest.mark.long
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "1 / 0",
            "plugin proeve (proeve), bilag, contributor vibo: raised ZeroDivisionError: division by zero at proeve.py:",
        ),
        (
            "while True: pass",
            "plugin proeve (proeve), bilag, contributor vibo: took longer than 6 seconds at proeve.py:",
        ),
        (
            "import os; os._exit(3)",
            "bilag, contributor vibo: ended its process with exit code 3 before it had answered",
        ),
    ],
)
def test_a_module_that_breaks_costs_its_own_contributor_the_bilag(
    module: Callable[..., ModuleType], body: str, expected: str
) -> None:
    assert expected in only(asked(module("proeve", body), limits=LIMITS))


def test_what_a_hook_raised_is_kept_whole_for_its_author(module: Callable[..., ModuleType]) -> None:
    run = asked(module("proeve", "1 / 0")).run
    assert run is not None
    assert run.traceback.startswith("Traceback (most recent call last):\n")
    assert run.traceback.endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.long
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            "import os\nif os.environ.get('TZ'): raise OSError('nej')",
            "plugin proeve, import: raised OSError: nej at proeve.py:",
        ),
        (
            "import os\nwhile os.environ.get('TZ'): pass",
            "plugin proeve, import: took longer than 6 seconds at proeve.py:",
        ),
        ("@hookimpl\ndef bilagg(request): ...", "plugin proeve, bilagg: unknown hook 'bilagg' (did you mean 'bilag'?)"),
    ],
)
def test_a_module_whose_id_cannot_be_learnt_is_named(
    module: Callable[..., ModuleType], more: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)  # which is set where plugins run, and so tells the module where it is
    with pytest.raises(PluginError) as error:
        asked(module("proeve", more=more), limits=LIMITS)
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (sys.modules["__main__"], "plugins[0] is the module '__main__', which no other process can import by its name"),
        (ModuleType("opfundet"), "plugins[0] is the module 'opfundet', which no other process can import by its name"),
        ("vibo", "plugins[0] is of type str, not a module"),
        (lambda: None, "plugins[0] is of type function, not a module"),
    ],
)
def test_a_module_that_cannot_be_imported_by_name_is_refused_with_what_to_do(
    tmp_path: Path, given: Any, expected: str
) -> None:
    with pytest.raises(PluginError) as error:
        build_package(conference(), tmp_path, plugins=[given])
    assert str(error.value).startswith(f"build_package: {expected} (put the hooks in a file of its own")
