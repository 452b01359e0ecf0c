"""Many editions at once: here, by a pool of processes, and by an engine that somebody has."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from support.editions import CONFERENCE, write_edition

from styringsdialog import (
    BuildOptions,
    EditionError,
    EditionResult,
    Fault,
    Message,
    build_many,
    build_package,
    load_conference,
)

NAMES = ("vestby", "tomby", "østby")


@pytest.fixture
def editions(tmp_path: Path) -> list[Path]:
    """Make three editions, the second of which is an empty folder."""
    folders = [tmp_path / "editions" / name for name in NAMES]
    for folder in folders:
        folder.mkdir(parents=True)
        if folder.name != "tomby":
            write_edition(folder, CONFERENCE.replace("Prøveby", folder.name.title()))
    return folders


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


@contextlib.contextmanager
def dask(workers: int = 2) -> Iterator[Client]:
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]  # has no types
        Client(cluster) as client,  # type: ignore[no-untyped-call]  # has no types
    ):
        yield client


def executor_of(client: Client) -> Executor:
    executor: Executor = client.get_executor()  # type: ignore[no-untyped-call]  # has no types
    return executor


def holds(results: tuple[EditionResult, ...], editions: list[Path], folder: Path, alone: Path) -> None:
    """Assert that each edition but the second is as it is when it is made by itself."""
    assert [result.edition for result in results] == editions
    vestby, tomby, oestby = results
    assert tomby.files == ()
    assert [problem.fault for problem in tomby.problems] == [Fault.EDITION]
    assert "conference.toml" in str(tomby.problems[0])
    for result in (vestby, oestby):
        report = build_package(load_conference(result.edition), alone / result.edition.name)
        assert (result.pages, result.sha256, result.problems) == (report.pages, report.sha256, ())
        assert [path.relative_to(folder) for path in result.files] == [path.relative_to(alone) for path in report.files]
    assert files_in(folder) == files_in(alone)


def test_one_after_the_other(editions: list[Path], tmp_path: Path) -> None:
    told: list[Message] = []
    results = build_many([*map(str, editions)], tmp_path / "out", progress=told.append)
    holds(results, editions, tmp_path / "out", tmp_path / "alone")
    assert [str(message) for message in told] == [
        "vestby: made (1 of 3)",
        f"tomby: not made (2 of 3): {results[1].problems[0].what}",
        "østby: made (3 of 3)",
        "2 of 3 packages were made",
    ]


def test_by_a_pool_of_processes(editions: list[Path], tmp_path: Path) -> None:
    told: list[Message] = []
    with pool(2) as executor:
        results = build_many(editions, tmp_path / "out", executor=executor, progress=told.append)
    holds(results, editions, tmp_path / "out", tmp_path / "alone")
    assert {message.code for message in told} == {
        "package.edition-made",
        "package.edition-not-made",
        "package.editions-made",
    }


def test_by_dask(editions: list[Path], tmp_path: Path) -> None:
    with dask() as client:
        results = build_many(editions, tmp_path / "out", executor=executor_of(client))
    holds(results, editions, tmp_path / "out", tmp_path / "alone")


@pytest.mark.long
def test_a_worker_of_dask_that_is_lost_costs_nothing(editions: list[Path], tmp_path: Path) -> None:
    many = [editions[0], editions[2], *(write_edition(tmp_path / str(n), CONFERENCE) for n in range(4))]
    with dask() as client:
        lost, *_ = client.run(os.getpid).values()

        def lose_one(_: Message) -> None:
            # Told more than once: it is gone after the first.
            with contextlib.suppress(ProcessLookupError):
                os.kill(lost, signal.SIGKILL)

        results = build_many(many, tmp_path / "out", executor=executor_of(client), progress=lose_one)
        assert lost not in client.run(os.getpid).values()
    assert [len(result.problems) for result in results] == [0] * 6
    for result in results:
        report = build_package(load_conference(result.edition), tmp_path / "alone")
        assert result.sha256 == report.sha256


def test_a_pool_that_breaks_is_told_of_each_edition_that_it_did_not_make(editions: list[Path], tmp_path: Path) -> None:
    with pool(1) as executor:

        def lose_it(_: Message) -> None:
            for process in multiprocessing.active_children():
                process.kill()
                process.join()

        many = [editions[0], *(write_edition(tmp_path / str(n), CONFERENCE) for n in range(3))]
        first, *rest = build_many(many, tmp_path / "out", executor=executor, progress=lose_it)
    assert first.files
    # The second may have been done before it was lost.
    for result in rest[1:]:
        assert not result.files
        (problem,) = result.problems
        assert problem.fault is Fault.INTERNAL
        assert problem.where == str(result.edition)
        assert "BrokenProcessPool" in problem.message
        assert "build this edition again" in problem.hint
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        result.edition.name for result in (first, *rest) if result.files
    )


class OverTheWire(Executor):
    """Runs a call here, with what goes to it and what comes from it as JSON."""

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]  # narrower than it needs
        future: Future[object] = Future()
        future.set_result(json.loads(json.dumps(fn(*json.loads(json.dumps(args)), **kwargs))))
        return future


def test_plain_data_goes_over_the_wire(editions: list[Path], tmp_path: Path) -> None:
    options = BuildOptions(audience="internal", sent=(), separate=True)
    results = build_many(editions, tmp_path / "out", options, executor=OverTheWire(), store=tmp_path / "store")
    assert [bool(result.files) for result in results] == [True, False, True]
    report = build_package(load_conference(editions[0]), tmp_path / "alone", options)
    assert results[0].sha256 == report.sha256


def test_folders_of_one_name_are_refused_before_anything_is_made(editions: list[Path], tmp_path: Path) -> None:
    twin = write_edition(tmp_path / "elsewhere" / "vestby", CONFERENCE)
    with pytest.raises(EditionError) as caught:
        build_many([*editions, twin, editions[2]], tmp_path / "out")
    assert [problem.where for problem in caught.value.problems] == [str(twin), str(editions[2])]
    assert str(editions[0]) in caught.value.problems[0].message
    assert not (tmp_path / "out").exists()
