"""In which language the command speaks: Danish, unless the user or the machine's locale says English."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from styringsdialog.messages.message import Language

__all__ = ["LANGUAGE", "chosen_language", "language"]

_META = "language"


def language() -> Language:
    """Return the language of the command that runs."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(_META) if context else None
    return chosen or _of_the_locale()


def chosen_language(arguments: Sequence[str]) -> Language:
    """Return the language that ``--lang`` among ``arguments`` names, for what is said before they are parsed."""
    words = list(arguments)
    for word, following in zip(words, (*words[1:], ""), strict=True):
        name, _, value = word.partition("=")
        if name == "--lang" and (value or following) in {*Language}:
            return Language(value or following)
    return _of_the_locale()


def _of_the_locale() -> Language:
    """Return English where the locale is an English one; everything else is Danish, ``C`` too."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    return Language.ENGLISH if locale.partition("_")[0].lower() in {"en", "english"} else Language.DANISH


def _choose(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_META] = Language(value)


LANGUAGE = click.option(
    "--lang",
    type=click.Choice([choice.value for choice in Language]),
    expose_value=False,
    is_eager=True,
    callback=_choose,
    help="Language of messages.  [default: da, or en where the locale is English]",
)
