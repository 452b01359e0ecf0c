"""The store of what was made: where it is, and the command ``store``."""

from __future__ import annotations

import os
from pathlib import Path

from styringsdialog.cli.output import print_json, tell
from styringsdialog.cli.speaking import JSON, command, option
from styringsdialog.messages.message import message


def own_store() -> Path:
    """Return where this user's store is: in the folder that systems keep for such."""
    caches = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # A relative one is to be passed over (XDG Base Directory Specification).
    return (caches if caches.is_absolute() else Path.home() / ".cache") / "styringsdialog"


# Gives the command the folder of the store, or nothing.
NO_STORE = option(
    "--no-store",
    "kept",
    is_flag=True,
    callback=lambda _, __, without: None if without else own_store(),
    help=message("cli.option-no-store"),
)


@command(help=message("cli.help-store"))
@option("--clear", is_flag=True, help=message("cli.option-clear"))
@JSON
def store(*, clear: bool, as_json: bool) -> None:
    """Tell how large the store is, or empty it."""
    from styringsdialog.isolate.store import Store  # noqa: PLC0415 - as in ``main``

    folder = own_store()
    own = Store(folder, "")
    size = own.prune(0) if clear else own.prune()
    if as_json:
        print_json({"ok": True, "exit_code": 0, "folder": str(folder), "bytes": size})
    else:
        tell("cli.store", folder=str(folder), size=size)
