"""In which language the command speaks: Danish, unless the user or the machine's locale says English."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import click

from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language, Message

__all__ = ["choose_language", "language", "words"]

_META = "language"


def language() -> Language:
    """Return the language of the command that runs."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(_META) if context else None
    return chosen or _of_the_locale()


def words(what: Message) -> str:
    """Return what ``what`` says in the language of the command that runs, without its hint."""
    return text_of(what, language()).what


def choose_language(context: click.Context, arguments: Sequence[str]) -> None:
    """Let ``context``, and what runs in it, speak the language that ``--lang`` among ``arguments`` names.

    Looked for before they are parsed: what is wrong with them is told in that language too.
    """
    given = list(arguments)
    for argument, following in zip(given, (*given[1:], ""), strict=True):
        name, _, value = argument.partition("=")
        if name == "--lang" and (value or following) in {*Language}:
            context.meta[_META] = Language(value or following)


def _of_the_locale() -> Language:
    """Return English where the locale is an English one; everything else is Danish, ``C`` too."""
    # POSIX, 8.2: of these variables the first that is not empty counts.
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    return (
        Language.ENGLISH if re.split(r"[_.@]", locale, maxsplit=1)[0].lower() in {"en", "english"} else Language.DANISH
    )
