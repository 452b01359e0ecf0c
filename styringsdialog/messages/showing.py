"""Text of others as it is shown: on one line, with what cannot be seen by its name, and without personal numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from styringsdialog.danish.personal_numbers import masked

# Unicode's categories of controls, marks of direction and other formats, halves of letters, and ends of lines.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LINE_END: Final = re.compile("[\t-\r\x85\u2028\u2029]+")
_LONGEST: Final = 1_000
# Characters of an exception's message that are passed on.
_LONGEST_OF_ERROR: Final = 300
# What is more than text within a line or at its start (CommonMark 0.31, GitHub's tables and footnotes).
_MARKDOWN: Final = re.compile(
    r"[\\`*|]|\](?=[(\[:])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|\A[\[#>+=~-]|(?<=\A\d)[.)]"
)


def shown_lines(text: str) -> str:
    """Return ``text`` without personal numbers, and with the name of what is not seen; its lines stay."""
    return "".join(
        f"‹U+{ord(char):04X}›" if unicodedata.category(char) in _UNSEEN and char not in "\n\r\t" else char
        for char in masked(text)
    )


def shown(text: str) -> str:
    """Return ``text`` as ``shown_lines`` returns it, on one line and not too long."""
    # Cut before it is gone through letter by letter: a plugin's message may have millions.
    line = _LINE_END.sub(" ", unicodedata.normalize("NFC", text[: 2 * _LONGEST]))
    # A number that is cut in two is no longer known for one.
    return shown_lines(masked(line)[:_LONGEST]) + "…" * (len(line) > _LONGEST)


def shortened(text: str, most: int) -> str:
    """Return ``text`` cut after ``most`` characters where it is longer."""
    return text if len(text) <= most else f"{text[:most]}…"


def error_text(error: BaseException) -> str:
    """Return what ``error`` says of itself, on one line and not too long; empty where that is nothing."""
    try:
        return shortened(" ".join(str(error).split()), _LONGEST_OF_ERROR)
    except BaseException:  # noqa: BLE001 - ``__str__`` may be foreign code, which tells of foreign code
        return ""


def with_texts(value: Any, change: Callable[[str], Any]) -> Any:
    """Return plain data with every text in them, keys too, as ``change`` returns it."""
    match value:
        case str():
            return change(value)
        case dict():
            changed: dict[Any, Any] = {}
            for key, item in value.items():
                # Two that are alike without their numbers stay two.
                name = with_texts(key, change)
                changed[f"{name} ({len(changed)})" if name in changed else name] = with_texts(item, change)
            return changed
        case list() | tuple():
            return [with_texts(item, change) for item in value]
    return value


# Returns plain data with every text in them as ``shown_lines`` returns it.
shown_data: Final = partial(with_texts, change=shown_lines)


def in_markdown(text: str) -> str:
    """Return ``text``, which is one line, as Markdown that says it and nothing else."""
    return _MARKDOWN.sub(r"\\\g<0>", text)
