"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from styringsdialog.cli.speaking import argument, option
from styringsdialog.messages.message import Language, message

__all__ = ["DATE", "EDITION", "EDITION_OR_SERIES", "JSON", "LANGUAGE", "PATH", "TODAY"]

PATH = message("cli.value-path")
DATE = message("cli.value-date")

EDITION = argument("edition", type=click.Path(path_type=Path), metavar=message("cli.value-edition"))
EDITION_OR_SERIES = argument("edition", type=click.Path(path_type=Path), metavar=message("cli.value-edition-or-series"))
JSON = option("--json", "as_json", is_flag=True, help=message("cli.option-json"))
TODAY = option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar=DATE, help=message("cli.option-today"))
LANGUAGE = option(
    "--lang",
    type=click.Choice([choice.value for choice in Language]),
    expose_value=False,  # ``choose_language`` has looked for it already
    help=message("cli.option-lang"),
)
