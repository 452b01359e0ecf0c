"""An environment with the host installed from its wheel, as a plugin's author has it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from support.editions import PROJECT

# The Python that ours was made from; .venv has no pip itself.
_WITH_PIP = Path(sys.base_prefix) / "bin" / "python3"


@attrs.frozen
class Environment:
    """A virtual environment in ``folder``."""

    folder: Path

    @property
    def python(self) -> Path:
        """Give its Python."""
        return self.folder / "bin" / "python"

    @classmethod
    def with_host(cls, folder: Path) -> Environment:
        """Make one in which the host is installed, and the libraries of this one can be imported."""
        venv.create(folder, with_pip=False, symlinks=True)
        made = cls(folder)
        # Of the libraries only: what is installed here for editing has .pth files of its own, which
        # are not followed from here.
        site = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
        Path(site, "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
        made.install(PROJECT)
        return made

    def install(self, *projects: Path) -> None:
        """Build wheels of ``projects`` and install them; nothing is fetched."""
        self.pip("--no-deps", "--no-build-isolation", *map(str, projects))

    def pip(self, *arguments: str, cwd: Path | None = None) -> None:
        """Run ``pip install`` for this environment; nothing is fetched."""
        # What is visible from outside counts as installed for pip, and is to be left alone.
        offline = ["--no-index", "--ignore-installed", "--quiet", "--disable-pip-version-check"]
        command: list[str | Path] = [_WITH_PIP, "-m", "pip", "--python", self.python, "install", *offline, *arguments]
        done = self.run(command, cwd=cwd or self.folder)
        assert done.returncode == 0, done.stdout + done.stderr

    def run(
        self, command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``command`` in ``cwd`` with this environment's programs first, and give what it printed."""
        return subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            encoding="utf-8",
            env=self._variables(env or {}),
            cwd=cwd,
            check=False,
        )

    def _variables(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "COV"))}
        return {**kept, "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}", **more}
