from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.plugin_zoo import BILAG, INFO, Zoo, contributor, open_zoo

from styringsdialog import Fault, Problem
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.messages.message import Language, Level

pytestmark = pytest.mark.long  # whole commands: each takes a second or more


def ask(zoo: Zoo, plugin: str) -> Contribution:
    (contribution,) = zoo.ask(contributor("midt", plugin))
    return contribution


def only_problem(contribution: Contribution) -> Problem:
    assert contribution.bilag == ()
    (problem,) = contribution.problems
    return problem


HOOK = "@hookimpl\ndef {}:\n    {}\n"

# name: (plugin_info, code, what the place ends with, what the message holds)
BROKEN = {
    "unimportable": (INFO, "import der_er_ikke_noget_der_hedder_det", "import", "ModuleNotFoundError"),
    "raises_at_import": (
        INFO,
        "1 / 0",
        "import",
        "ZeroDivisionError: division by zero at zoo_raises_at_import/__init__.py:",
    ),
    "exits_at_import": (INFO, "raise SystemExit(3)", "import", "raised SystemExit: 3"),
    "not_python": (INFO, "def (", "import", "raised SyntaxError"),
    "raises_in_info": (
        "",
        HOOK.format("plugin_info()", "raise ValueError('nej')") + BILAG,
        "plugin_info",
        "ValueError: nej",
    ),
    "raises": (
        INFO,
        HOOK.format("bilag(request)", "raise ValueError('nej')"),
        "bilag",
        "raised ValueError: nej at zoo_raises/__init__.py:",
    ),
    "raises_without_words": (INFO, HOOK.format("bilag(request)", "raise ValueError"), "bilag", "raised ValueError at "),
    "raises_deep": (
        INFO,
        HOOK.format("bilag(request)", "import json; json.loads('{')"),
        "bilag",
        "at zoo_raises_deep/__init__.py:",
    ),
    "exits": (
        INFO,
        HOOK.format("bilag(request)", "import sys; sys.exit('farvel')"),
        "bilag",
        "raised SystemExit: farvel",
    ),
    "recurses": (INFO, HOOK.format("bilag(request)", "return bilag(request)"), "bilag", "raised RecursionError"),
    "stops_as_a_user_would": (
        INFO,
        HOOK.format("bilag(request)", "raise KeyboardInterrupt"),
        "bilag",
        "raised KeyboardInterrupt at",
    ),
    "own_base_exception": (
        INFO,
        "class Stop(BaseException): pass\n" + HOOK.format("bilag(request)", "raise Stop('her')"),
        "bilag",
        "raised Stop: her",
    ),
    "silent_exception": (
        INFO,
        "class Stum(Exception):\n    def __str__(self): raise RuntimeError\n"
        + HOOK.format("bilag(request)", "raise Stum"),
        "bilag",
        "raised Stum at",
    ),
    "our_own_error": (INFO, HOOK.format("bilag(request)", "raise PluginError([])"), "bilag", "raised PluginError"),
    "none": (INFO, HOOK.format("bilag(request)", "return None"), "bilag", "gave None, not a sequence of Bilag"),
    "text": (INFO, HOOK.format("bilag(request)", "return 'rubbish'"), "bilag", "type str, not a sequence of Bilag"),
    "number": (INFO, HOOK.format("bilag(request)", "return 7"), "bilag", "type int, not a sequence of Bilag"),
    "generator": (INFO, HOOK.format("bilag(request)", "yield 1"), "bilag", "type generator, not a sequence of Bilag"),
    "objects": (
        INFO,
        HOOK.format("bilag(request)", "return [object()]"),
        "bilag",
        "type object at index 0, not a Bilag",
    ),
    "nones": (INFO, HOOK.format("bilag(request)", "return [None]"), "bilag", "gave None at index 0, not a Bilag"),
    "lazy_sequence": (
        INFO,
        "class Doven(list):\n    def __iter__(self): raise OSError('væk')\n"
        + HOOK.format("bilag(request)", "return Doven()"),
        "bilag",
        "raised OSError: væk",
    ),
    "one_key_twice": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title='A', contents=MarkdownContents('', 'a'))] * 2"),
        "bilag",
        "gave 2 bilag with the key 'a'",
    ),
    "key_with_space": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a b', title='A', contents=MarkdownContents('', 'a'))]"),
        "bilag",
        "gave a bilag with the key 'a b'",
    ),
    "no_title": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title=' ', contents=MarkdownContents('', 'a'))]"),
        "bilag",
        "gave bilag 'a' a blank title",
    ),
    "title_of_two_lines": (
        INFO,
        HOOK.format("bilag(request)", r"return [Bilag(key='a', title='A\nB', contents=MarkdownContents('', 'a'))]"),
        "bilag",
        "a title with a line break",
    ),
    "title_no_text": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title=7, contents=MarkdownContents('', 'a'))]"),
        "bilag",
        "whose key, title, description, source, ask, alt or reason is not text",
    ),
    "order_no_number": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title='A', order='1', contents=None)]"),
        "bilag",
        "whose order is not a whole number",
    ),
    "alt_number": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title='A', contents=None, alt=7)]"),
        "bilag",
        "whose key, title, description, source, ask, alt or reason is not text",
    ),
    "contact_lines": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title='A', contents=None, ask='a\\nb')]"),
        "bilag",
        "gave bilag 'a' a ask with a line break",
    ),
    "comments_text": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title='A', contents=None, comments='ja')]"),
        "bilag",
        "whose comments is not True or False",
    ),
    "visibility_text": (
        INFO,
        HOOK.format("bilag(request)", "return [Bilag(key='a', title='A', visibility='open', contents=None)]"),
        "bilag",
        "whose visibility is no Visibility",
    ),
    "other_id": ("", INFO.format(name="anden") + BILAG, "plugin_info", "says that it is 'anden'"),
    "newer_api": (
        "",
        INFO.format(name="newer_api").replace("api=1", "api=2") + BILAG,
        "plugin_info",
        "was written for API 2",
    ),
    "newer_api_new_hook": (
        "",
        INFO.format(name="newer_api_new_hook").replace("api=1", "api=2")
        + BILAG
        + HOOK.format("hilsen(request)", "return ''"),
        "plugin_info",
        "was written for API 2; this styringsdialog knows API 1",
    ),
    "api_zero": ("", INFO.format(name="api_zero").replace("api=1", "api=0") + BILAG, "plugin_info", "API 0"),
    "api_text": (
        "",
        INFO.format(name="api_text").replace("api=1", "api='1'") + BILAG,
        "plugin_info",
        "not a whole number",
    ),
    "info_none": (
        "",
        HOOK.format("plugin_info()", "return None") + BILAG,
        "plugin_info",
        "gave None, not a PluginInfo",
    ),
    "info_missing": ("", BILAG, "plugin_info", "is required, and is not there"),
    "bilag_missing": (INFO, "", "bilag", "is required, and is not there"),
    "bilag_unmarked": (INFO, "def bilag(request): return []\n", "bilag", "is a function without its mark"),
    "wrapper": (INFO, "@hookimpl(wrapper=True)\ndef bilag(request):\n    return (yield)\n", "bilag", "is a wrapper"),
    "old_wrapper": (INFO, "@hookimpl(hookwrapper=True)\ndef bilag(request):\n    yield\n", "bilag", "is a wrapper"),
    "unknown_hook": (
        INFO,
        BILAG + HOOK.format("bilagg(request)", "return []"),
        "bilagg",
        "unknown hook 'bilagg' (did you mean 'bilag'?)",
    ),
    "misspelt_instead_of_a_required_one": (INFO, HOOK.format("bilga(request)", "return []"), "bilga", "mean 'bilag'?"),
    "api_that_never_was": (
        "@hookimpl\ndef plugin_info():\n    return PluginInfo(id='{name}', name='Zoo', api=0)\n",
        BILAG,
        "plugin_info",
        "was written for API 0, which there never was (this styringsdialog knows API 1: write api=1)",
    ),
    "unknown_hook_like_no_other": (
        INFO,
        BILAG + HOOK.format("xyz()", "return []"),
        "xyz",
        "(the hooks are bilag, check, plugin_info, settings_type, template_root)",
    ),
    "unknown_hook_by_its_other_name": (
        INFO,
        BILAG + "@hookimpl(specname='templateroot')\ndef f(): return None\n",
        "templateroot",
        "did you mean 'template_root'?",
    ),
    "unknown_argument": (
        INFO,
        HOOK.format("bilag(request, sider)", "return []"),
        "bilag",
        "has the argument 'sider', which the hook does not get (write bilag(request))",
    ),
    "misspelt_argument": (
        INFO,
        HOOK.format("bilag(reqest)", "return []"),
        "bilag",
        "has the argument 'reqest', which the hook does not get (write bilag(request))",
    ),
    "argument_of_another_hook": (
        INFO,
        BILAG + HOOK.format("settings_type(request)", "return None"),
        "settings_type",
        "has the argument 'request', which the hook does not get (write settings_type())",
    ),
    "twice": (
        INFO,
        BILAG + "@hookimpl(specname='bilag')\ndef mere(request): return []\n",
        "bilag",
        "is implemented twice",
    ),
    "specification": (
        INFO,
        BILAG + "import pluggy\n@pluggy.HookspecMarker('styringsdialog')(historic=True)\ndef hilsen(): ...\n",
        "hilsen",
        "is marked as a hook specification",
    ),
    "settings_no_class": (
        INFO,
        BILAG + HOOK.format("settings_type()", "return dict"),
        "settings_type",
        "not an attrs class",
    ),
    "settings_raise": (
        INFO,
        BILAG + HOOK.format("settings_type()", "raise KeyError('x')"),
        "settings_type",
        "KeyError: 'x'",
    ),
    "template_text": (
        INFO,
        BILAG + HOOK.format("template_root()", "return '.'"),
        "template_root",
        "type str, not a Path",
    ),
    "template_missing": (
        INFO,
        BILAG + HOOK.format("template_root()", "return Path(__file__).parent / 'ingen'"),
        "template_root",
        "gave ingen, which is no folder",
    ),
    "template_elsewhere": (
        INFO,
        BILAG + HOOK.format("template_root()", "return Path(__file__).parent.parent"),
        "template_root",
        "which is not in the plugin's package",
    ),
    "check_raises": (
        INFO,
        BILAG + HOOK.format("check(request)", "raise LookupError('tal')"),
        "check",
        "LookupError: tal",
    ),
    "check_none": (
        INFO,
        BILAG + HOOK.format("check(request)", "return None"),
        "check",
        "gave None, not a sequence of Problem",
    ),
    "check_rubbish": (
        INFO,
        BILAG + HOOK.format("check(request)", "return ['nej']"),
        "check",
        "type str at index 0, not a Problem",
    ),
    "check_no_fault": (
        INFO,
        BILAG + HOOK.format("check(request)", "return [Problem(5, 'tal.csv', 'nej')]"),
        "check",
        "whose fault is no Fault",
    ),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Contribution]]:
    """Give what came of asking all of them in one conference, between healthy contributors."""
    zoo = open_zoo(tmp_path_factory.mktemp("zoo"))
    for name, (info, code, _, _) in BROKEN.items():
        zoo.plugin(name, code, info=info)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(zoo.path)
        ids = ["foerst", *BROKEN, "sidst"]
        yield dict(zip(ids, zoo.ask(*(contributor(id_, id_ if id_ in BROKEN else "sund") for id_ in ids)), strict=True))


def test_broken_plugins_harm_nobody_else(zoo: Zoo, asked: dict[str, Contribution]) -> None:
    alone = zoo.ask(contributor("foerst", "sund"), contributor("sidst", "sund"))
    assert all(one.bilag and not one.problems for one in alone)
    assert (asked["foerst"], asked["sidst"]) == alone


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_named(asked: dict[str, Contribution], name: str) -> None:
    _, _, hook, message = BROKEN[name]
    problem = only_problem(asked[name])
    assert problem.fault is Fault.PLUGIN
    assert problem.where == f"plugin {name} (zoo-{name} 1.2), {hook}, contributor {name}"
    assert message in str(problem)
    assert "Traceback" not in str(problem)
    assert "\n" not in str(problem)


def test_the_message_names_the_plugins_own_line(zoo: Zoo) -> None:
    zoo.plugin("linje", HOOK.format("bilag(request)", "import json; return json.loads('{')"))
    number = (zoo.path / "zoo_linje" / "__init__.py").read_text().splitlines().index(
        "    import json; return json.loads('{')"
    ) + 1
    problem = only_problem(ask(zoo, "linje"))
    assert problem.message.endswith(f" at zoo_linje/__init__.py:{number}")
    assert problem.hint == "report this to whoever maintains zoo-linje"


def test_a_newer_api_asks_for_a_newer_host(zoo: Zoo) -> None:
    zoo.plugin("ny", INFO.format(name="ny").replace("api=1", "api=2") + BILAG, info="")
    assert only_problem(ask(zoo, "ny")).hint == "upgrade styringsdialog"


def test_an_unknown_plugin_is_told_with_a_near_miss_and_what_is_installed(zoo: Zoo) -> None:
    problem = only_problem(ask(zoo, "sundt"))
    assert problem.fault is Fault.PLUGIN
    assert problem.where == "conference.toml: contributors[0].plugin"
    assert problem.message == "there is no plugin 'sundt'"
    assert problem.hint.startswith("did you mean 'sund'? installed are ")
    assert "folder" in problem.hint
    assert "pip" in problem.hint


def test_both_providers_of_one_name_are_named(zoo: Zoo) -> None:
    zoo.plugin("dobbelt", BILAG)
    zoo.distribution("zoo-kopi", {"dobbelt": "zoo_dobbelt"}, version="3")
    problem = only_problem(ask(zoo, "dobbelt"))
    assert problem.fault is Fault.PLUGIN
    assert problem.message == "the plugin 'dobbelt' is provided by zoo-dobbelt 1.2 and zoo-kopi 3"


def test_nobody_takes_the_name_of_a_built_in_plugin(zoo: Zoo) -> None:
    zoo.plugin("folder", BILAG)
    assert "is provided by styringsdialog" in only_problem(ask(zoo, "folder")).message


def test_a_damaged_distribution_stops_nobody(zoo: Zoo) -> None:
    folder = zoo.path / "skadet-1.dist-info"
    folder.mkdir()
    (folder / "entry_points.txt").write_text("[styringsdialog]\nskadet\n")
    assert only_problem(ask(zoo, "skadet")).message == "there is no plugin 'skadet'"


def test_an_entry_point_without_its_module_is_told(zoo: Zoo) -> None:
    zoo.distribution("zoo-tom", {"tom": "zoo_tom"})
    problem = only_problem(ask(zoo, "tom"))
    assert problem.where == "plugin tom (zoo-tom 1.2), import, contributor midt"
    assert "No module named 'zoo_tom'" in problem.message


def test_what_a_plugin_finds_wrong_is_passed_on_and_nothing_else_is_asked(zoo: Zoo) -> None:
    found = "Problem(Fault.FILE, 'tal.csv, line 3', 'the year is missing', 'write it'), Problem(Fault.EDITION, '', 'x')"
    zoo.plugin("tjek", HOOK.format("check(request)", f"return [{found}]") + HOOK.format("bilag(request)", "1 / 0"))
    asked = ask(zoo, "tjek")
    origin = "plugin tjek (zoo-tjek 1.2), check, contributor midt"
    assert [(problem.fault, str(problem)) for problem in asked.problems] == [
        (Fault.FILE, f"{origin}: tal.csv, line 3: the year is missing (write it)"),
        (Fault.EDITION, f"{origin}: x"),
    ]


def test_what_a_plugin_remarks_is_passed_on_and_nothing_stops_for_it(zoo: Zoo) -> None:
    remark = "Remark.of('tal.csv', 'is from last year', 'see whether it holds', dansk='Tallene er fra sidste år.')"
    zoo.plugin("rar", HOOK.format("check(request)", f"return [{remark}]") + BILAG)
    asked = ask(zoo, "rar")
    assert asked.problems == ()
    assert len(asked.bilag) == 1
    (told,) = asked.remarks
    assert told.level is Level.ADVISED
    assert str(told.place) == "plugin rar (zoo-rar 1.2), check, contributor midt: tal.csv"
    assert told.text(Language.ENGLISH).line == "is from last year (see whether it holds)"
    assert told.text(Language.DANISH).reader == "Tallene er fra sidste år."


def test_a_remark_beside_a_problem_is_passed_on_too(zoo: Zoo) -> None:
    both = "Remark.of('a.csv', 'is old'), Problem(Fault.FILE, 'b.csv', 'is missing')"
    zoo.plugin("tjek", HOOK.format("check(request)", f"return [{both}]") + BILAG)
    asked = ask(zoo, "tjek")
    assert [problem.message for problem in asked.problems] == ["is missing"]
    assert [remark.text(Language.ENGLISH).what for remark in asked.remarks] == ["is old"]


def test_what_a_plugin_prints_is_kept_apart(zoo: Zoo, capfd: pytest.CaptureFixture[str]) -> None:
    zoo.plugin("snak", "print('ved import')\n" + HOOK.format("bilag(request)", "print('i bilag'); return []"))
    contribution = ask(zoo, "snak")
    assert contribution.problems == ()
    assert contribution.run is not None
    assert contribution.run.printed == "ved import\ni bilag\n"
    assert capfd.readouterr() == ("", "")
