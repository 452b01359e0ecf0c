"""The border to plugin code: each step is noted before it runs, and whatever it raises is a Problem with its origin."""

from __future__ import annotations

import reprlib
import socket
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

import attrs

from styringsdialog.errors import Fault, PluginError, Problem, StyringsdialogError, own_words
from styringsdialog.hooks.contribution import HookCall
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.spec import BilagRequest
from styringsdialog.isolate.plain import Plain
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.messages.showing import error_text, shortened

# Takes plain data and writes it down at once.
Note = Callable[[Plain], None]

# Characters of an argument or an answer that are shown.
_LONGEST: Final = 300


def _ignore(_: Plain) -> None:
    """Take a note and throw it away."""


@attrs.frozen
class Watch:
    """Takes notes of a plugin's steps.

    Attributes:
        note: Writes one down.
        traced: Whether to tell what the hooks get and give as well.
    """

    note: Note = _ignore
    traced: bool = False

    def at(self, hook: str) -> None:
        """Note that code of ``hook`` runs from here on."""
        self.note({"at": hook})

    def calls(self, hook: str, arguments: Mapping[str, object]) -> None:
        """Note what ``hook`` gets."""
        if self.traced:
            text = ", ".join(f"{name}={_shown(value)}" for name, value in arguments.items())
            self.note({"call": hook, "arguments": text})

    def raised(self, text: str) -> None:
        """Note the traceback of what the hook raised that was called last; of a long one its end."""
        self.note({"traceback": text[-_LONGEST_TRACEBACK:]})

    def answers(self, answer: object) -> None:
        """Note what the hook gave that was called last."""
        if self.traced:
            self.note({"answer": _shown(answer)})


_LONGEST_TRACEBACK: Final = 20_000

UNWATCHED: Final = Watch()


def last_noted(notes: Sequence[Plain], what: str) -> str:
    """Return the «at» (where a plugin's code was) or «traceback» that was noted last; empty where none was."""
    texts = (note.get(what) for note in reversed(notes) if isinstance(note, dict))
    return next((text for text in texts if isinstance(text, str)), "")


def hook_calls(notes: Sequence[Plain]) -> tuple[HookCall, ...]:
    """Return the calls that ``notes`` tell of, in their order; the last may have got no answer."""
    calls: list[HookCall] = []
    for note in notes:
        match note:
            case {"call": str(hook), "arguments": str(arguments)}:
                calls.append(HookCall(hook=hook, arguments=arguments))
            case {"answer": str(answer)} if calls:
                calls[-1] = attrs.evolve(calls[-1], answer=answer)
    return tuple(calls)


def _shown(value: object) -> str:
    """Return ``value`` as a programmer reads it, on one line and not too long."""
    if isinstance(value, BilagRequest):
        # The conference is the same for everybody, and long.
        return (
            f"BilagRequest(contributor={value.contributor.id!r}, settings={_shown(value.settings)}, "
            f"folder={_shown(value.folder)}, stage={value.stage.value!r}, audience={value.audience.value!r}, …)"
        )
    try:
        # reprlib stops early, where ``repr`` would write out megabytes to be cut off.
        text = " ".join(_REPR.repr(value).split())
    except BaseException:  # noqa: BLE001 - other people's ``__repr__``
        text = f"<{type(value).__qualname__} that cannot be shown>"
    return shortened(text, _LONGEST)


_REPR: Final = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = _LONGEST


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
