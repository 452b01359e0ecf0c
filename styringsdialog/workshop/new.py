"""A plugin to begin with: a whole distribution that works as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

import attrs
import jinja2

from styringsdialog.content.templating import core_templates
from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import PluginError
from styringsdialog.hooks.providers import BUILT_IN
from styringsdialog.hooks.spec import API_VERSION, GROUP
from styringsdialog.messages.message import Where, message

# Where each template's text goes; «package» stands for the plugin's own package.
_PLACES: Final = {
    "pyproject.toml.j2": "pyproject.toml",
    "README.md.j2": "README.md",
    "gitignore.j2": ".gitignore",
    "run.j2": ".ci/run",
    "init.py.j2": "package/__init__.py",
    "settings.py.j2": "package/settings.py",
    "key_figures.py.j2": "package/key_figures.py",
    "beretning.j2.j2": "package/templates/beretning.j2",
    "hilsen.md.j2": "package/texts/hilsen.md",
    "py.typed.j2": "package/py.typed",
    "test_plugin.py.j2": "tests/test_plugin.py",
}

# So that lines with it stay within the 120 characters that the new plugin's own checks allow.
_LONGEST: Final = 50


@attrs.frozen(kw_only=True)
class NewPlugin:
    """A plugin that is not written yet.

    Attributes:
        id: Of its entry point.
        files: Path within the project, with ``/``, to text.
    """

    id: str
    files: Mapping[str, str]


def new_plugin(name: str) -> NewPlugin:
    """Return the files of a new plugin for the organisation ``name``: «Vestby Bolig», or «vestby-bolig».

    Raises:
        PluginError: No id can be made of the name, or it is one of the host's own.
    """
    where = Where(origin=message("place.name", name=name))
    key = slug(name)
    # An id is a key of the model, which begins with a letter (``scalars.KEY_PATTERN``).
    if not re.match("[a-z]", key):
        raise PluginError.at(where, message("workshop.no-letter"))
    if len(key) > _LONGEST:
        raise PluginError.at(where, message("workshop.name-too-long", most=_LONGEST))
    if key in BUILT_IN:
        raise PluginError.at(where, message("workshop.name-taken"))
    package = f"{GROUP}_{key.replace('-', '_')}"
    values = {
        "id": key,
        "name": _printed(name),
        "package": package,
        "distribution": f"{GROUP}-{key}",
        "api": API_VERSION,
        "group": GROUP,
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(core_templates().parent / "plugin"),
        # Markers of its own, since what is written holds Jinja, TOML and Python.
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        # A value that a template names and nobody gives is our fault, and no empty word.
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what comes of it is no markup
    )
    return NewPlugin(
        id=key,
        files={
            # Only the first: the word may stand in a file's own name.
            str(PurePosixPath(place.replace("package", package, 1))): environment.get_template(template).render(values)
            for template, place in _PLACES.items()
        },
    )


def _printed(name: str) -> str:
    """Return the name as people read it: an id gets spaces and capitals, anything else stays.

    What would end a string in the files is left out.
    """
    text = " ".join(re.sub(r'["\\]', "", name).split())
    return " ".join(word.capitalize() for word in re.split("[-_]", text)) if text == text.lower() else text
