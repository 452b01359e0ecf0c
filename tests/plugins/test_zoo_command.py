"""The zoo through the command ``styringsdialog build``: exit code, message, and everybody else's bilag.

All of it in one conference, and each by itself.

``pytest tests/plugins/test_zoo_command.py -k table -rP`` prints the zoo's table: name, exit code, message.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.editions import CONFERENCE, contributor, run, write_edition
from support.misbehaving import LATE, ZOO
from support.pdf import page_texts
from support.plugin_zoo import open_zoo

pytestmark = pytest.mark.long

MEGABYTES = 256
HANGING = [name for name, inmate in ZOO.items() if inmate.dansk == LATE]
OTHERS = [name for name in ZOO if name not in HANGING]


@attrs.frozen
class Built:
    """What a build said and made."""

    code: int
    said: str
    errors: str
    folder: str

    @property
    def data(self) -> dict[str, Any]:
        """Give what ``--json`` said."""
        found: dict[str, Any] = json.loads(self.said)
        return found

    def told(self, name: str) -> str:
        """Give what standard error says of the plugin ``name``, from the first word to the last."""
        lines = self.errors.splitlines()
        start = f"error: plugin {name} (zoo-{name} 1.2), "
        return "\n".join(line for line in lines if line.startswith(start))

    def texts(self) -> list[str]:
        """Give the text of every page, without the footer, which says how many pages there are."""
        (package,) = Path(self.folder).glob("*.pdf")
        return [" ".join(text.partition("Side ")[0].split()) for text in page_texts(package)]


@attrs.frozen
class Command:
    """Builds packages around the zoo's plugins."""

    site: Path
    work: Path

    def build(self, name: str, plugins: Mapping[str, str], seconds: int, *options: str) -> Built:
        """Build a package whose contributors are the keys of ``plugins``."""
        limits = f"[limits]\nseconds = {seconds}\nmegabytes = {MEGABYTES}\n"
        tables = "".join(contributor(id_, plugin=plugin, settings="") for id_, plugin in plugins.items())
        edition = write_edition(self.work / name / "udgave", f"{CONFERENCE}{limits}{tables}")
        path = os.pathsep.join([str(self.site), os.environ.get("PYTHONPATH", "")])
        out = self.work / name / "ud"
        done = run("build", edition, "-o", out, "--json", *options, env={"PYTHONPATH": path})
        return Built(done.returncode, done.stdout, done.stderr, str(out))


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes of the same run of the tests waiting."""
    with (folder / "zoo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Install the zoo, once for all, also where several processes share the tests."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base
    with alone(folder):
        work = folder / "hele-zoo"
        if not work.is_dir():
            work.mkdir()
            zoo = open_zoo(work)
            for name, inmate in ZOO.items():
                zoo.plugin(name, inmate.code, files=inmate.files)
    return Command(work / "site", work)


def between(names: Sequence[str]) -> dict[str, str]:
    """Give the plugins of a conference in which everybody in ``names`` stands between two healthy ones."""
    return {"foerst": "sund", **{name: name for name in names}, "sidst": "sund"}


@pytest.fixture(scope="session")
def whole(command: Command) -> dict[str, Built]:
    """Build around the whole zoo, with and without ``--keep-going``: those that hang, with less time, and the others.

    One after the other: each build uses every core there is.
    """
    kept = command.work / "bygget.json"
    with alone(command.work):
        if not kept.is_file():
            made: dict[str, Built] = {}
            for kind, names, seconds in (("haenger", HANGING, 3), ("andre", OTHERS, 60)):
                made[f"{kind} med"] = command.build(f"{kind} med", between(names), seconds, "--keep-going")
                made[f"{kind} uden"] = command.build(f"{kind} uden", between(names), seconds)
            kept.write_text(json.dumps({name: attrs.asdict(one) for name, one in made.items()}), "utf-8")
        return {name: Built(**one) for name, one in json.loads(kept.read_text("utf-8")).items()}


def kind_of(name: str) -> str:
    return "haenger" if name in HANGING else "andre"


def names_with(name: str) -> list[str]:
    return HANGING if name in HANGING else OTHERS


@pytest.mark.parametrize("name", ZOO)
def test_each_of_the_zoo_is_named_with_its_code_and_keeps_one_number(whole: dict[str, Built], name: str) -> None:
    inmate = ZOO[name]
    built = whole[f"{kind_of(name)} med"]
    bilag = built.data["bilag"][names_with(name).index(name) + 1]
    assert bilag["number"] == names_with(name).index(name) + 2
    assert bilag["target"].partition("/")[0] == f"bilag:{name}"
    if inmate.harmless:
        assert (bilag["status"], bilag["problems"], built.told(name)) == ("delivered", [], "")
        return
    (problem,) = bilag["problems"]
    assert (bilag["status"], problem["code"]) == ("missing", inmate.exit_code)
    where = f"plugin {name} (zoo-{name} 1.2), {inmate.hook}, contributor {name}"
    assert problem["where"].startswith(where)
    assert inmate.says in problem["message"]
    for one in (built, whole[f"{kind_of(name)} uden"]):
        assert f"error: {where}" in one.told(name)
        assert inmate.says in one.told(name)
    missing = built.texts()[bilag["first_page"] - 1]
    assert " ".join(inmate.dansk.split()) in missing


@pytest.mark.parametrize("kind", ["haenger", "andre"])
def test_everybody_is_named_at_once_and_nothing_is_made_without_keep_going(whole: dict[str, Built], kind: str) -> None:
    names = {"haenger": HANGING, "andre": OTHERS}[kind]
    kept, stopped = whole[f"{kind} med"], whole[f"{kind} uden"]
    assert (kept.code, stopped.code) == (9, 3)
    for one in (kept, stopped):
        assert "Traceback" not in one.errors
        assert sum(line.startswith("error: ") for line in one.errors.splitlines()) == sum(
            not ZOO[name].harmless for name in names
        )
    assert not Path(stopped.folder).exists()
    assert len(stopped.data["problems"]) == sum(not ZOO[name].harmless for name in names)


@pytest.mark.parametrize("kind", ["haenger", "andre"])
def test_the_healthy_ones_among_them_are_printed(whole: dict[str, Built], kind: str) -> None:
    built = whole[f"{kind} med"]
    first, *_, last = built.data["bilag"]
    texts = built.texts()
    for bilag in (first, last):
        assert (bilag["status"], bilag["plugin"]) == ("delivered", "sund (zoo-sund 1.2)")
        assert "Tekst." in texts[bilag["last_page"] - 1]
    assert (first["number"], last["number"]) == (1, len(built.data["bilag"]))


def test_the_zoo_as_a_table(whole: dict[str, Built]) -> None:
    """Print it: name, exit code, message."""
    for name, inmate in ZOO.items():
        bilag = whole[f"{kind_of(name)} med"].data["bilag"][names_with(name).index(name) + 1]
        told = [(problem["code"], problem["message"]) for problem in bilag["problems"]]
        code, said = told[0] if told else (0, "its bilag is printed; nobody else notices")
        print(f"{name:34} {code}  {said[:110]}")  # noqa: T201 - the table is to be seen
        assert code == (0 if inmate.harmless else inmate.exit_code)


@pytest.fixture(scope="session")
def without(command: Command) -> Built:
    """Build the package in which a healthy plugin stands where the others misbehave."""
    return command.build("uden", {"foerst": "sund", "midt": "sund", "sidst": "sund"}, 60)


@pytest.mark.parametrize("name", ZOO)
def test_alone_it_ends_the_build_with_its_code_and_changes_nothing_for_the_others(
    command: Command, without: Built, name: str
) -> None:
    inmate = ZOO[name]
    plugins = {"foerst": "sund", "midt": name, "sidst": "sund"}
    seconds = 3 if name in HANGING else 60
    with ThreadPoolExecutor(2) as pool:
        kept, stopped = pool.map(
            lambda options: command.build("-".join([name, *options]), plugins, seconds, *options),
            (("--keep-going",), ()),
        )
    assert kept.code == (0 if inmate.harmless else 9), kept.errors
    assert stopped.code == (0 if inmate.harmless else inmate.exit_code), stopped.errors
    if not inmate.harmless:
        for built in (kept, stopped):
            assert f"error: plugin {name} (zoo-{name} 1.2), {inmate.hook}, contributor midt" in built.told(name)
            assert inmate.says in built.told(name)
            assert "Traceback" not in built.errors
    told = ("number", "target", "title", "status", "pages", "plugin")
    for place in (0, 2):
        one, other = kept.data["bilag"][place], without.data["bilag"][place]
        assert [one[key] for key in told] == [other[key] for key in told]
        own = slice(one["first_page"] - 1, one["last_page"])
        assert kept.texts()[own] == without.texts()[other["first_page"] - 1 : other["last_page"]]
