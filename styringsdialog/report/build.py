"""What a build made, and what it could not do: values, and as plain data for machines."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.errors import Problem, Remark
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.messages.message import Language, Where, message
from styringsdialog.messages.showing import shown_data
from styringsdialog.model.bilag import BilagNumber, Caption
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Conformance
from styringsdialog.model.scalars import WrittenFloat
from styringsdialog.model.sent import FIRST, Revision, SentSection, is_closed_title

# Codes of what is said of words that are not seen: for those who made the package, and for nobody who looks for them.
HIDDEN_WORDS: Final = frozenset({"intake.hidden-text", "intake.redactions"})


class BilagStatus(enum.StrEnum):
    """What became of a bilag; an awaited one is owed by its deadline, and is not there yet."""

    DELIVERED = "delivered"
    CLOSED = "closed"
    MISSING = "missing"
    AWAITED = "awaited"


_MB = 1_000_000

# What an organisation can send an authority by Digital Post, unless that one has asked for more.
_LARGE_BILAG = 10 * _MB

# More than many can receive by e-mail, and than systems for records and mail take.
_LARGE_PACKAGE = 25 * _MB
# What an authority can send by Digital Post.
_TOO_LARGE_PACKAGE = 99.5 * _MB

# Digits after a point that may have been meant for the one between thousands.
_OF_THOUSANDS = 3


@attrs.frozen(kw_only=True)
class PageRange:
    """Pages that stand together, and who made them.

    Attributes:
        first: In the package, from 1.
        last: As ``first``, and in it.
        target: The section that they belong to.
        contributor: The id of whose pages they are; empty for the package's own.
        maker: The plugin that made them, or handed them over as a file; ``styringsdialog`` for
            the package's own.
    """

    first: int
    last: int
    target: str
    contributor: str
    maker: PluginFacts

    def as_data(self) -> dict[str, object]:
        """Return the range as plain data for JSON; without a plugin where the host itself made the pages."""
        return {
            "first_page": self.first,
            "last_page": self.last,
            "target": self.target,
            "contributor": self.contributor or None,
            "plugin": self.maker.name or None,
            "distribution": self.maker.distribution,
            "version": self.maker.version,
        }


@attrs.frozen(kw_only=True)
class Original:
    """A file as it was handed in, published beside the package.

    Attributes:
        name: Of the file.
        size: In bytes.
        sha256: Hexadecimal.
    """

    name: str
    size: int
    sha256: str

    def as_data(self) -> dict[str, object]:
        """Return the file as plain data for JSON."""
        return {"name": self.name, "sha256": self.sha256, "bytes": self.size}


@attrs.frozen(kw_only=True)
class BilagReport:
    """One bilag's line in the report.

    Attributes:
        first_page: In the package, from 1: its divider.
        pages: Its own, without the divider.
        size: Of its pages as they were joined, in bytes; what they share with others is counted here too.
        original: The signed file that stands beside the package.
        plugin: Name, distribution and version of what made it, as one line; empty when none ran.
        notes: What was lost or mended on the way.
        problems: Why it is missing.
        listed: Whether the table beside its file can say more of it.
        tagged: Whether its pages say what is heading, list, table; ``None`` where it has no pages.
        closed: Whether the public may not know what it is.
    """

    number: BilagNumber
    target: str
    caption: Caption
    contributor: str
    status: BilagStatus
    first_page: int
    pages: int
    size: int = 0
    original: Original | None = None
    plugin: str = ""
    notes: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    listed: bool = False
    tagged: bool | None = None
    closed: bool = False

    @property
    def title(self) -> str:
        """Return its title, as printed."""
        return self.caption.title

    @property
    def place(self) -> Where:
        """Return the bilag as a place, of which something is told."""
        return Where(origin=message("place.bilag", number=str(self.number), title=self.title))

    @property
    def is_gap(self) -> bool:
        """Tell whether it should be in the package and is not."""
        return self.status in {BilagStatus.MISSING, BilagStatus.AWAITED}


@attrs.frozen(kw_only=True)
class SeparateReport:
    """A bilag's own file, beside the package.

    Attributes:
        number: The bilag's.
        name: Of the file, with its folder, as seen from the package.
        size: In bytes.
        sha256: Hexadecimal.
        conformance: What this file satisfies and breaks.
    """

    number: BilagNumber
    name: str
    pages: int
    size: int
    sha256: str
    conformance: Conformance

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        return {
            "bilag": self.number,
            "name": self.name,
            "sha256": self.sha256,
            "bytes": self.size,
            "pages": self.pages,
            "satisfied": [profile.value for profile in self.conformance.satisfied],
            "broken": sorted({finding.rule for finding in self.conformance.findings}),
        }


@attrs.frozen(kw_only=True)
class BuildReport:
    """What a build made, and what it could not do.

    Attributes:
        stem: First part of the output's file names.
        pages: Of the package.
        size: Of the PDF, in bytes.
        sha256: Of the PDF, hexadecimal.
        without_bilag: Contributors who gave none, by name.
        versions: Distribution to version, of what the package was made with.
        ranges: Every page of the package, in order, with who made it.
        conformance: What the finished file satisfies and breaks.
        revision: Which one of those that are sent out it is, and what is not as in the one before.
        sections: In order, with what tells whether they changed.
        timestamp: The date inside the PDF.
        inputs: SHA-256 of each file of the edition, by its path in it.
        separate: Each bilag's own file, where they were wanted.
        files: Where the output stands; empty until it is published.
        plugin_remarks: What plugins remarked of contributors' data, what in them is deprecated, and what is remarked
            of the edition's own texts.
        personal: Personal numbers in an internal package, and what was said to be none.
        unread_pages: Those of the package, from 1, without a text that could be searched for personal numbers.
    """

    conference: Conference
    stage: Stage
    audience: Audience
    stem: str
    pages: int
    size: int
    sha256: str
    bilag: tuple[BilagReport, ...]
    without_bilag: tuple[str, ...]
    versions: Mapping[str, str]
    ranges: tuple[PageRange, ...] = ()
    conformance: Conformance = attrs.field(factory=Conformance)
    revision: Revision = FIRST
    sections: tuple[SentSection, ...] = ()
    timestamp: dt.datetime | None = None
    inputs: Mapping[str, str] = attrs.field(factory=dict)
    separate: tuple[SeparateReport, ...] = ()
    files: tuple[Path, ...] = ()
    plugin_remarks: tuple[Remark, ...] = ()
    personal: tuple[Remark, ...] = ()
    unread_pages: tuple[int, ...] = ()

    @property
    def pdf(self) -> Path:
        """Return where the package stands."""
        # The PDF is published last (``compose.outputs``).
        return self.files[-1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every reason why something is missing."""
        return tuple(problem for bilag in self.bilag for problem in bilag.problems)

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not any(bilag.is_gap for bilag in self.bilag)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return what is remarked of no single bilag: by plugins, of numbers, of sizes, and of what nobody checked."""
        unchecked = (
            Remark(message("package.unchecked", profile=profile.label, reason=reason), Where(file=f"{self.stem}.pdf"))
            for profile, reason in self.conformance.reasons
        )
        return (*self.plugin_remarks, *self.personal, *_doubts(self.conference), *self.large, *unchecked)

    @property
    def large(self) -> tuple[Remark, ...]:
        """Return what is larger than what many can send or file; nothing stops for it."""
        large = [
            Remark(
                message("package.large-bilag", number=str(bilag.number), size=bilag.size),
                bilag.place,
            )
            for bilag in self.bilag
            if bilag.size > _LARGE_BILAG
        ]
        by_size = {
            _TOO_LARGE_PACKAGE: message("package.too-large", size=self.size),
            _LARGE_PACKAGE: message("package.large", size=self.size),
        }
        whole = [Remark(what, Where(file=f"{self.stem}.pdf")) for most, what in by_size.items() if self.size > most]
        return (*large, *whole[:1])

    @property
    def may_stop_the_public(self) -> bool:
        """Tell whether something in it is remarked of that a public package may not hold."""
        notes = (note.what.code for bilag in self.bilag for note in bilag.notes)
        return bool(self.personal) or not HIDDEN_WORDS.isdisjoint(notes)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return in Danish what is remarked of no single bilag."""
        placed = map(_placed, (*self.plugin_remarks, *self.personal, *_doubts(self.conference)))
        return (*placed, *(remark.text(Language.DANISH).reader for remark in self.large))

    def manifest(self, *, public: bool = False) -> str:
        """Return the report as JSON, the same for the same build; if ``public``, without remarks and faults."""
        data = self.as_data()
        if public:
            # They name files, and tell where to look for what nobody was to see.
            data["warnings"] = []
            data["bilag"] = [{**bilag, "notes": [], "problems": []} for bilag in data["bilag"]]
        # Legible too, because people look into it: «å» as it is, a line for each value.
        return json.dumps(shown_data(data), ensure_ascii=False, indent=2) + "\n"

    def as_data(self) -> dict[str, Any]:
        """Return the report as plain data: what the manifest holds."""
        public = self.audience is Audience.PUBLIC
        # Keys are made of the names of files, and tell what is closed as those do.
        hidden = {bilag.target for bilag in self.bilag if public and bilag.closed}
        hidden |= {change.key for change in self.revision.changes if public and is_closed_title(change.title)}

        def target(key: object) -> object:
            return None if key in hidden else key

        revision = self.revision.as_data()
        changes = [{**change, "target": target(change["target"])} for change in revision["changes"]]
        return {
            "format": 1,
            "title": self.conference.title,
            "host": self.conference.host,
            "start": self.conference.start.isoformat(),
            "stage": self.stage.value,
            "audience": self.audience.value,
            "complete": self.complete,
            "pdf": {"name": f"{self.stem}.pdf", "sha256": self.sha256, "bytes": self.size, "pages": self.pages},
            "accessibility": {
                **self.conformance.as_data(),
                "required": [profile.value for profile in self.conference.output.require],
            },
            "bilag": [
                {
                    "number": bilag.number,
                    "target": target(bilag.target),
                    "title": bilag.title,
                    "contributor": bilag.contributor,
                    "status": bilag.status.value,
                    "first_page": bilag.first_page,
                    # ``first_page`` is the divider, which ``pages`` leaves out.
                    "last_page": bilag.first_page + bilag.pages,
                    "pages": bilag.pages,
                    "bytes": bilag.size,
                    "signed_original": bilag.original.as_data() if bilag.original else None,
                    "plugin": bilag.plugin,
                    "tagged": bilag.tagged,
                    "notes": [note.text(Language.DANISH).sentence for note in bilag.notes],
                    "problems": [problem.as_data() for problem in bilag.problems],
                }
                for bilag in self.bilag
            ],
            "revision": {**revision, "changes": changes},
            "timestamp": self.timestamp.isoformat() if self.timestamp else None,
            "sections": [
                {
                    "target": target(section.key),
                    "title": section.title,
                    "bilag": section.number,
                    "first_page": section.first,
                    "pages": section.pages,
                    "digest": section.digest,
                }
                for section in self.sections
            ],
            "inputs": dict(self.inputs),
            "separate": [bilag.as_data() for bilag in self.separate],
            "warnings": list(self.warnings),
            "without_bilag": list(self.without_bilag),
            "unread_pages": list(self.unread_pages),
            "provenance": [{**pages.as_data(), "target": target(pages.target)} for pages in self.ranges],
            "versions": dict(sorted(self.versions.items())),
        }


def _doubts(conference: Conference) -> Iterator[Remark]:
    """Return a remark for what may be meant otherwise: «4.010» is 4010 in Danish, and two of one name may be one."""
    for name, count in Counter(person.name for person in conference.participants).items():
        if count > 1:
            organisations = [person.organisation for person in conference.participants if person.name == name]
            yield Remark(
                message("package.same-name", name=name, count=count, organisations=organisations),
                Where("conference.toml", "participants"),
            )
    # «Mosebo Boligforening» and «Mosebo boligforening» stand as two.
    names = {person.organisation for person in conference.participants}
    yield from (
        Remark(message("package.same-organisation", names=alike), Where("conference.toml", "participants"))
        for small in sorted({name.casefold() for name in names})
        if len(alike := sorted(name for name in names if name.casefold() == small)) > 1
    )
    for index, figures in enumerate(conference.key_figures):
        values = [value for row in figures.rows for value in row.values if isinstance(value, WrittenFloat)]
        # A group of thousands has one to three digits before it, and no nought alone.
        doubtful = [value.written for value in values if value.decimals == _OF_THOUSANDS and 1 <= abs(value) < 1000]
        # Whoever asks for three decimals has meant them.
        if doubtful and figures.decimals != _OF_THOUSANDS:
            written, danish, whole = (doubtful[0].replace(".", mark) for mark in (".", ",", ""))
            what = message(
                "package.perhaps-thousands", title=figures.title, written=written, danish=danish, whole=whole
            )
            yield Remark(what, Where("conference.toml", f"key_figures[{index}]"))


def _placed(remark: Remark) -> str:
    """Return a remark in Danish, with its place and what to do."""
    text = remark.text(Language.DANISH)
    return f"{remark.place.text(Language.DANISH)}: {text.reader or text.sentence}"
