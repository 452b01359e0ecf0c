"""The border to plugin code: whatever it raises becomes a Problem that names its origin."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import attrs

from styringsdialog.errors import Fault, PluginError, Problem, StyringsdialogError
from styringsdialog.hooks import words
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.watching import UNWATCHED, Watch

__all__ = ["MORE_MEMORY", "Origin", "guarded", "own_line"]

T = TypeVar("T")

_LONGEST = 300
"""Characters of a foreign exception's message that are passed on."""

MORE_MEMORY = "find out what takes so much, or give it more: conference.toml, [limits], megabytes"


@attrs.frozen
class Origin:
    """Who is to be named when something is wrong.

    Attributes:
        hook: The hook, or ``import`` and ``registration`` before there is one; empty between them.
        contributor: The id of the one who was asked; empty for nobody.
        watch: Is told before code of the plugin's runs.
    """

    provider: Provider
    hook: str = ""
    contributor: str = ""
    watch: Watch = attrs.field(default=UNWATCHED, eq=False, repr=False)

    def __str__(self) -> str:
        """Give the origin as messages say it."""
        hook = f", {self.hook}" if self.hook else ""
        contributor = f", contributor {self.contributor}" if self.contributor else ""
        return f"plugin {self.provider}{hook}{contributor}"

    def at(self, hook: str) -> Origin:
        """Give the same origin in another hook."""
        return attrs.evolve(self, hook=hook)

    def problem(self, message: str, hint: str = "", dansk: str = "") -> Problem:
        """Give a breach of the contract as a Problem."""
        return Problem(Fault.PLUGIN, str(self), message, hint, dansk)

    def error(self, message: str, hint: str = "", dansk: str = "") -> PluginError:
        """Give a breach of the contract as an error to raise."""
        return PluginError([self.problem(message, hint, dansk)])


def guarded(origin: Origin, call: Callable[[], T], *, passing: tuple[type[StyringsdialogError], ...] = ()) -> T:
    """Give what ``call`` gives; before it runs, it is noted where the plugin is.

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
    except passing:
        raise
    except MemoryError as error:
        message = f"ran out of memory{_line(error, origin.provider)}"
        raise origin.error(message, MORE_MEMORY, words.OUT_OF_MEMORY) from None
    except BaseException as error:  # noqa: BLE001 - other people's code: SystemExit and home-made ones included
        raise origin.error(
            f"raised {_described(error)}{_line(error, origin.provider)}",
            f"report this to whoever maintains {origin.provider.distribution}",
        ) from None


def own_line(provider: Provider, lines: Iterable[tuple[str, int | None]]) -> str:
    """Give the first of ``lines`` (file and number) that is the plugin's own: `` at dab/__init__.py:12``."""
    home = provider.home
    if home is None:
        return ""
    for name, number in lines:
        if Path(name).is_relative_to(home):
            return f" at {Path(name).relative_to(home.parent).as_posix()}:{number}"
    return ""


def _described(error: BaseException) -> str:
    """Give type and message on one line; an exception's own ``__str__`` is foreign code too."""
    kind = type(error).__qualname__
    try:
        said = str(error).split()
    except BaseException:  # noqa: BLE001 - foreign code that tells of foreign code
        return kind
    message = " ".join(said)
    if len(message) > _LONGEST:
        message = f"{message[:_LONGEST]}…"
    return f"{kind}: {message}" if message else kind


def _line(error: BaseException, provider: Provider) -> str:
    """Give the last line of the plugin's own that ran."""
    lines = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename is not None:
        # Python gives up before a line of that file has run.
        lines.append((error.filename, error.lineno))
    return own_line(provider, reversed(lines))
