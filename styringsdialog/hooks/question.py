"""What a plugin is asked, as it goes over the border to the plugin's process."""

from __future__ import annotations

from pathlib import Path

import attrs

from styringsdialog.hooks.accepting import shown
from styringsdialog.hooks.guard import Origin
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.tracing import UNWATCHED, Watch
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.people import Contributor

__all__ = ["Asking", "Question"]


@attrs.frozen(kw_only=True)
class Asking:
    """For which package contributors are asked, and how.

    Attributes:
        stage: Before the meeting, or after it.
        audience: Who will read the package.
        traced: Whether to note what the hooks get and give.
        hash_seed: Python's, in the plugin's process: two answers that differ with it depend on the order of a set.
        days: How far from today the plugin is asked: an answer that differs with it depends on the clock.
        bytecode: Whether modules may be read from what was compiled before.
    """

    stage: Stage = Stage.INFORMATIONSPAKKE
    audience: Audience = Audience.PUBLIC
    traced: bool = False
    hash_seed: int = 0
    days: int = 0
    bytecode: bool = True


@attrs.frozen(kw_only=True)
class Question:
    """What a plugin is asked: whose bilag, made by whom, from what.

    Attributes:
        conference: Without the settings of other contributors.
        place: The contributor's index in conference.toml.
        folder: The contributor's data folder; ``None`` when there is none.
        roots: The folders that files and pictures may come from.
    """

    provider: Provider
    conference: Conference
    place: int
    folder: Path | None
    roots: tuple[Path, ...]
    asking: Asking

    @property
    def contributor(self) -> Contributor:
        """Return the contributor who is asked."""
        return self.conference.contributors[self.place]

    def origin(self, hook: str, watch: Watch = UNWATCHED) -> Origin:
        """Return whom to name when ``hook`` goes wrong."""
        return Origin(self.provider, hook, self.contributor.id, watch, network=self.contributor.network)

    def shown(self, path: Path) -> str:
        """Return ``path`` as messages say it."""
        return shown(path, edition=self.conference.folder, roots=self.roots)
