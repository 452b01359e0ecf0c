"""The gate for personal numbers: a finished package, and what is published beside it, searched before it is published.

What stands on a bilag's own pages is told by their numbers in the bilag: a package that is stopped is there for nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from styringsdialog.assemble.verify import ReadBack
from styringsdialog.compose.bilag import NumberedBilag, is_listed
from styringsdialog.compose.separate import Made
from styringsdialog.danish.personal_numbers import PersonalNumber, masked, personal_numbers
from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.messages.showing import with_texts
from styringsdialog.model.bilag import Caption
from styringsdialog.report.build import BuildReport

_FOUND: Final = "compose.personal-number"
_NAME: Final = message("compose.in-name")
_KINDS: Final = {
    "": message("compose.in-text"),
    "/ActualText": message("compose.in-alternative-text"),
    "/Alt": message("compose.in-alternative-text"),
    "/Contents": message("compose.in-comment"),
    "/E": message("compose.in-alternative-text"),
    "/RC": message("compose.in-comment"),
    "/Title": message("compose.in-bookmark"),
    "/URI": message("compose.in-link"),
}


def with_personal_data(
    made: Made, report: BuildReport, read_back: ReadBack
) -> tuple[BuildReport, Mapping[str, Sequence[Problem]]]:
    """Return ``report`` with what is to be said of personal numbers in the package ``made``; and each that was found.

    Args:
        made: The package.
        report: On it.
        read_back: What it says.

    Returns:
        The problems by the target of the bilag; "" for what is in none.
    """
    kinds_by_number: dict[tuple[str, Where, PersonalNumber], dict[Message, list[int]]] = {}
    for target, where, kind, page, text in _texts(made, report, read_back):
        for number in personal_numbers(text):
            kinds_by_number.setdefault((target, where, number), {}).setdefault(kind, []).append(page)
    bilag = {numbered.target: numbered for numbered in made.bilag}
    # Those that were withheld: of others that are missing, the title is printed.
    gone = {target for target, it in bilag.items() if any(why.what.code == _FOUND for why in it.problems)}
    named = {number for target, _, number in kinds_by_number if target}
    told = {number for target, _, number in kinds_by_number if target and target not in gone}
    like = Counter((target, number.mask) for target, _, number in kinds_by_number)
    problems: dict[str, list[Problem]] = {}
    remarks: list[Remark] = []
    for (target, where, number), kinds in kinds_by_number.items():
        # A bilag's title stands on other pages too, and what it is called in the names of what is published.
        if target in gone or (not target and (number in told or (number in named and kinds.keys() == {_NAME}))):
            continue
        told.add(number)
        said = {**made.order.conference.output.not_cpr, **(bilag[target].not_cpr if target else {})}
        reasons = {re.sub(r"\D", "", key): reason for key, reason in said.items()}
        # By its first six digits only where no other number has them.
        reason = reasons.get(number.digits) or (like[target, number.mask] == 1 and reasons.get(number.digits[:6]))
        cure = (
            message("compose.not-cpr-in-bilag", number=number.mask)
            if target and is_listed(bilag[target].contribution)
            else message("compose.not-cpr-in-conference", number=number.mask)
        )
        for kind, pages in kinds.items():
            place = message("compose.on-pages", kind=kind, pages=sorted({*pages})) if any(pages) else kind
            what = message("compose.personal-number", number=number.mask, place=place, cure=cure)
            if reason:
                what = message("compose.no-personal-number", number=number.mask, place=place, reason=reason)
            else:
                problems.setdefault(target, []).append(Problem(Fault.PERSONAL_DATA, where, what))
            remarks.append(Remark(what, where))
    return attrs.evolve(report, personal=tuple(remarks), unread_pages=read_back.unread), problems


def withheld(bilag: NumberedBilag, problems: Sequence[Problem]) -> NumberedBilag:
    """Return ``bilag`` as one that is missing because of ``problems``, and called by what may be shown of its title."""
    texts = {name: masked(text) for name, text in bilag.caption.texts.items()}
    return attrs.evolve(bilag.missing(problems), caption=Caption(**texts)) if problems else bilag


def _texts(made: Made, report: BuildReport, read_back: ReadBack) -> Iterator[tuple[str, Where, Message, int, str]]:
    """Return every text that is published: of which bilag it is, where it stands, the kind of place, page and words."""
    places = {}
    for numbered in made.bilag:
        origin = message("place.bilag", number=str(numbered.number), title=masked(numbered.caption.title))
        places[numbered.target] = Where(origin=origin)
        yield from (
            (numbered.target, Where(origin=origin), _NAME, 0, text)
            for text in (numbered.target, *numbered.caption.texts.values())
        )
    for page, key, text in read_back.personal:
        kind = _KINDS.get(key) or message("compose.in-data")
        section = next((section for section in made.plan.sections if section.first <= page <= section.last), None)
        if section and section.key in places and page >= section.own_first:
            yield section.key, places[section.key], kind, page - section.own_first + 1, text
        else:
            yield "", Where(path=section.title) if section else Where(origin=message("place.package")), kind, page, text
    names: list[str] = []
    with_texts(report.as_data(), names.append)
    yield from (("", Where(file=name), _NAME, 0, name) for name in names)
