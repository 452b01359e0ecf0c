"""How a plugin's process ended, as a problem of the plugin, and what it used."""

from __future__ import annotations

from styringsdialog.errors import Problem
from styringsdialog.hooks.contribution import Run
from styringsdialog.hooks.guard import Origin, at_own_line
from styringsdialog.hooks.tracing import hook_calls, last_hook, last_traceback
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.messages.message import message
from styringsdialog.model.limits import Limits

__all__ = ["failure", "run_of"]


def failure(outcome: Outcome, origin: Origin, limits: Limits) -> Problem | None:
    """Return why there is no answer, with the hook in which the process was last; ``None`` when there is one."""
    if outcome.why is None:
        return None
    provider = origin.provider
    why = at_own_line(outcome.why, provider, [(stop.file, stop.line) for stop in outcome.stops])
    match outcome.ending:
        case Ending.LATE:
            what = message("hooks.late", why=why, seconds=limits.seconds)
        case Ending.OUT_OF_MEMORY:
            what = message("hooks.out-of-memory", why=why)
        case Ending.DIED:
            what = message("hooks.crashed", why=why, distribution=provider.distribution)
        case _:
            what = message("hooks.answer-unusable", why=why, distribution=provider.distribution)
    return origin.at(last_hook(outcome.notes)).problem(what)


def run_of(outcome: Outcome) -> Run:
    """Return what a process used, and what it printed and noted on its way."""
    return Run(
        seconds=outcome.seconds,
        megabytes=outcome.megabytes,
        printed=outcome.printed,
        strays=outcome.strays,
        calls=hook_calls(outcome.notes),
        traceback=last_traceback(outcome.notes),
    )
