"""Each bilag as a PDF of its own, as records systems take them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.assemble.conformance import checker, settle_claims
from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import Footer, Plan, plan_package
from styringsdialog.assemble.verify import verify
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.compose.layout import DRAFT, Press
from styringsdialog.compose.sections import Draft
from styringsdialog.danish.identifiers import file_words
from styringsdialog.errors import error_for
from styringsdialog.model.conference import Conference
from styringsdialog.model.conformance import Conformance, Profile
from styringsdialog.model.numbers import BilagNumber

__all__ = ["SEPARATE_NAME", "SeparateBilag", "separate_bilag"]

SEPARATE_NAME: Final = re.compile(r"Bilag [1-9]\d*[a-z]* - .+\.pdf")
"""What such a file is called; another one in the same folder is not ours."""

_LONGEST: Final = 80
"""Characters of a title in a file's name: paths end at 260 on some systems."""


@attrs.frozen(kw_only=True)
class SeparateBilag:
    """A bilag's own file.

    Attributes:
        name: Of the file: «Bilag 2 - Den groenne omstilling.pdf».
        path: Where it was made.
        conformance: What the file by itself satisfies, and therefore claims.
    """

    number: BilagNumber
    name: str
    path: Path
    pages: int
    conformance: Conformance


def separate_bilag(  # noqa: PLR0913, PLR0917 - what the package was made of, once more
    conference: Conference, drafts: Sequence[Draft], plan: Plan, press: Press, metadata: Metadata, work: Path
) -> tuple[SeparateBilag, ...]:
    """Write each bilag that is there to a file of its own in ``work``, in order.

    A file holds the bilag's own pages without its divider, and at their foot its number and title
    and «Side 3 af 14», counted in the file. What a text says of pages in the package («side 27»)
    it still says; a link that would lead out of the file is words alone. Each file is checked by itself,
    and claims what it satisfies: one may be an archive's although the package is not.

    Raises:
        StyringsdialogError: A file that was read back is not as it was meant.
    """
    found = []
    claims = tuple(Profile) if checker() else ()
    for draft in drafts:
        if draft.number is None or len(draft.parts) <= draft.own_from:
            continue
        section = press.alone(draft, plan.references)
        alone = plan_package([section], short_title=draft.title, journal=(), mark=DRAFT if conference.draft else "")
        alone = attrs.evolve(alone, footers=tuple(_titled(alone.footers, draft, conference)))
        path = work / f"separate-{draft.number}.pdf"
        own = attrs.evolve(metadata, title=draft.title)
        assemble(alone, metadata=own, path=path, claims=claims)
        conformance = settle_claims(path, own) if claims else Conformance()
        if mismatches := verify(path, alone):
            raise error_for(mismatches)
        found.append(
            SeparateBilag(number=draft.number, name=_name(draft), path=path, pages=alone.pages, conformance=conformance)
        )
    return tuple(found)


def _titled(footers: Sequence[Footer], draft: Draft, conference: Conference) -> Iterator[Footer]:
    """Give ``footers`` with the bilag's title, which may be shortened, in the place of its own page number."""
    left = f"{DRAFT} · {draft.title}" if conference.draft else draft.title
    for footer in footers:
        yield attrs.evolve(footer, left=left, bilag=False)


def _name(draft: Draft) -> str:
    title = file_words(draft.title.partition(": ")[2])[:_LONGEST].strip(" -")
    return f"Bilag {draft.number} - {title or 'uden titel'}.pdf"
