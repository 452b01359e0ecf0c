"""Where other people's code comes in: the hooks, the plugins that are installed, and the border around them."""

from __future__ import annotations

# What processes load before they ask a plugin; here, because whoever starts them early has loaded nothing else yet.
ANSWERING = ("styringsdialog.hooks.answer:warm_up", "styringsdialog.hooks.folder")
