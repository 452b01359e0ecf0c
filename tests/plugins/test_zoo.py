"""The zoo: whatever a plugin does, it is contained and named, and the others' bilag are as they would be without it.

Here each is asked as a build asks it; ``test_zoo_command`` has the command itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from support.misbehaving import LATE, ZOO
from support.plugin_zoo import Zoo, contributor, open_zoo

from styringsdialog.compose.bilag import number_bilag
from styringsdialog.compose.layout import Footing, Press
from styringsdialog.compose.sections import Material, draft_sections
from styringsdialog.content.templating import Templates, core_templates
from styringsdialog.errors import Problem, error_for
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.limits import Limits

pytestmark = pytest.mark.long

MEGABYTES = 256


@attrs.frozen
class Asked:
    """What the zoo's plugins gave, and the healthy ones who were asked at the same time."""

    zoo: Zoo
    contributions: dict[str, Contribution]

    def prepared(self, middle: str, work: Path) -> dict[str, tuple[int | str, tuple[bytes, ...]]]:
        """Give number and typeset parts, before pages are numbered, of the bilag around that of ``middle``."""
        work.mkdir()
        ids = ("foerst", middle, "sidst")
        conference = self.zoo.conference(*(contributor(id_, "sund") for id_ in ids))
        given = [self.contributions[id_] for id_ in ids]
        bilag = number_bilag(conference, given, work, audience=Audience.PUBLIC, progress=lambda _: None)
        templates = Templates({"core": core_templates()})
        material = Material(conference=conference, stage=Stage.INFORMATIONSPAKKE, bilag=bilag, templates=templates)
        plan = Press(conference, work).lay_out(draft_sections(material), Footing.of_package(conference))
        return {
            section.key: (section.number, tuple(part.path.read_bytes() for part in section.parts))
            for section in plan.sections
            if section.number is not None and section.key.split("/")[0] in {"bilag:foerst", "bilag:sidst"}
        }

    def problems(self, name: str) -> tuple[Problem, ...]:
        given = self.contributions[name]
        return given.problems or tuple(problem for one in given.bilag for problem in one.problems)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Ask the whole zoo, with healthy plugins among it; those that hang have less time."""
    zoo = open_zoo(tmp_path_factory.mktemp("zoo"))
    for name, inmate in ZOO.items():
        zoo.plugin(name, inmate.code, files=inmate.files)
    hanging = [name for name, inmate in ZOO.items() if inmate.dansk == LATE]
    others = ["foerst", *(name for name in ZOO if name not in hanging), "rask", "sidst"]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(zoo.path)
        contributions: dict[str, Contribution] = {}
        for names, seconds in ((hanging, 3), (others, 60)):
            given = zoo.ask(
                *(contributor(name, name if name in ZOO else "sund") for name in names),
                limits=Limits(seconds=seconds, megabytes=MEGABYTES),
            )
            contributions |= dict(zip(names, given, strict=True))
        yield Asked(zoo, contributions)


def test_the_zoo_is_large_enough() -> None:
    assert len(ZOO) >= 25


@pytest.mark.parametrize("name", [name for name, inmate in ZOO.items() if not inmate.harmless])
def test_what_misbehaves_is_named_with_its_exit_code(asked: Asked, name: str) -> None:
    inmate = ZOO[name]
    (problem,) = asked.problems(name)
    assert problem.where.startswith(f"plugin {name} (zoo-{name} 1.2), {inmate.hook}, contributor {name}")
    assert inmate.says in problem.message
    assert inmate.dansk in problem.dansk
    assert error_for([problem]).exit_code == inmate.exit_code
    shown = f"{problem}{problem.dansk}"
    assert "Traceback" not in shown
    assert shown.isprintable() or "\N{NO-BREAK SPACE}" in shown
    assert len(shown) < 3000


@pytest.mark.parametrize("name", [name for name, inmate in ZOO.items() if inmate.harmless])
def test_what_spoils_only_its_own_process_is_printed_like_any_other(asked: Asked, name: str) -> None:
    given = asked.contributions[name]
    assert given.problems == ()
    assert given.bilag == asked.contributions["rask"].bilag


@pytest.mark.parametrize("name", ZOO)
def test_the_others_parts_and_numbers_are_as_without_it(asked: Asked, name: str, tmp_path: Path) -> None:
    without = asked.prepared("rask", tmp_path / "uden")
    assert [number for number, _ in without.values()] == [1, 3]
    assert asked.prepared(name, tmp_path / "med") == without


def test_nothing_that_a_plugin_started_is_left(asked: Asked) -> None:
    run_of = asked.contributions["leaves_a_child"].run
    assert run_of is not None
    assert run_of.strays == 2
    running = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            running.append((folder / "cmdline").read_bytes())
        except OSError:
            continue
    assert str(asked.zoo.path).encode() not in b"".join(running)
    parent = os.getpid()
    assert not [line for line in running if b"isolate/warden.py" in line and str(parent).encode() in line]


def test_a_process_for_a_contributor_costs_less_than_four_tenths_of_a_second(asked: Asked) -> None:
    """Processor time, which is much the same however busy the machine is."""
    for name in ("foerst", "rask", "sidst"):
        run_of = asked.contributions[name].run
        assert run_of is not None
        print(f"{name}: {run_of.seconds:.2f} s of processor time, {run_of.megabytes:.0f} MB")  # noqa: T201 - to be seen
    # As in the benchmark: a machine on which Python runs slower than on the one of the bound has so much more.
    start = time.process_time()
    count = 0
    while count < 2_000_000:
        count += 1
    slower = max(1.0, (time.process_time() - start) / 0.1)
    assert min(one.run.seconds for one in asked.contributions.values() if one.run and one.bilag) <= 0.4 * slower
