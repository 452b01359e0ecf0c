"""What MkDocs does not do of itself: each page says which language it is in, and what its parts are to a reader."""

from __future__ import annotations

from mkdocs.structure.pages import Page

DANISH = "På dansk"


def on_post_page(output: str, *, page: Page, **_: object) -> str:
    """Return a finished page with its language, so that it is read aloud in that (WCAG 2.2, 3.1.1)."""
    danish = page.parent is not None and page.parent.title == DANISH
    return _with_roles(output.replace('<html lang="en"', '<html lang="da"', 1) if danish else output)


def on_post_template(output_content: str, **_: object) -> str:
    """Return a page that is none of ours, as that for a wrong address, with the roles of its parts."""
    # The first is the menu's own.
    menu, container, main = output_content.rpartition('<div class="container">')
    return _with_roles(f'{menu}{container[:-1]} role="main">{main}' if container else output_content)


def _with_roles(output: str) -> str:
    """Return a page whose menu is a landmark, and whose wide blocks a keyboard can move in (WCAG 2.2, 1.3.1, 2.1.1)."""
    menu = output.replace(
        '<div class="navbar fixed-top', '<div role="navigation" aria-label="Menu" class="navbar fixed-top'
    )
    return menu.replace("<pre>", '<pre tabindex="0">')
