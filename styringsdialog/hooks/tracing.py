"""Which hook of a plugin runs: noted before each step, so that it is known of one that never came back."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from styringsdialog.hooks.contribution import HookCall
from styringsdialog.hooks.spec import BilagRequest
from styringsdialog.isolate.plain import Plain
from styringsdialog.messages.showing import shortened

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
