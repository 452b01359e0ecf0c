from __future__ import annotations

import subprocess
import sys

import pytest
from support.plugin_zoo import BILAG, INFO, Zoo

from styringsdialog import PluginError
from styringsdialog.hooks.guard import Origin
from styringsdialog.hooks.installed import InstalledPlugin, installed
from styringsdialog.hooks.registry import Registry, load
from styringsdialog.hooks.spec import PROJECT, HookSpec
from styringsdialog.messages.message import Language, Where, message


def of_the_zoo() -> list[InstalledPlugin]:
    return [plugin for plugin in installed() if plugin.distribution.startswith("zoo-")]


def test_plugins_are_listed_by_name_with_their_status(zoo: Zoo) -> None:
    zoo.plugin("b", "1 / 0")
    zoo.plugin("a", BILAG + "@hookimpl\ndef template_root():\n    return None\n", version="2.0")
    a, b, sund = of_the_zoo()
    assert a == InstalledPlugin(
        name="a",
        distribution="zoo-a",
        version="2.0",
        built_in=False,
        title="Zoo",
        api=1,
        hooks=("bilag", "plugin_info", "template_root"),
    )
    assert (a.problems, sund.problems) == ((), ())
    assert b.title == ""
    assert b.hooks == ()
    (problem,) = b.problems
    assert problem.message.startswith("raised ZeroDivisionError: division by zero at zoo_b/__init__.py:")


def test_the_built_in_plugin_is_listed() -> None:
    (folder,) = [plugin for plugin in installed() if plugin.name == "folder"]
    assert (folder.built_in, folder.distribution, folder.problems) == (True, "styringsdialog", ())


def test_two_providers_of_one_name_are_both_listed_as_unusable(zoo: Zoo) -> None:
    zoo.distribution("zoo-kopi", {"sund": "zoo_sund"}, version="3")
    assert [(plugin.distribution, *(problem.what for problem in plugin.problems)) for plugin in of_the_zoo()] == [
        (name, message("hooks.several-plugins", name="sund", providers=["zoo-kopi 3", "zoo-sund 1.2"]))
        for name in ("zoo-kopi", "zoo-sund")
    ]


def test_one_distribution_may_bring_several_plugins(zoo: Zoo) -> None:
    code = """
class Plugin:
    def __init__(self, name): self.name = name
    @hookimpl
    def plugin_info(self): return PluginInfo(id=self.name, name=self.name, api=1)
    @hookimpl
    def bilag(self): return []
a, b = Plugin("a"), Plugin("b")
"""
    zoo.plugin("to", code, info="")
    zoo.distribution("zoo-flere", {"a": "zoo_to:a", "b": "zoo_to:b"})
    assert {plugin.name: plugin.problems for plugin in of_the_zoo()}.items() >= {"a": (), "b": ()}.items()


def test_a_copy_later_on_the_path_is_shadowed_as_python_shadows_it(zoo: Zoo, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Zoo(zoo.path.parent / "kopi", zoo.edition)
    copy.path.mkdir()
    copy.plugin("sund", BILAG, distribution="Zoo_Sund", version="0.1")
    monkeypatch.setattr(sys, "path", [*sys.path, str(copy.path)])
    (plugin,) = of_the_zoo()
    assert (plugin.distribution, plugin.version) == ("zoo-sund", "1.2")


def test_nothing_of_a_plugins_runs_before_it_is_asked_for(zoo: Zoo) -> None:
    zoo.plugin("b", "1 / 0")
    registry = Registry.of_environment()
    provider = registry.provider("b", where=Where(path="her"))
    assert provider.package == zoo.path / "zoo_b"
    assert "zoo_b" not in sys.modules
    with pytest.raises(PluginError, match="ZeroDivisionError"):
        load(Origin(provider))


def test_a_rejected_plugin_leaves_nothing_behind(zoo: Zoo) -> None:
    zoo.plugin("b", BILAG + "@hookimpl\ndef bilagg(): ...\n")
    registry = Registry.of_environment()
    with pytest.raises(PluginError, match="unknown hook 'bilagg'"):
        load(Origin(registry.provider("b", where=Where(path="her"))))
    assert load(Origin(registry.provider("sund", where=Where(path="her")))).info.id == "sund"


def test_an_id_that_no_edition_can_name_is_refused(zoo: Zoo) -> None:
    zoo.plugin("bolig", BILAG, info=INFO.replace("{name}", "bøligå"))
    zoo.distribution("boliger", {"bøligå": "zoo_bolig"})
    with pytest.raises(PluginError, match="has the id 'bøligå', which no edition can name"):
        load(Origin(Registry.of_environment().provider("bøligå", where=Where(path="her"))))


def test_an_optional_hook_of_a_later_api_may_be_left_unknown(zoo: Zoo) -> None:
    zoo.plugin("b", BILAG + "@hookimpl(optionalhook=True)\ndef senere(): ...\n")
    assert (
        load(Origin(Registry.of_environment().provider("b", where=Where(path="her")))).info
        == load(Origin(Registry.of_environment().provider("b", where=Where(path="her")))).info
    )


@pytest.mark.parametrize("first", ["tryfirst", "trylast"])
def test_an_order_of_a_plugins_own_does_nothing(zoo: Zoo, first: str) -> None:
    zoo.plugin("b", BILAG.replace("@hookimpl", f"@hookimpl({first}=True)"), info=INFO)
    assert load(Origin(Registry.of_environment().provider("b", where=Where(path="her")))).info.id == "b"


def test_importing_the_public_names_loads_neither_the_typesetter_nor_a_plugin() -> None:
    code = (
        "import sys, styringsdialog;"
        "heavy = {'babel', 'cattrs', 'jinja2', 'markdown_it', 'pikepdf', 'reportlab', 'pypdfium2'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_plugin_that_uses_what_is_deprecated_works_and_is_told(zoo: Zoo, monkeypatch: pytest.MonkeyPatch) -> None:
    options = {**vars(HookSpec.template_root)[f"{PROJECT}_spec"], "warn_on_impl": DeprecationWarning("goes with API 2")}
    monkeypatch.setattr(HookSpec.template_root, f"{PROJECT}_spec", options)
    zoo.plugin("gammel", BILAG + "@hookimpl\ndef template_root():\n    return None\n")
    plugin = load(Origin(Registry.of_environment().provider("gammel", where=Where()), ""))
    assert plugin.template_root() is None
    (remark,) = plugin.remarks
    assert "uses what will go: goes with API 2" in remark.text(Language.ENGLISH).what
