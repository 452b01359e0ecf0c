"""The packages of many editions, one after the other or by an engine that somebody has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, as_completed
from functools import partial
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import Fault, Problem, StyringsdialogError, error_for
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Where, message
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import Progress, build_package

_DEFAULT: Final = BuildOptions()


@attrs.frozen(kw_only=True)
class EditionResult:
    """What came of one edition of ``build_many``.

    Attributes:
        edition: Its folder.
        files: What was written, the PDF last; nothing where no package was made.
        pages: Of the package.
        sha256: Of the PDF, hexadecimal.
        problems: Why there is no package, or what is missing in it.
    """

    edition: Path
    files: tuple[Path, ...] = ()
    pages: int = 0
    sha256: str = ""
    problems: tuple[Problem, ...] = ()


def build_many(  # noqa: PLR0913 - as build_package, and what runs it
    editions: Iterable[Path | str],
    folder: Path | str,
    options: BuildOptions = _DEFAULT,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    store: Path | str | None = None,
) -> tuple[EditionResult, ...]:
    """Make the package of each of ``editions`` in a folder of its name in ``folder``, and return what came of each.

    What fails in one costs that one. Over the wire go paths, options and results alone, as plain data, so that whoever
    runs the calls needs this library, the plugins, and the folders under the same paths.

    Args:
        editions: Folders as for ``load_conference``.
        folder: Made when it is not there.
        options: As for ``build_package``, for all of them.
        executor: Runs the calls: a pool of processes, or ``Client.get_executor()`` of dask.distributed. It is not shut
            down. ``None`` for one after the other, here.
        progress: Is told of each edition that is done, and last how many have become packages.
        store: As for ``build_package``.

    Raises:
        EditionError: Two editions would be made in one folder.
    """
    # In full, because whoever runs the calls may stand in another folder.
    paths = tuple(Path(edition).absolute() for edition in editions)
    # The first of each name.
    first = {path.name: path for path in reversed(paths)}
    if twice := [path for path in paths if first[path.name] is not path]:
        raise error_for(
            tuple(
                Problem(
                    Fault.EDITION,
                    Where(file=str(path)),
                    message("package.editions-of-one-name", other=str(first[path.name])),
                )
                for path in twice
            )
        )
    questions: dict[Path, Plain] = {
        path: {
            "edition": str(path),
            "folder": str(Path(folder).absolute() / path.name),
            "options": to_plain(options),
            "store": None if store is None else str(Path(store).absolute()),
        }
        for path in paths
    }
    if executor is None:
        answers: Iterable[tuple[Path, Callable[[], Plain]]] = (
            (path, partial(build_plain, question)) for path, question in questions.items()
        )
    else:
        futures = {executor.submit(build_plain, question): path for path, question in questions.items()}
        answers = ((futures[future], future.result) for future in as_completed(futures))
    results: dict[Path, EditionResult] = {}
    tell = progress or (lambda _: None)
    for path, answer in answers:
        try:
            result: EditionResult = from_plain(EditionResult, answer())
        except Exception as error:  # noqa: BLE001 - executors have their own for a worker that is lost
            lost = message("package.edition-lost", error=f"{type(error).__name__}: {error}")
            result = EditionResult(edition=path, problems=(Problem(Fault.INTERNAL, Where(file=str(path)), lost),))
        results[path] = result
        if result.files:
            tell(message("package.edition-made", name=path.name, done=len(results), editions=len(paths)))
        else:
            tell(
                message(
                    "package.edition-not-made",
                    name=path.name,
                    done=len(results),
                    editions=len(paths),
                    reason=result.problems[0].what,
                )
            )
    made = sum(bool(result.files) for result in results.values())
    tell(message("package.editions-made", made=made, editions=len(paths)))
    return tuple(results[path] for path in paths)


def build_plain(question: Plain) -> Plain:
    """Return what came of one edition as plain data: the worker's side."""
    assert isinstance(question, dict)
    edition = Path(str(question["edition"]))
    store = question["store"]
    try:
        report = build_package(
            load_conference(edition),
            str(question["folder"]),
            from_plain(BuildOptions, question["options"]),
            store=None if store is None else str(store),
        )
    except StyringsdialogError as error:
        return to_plain(EditionResult(edition=edition, problems=error.problems))
    return to_plain(
        EditionResult(
            edition=edition, files=report.files, pages=report.pages, sha256=report.sha256, problems=report.problems
        )
    )
