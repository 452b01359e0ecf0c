"""What MkDocs does not do of itself: each page says which language it is in, by its part of the menu."""

from __future__ import annotations

from mkdocs.structure.pages import Page

DANISH = "På dansk"


def on_post_page(output: str, *, page: Page, **_: object) -> str:
    """Return a finished page with its language, so that it is read aloud in that (WCAG 2.2, 3.1.1)."""
    danish = page.parent is not None and page.parent.title == DANISH
    return output.replace('<html lang="en"', '<html lang="da"', 1) if danish else output
