"""``python -m styringsdialog`` is the command."""

from __future__ import annotations

from styringsdialog.cli.main import main

main()
