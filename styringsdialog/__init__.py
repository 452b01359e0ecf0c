"""Make the package for a Danish municipality's styringsdialogkonference: one PDF with everybody's bilag.

These are the public names; everything else may change. A plugin imports from here and nowhere else.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from styringsdialog.errors import (
    BilagFileError,
    ContentError,
    EditionError,
    Fault,
    OutputError,
    PluginError,
    Problem,
    RequirementError,
    StyringsdialogError,
)
from styringsdialog.hooks.spec import API_VERSION, BilagRequest, PluginInfo, hookimpl
from styringsdialog.model.bilag import (
    Bilag,
    BilagContents,
    BlocksContents,
    FileContents,
    MarkdownContents,
    TemplateContents,
    Visibility,
)
from styringsdialog.model.blocks import (
    Align,
    Aside,
    Block,
    Blocks,
    Cell,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigureRow,
    KeyFigures,
    Language,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    ParagraphRole,
    Place,
    Row,
    Section,
    SectionRole,
    Strong,
    Table,
    TableRole,
    Text,
)
from styringsdialog.model.conference import Audience, Conference, LateBilag, Output, Stage
from styringsdialog.model.conformance import Conformance, Finding, Profile
from styringsdialog.model.design import Design, PageTemplates
from styringsdialog.model.journal import Journal
from styringsdialog.model.limits import Limits
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.order import PackagePart
from styringsdialog.model.outcome import Agreement, FollowUp
from styringsdialog.model.participants import Attendance, Participant
from styringsdialog.model.people import Contributor, ContributorKind, Speaker
from styringsdialog.model.programme import ProgrammeItem, ProgrammeKind, Talk, Theme
from styringsdialog.model.values import ImageFile, Key, Line, Quotes, TextFile

if TYPE_CHECKING:
    from styringsdialog.danish.numbers import kroner, number, percent
    from styringsdialog.loading import load_conference
    from styringsdialog.pipeline import build_package, check_conference
    from styringsdialog.report.build import BilagReport, BilagStatus, BuildReport

__all__ = [
    "API_VERSION",
    "Agreement",
    "Align",
    "Aside",
    "Attendance",
    "Audience",
    "Bilag",
    "BilagContents",
    "BilagFileError",
    "BilagReport",
    "BilagRequest",
    "BilagStatus",
    "Block",
    "Blocks",
    "BlocksContents",
    "BuildOptions",
    "BuildReport",
    "Cell",
    "Conference",
    "Conformance",
    "ContentError",
    "Contributor",
    "ContributorKind",
    "Definition",
    "Definitions",
    "Design",
    "EditionError",
    "Emphasis",
    "Fault",
    "Figure",
    "FileContents",
    "Finding",
    "FollowUp",
    "Heading",
    "ImageFile",
    "Inline",
    "Inlines",
    "Journal",
    "Key",
    "KeyFigureRow",
    "KeyFigures",
    "Language",
    "LateBilag",
    "Limits",
    "Line",
    "LineBreak",
    "Link",
    "List",
    "ListItem",
    "MarkdownContents",
    "Output",
    "OutputError",
    "PackagePart",
    "PageTemplates",
    "Paragraph",
    "ParagraphRole",
    "Participant",
    "Place",
    "PluginError",
    "PluginInfo",
    "Problem",
    "Profile",
    "ProgrammeItem",
    "ProgrammeKind",
    "Quotes",
    "RequirementError",
    "Row",
    "Section",
    "SectionRole",
    "Speaker",
    "Stage",
    "Strong",
    "StyringsdialogError",
    "Table",
    "TableRole",
    "Talk",
    "TemplateContents",
    "Text",
    "TextFile",
    "Theme",
    "Visibility",
    "build_package",
    "check_conference",
    "hookimpl",
    "kroner",
    "load_conference",
    "number",
    "percent",
]

# What makes pages takes long to load, and a plugin needs none of it: it is fetched on first use.
_LATER = {
    "BilagReport": "styringsdialog.report.build",
    "BilagStatus": "styringsdialog.report.build",
    "BuildReport": "styringsdialog.report.build",
    "build_package": "styringsdialog.pipeline",
    "check_conference": "styringsdialog.pipeline",
    "kroner": "styringsdialog.danish.numbers",
    "load_conference": "styringsdialog.loading",
    "number": "styringsdialog.danish.numbers",
    "percent": "styringsdialog.danish.numbers",
}


def __getattr__(name: str) -> object:
    """Give the names that are loaded on first use."""
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_LATER[name]), name)
