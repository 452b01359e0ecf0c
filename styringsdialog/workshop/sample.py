"""A conference that nobody holds, for trying one plugin on."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

from styringsdialog.errors import BilagFileError
from styringsdialog.messages.message import Where, message, system_reason
from styringsdialog.model.blocks import KeyFigureRow, KeyFigures
from styringsdialog.model.colour import Accent
from styringsdialog.model.conference import Agreement, Conference, FollowUp, Journal
from styringsdialog.model.design import Design
from styringsdialog.model.people import Contributor, ContributorKind, Participant, ProgrammeItem, Speaker, Talk, Theme
from styringsdialog.model.scalars import Key, Line, Quotes, TextFile


def file_conference(folder: Path, file: Path) -> Conference:
    """Return a conference that nobody holds, whose only bilag is ``file``, with its folder in ``folder``.

    Raises:
        BilagFileError: The file cannot be read.
    """
    own = folder / "bilag" / "fil"
    own.mkdir(parents=True)
    try:
        shutil.copyfile(file, own / file.name)
    except OSError as error:
        raise BilagFileError.at(
            Where(file=file.name), message("edition.unreadable", reason=system_reason(error))
        ) from error
    contributor = Contributor(
        id=Key("fil"),
        name=Line("Filen"),
        kind=ContributorKind.OTHER,
        plugin=Key("folder"),
        settings={"path": "bilag/fil"},
    )
    # Fixed days, so that what is said of a file does not depend on when it is tried.
    start = dt.datetime(2030, 5, 16, 15, 0)  # noqa: DTZ001 - wall-clock time at the place
    return Conference(
        title=Line("Prøve af et bilag"),
        host=Line("Prøve"),
        place=Line("Prøve"),
        start=start,
        end=start.replace(hour=18),
        contributors=(contributor,),
        folder=folder,
    )


def sample_conference(folder: Path, *, plugin: str, settings: Mapping[str, object] | None = None) -> Conference:
    """Return a conference with every part of the model filled in, in which ``plugin`` serves the first contributor.

    The contributor's id is the plugin's; a second one is there, so that nobody takes itself for alone.
    The names are invented.

    Args:
        folder: What the edition folder is taken to be; the contributor's data folder is
            ``bilag/<plugin>`` in it.
        plugin: The plugin's id.
        settings: What stands in the contributor's table, as TOML data; none when left out.
    """
    return Conference(
        title=Line("Styringsdialogkonference"),
        host=Line("Prøveby Kommune"),
        # Fixed days, so that answers of different days can be compared.
        start=dt.datetime(2030, 5, 16, 15, 0),  # noqa: DTZ001 - wall-clock time at the place
        end=dt.datetime(2030, 5, 16, 18, 0),  # noqa: DTZ001 - as above
        place=Line("Rådhuset i Prøveby"),
        recurrence="hvert andet år",
        notice="Prøve: konferencen findes ikke.",
        contact="Åse Prøve, proeve@eksempel.dk",
        updated=dt.date(2030, 4, 25),
        draft=True,
        quotes=Quotes.CURLY,
        slug=Key("proeve"),
        invitation=TextFile("invitation.md", "I inviteres til en prøve.\n"),
        welcome=TextFile("velkomst.md", "Velkommen til en prøve.\n"),
        referat=TextFile("referat.md", "Konferencen blev holdt som en prøve.\n"),
        design=Design(accent=Accent("#2e7d32")),
        journal=Journal(sagsbehandler="proeve", doknr="1", sagsnr="2"),
        contributors=(
            Contributor(
                id=Key(plugin),
                name=Line("Prøveby Boligforening"),
                kind=ContributorKind.BOLIGORGANISATION,
                plugin=Key(plugin),
                deadline=dt.date(2030, 4, 25),
                contact="bilag@eksempel.dk",
                ask="Åse Prøve, direktør",
                settings=settings or {},
            ),
            Contributor(
                id=Key("nabo"),
                name=Line("Nabobyens Andelsboligforening"),
                kind=ContributorKind.BOLIGORGANISATION,
                # The one plugin that every installation has.
                plugin=Key("folder"),
            ),
        ),
        themes=(
            Theme(
                key=Key("faellesskaber"),
                title=Line("Fællesskaber"),
                talks=(
                    Talk(
                        title="Naboskab i praksis",
                        speakers=(
                            Speaker(name=Line("Åse Prøve"), title="direktør", organisation="Prøveby Boligforening"),
                        ),
                        bilag=plugin,
                        key=Key("naboskab"),
                    ),
                ),
            ),
            Theme(key=Key("oekonomi"), title=Line("Økonomi og drift")),
        ),
        programme=(
            ProgrammeItem(start=dt.time(15, 0), end=dt.time(15, 15), title="Velkomst"),
            ProgrammeItem(start=dt.time(15, 15), end=dt.time(16, 0), talk="naboskab"),
        ),
        participants=(
            Participant(name=Line("Åse Prøve"), organisation=Line("Prøveby Boligforening"), title="direktør"),
            Participant(name=Line("Ib Prøve"), organisation=Line("Prøveby Kommune"), title="borgmester"),
        ),
        key_figures=(
            KeyFigures(
                title="Almene boliger",
                unit="antal",
                columns=("2026", "2028", "2030"),
                rows=(KeyFigureRow(label="Familieboliger", values=(1200, 1234, 1250)),),
                source="Prøveby Kommune",
            ),
        ),
        agreements=(Agreement(what=Line("Prøven gentages"), parties=(Line("Prøveby Boligforening"),)),),
        follow_ups=(FollowUp(what=Line("Prøven skrives ned"), contact="Åse Prøve", when="inden sommer"),),
        folder=folder,
    )
