"""The report as a note in Danish: what is missing, what to do now, and how good the package is."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from markdown_it import MarkdownIt

from styringsdialog.danish.dates import day, period
from styringsdialog.danish.lists import counted, join
from styringsdialog.danish.numbers import byte_size
from styringsdialog.messages.message import Language, Level, text_of
from styringsdialog.messages.showing import in_markdown, shown
from styringsdialog.model.bilag import BilagNumber, Checked, number_order
from styringsdialog.model.conference import Audience
from styringsdialog.model.conformance import Finding, Profile
from styringsdialog.model.sent import ChangeKind, Revision
from styringsdialog.report.build import BilagReport, BilagStatus, BuildReport
from styringsdialog.report.reasons import file_of, meaning_of, reason_in_danish, step_in_danish

_STATUS_IN_DANISH: Final = {
    BilagStatus.DELIVERED: "leveret",
    BilagStatus.CLOSED: "lukket, ikke med i denne udgave",
    BilagStatus.MISSING: "mangler",
    BilagStatus.AWAITED: "afventes",
}

_TAGGED_IN_DANISH: Final = {True: "ja", False: "nej", None: "–"}

_PURPOSES: Final = {Profile.UA1: "tilgængelighed", Profile.A2A: "arkivformat"}
_CHANGE_IN_DANISH: Final = {
    ChangeKind.ADDED: "er kommet til",
    ChangeKind.CHANGED: "er ændret",
    ChangeKind.WITHDRAWN: "er udgået",
}
_UNTAGGED: Final = (
    "Ikke tagget: siderne læses op i den rækkefølge, de er tegnet, uden overskrifter, lister og tabeller."
)
_UNTAGGED_STEP: Final = "Bed om filen igen, gemt som tagget (tilgængelig) PDF."
_UNREAD: Final = (
    "Programmet har ledt efter personnumre (CPR) i alt, hvad pakken siger, men ikke på side {pages}: der er ingen "
    "tekst at læse, kun billeder. Se dem efter, før pakken offentliggøres."
)
_SENT_AGAIN: Final = (
    'Er det den samme fil under et nyt navn, så skriv replaces = "filens gamle navn" ved filen i bilag.toml, og byg '
    "pakken igen: så beholder bilaget sit nummer."
)
_UNCLEANED: Final = (
    "Den er ikke renset: den er, som den blev modtaget, med alt, hvad der kan være gemt i den, for eksempel navne, "
    "kommentarer, scripts og vedhæftede filer."
)
_FOR_THE_SECRETARY: Final = {
    Audience.PUBLIC: "Denne rapport er til sekretæren, og mappen, den ligger i, må ikke offentliggøres. Det, der må, "
    "er {stem}.pdf, {stem}.manifest.json og, hvis den er der, mappen {stem}-bilag.",
    Audience.INTERNAL: "Denne rapport er til sekretæren, og pakken er den interne. Intet af det, der er lavet, må "
    "offentliggøres.",
}


_PAGE: Final = """\
<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 20mm }}
body {{ font: 1rem/1.5 sans-serif; color: #1a1a1a; background: #fff; max-width: 50rem; margin: 2rem auto }}
h1, h2, h3 {{ line-height: 1.25; break-after: avoid }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem }}
th, td {{ border-bottom: 1px solid #767676; padding: .3rem .6rem; text-align: left; vertical-align: top }}
tr {{ break-inside: avoid }}
</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def danish_note(report: BuildReport) -> str:
    """Return ``report`` as a note in Danish, in Markdown."""
    return "\n".join(_lines(report)) + "\n"


def danish_page(report: BuildReport) -> str:
    """Return ``danish_note`` as one HTML page, for a browser, a mail or A4."""
    # Text of others is escaped in the note already, and HTML is not let through.
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(danish_note(report))
    return _PAGE.format(title=html.escape(shown(f"{report.stage.label}: {report.conference.title}")), body=body)


def file_note(report: BuildReport) -> str:
    """Return in Danish what is to be said of the only bilag of ``report``: remarks, and whether it is accessible."""
    return "\n".join([*_remarks(report), "", "## Tilgængelighed og arkivformat", "", *_conformance(report)]).strip()


def _lines(report: BuildReport) -> list[str]:
    conference = report.conference
    delivered = [bilag for bilag in report.bilag if bilag.status is BilagStatus.DELIVERED]
    missing = [bilag for bilag in report.bilag if bilag.is_gap]
    size = f"Den er på {counted(report.pages, 'side', 'sider')} og fylder {byte_size(report.size)}."
    closed = sum(bilag.status is BilagStatus.CLOSED for bilag in report.bilag)
    counted_closed = f", {counted(closed, 'er lukket', 'er lukkede')}" if closed else ""
    lines = [
        f"# {report.stage.label}: {_cell(conference.title)}",
        "",
        _FOR_THE_SECRETARY[report.audience].format(stem=report.stem),
        "",
        f"{_cell(conference.host)}, {period(conference.start, conference.end)}, {_cell(conference.place)}.",
        "",
        f"Pakken er lavet. {size} {len(delivered)} af {len(report.bilag)} bilag er med{counted_closed}.",
        "",
    ]
    if report.revision.number > 1:
        lines += ["## Hvad der er ændret", "", *_revised(report.revision), ""]
    if missing:
        lines += ["## Det mangler", ""]
        for bilag in missing:
            awaited = ["Bilaget afventes."] if bilag.status is BilagStatus.AWAITED else []
            reasons = in_markdown(" ".join(dict.fromkeys([*awaited, *map(reason_in_danish, bilag.problems)])))
            lines.append(f"- **Bilag {bilag.number}** fra {_cell(bilag.contributor)}{_files(bilag)}: {reasons}")
        lines += ["", "På hvert manglende bilags plads i pakken står en side, der siger det samme.", ""]
    lines += [
        "## Det skal du gøre nu",
        "",
        *(f"- {step}" for step in _next_steps(report, missing)),
        "",
        "## Bilag",
        "",
        "| Nr. | Titel | Fra | Status | Fra side | Sider | Størrelse | Tagget |",
        "|--:|---|---|---|--:|--:|--:|---|",
        *(
            f"| {bilag.number} | {_cell(bilag.title)} | {_cell(bilag.contributor)} | {_STATUS_IN_DANISH[bilag.status]} "
            f"| {bilag.first_page} | {bilag.pages} | {byte_size(bilag.size) if bilag.size else '–'} "
            f"| {_TAGGED_IN_DANISH[bilag.tagged]} |"
            for bilag in report.bilag
        ),
        *_remarks(report),
    ]
    if report.without_bilag:
        lines += ["", f"Uden bilag: {join(list(map(_cell, report.without_bilag)))}."]
    if unread := report.unread_pages:
        spans = [list(group) for _, group in groupby(unread, key=lambda page: page - unread.index(page))]
        pages = join([f"{span[0]}–{span[-1]}" if span[1:] else str(span[0]) for span in spans])
        lines += ["", "## Personnumre", "", _UNREAD.format(pages=pages)]
    lines += ["", "## Tilgængelighed og arkivformat", "", *_conformance(report)]
    if report.separate:
        lines += ["", "## Hvert bilag for sig", "", *_separate(report)]
    if missing:
        lines += ["", f"Til den, der retter fejlene: de tekniske beskeder står i {report.stem}.manifest.json."]
    return lines


def _remarks(report: BuildReport) -> list[str]:
    """Return what is to be said, the weightiest first: one line for all bilag of which the same is so."""
    alike: dict[tuple[Level, str], list[BilagNumber]] = {}
    for bilag in report.bilag:
        for note in bilag.notes:
            sentence = in_markdown(note.text(Language.DANISH).sentence)
            if bilag.listed and (checked := Checked.of(note.what.code)):
                sentence += f' Er det i orden, så skriv checked = ["{checked}"] ved filen i bilag.toml.'
            alike.setdefault((note.level, sentence), []).append(bilag.number)
        if bilag.original is not None:
            beside = f"den underskrevne fil ligger som {_cell(bilag.original.name)}. {_UNCLEANED}"
            alike.setdefault((Level.INFORMATIVE, beside), []).append(bilag.number)
    lines = []
    for level in Level:
        told = [f"- {in_markdown(warning)}" for warning in report.warnings if level is Level.ADVISED]
        told += [
            f"- B{_bilag_numbers(list(dict.fromkeys(numbers)))[1:]}: {sentence}"
            for (its_level, sentence), numbers in alike.items()
            if its_level is level
        ]
        if told:
            lines += ["", f"### {level.value.capitalize()}", "", *told]
    return ["", "## Bemærkninger", *lines] if lines else []


def _revised(revision: Revision) -> list[str]:
    """Return what is not as in the package that people have, a line for each."""
    dated = f" den {day(revision.date)}" if revision.date else ""
    replaced = f" Den erstatter den, der blev sendt ud den {day(revision.replaces)}." if revision.replaces else ""
    lines = [f"Det er udgave {revision.number}, revideret{dated}.{replaced}", ""]
    for change in revision.changes:
        withdrawn = change.kind is ChangeKind.WITHDRAWN and change.number is not None
        name = f"Bilag {change.number}" if withdrawn else change.title
        lines.append(f"- {_cell(name)} {_CHANGE_IN_DANISH[change.kind]}.")
    bilag = [change for change in revision.changes if change.number is not None]
    gone, come = (
        {change.key.partition("/")[0] for change in bilag if change.kind is kind}
        for kind in (ChangeKind.WITHDRAWN, ChangeKind.ADDED)
    )
    # A file under another name looks like a bilag that is gone and one that came, both of one contributor.
    return [*lines, "", _SENT_AGAIN] if gone & come else lines


def _separate(report: BuildReport) -> list[str]:
    """Return where the bilag stand by themselves, and which of those files fall short of a standard."""
    folder = report.separate[0].name.partition("/")[0]
    count = counted(len(report.separate), "fil", "filer")
    lines = [f"{count} i mappen {_cell(folder)}, med bilagenes numre; manifestet har hver fils kontrolsum."]
    if not report.conformance.checker:
        return [*lines, "Filerne er ikke kontrolleret."]
    lines.append("")
    for profile in Profile:
        short = [bilag.number for bilag in report.separate if profile not in bilag.conformance.satisfied]
        verdict = f"ikke {_bilag_numbers(short)}" if short else "overholdt af dem alle"
        lines.append(f"- {profile.label} ({_PURPOSES[profile]}): {verdict}.")
    return lines


def _conformance(report: BuildReport) -> list[str]:
    """Return what the package is to a screen reader and an archive, and which bilag stand in the way."""
    conformance = report.conformance
    lines = []
    for profile in Profile:
        name = f"{profile.label} ({_PURPOSES[profile]})"
        if profile in conformance.satisfied:
            lines.append(f"- {name}: overholdt, kontrolleret med {conformance.checker}.")
        elif findings := conformance.of(profile):
            lines.append(f"- {name}: ikke overholdt. {_culprits(findings)}")
        else:
            unchecked = any(profile is asked for asked, _ in conformance.reasons)
            lines.append(f"- {name}: {'kunne ikke kontrolleres' if unchecked else 'ikke kontrolleret'}.")
    if broken := _per_bilag(report):
        lines += ["", "Det kan blive bedre:", "", *broken]
    if conformance.satisfied:
        lines += ["", "Kontrollen er maskinel: om overskrifter, alternative tekster og læserækkefølge giver mening,"]
        lines[-1] += " skal et menneske se."
    return lines


def _culprits(findings: Sequence[Finding]) -> str:
    # By ``number_order``, in which «3a» stands between 3 and 4.
    numbers = sorted({number for finding in findings for number in finding.bilag}, key=number_order)
    return f"Det skyldes {_bilag_numbers(numbers)}." if numbers else "Det skyldes ikke et enkelt bilag."


def _bilag_numbers(numbers: Sequence[BilagNumber]) -> str:
    return f"bilag {join([str(number) for number in numbers])}"


def _per_bilag(report: BuildReport) -> list[str]:
    """Return what is wrong with which bilag, and what to do: one line for all that are alike."""
    alike: dict[str, list[BilagReport]] = {}
    for bilag in report.bilag:
        broken = [finding.rule for finding in report.conformance.findings if bilag.number in finding.bilag]
        meanings = [text_of(meaning, Language.DANISH) for meaning in dict.fromkeys(map(meaning_of, broken))]
        sentences = [f"{meaning.what}." for meaning in meanings]
        steps = [meaning.step for meaning in meanings]
        if bilag.tagged is False:
            # First: without tags most other rules cannot be kept.
            sentences.insert(0, _UNTAGGED)
            steps.insert(0, _UNTAGGED_STEP)
        if sentences:
            advice = " ".join((*dict.fromkeys(sentences), *dict.fromkeys(steps)))
            alike.setdefault(advice, []).append(bilag)
    lines = []
    for advice, group in alike.items():
        names = join(list(dict.fromkeys(_cell(bilag.contributor) for bilag in group)))
        lines.append(f"- **B{_bilag_numbers([bilag.number for bilag in group])[1:]}** fra {names}: {advice}")
    rules = sorted({finding.rule for finding in report.conformance.findings if not finding.bilag})
    if rules:
        lines.append(f"- Pakken selv bryder {join(rules)}: vis det til den, der står for programmet.")
    return lines


def _next_steps(report: BuildReport, missing: Sequence[BilagReport]) -> list[str]:
    steps = []
    for bilag in missing:
        # Each once: several problems of one bilag often have one cure.
        advice = in_markdown(" ".join(dict.fromkeys(map(step_in_danish, bilag.problems))))
        steps.append(f"Bilag {bilag.number}, {_cell(bilag.contributor)}{_files(bilag)}: {advice}")
    levels = {note.level for bilag in report.bilag for note in bilag.notes}
    general = {
        # They do not, because a contributor who hands in nothing keeps a number (``number_bilag``).
        "Byg pakken igen, når bilagene er der. Numrene på de andre bilag ændrer sig ikke.": missing,
        "Læs de bemærkninger nedenfor, der bør ses, og se de bilag efter, de gælder.": report.warnings
        or levels - {Level.INFORMATIVE},
        "Se nederst, hvilke bilag der ikke er tilgængelige, og bed om dem i en bedre udgave.": any(
            bilag.tagged is False for bilag in report.bilag
        )
        or report.conformance.findings,
    }
    steps += [step for step, is_due in general.items() if is_due]
    return steps or ["Læs pakken igennem, og send den ud."]


def _files(bilag: BilagReport) -> str:
    """Return the files that keep ``bilag`` out, in parentheses."""
    names = [_cell(name) for name in dict.fromkeys(map(file_of, bilag.problems)) if name]
    return f" ({join(names)})" if names else ""


def _cell(text: str) -> str:
    """Return text of others that is only text, in a Markdown table's cell too."""
    return in_markdown(shown(text))
