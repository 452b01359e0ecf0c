"""What the command tells of plugins: the list, the trace, and who made which page."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.editions import CONFERENCE, EXAMPLE, contributor, run, write_edition
from support.plugin_zoo import Zoo, open_zoo

pytestmark = pytest.mark.long  # whole commands: each takes a second or more


@pytest.fixture
def zoo(tmp_path: Path) -> Zoo:
    return open_zoo(tmp_path)


def environment(zoo: Zoo) -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join([str(zoo.path), os.environ.get("PYTHONPATH", "")])}


def test_the_list_says_what_each_implements_who_has_it_and_why_it_is_broken(zoo: Zoo, tmp_path: Path) -> None:
    zoo.plugin("styrter", "import os; os._exit(4)")
    zoo.distribution("zoo-kopi", {"dobbelt": "zoo_sund"}, version="3")
    zoo.distribution("zoo-original", {"dobbelt": "zoo_sund"}, version="1")
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("a", plugin="sund") + contributor("b"))
    done = run("plugins", edition, "--json", env=environment(zoo))
    assert done.returncode == 0, done.stderr
    found = {plugin["distribution"]: plugin for plugin in json.loads(done.stdout)["plugins"]}
    assert found["zoo-sund"] == {
        "name": "sund",
        "title": "Zoo",
        "distribution": "zoo-sund",
        "version": "1.2",
        "built_in": False,
        "api": 1,
        "hooks": ["bilag", "plugin_info"],
        "status": "ok",
        "problems": [],
        "contributors": ["a"],
    }
    assert found["styringsdialog"]["contributors"] == ["b"]
    assert found["zoo-styrter"]["status"].startswith("ended its process with exit code 4 before it had answered")
    assert (found["zoo-styrter"]["api"], found["zoo-styrter"]["hooks"]) == (None, [])
    for name in ("zoo-kopi", "zoo-original"):
        assert "provided by zoo-kopi 3 and zoo-original 1" in found[name]["status"]
    table = run("plugins", edition, env=environment(zoo)).stdout
    assert table.splitlines()[0].split() == ["PLUGIN", "DISTRIBUTION", "API", "HOOKS", "USED", "FOR", "STATUS"]
    assert "exit code 4" in table


def test_the_trace_shows_each_call_with_arguments_answer_and_what_was_printed(zoo: Zoo, tmp_path: Path) -> None:
    zoo.plugin("snak", "@hookimpl\ndef bilag(request):\n    print('her \\x1b[2J')\n    raise ValueError('nej')\n")
    toml = CONFERENCE + contributor("a", plugin="sund", settings="") + contributor("b", plugin="snak", settings="")
    edition = write_edition(tmp_path / "e", toml)
    done = run("build", edition, "-o", tmp_path / "ud", "--trace-hooks", env=environment(zoo))
    assert (done.returncode, done.stdout) == (3, "")
    who = "hook: plugin sund (zoo-sund 1.2), contributor a: "
    assert f"{who}plugin_info()\n      gave PluginInfo(id='sund', name='Zoo', api=1)\n" in done.stderr
    assert f"{who}bilag(request=BilagRequest(contributor='a', " in done.stderr
    assert "      gave [Bilag(key='a', title='Bilag A', " in done.stderr
    assert "contributor b: bilag(request=BilagRequest(contributor='b', " in done.stderr
    assert "      gave no answer\n      printed her ‹U+001B›[2J\n" in done.stderr
    assert "s of processor time" in done.stderr


def test_the_manifest_says_who_made_every_page(tmp_path: Path) -> None:
    done = run("build", EXAMPLE, "-o", tmp_path, "--json")
    said = json.loads(done.stdout)
    ranges = said["provenance"]
    covered = [page for one in ranges for page in range(one["first_page"], one["last_page"] + 1)]
    assert covered == list(range(1, said["pdf"]["pages"] + 1))
    made = {one["contributor"]: one for one in ranges}
    assert (made["dab"]["plugin"], made["dab"]["distribution"]) == ("dab", "styringsdialog-dab")
    assert (made[None]["plugin"], made[None]["distribution"]) == (None, "styringsdialog")
    for bilag in said["bilag"]:
        (own,) = [one for one in ranges if one["target"] == bilag["target"] and one["contributor"]]
        assert (own["first_page"] - 1, own["last_page"]) == (bilag["first_page"], bilag["last_page"])
