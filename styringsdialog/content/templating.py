"""Jinja templates in a sandbox, whose elements carry the place where they were written.

Names carry a prefix: ``core/forside.j2``, ``edition/…``, ``<plugin id>/…``. There is no search
order, so that no template can stand in another's way.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import wraps
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from styringsdialog.content.html import parse_html
from styringsdialog.content.links import NO_IMAGES, Images
from styringsdialog.content.markup import AT, problem_at
from styringsdialog.danish.dates import day, long_date, period, time_of_day
from styringsdialog.danish.lists import join
from styringsdialog.danish.numbers import kroner, number, percent
from styringsdialog.errors import ContentError, MessageError
from styringsdialog.loading.reading import on_disk
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.showing import error_text
from styringsdialog.model.blocks import Blocks, Place

# A name that a value is to complete («<h{{ level }}>») is no whole name yet, and gets no place.
_NEXT: Final[Mapping[str, re.Pattern[str]]] = {
    "": re.compile(r"<(?P<start>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])"),
    ">": re.compile("[>\"']"),
    '"': re.compile('"'),
    "'": re.compile("'"),
}


class TemplatePlaces(Extension):
    """Writes its place into every start tag of a template's own text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens with ``data-at`` in the tags.

        Raises:
            ContentError: The template would switch escaping off.
        """
        scanner = _Tags(stream.name or "")
        block = False
        for token in stream:
            if block and token.test("name:autoescape"):
                raise ContentError.at(Place(stream.name or "", token.lineno).where, message("content.autoescape"))
            # Only directly behind «{%» is the name a statement; elsewhere it is a variable.
            block = token.type == "block_begin"
            yield (
                Token(token.lineno, "data", scanner.marked(token.value, token.lineno))
                if token.type == "data"
                else token
            )


class _Tags:
    """Follows the tags through a template's text, which other tokens interrupt.

    It knows only enough of markup not to take what stands in an attribute's value for a tag;
    values printed in between cannot change that, being escaped.
    """

    def __init__(self, name: str) -> None:
        # A file's name may hold a quotation mark, and this stands in an attribute.
        self._name = escape(name)
        self._until = ""  # what ends the tag or the value that is open; empty in text

    def marked(self, text: str, line: int) -> str:
        """Return ``text``, which begins on ``line``, with ``data-at`` in its start tags."""
        pieces = []
        position = 0
        while match := _NEXT[self._until].search(text, position):
            pieces.append(text[position : match.end()])
            if self._until == "":
                pieces.append(f' {AT}="{self._name}:{line + text.count(chr(10), 0, match.start())}"')
                self._until = ">"
            elif self._until == ">":
                self._until = "" if match[0] == ">" else match[0]
            else:
                self._until = ">"
            position = match.end()
        pieces.append(text[position:])
        return "".join(pieces)


_MOST_NAMES: Final = 8
# How alike two names are of which one was meant; they have prefix and ending in common anyway.
_NEAR: Final = 0.85


def core_templates() -> Path:
    """Return the folder of the core templates: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "templates"
    return (packaged if packaged.is_dir() else package.parent / "templates") / "core"


class Templates:
    """The templates in some folders, each under its prefix.

    Filters of ours: ``dato`` «torsdag den 16. maj 2030», ``dag`` «16. maj 2030», ``klokken``
    «15.00», ``periode(end)``, ``tal`` «1.234,5», ``kroner``, ``procent``, ``opregning`` «a, b og c».

    What is printed is text or a whole number. Anything else (a date, a share, ``None``, an
    object) is an error, since it would be printed as a programmer reads it.
    """

    def __init__(self, roots: Mapping[str, Path], *, instead: Mapping[str, str] = MappingProxyType({})) -> None:
        """Take the templates in the folders ``roots``, by prefix.

        Args:
            roots: Prefix to folder.
            instead: Names that are asked for, and what is rendered in their place. Templates that
                name each other get what they name: one that stands in another's place may include it.
        """
        self._environment = _Environment(roots)
        self._instead = dict(instead)

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Return the markup that a template makes of ``context``, with ``data-at`` on every element.

        Raises:
            ContentError: With template and line, whatever happened.
        """
        name = self._instead.get(name, name)
        try:
            return self._environment.get_template(name).render(context)
        except MemoryError:
            raise  # the limit of its process is told as that
        except Exception as error:  # noqa: BLE001 - a template runs filters, properties and methods of anyone's values
            raise self._error(name, error) from None

    def parse(self, name: str, context: Mapping[str, object], *, scope: str = "", images: Images = NO_IMAGES) -> Blocks:
        """Return the blocks that a template makes of ``context``; the rest as in ``parse_html``.

        Raises:
            ContentError: With template and line, whatever happened.
        """
        return parse_html(self.render(name, context), source=self._instead.get(name, name), scope=scope, images=images)

    def _error(self, name: str, error: Exception) -> ContentError:
        place = self._environment.place(error) or Place(name)
        match error:
            case TemplateSyntaxError():
                place = Place(error.name or name, error.lineno)
                what = message("content.no-template", reason=str(error.message))
            case TemplateNotFound():
                missing = str(error.name or name)
                what = message("content.template-missing", name=missing, instead=self._environment.instead(missing))
            case UndefinedError():
                what = message("content.undefined", reason=str(error.message))
            case SecurityError():
                what = message("content.forbidden-in-template", reason=str(error.message))
            case _UnprintableError():
                what = error.what
            case ContentError():
                return error
            case RecursionError():
                what = message("content.endless-templates")
            case _:
                kind, reason = type(error).__qualname__, error_text(error)
                raised = message("content.raised", kind=kind)
                what = message("content.raised-with-reason", kind=kind, reason=reason) if reason else raised
        return ContentError((problem_at(place, what),))


# ------------------------------------------------------------------------------ sandbox


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja as templates get it: escaping always, undefined names an error, nothing that differs from run to run."""

    def __init__(self, roots: Mapping[str, Path]) -> None:
        self.templates = _Loader(roots)
        super().__init__(
            loader=self.templates,
            extensions=[TemplatePlaces],
            # Text of the edition must never become markup, whatever the template is called.
            autoescape=True,
            # Jinja would print nothing for a name that is not there.
            undefined=StrictUndefined,
            finalize=printable,
            trim_blocks=True,
            lstrip_blocks=True,
            # Templates do not change during a build.
            auto_reload=False,
        )
        for name in _REMOVED_FILTERS:
            del self.filters[name]
        del self.globals["lipsum"]  # random words
        self.filters.update({name: _defined(function) for name, function in _FILTERS.items()})

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call ``obj``: not what reads files or the clock."""
        owner = getattr(obj, "__self__", obj)
        kind = owner if isinstance(owner, type) else type(owner)
        is_clock = issubclass(kind, dt.date | dt.time) and (
            kind is owner or obj.__name__ in {"astimezone", "timestamp"}
        )
        return not (issubclass(kind, PurePath) or is_clock) and super().is_safe_callable(obj)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may see an attribute: none of a place on this machine."""
        return not (isinstance(obj, PurePath) and obj.is_absolute()) and super().is_safe_attribute(obj, attr, value)

    def instead(self, missing: str) -> Message:
        """Return which template may have been meant by one that is not there."""
        prefix = missing.partition("/")[0]
        there = self.templates.names(prefix)
        if near := difflib.get_close_matches(missing, there, n=1, cutoff=_NEAR):
            return message("content.near-template", name=near[0])
        if there:
            more = " …" if len(there) > _MOST_NAMES else ""
            return message("content.known-templates", names=f"{', '.join(there[:_MOST_NAMES])}{more}")
        if prefix in self.templates.roots:
            return message("content.empty-template-folder", prefix=prefix)
        return message("content.template-prefixes", prefixes=", ".join(f"{known}/" for known in self.templates.roots))

    def place(self, error: Exception) -> Place | None:
        """Return the line of the innermost template that ran when ``error`` was raised."""
        # Jinja puts frames with the template's own lines into the traceback; their file is
        # what the loader called it, which is the template's name.
        place = None
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename in self.templates.loaded:
                place = Place(frame.f_code.co_filename, line)
        return place


class _Loader(BaseLoader):
    """Finds ``prefix/path`` in the folder of that prefix, and nowhere else."""

    def __init__(self, roots: Mapping[str, Path]) -> None:
        self.roots = dict(roots)
        self.loaded: set[str] = set()

    def names(self, prefix: str) -> tuple[str, ...]:
        """Return the names of the templates of ``prefix``, sorted."""
        root = self.roots.get(prefix)
        files = sorted(file for file in root.rglob("*") if file.is_file()) if root is not None else ()
        return tuple(f"{prefix}/{file.relative_to(root).as_posix()}" for file in files if root is not None)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja's signature
        """Return the text of ``template``, its name in the place of a file name, and that it never changes."""
        prefix, _, rest = template.partition("/")
        parts = rest.split("/")
        if prefix not in self.roots or any(part in {"", ".", ".."} or "\\" in part for part in parts):
            raise TemplateNotFound(template)
        try:
            root = self.roots[prefix].resolve(strict=True)
            path = on_disk(root, rest).resolve(strict=True)
            # After links were followed: one may lead out of the folder.
            if not path.is_relative_to(root) or not path.is_file():
                raise TemplateNotFound(template)
            # Editors on Windows write a byte order mark, which would be text before the first element.
            source = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise ContentError((problem_at(Place(template, line), message("content.template-not-utf8")),)) from None
        except (OSError, RuntimeError, ValueError):  # not there, links in a circle, a NUL in the name
            raise TemplateNotFound(template) from None
        self.loaded.add(template)
        return source, template, lambda: True


# Markup from a value is never wanted, and other filters make some; Python's notation, English
# units and random choices have no place in a package.
_REMOVED_FILTERS: Final = ("safe", "urlize", "xmlattr", "tojson", "pprint", "filesizeformat", "random", "title")

_FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "dato": long_date,
    "dag": day,
    "klokken": time_of_day,
    "periode": period,
    "tal": number,
    "kroner": kroner,
    "procent": percent,
    "opregning": lambda items: join(tuple(items)),
}


def _defined(function: Callable[..., str]) -> Callable[..., str]:
    """Return ``function`` as a filter that names an undefined value instead of taking it."""

    @wraps(function)
    def filtered(*args: object, **kwargs: object) -> str:
        for value in (*args, *kwargs.values()):
            if isinstance(value, Undefined):
                str(value)  # raises UndefinedError
        return function(*args, **kwargs)

    return filtered


class _UnprintableError(MessageError):
    """A value would be printed as a programmer reads it."""


def printable(value: object) -> object:
    """Return ``value`` where it prints itself as a reader may see it.

    Raises:
        _UnprintableError: It is neither text nor a whole number.
    """
    # An ``Undefined`` goes on to Jinja, which names it when it prints it; a boolean is an int to Python.
    if isinstance(value, str | Undefined) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if value is None or isinstance(value, bool):
        raise _UnprintableError(message("content.untested-value", value=str(value)))
    if isinstance(value, float | Decimal):
        raise _UnprintableError(message("content.english-number", value=str(value)))
    if isinstance(value, dt.date | dt.time):
        raise _UnprintableError(message("content.machine-date", value=str(value)))
    raise _UnprintableError(message("content.value-of-type", kind=type(value).__qualname__))
