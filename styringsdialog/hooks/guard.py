"""The border to plugin code: whatever it raises becomes a Problem that names its origin."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import attrs

from styringsdialog.errors import Fault, PluginError, Problem, StyringsdialogError, own_words
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.tracing import UNWATCHED, Watch
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.messages.showing import error_text

T = TypeVar("T")


@attrs.frozen
class Origin:
    """The plugin that a message names, and what of it ran.

    Attributes:
        hook: The hook, or ``import`` and ``registration`` before there is one; empty between them.
        contributor: The id of the one who was asked; empty for nobody.
        watch: Is told before code of the plugin's runs.
        network: Whether the plugin may make connections.
    """

    provider: Provider
    hook: str = ""
    contributor: str = ""
    watch: Watch = attrs.field(default=UNWATCHED, eq=False, repr=False)
    network: bool = attrs.field(default=True, kw_only=True)

    @property
    def message(self) -> Message:
        """Return the origin as places have it."""
        plugin, hook, contributor = str(self.provider), self.hook, self.contributor
        if hook and contributor:
            return message("place.plugin-hook-of-contributor", plugin=plugin, hook=hook, contributor=contributor)
        if contributor:
            return message("place.plugin-of-contributor", plugin=plugin, contributor=contributor)
        if hook:
            return message("place.plugin-hook", plugin=plugin, hook=hook)
        return message("place.plugin", plugin=plugin)

    def at(self, hook: str) -> Origin:
        """Return the same origin in another hook."""
        return attrs.evolve(self, hook=hook)

    def problem(self, what: Message) -> Problem:
        """Return a breach of the contract as a Problem."""
        return Problem(Fault.PLUGIN, Where(origin=self.message), what)

    def error(self, what: Message) -> PluginError:
        """Return a breach of the contract as an error to raise."""
        return PluginError([self.problem(what)])


def guarded(origin: Origin, call: Callable[[], T], *, passing: tuple[type[StyringsdialogError], ...] = ()) -> T:
    """Return what ``call`` returns; before it runs, it is noted where the plugin is.

    Args:
        origin: Whom to name.
        call: Runs code of the plugin's.
        passing: Errors of our own that ``call`` may raise, and that are told as they are.

    Raises:
        PluginError: It raised; the exception and the plugin's own line are in the message.
    """
    origin.watch.at(origin.hook)
    try:
        return call()
    # First, or errors of our own would be taken for the plugin's.
    except passing:
        raise
    # By itself, because the limit is the host's: what is told is the limit and not a fault.
    except MemoryError as error:
        why = at_own_line(message("hooks.ran-out-of-memory"), origin.provider, _lines(error))
        raise origin.error(message("hooks.out-of-memory", why=why)) from None
    except BaseException as error:  # noqa: BLE001 - other people's code: SystemExit and home-made ones included
        told = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        origin.watch.raised(told)
        # Whatever was made of it since, with what it was made of.
        if not origin.network and f'"{socket.__file__}"' in told:
            raise origin.error(message("hooks.no-network", contributor=origin.contributor)) from None
        said = own_words(": ".join(filter(None, (type(error).__qualname__, error_text(error)))))
        described = at_own_line(said, origin.provider, _lines(error))
        distribution = origin.provider.distribution
        raise origin.error(message("hooks.raised", error=described, distribution=distribution)) from None


def at_own_line(what: Message, provider: Provider, lines: Iterable[tuple[str, int | None]]) -> Message:
    """Return ``what`` with the first of ``lines`` (file and number) that is the plugin's own; else as it is."""
    home = provider.home
    for name, number in lines:
        if home is not None and Path(name).is_relative_to(home):
            file = Path(name).relative_to(home.parent).as_posix()
            return message("hooks.at-line", what=what, file=file, line=str(number))
    return what


def _lines(error: BaseException) -> list[tuple[str, int | None]]:
    """Return the lines that ran, the last first."""
    lines: list[tuple[str, int | None]] = [
        (frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError) and error.filename is not None:
        # Python gives up before a line of that file has run.
        lines.append((error.filename, error.lineno))
    # Innermost first: of several lines of the plugin's the nearest to the fault is told.
    return lines[::-1]
