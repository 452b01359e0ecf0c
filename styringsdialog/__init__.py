"""Make the package for a Danish municipality's styringsdialogkonference: one PDF with everybody's bilag.

These are the public names, with those of ``styringsdialog.blocks`` and of ``styringsdialog.testing``; everything else
may change. The blocks are here too for plugins that were written before they had a module of their own.
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
    PrivacyError,
    Problem,
    Remark,
    RequirementError,
    StyringsdialogError,
)
from styringsdialog.hooks.spec import API_VERSION, BilagRequest, PluginInfo, hookimpl
from styringsdialog.messages.message import Argument as MessageArgument
from styringsdialog.messages.message import Language as MessageLanguage
from styringsdialog.messages.message import Level as MessageLevel
from styringsdialog.messages.message import Message, Where
from styringsdialog.messages.message import Text as MessageText
from styringsdialog.model.bilag import (
    AwaitedContents,
    Bilag,
    BilagContents,
    BilagNumber,
    BlocksContents,
    Caption,
    Checked,
    ColumnKind,
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
from styringsdialog.model.colour import Accent
from styringsdialog.model.conference import Agreement, Audience, Conference, FollowUp, Journal, LateBilag, Output, Stage
from styringsdialog.model.conformance import Conformance, Finding, Profile
from styringsdialog.model.design import Design, PageTemplates
from styringsdialog.model.limits import Limits
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.people import (
    Attendance,
    Contributor,
    ContributorKind,
    Participant,
    ProgrammeItem,
    ProgrammeKind,
    Speaker,
    Talk,
    Theme,
)
from styringsdialog.model.privacy import Hidden, Privacy
from styringsdialog.model.scalars import ImageFile, Key, Line, Quotes, TextFile

if TYPE_CHECKING:
    from styringsdialog.danish.dates import day, long_date, period
    from styringsdialog.danish.lists import join
    from styringsdialog.danish.numbers import kroner, number, percent
    from styringsdialog.hooks.contribution import Body, ContributedBilag, Contribution, HookCall, PluginFacts, Run
    from styringsdialog.loading.series import load_conference
    from styringsdialog.many import EditionResult, build_many
    from styringsdialog.model.sent import Change, ChangeKind, Dispatch, Revision, SentSection, Withdrawn
    from styringsdialog.pipeline import Progress, Trace, build_package, build_version, check_conference
    from styringsdialog.report.build import BilagReport, BilagStatus, BuildReport, Original, PageRange, SeparateReport
    from styringsdialog.versions.shelf import Version

__all__ = [
    "API_VERSION",
    "Accent",
    "Agreement",
    "Align",
    "Aside",
    "Attendance",
    "Audience",
    "AwaitedContents",
    "Bilag",
    "BilagContents",
    "BilagFileError",
    "BilagNumber",
    "BilagReport",
    "BilagRequest",
    "BilagStatus",
    "Block",
    "Blocks",
    "BlocksContents",
    "Body",
    "BuildOptions",
    "BuildReport",
    "Caption",
    "Cell",
    "Change",
    "ChangeKind",
    "Checked",
    "ColumnKind",
    "Conference",
    "Conformance",
    "ContentError",
    "ContributedBilag",
    "Contribution",
    "Contributor",
    "ContributorKind",
    "Definition",
    "Definitions",
    "Design",
    "Dispatch",
    "EditionError",
    "EditionResult",
    "Emphasis",
    "Fault",
    "Figure",
    "FileContents",
    "Finding",
    "FollowUp",
    "Heading",
    "Hidden",
    "HookCall",
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
    "Message",
    "MessageArgument",
    "MessageLanguage",
    "MessageLevel",
    "MessageText",
    "Original",
    "Output",
    "OutputError",
    "PackagePart",
    "PageRange",
    "PageTemplates",
    "Paragraph",
    "ParagraphRole",
    "Participant",
    "Place",
    "PluginError",
    "PluginFacts",
    "PluginInfo",
    "Privacy",
    "PrivacyError",
    "Problem",
    "Profile",
    "ProgrammeItem",
    "ProgrammeKind",
    "Progress",
    "Quotes",
    "Remark",
    "RequirementError",
    "Revision",
    "Row",
    "Run",
    "Section",
    "SectionRole",
    "SentSection",
    "SeparateReport",
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
    "Trace",
    "Version",
    "Visibility",
    "Where",
    "Withdrawn",
    "build_many",
    "build_package",
    "build_version",
    "check_conference",
    "day",
    "hookimpl",
    "join",
    "kroner",
    "load_conference",
    "long_date",
    "number",
    "percent",
    "period",
]

# What makes pages takes long to load, and a plugin needs none of it: it is fetched on first use.
_LATER = {
    name: module
    for module, names in {
        "styringsdialog.danish.dates": ["day", "long_date", "period"],
        "styringsdialog.danish.lists": ["join"],
        "styringsdialog.danish.numbers": ["kroner", "number", "percent"],
        "styringsdialog.hooks.contribution": [
            "Body",
            "ContributedBilag",
            "Contribution",
            "HookCall",
            "PluginFacts",
            "Run",
        ],
        "styringsdialog.loading.series": ["load_conference"],
        "styringsdialog.many": ["EditionResult", "build_many"],
        "styringsdialog.model.sent": ["Change", "ChangeKind", "Dispatch", "Revision", "SentSection", "Withdrawn"],
        "styringsdialog.pipeline": ["Progress", "Trace", "build_package", "build_version", "check_conference"],
        "styringsdialog.report.build": [
            "BilagReport",
            "BilagStatus",
            "BuildReport",
            "Original",
            "PageRange",
            "SeparateReport",
        ],
        "styringsdialog.versions.shelf": ["Version"],
    }.items()
    for name in names
}


def __getattr__(name: str) -> object:
    """Return a name that is loaded on first use."""
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_LATER[name]), name)
