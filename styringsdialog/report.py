"""What a build says of itself: as data for machines, and as a Danish note that can be forwarded."""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from styringsdialog.danish.dates import day, period
from styringsdialog.danish.lists import counted, join
from styringsdialog.danish.numbers import byte_size
from styringsdialog.danish.rules import meaning_of
from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Conformance, Finding, Profile
from styringsdialog.model.numbers import BilagNumber, number_order
from styringsdialog.model.sent import FIRST, ChangeKind, Revision, SentSection

__all__ = ["BilagReport", "BilagStatus", "BuildReport", "Original", "PageRange", "SeparateReport", "reason_in_danish"]


class BilagStatus(enum.StrEnum):
    """What became of a bilag; an awaited one is owed by its deadline, and is not there yet."""

    DELIVERED = "delivered"
    CLOSED = "closed"
    MISSING = "missing"
    AWAITED = "awaited"


_GAPS = frozenset({BilagStatus.MISSING, BilagStatus.AWAITED})

_STATUS_IN_DANISH = {
    BilagStatus.DELIVERED: "leveret",
    BilagStatus.CLOSED: "lukket, ikke med i denne udgave",
    BilagStatus.MISSING: "mangler",
    BilagStatus.AWAITED: "afventes",
}

_TAGGED_IN_DANISH = {True: "ja", False: "nej", None: "–"}

# Per fault: why a bilag is missing, and what to do about it.
_FAULT_IN_DANISH = {
    Fault.EDITION: (
        "Der er en fejl i konferencens opsætning for dette bilag.",
        "Ret conference.toml, og byg pakken igen.",
    ),
    Fault.PLUGIN: (
        "Bilaget kunne ikke dannes af det program, der laver det.",
        "Bed dem, der står for programmet, se på fejlen.",
    ),
    Fault.CONTENT: (
        "Bilagets tekst kunne ikke sættes op.",
        "Få teksten rettet, og byg pakken igen.",
    ),
    Fault.FILE: (
        "Bilagets fil kunne ikke læses.",
        "Bed om filen igen, hel og uden adgangskode, og helst som PDF.",
    ),
    Fault.REQUIREMENT: (
        "Bilaget er endnu ikke afleveret.",
        "Bed om bilaget; styringsdialog status --mail skriver teksten.",
    ),
}
_UNKNOWN_FAULT = ("Bilaget kunne ikke komme med.", "Se den tekniske besked fra kørslen.")


_MB = 1_000_000

_LARGE_BILAG = 10 * _MB

_LARGE_PACKAGE = (
    (25 * _MB, "more than many can receive by e-mail", "mange kan ikke modtage så meget med e-mail."),
    (
        99.5 * _MB,
        "more than systems for records and mail take (100 MB)",
        "det er mere, end sags- og postsystemer tager imod (100 MB).",
    ),
)
"""Bytes, and what is said of a package that is larger: to who makes it, and in Danish."""

_MARKDOWN = re.compile(r"[\\|`*_<>\[\]&]")


def reason_in_danish(problem: Problem) -> str:
    """Give why a bilag is missing as a reader of the package may see it: no path, no English."""
    return problem.dansk or _FAULT_IN_DANISH.get(problem.fault, _UNKNOWN_FAULT)[0]


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
        """Give the range as plain data for JSON; without a plugin where the host itself made the pages."""
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
        """Give the file as plain data for JSON."""
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
        notes: What was lost or mended on the way, in Danish.
        problems: Why it is missing.
        tagged: Whether its pages say what is heading, list, table; nothing where it has no pages.
    """

    number: BilagNumber
    target: str
    title: str
    contributor: str
    status: BilagStatus
    first_page: int
    pages: int
    size: int = 0
    original: Original | None = None
    plugin: str = ""
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    tagged: bool | None = None


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
        """Give it as plain data for JSON."""
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

    @property
    def pdf(self) -> Path:
        """Give where the package stands."""
        return self.files[-1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give every reason why something is missing."""
        return tuple(problem for bilag in self.bilag for problem in bilag.problems)

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not any(bilag.status in _GAPS for bilag in self.bilag)

    @property
    def large(self) -> tuple[Problem, ...]:
        """Give what is larger than what many can send or file; nothing stops for it."""
        found = [
            Problem(
                Fault.FILE,
                f"bilag {bilag.number}, {bilag.title}",
                f"is {bilag.size / _MB:.1f} MB",
                "ask for it in a smaller form",
                f"Bilag {bilag.number} fylder {byte_size(bilag.size)}: bed om det i en mindre udgave.",
            )
            for bilag in self.bilag
            if bilag.size > _LARGE_BILAG
        ]
        reached = [(said, dansk) for most, said, dansk in _LARGE_PACKAGE if self.size > most]
        for said, dansk in reached[-1:]:
            message = f"is {self.size / _MB:.1f} MB, {said}"
            hint = "ask for the largest bilag in a smaller form: the report says how much each fills"
            told = f"Pakken fylder {byte_size(self.size)}: {dansk}"
            found.append(Problem(Fault.OUTPUT, f"{self.stem}.pdf", message, hint, told))
        return tuple(found)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Give in Danish what is larger than what many can send or file."""
        return tuple(one.dansk for one in self.large)

    def manifest(self) -> str:
        """Give the report as JSON, the same for the same build."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=2) + "\n"

    def as_data(self) -> dict[str, object]:
        """Give the report as plain data: what the manifest holds."""
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
                    "target": bilag.target,
                    "title": bilag.title,
                    "contributor": bilag.contributor,
                    "status": bilag.status.value,
                    "first_page": bilag.first_page,
                    "last_page": bilag.first_page + bilag.pages,
                    "pages": bilag.pages,
                    "bytes": bilag.size,
                    "signed_original": bilag.original.as_data() if bilag.original else None,
                    "plugin": bilag.plugin,
                    "tagged": bilag.tagged,
                    "notes": list(bilag.notes),
                    "problems": [problem.as_data() for problem in bilag.problems],
                }
                for bilag in self.bilag
            ],
            "revision": self.revision.as_data(),
            "timestamp": self.timestamp.isoformat() if self.timestamp else None,
            "sections": [
                {
                    "target": one.key,
                    "title": one.title,
                    "bilag": one.number,
                    "first_page": one.first,
                    "pages": one.pages,
                    "digest": one.digest,
                }
                for one in self.sections
            ],
            "inputs": dict(self.inputs),
            "separate": [one.as_data() for one in self.separate],
            "warnings": list(self.warnings),
            "without_bilag": list(self.without_bilag),
            "provenance": [pages.as_data() for pages in self.ranges],
            "versions": dict(sorted(self.versions.items())),
        }

    def markdown(self) -> str:
        """Give the report as a note in Danish."""
        return "\n".join(_note(self)) + "\n"


def _note(report: BuildReport) -> list[str]:
    conference = report.conference
    delivered = [bilag for bilag in report.bilag if bilag.status is BilagStatus.DELIVERED]
    missing = [bilag for bilag in report.bilag if bilag.status in _GAPS]
    size = f"Den er på {counted(report.pages, 'side', 'sider')} og fylder {byte_size(report.size)}."
    lines = [
        f"# {report.stage.label}: {conference.title}",
        "",
        f"{conference.host}, {period(conference.start, conference.end)}, {conference.place}.",
        "",
        f"Pakken er lavet. {size} {len(delivered)} af {len(report.bilag)} bilag er med.",
        "",
    ]
    if report.revision.number > 1:
        lines += ["## Hvad der er ændret", "", *_revised(report.revision), ""]
    if missing:
        lines += ["## Det mangler", ""]
        for bilag in missing:
            awaited = ["Bilaget afventes."] if bilag.status is BilagStatus.AWAITED else []
            reasons = " ".join(dict.fromkeys([*awaited, *map(reason_in_danish, bilag.problems)]))
            lines.append(f"- **Bilag {bilag.number}** fra {bilag.contributor}: {reasons}")
        lines += ["", "På hvert manglende bilags plads i pakken står en side, der siger det samme.", ""]
    lines += ["## Det skal du gøre nu", ""]
    lines += [f"- {step}" for step in _next_steps(report, missing)]
    lines += [
        "",
        "## Bilag",
        "",
        "| Nr. | Titel | Fra | Status | Fra side | Sider | Fylder | Tagget |",
        "|--:|---|---|---|--:|--:|--:|---|",
    ]
    lines += [
        f"| {bilag.number} | {_cell(bilag.title)} | {_cell(bilag.contributor)} | {_STATUS_IN_DANISH[bilag.status]} "
        f"| {bilag.first_page} | {bilag.pages} | {byte_size(bilag.size) if bilag.size else '–'} "
        f"| {_TAGGED_IN_DANISH[bilag.tagged]} |"
        for bilag in report.bilag
    ]
    notes = [f"- {warning}" for warning in report.warnings]
    for bilag in report.bilag:
        notes += [f"- Bilag {bilag.number}: {note}" for note in bilag.notes]
        if bilag.original is not None:
            notes.append(f"- Bilag {bilag.number}: den underskrevne fil ligger ved siden af som {bilag.original.name}.")
    if notes:
        lines += ["", "## Bemærkninger", "", *notes]
    if report.without_bilag:
        lines += ["", f"Uden bilag: {join(report.without_bilag)}."]
    lines += ["", "## Tilgængelighed og arkivformat", "", *_conformance(report)]
    if report.separate:
        lines += ["", "## Hvert bilag for sig", "", *_separate(report)]
    if missing:
        lines += ["", f"Til den, der retter fejlene: de tekniske beskeder står i {report.stem}.manifest.json."]
    return lines


_CHANGE_IN_DANISH = {
    ChangeKind.ADDED: "er kommet til",
    ChangeKind.CHANGED: "er ændret",
    ChangeKind.WITHDRAWN: "er udgået",
}


def _revised(revision: Revision) -> list[str]:
    """Give what is not as in the package that people have, a line for each."""
    dated = f" den {day(revision.date)}" if revision.date else ""
    replaced = f" Den erstatter den, der blev sendt ud den {day(revision.replaces)}." if revision.replaces else ""
    lines = [f"Det er udgave {revision.number}, revideret{dated}.{replaced}", ""]
    for one in revision.changes:
        withdrawn = one.kind is ChangeKind.WITHDRAWN and one.number is not None
        name = f"Bilag {one.number}" if withdrawn else one.title
        lines.append(f"- {_cell(name)} {_CHANGE_IN_DANISH[one.kind]}.")
    return lines


def _separate(report: BuildReport) -> list[str]:
    """Give where the bilag stand by themselves, and which of those files fall short of a standard."""
    folder = report.separate[0].name.partition("/")[0]
    count = counted(len(report.separate), "fil", "filer")
    lines = [f"{count} i mappen {_cell(folder)}, med bilagenes numre; manifestet har hver fils kontrolsum."]
    if not report.conformance.checker:
        return [*lines, "Filerne er ikke kontrolleret."]
    lines.append("")
    for profile in Profile:
        short = [one.number for one in report.separate if profile not in one.conformance.satisfied]
        said = f"ikke {_bilag_numbers(short)}" if short else "overholdt af dem alle"
        lines.append(f"- {profile.label} ({_PURPOSES[profile]}): {said}.")
    return lines


_PURPOSES = {Profile.UA1: "tilgængelighed", Profile.A2A: "arkivformat"}


def _conformance(report: BuildReport) -> list[str]:
    """Give what the package is to a screen reader and an archive, and which bilag stand in the way."""
    found = report.conformance
    lines = []
    for profile in Profile:
        name = f"{profile.label} ({_PURPOSES[profile]})"
        if profile in found.satisfied:
            lines.append(f"- {name}: overholdt, kontrolleret med {found.checker}.")
        elif findings := found.of(profile):
            lines.append(f"- {name}: ikke overholdt. {_culprits(findings)}")
        else:
            unchecked = any(profile is one for one, _ in found.unchecked)
            lines.append(f"- {name}: {'kunne ikke kontrolleres' if unchecked else 'ikke kontrolleret'}.")
    broken = _per_bilag(report)
    if broken:
        lines += ["", "Det kan blive bedre:", "", *broken]
    if found.satisfied:
        lines += ["", "Kontrollen er maskinel: om overskrifter, alternative tekster og læserækkefølge giver mening,"]
        lines[-1] += " skal et menneske se."
    return lines


def _culprits(findings: Sequence[Finding]) -> str:
    numbers = sorted({number for finding in findings for number in finding.bilag}, key=number_order)
    if numbers:
        return f"Det skyldes {_bilag_numbers(numbers)}."
    return "Det skyldes ikke et enkelt bilag."


def _bilag_numbers(numbers: Sequence[BilagNumber]) -> str:
    return f"bilag {join([str(number) for number in numbers])}"


def _per_bilag(report: BuildReport) -> list[str]:
    """Give what is wrong with which bilag, and what to do: one line for all that are alike."""
    alike: dict[str, list[BilagReport]] = {}
    for bilag in report.bilag:
        wrong = {meaning_of(one.rule): None for one in report.conformance.findings if bilag.number in one.bilag}
        sentences = [meaning.wrong for meaning in wrong]
        steps = [meaning.step for meaning in wrong]
        if bilag.tagged is False:
            sentences.insert(0, _UNTAGGED)
            steps.insert(0, _UNTAGGED_STEP)
        if sentences:
            said = " ".join((*dict.fromkeys(sentences), *dict.fromkeys(steps)))
            alike.setdefault(said, []).append(bilag)
    lines = []
    for said, group in alike.items():
        names = join(list(dict.fromkeys(bilag.contributor for bilag in group)))
        lines.append(f"- **B{_bilag_numbers([bilag.number for bilag in group])[1:]}** fra {names}: {said}")
    rules = sorted({one.rule for one in report.conformance.findings if not one.bilag})
    if rules:
        lines.append(f"- Pakken selv bryder {join(rules)}: vis det til den, der står for programmet.")
    return lines


_UNTAGGED = "Ikke tagget: siderne læses op i den rækkefølge, de er tegnet, uden overskrifter, lister og tabeller."
_UNTAGGED_STEP = "Bed om filen igen, gemt som tagget (tilgængelig) PDF."


def _next_steps(report: BuildReport, missing: Sequence[BilagReport]) -> list[str]:
    steps = []
    for bilag in missing:
        advice = dict.fromkeys(_FAULT_IN_DANISH.get(problem.fault, _UNKNOWN_FAULT)[1] for problem in bilag.problems)
        steps.append(f"Bilag {bilag.number}, {bilag.contributor}: {' '.join(advice)}")
    if missing:
        steps.append("Byg pakken igen, når bilagene er der. Numrene på de andre bilag ændrer sig ikke.")
    if report.warnings or any(bilag.notes for bilag in report.bilag):
        steps.append("Læs bemærkningerne nedenfor, og se de bilag efter, de gælder.")
    if any(bilag.tagged is False for bilag in report.bilag) or report.conformance.findings:
        steps.append("Se nederst, hvilke bilag der ikke er tilgængelige, og bed om dem i en bedre udgave.")
    if not steps:
        steps.append("Læs pakken igennem, og send den ud.")
    return steps


def _cell(text: str) -> str:
    """Give text that is only text in a Markdown table's cell."""
    return _MARKDOWN.sub(r"\\\g<0>", text.replace("\n", " "))
