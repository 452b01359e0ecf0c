"""Pictures in bilag that are typeset here, read in processes of their own like every other file from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.compose import words
from styringsdialog.errors import Fault, Problem
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, cores, run
from styringsdialog.model.blocks import Blocks, Figure
from styringsdialog.model.limits import Limits
from styringsdialog.model.tree import Node, mapped, walk
from styringsdialog.pictures.picture import PictureError
from styringsdialog.pictures.reading import read_pictures
from styringsdialog.pictures.store import keep
from styringsdialog.typeset.setting import FRAME

__all__ = ["read_apart", "read_plain"]


def read_apart(
    bodies: Mapping[int, Blocks], work: Path, limits: Limits
) -> dict[int, tuple[Blocks, tuple[Problem, ...]]]:
    """Give ``bodies`` with every picture in them replaced by one that needs no decoder, and what is wrong with some.

    A picture that several show is read once.

    Args:
        bodies: Blocks of bilag, by number.
        work: Where the pictures are kept: an existing folder.
        limits: How much the reading of one may use.

    Raises:
        OSError: A picture cannot be kept.
    """
    sources = list(dict.fromkeys(figure.path for blocks in bodies.values() for figure in _figures(blocks)))
    targets = [_target(work, number, source) for number, source in enumerate(sources, 1)]
    outcomes = run(
        [
            Job(
                target=f"{__name__}:{read_plain.__name__}",
                argument={"source": source, "target": str(target)},
                seconds=limits.file_seconds,
                megabytes=limits.file_megabytes,
                largest=limits.file_megabytes,
            )
            for source, target in zip(sources, targets, strict=True)
        ],
        at_once=cores(),
        preload=[__name__],
    )
    wrong = {
        source: found
        for source, outcome in zip(sources, outcomes, strict=True)
        if (found := _wrong(outcome)) is not None
    }
    replaced = dict(zip(sources, map(str, targets), strict=True))
    return {
        number: (mapped(blocks, lambda node: _replaced(node, replaced)), tuple(_problems(blocks, wrong)))
        for number, blocks in bodies.items()
    }


def read_plain(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Read a picture and keep it, both named in plain data; give nothing, or what is wrong: the worker's side."""
    match argument:
        case {"source": str() as source, "target": str() as target}:
            try:
                keep(read_pictures(Path(source), FRAME).pictures[0], Path(target))
            except PictureError as error:
                return [error.message, error.hint, error.dansk]
            return None
    raise TypeError("a source and a target were to be named")


def _target(work: Path, number: int, source: str) -> Path:
    """Give where a picture is kept: under its own name, which messages say."""
    folder = work / f"picture-{number}"
    folder.mkdir()
    return folder / Path(source).name


_ENDED: Final = {
    Ending.LATE: ("takes longer to read than it may", words.TOO_SLOW),
    Ending.OUT_OF_MEMORY: ("needs more memory to be read than it may have", words.TOO_LARGE),
}
_REPLACE: Final = "replace it by a PNG or JPEG file"


def _wrong(outcome: Outcome) -> tuple[str, str, str] | None:
    """Give what is wrong with a picture, what to do, and the same for the package's reader; nothing when nothing is."""
    if outcome.ending is not Ending.ANSWERED:
        message, dansk = _ENDED.get(outcome.ending, ("crashes whatever reads it", words.CRASHED))
        return message, _REPLACE, dansk
    match outcome.value:
        case [str() as message, str() as hint, str() as dansk]:
            return message, hint, dansk
    return None


def _problems(blocks: Blocks, wrong: Mapping[str, tuple[str, str, str]]) -> Iterator[Problem]:
    for figure in _figures(blocks):
        if figure.path in wrong:
            message, hint, dansk = wrong[figure.path]
            said = f"the picture {Path(figure.path).name} {message}"
            yield Problem(Fault.CONTENT, str(figure.place), said, hint, dansk)


def _figures(blocks: Blocks) -> Iterator[Figure]:
    return (node for node, _ in walk(blocks) if isinstance(node, Figure))


def _replaced(node: Node, paths: Mapping[str, str]) -> Node:
    return attrs.evolve(node, path=paths[node.path]) if isinstance(node, Figure) else node
