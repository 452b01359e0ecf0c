"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["EDITION", "JSON", "TODAY"]

EDITION = click.argument("edition", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="Count days from this date.  [default: the date of the clock]"
)
