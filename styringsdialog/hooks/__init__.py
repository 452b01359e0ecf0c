"""Where other people's code comes in: the hooks, the plugins that are installed, and the border around them."""

from __future__ import annotations

# What all who answer share is loaded once, and named where nothing is loaded with it. Each imports its plugin anew.
ANSWERING = ("styringsdialog.hooks.answer:warm_up", "styringsdialog.hooks.folder")
