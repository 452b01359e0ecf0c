"""How a plugin's process ended, in the words of the hooks, and what it used."""

from __future__ import annotations

from styringsdialog.errors import Problem
from styringsdialog.hooks import words
from styringsdialog.hooks.contribution import Run
from styringsdialog.hooks.guard import MORE_MEMORY, Origin, own_line
from styringsdialog.hooks.watching import hook_calls, last_hook
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language
from styringsdialog.model.limits import Limits

__all__ = ["failure", "run_of"]

_REPORT = "report this to whoever maintains {}"


def failure(outcome: Outcome, origin: Origin, limits: Limits) -> Problem | None:
    """Give why there is no answer, with the hook in which the process was last; ``None`` when there is one."""
    report = _REPORT.format(origin.provider.distribution)
    if outcome.why is None:
        return None
    match outcome.ending:
        case Ending.LATE:
            hint = "find out what takes so long, or give it more time: conference.toml, [limits], seconds"
            dansk = words.late(limits.seconds)
        case Ending.OUT_OF_MEMORY:
            hint, dansk = MORE_MEMORY, words.OUT_OF_MEMORY
        case Ending.DIED:
            hint, dansk = report, words.CRASHED
        case _:
            hint, dansk = report, words.NOT_AS_AGREED
    line = own_line(origin.provider, [(stop.file, stop.line) for stop in outcome.stops])
    return origin.at(last_hook(outcome.notes)).problem(
        f"{text_of(outcome.why, Language.ENGLISH).what}{line}", hint, dansk
    )


def run_of(outcome: Outcome) -> Run:
    """Give what a process used, and what it said on its way."""
    return Run(
        seconds=outcome.seconds,
        megabytes=outcome.megabytes,
        printed=outcome.printed,
        strays=outcome.strays,
        calls=hook_calls(outcome.notes),
    )
