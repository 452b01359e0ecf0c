"""Pictures in bilag that are typeset here, read in processes of their own like every other file from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.content.markup import problem_at
from styringsdialog.errors import Problem
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, Workers, cores, run
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import Blocks, Figure
from styringsdialog.model.limits import Limits
from styringsdialog.model.tree import Node, mapped, walk
from styringsdialog.pictures.picture import PictureError, keep
from styringsdialog.pictures.reading import read_pictures
from styringsdialog.typeset.setting import FRAME


def read_apart(
    bodies: Mapping[int, Blocks], work: Path, limits: Limits, workers: Workers | None = None
) -> dict[int, tuple[Blocks, tuple[Problem, ...]]]:
    """Return ``bodies`` with every picture in them replaced by one that needs no decoder, and what is wrong with some.

    A picture that several show is read once.

    Args:
        bodies: Blocks of bilag, by number.
        work: Where the pictures are kept: an existing folder.
        limits: How much the reading of one may use.
        workers: See ``run``.

    Raises:
        OSError: A picture cannot be kept.
    """
    # In the order in which they are met: a set would number the copies in another order each time.
    sources = list(dict.fromkeys(figure.path for blocks in bodies.values() for figure in _figures(blocks)))
    targets = [_target(work, number, source) for number, source in enumerate(sources, 1)]
    outcomes = run(
        [
            Job(
                target=f"{__name__}:{read_plain.__name__}",
                argument={"source": source, "target": str(target)},
                seconds=limits.file_seconds,
                megabytes=limits.file_megabytes,
                # A small file may unpack to a picture that fills the disk.
                largest=limits.file_megabytes,
                read=(Path(source),),
                write=(target.parent,),
            )
            for source, target in zip(sources, targets, strict=True)
        ],
        at_once=cores(),
        preload=[__name__],
        workers=workers,
    )
    wrong = {
        source: reason
        for source, outcome in zip(sources, outcomes, strict=True)
        if (reason := _wrong(outcome)) is not None
    }
    replaced = dict(zip(sources, map(str, targets), strict=True))
    return {
        number: (mapped(blocks, lambda node: _replaced(node, replaced)), tuple(_problems(blocks, wrong)))
        for number, blocks in bodies.items()
    }


def read_plain(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Read a picture and keep it, both named in plain data; return nothing, or what is wrong: the worker's side."""
    match argument:
        case {"source": str() as source, "target": str() as target}:
            try:
                keep(read_pictures(Path(source), FRAME).pictures[0], Path(target))
            except PictureError as error:
                return error.what.as_data()
            return None
    raise TypeError("a source and a target were to be named")


def _target(work: Path, number: int, source: str) -> Path:
    """Return where a picture is kept: under its own name, which messages say."""
    # A folder each, because messages name the file and two may have one name.
    folder = work / f"picture-{number}"
    folder.mkdir()
    return folder / Path(source).name


_ENDED: Final = {
    Ending.LATE: message("pictures.too-slow"),
    Ending.OUT_OF_MEMORY: message("pictures.too-much-memory"),
}


def _wrong(outcome: Outcome) -> Message | None:
    """Return what is wrong with a picture, as the rest of a sentence about it; ``None`` when it could be read."""
    if outcome.ending is not Ending.ANSWERED:
        return _ENDED.get(outcome.ending, message("pictures.crashed"))
    return None if outcome.value is None else Message.from_data(outcome.value)


def _problems(blocks: Blocks, wrong: Mapping[str, Message]) -> Iterator[Problem]:
    for figure in _figures(blocks):
        if figure.path in wrong:
            yield problem_at(
                figure.place, message("pictures.in-text", name=Path(figure.path).name, reason=wrong[figure.path])
            )


def _figures(blocks: Blocks) -> Iterator[Figure]:
    return (node for node, _ in walk(blocks) if isinstance(node, Figure))


def _replaced(node: Node, paths: Mapping[str, str]) -> Node:
    return attrs.evolve(node, path=paths[node.path]) if isinstance(node, Figure) else node
