"""Make the locks anew: ``python3 .ci/lock.py [--upgrade]``; needs ``uv`` on the path.

``run.txt`` holds what the host with all its extras and its build need, ``tests.txt`` that and the
group ``dev``, for every platform and for Python 3.11 and newer. Pins that still fit ``pyproject.toml`` stay as
they are unless ``--upgrade`` is given.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EDITABLE_BUILD = "editables"  # hatchling asks for it only when it makes an editable install


def main() -> None:
    """Write both locks."""
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    backend = "\n".join([*requires, EDITABLE_BUILD])
    compile_lock("run", backend)
    compile_lock("tests", backend, "--group=dev", "--constraints=.ci/lock/run.txt")


def compile_lock(name: str, backend: str, *options: str) -> None:
    """Write ``.ci/lock/NAME.txt``; ``backend`` is read from standard input beside pyproject.toml."""
    command = [
        *("uv", "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version=3.11"),
        *("--all-extras", "--generate-hashes", "--only-binary=:all:", "--no-annotate"),
        "--custom-compile-command=python3 .ci/lock.py",
        *(*options, *sys.argv[1:], f"--output-file=.ci/lock/{name}.txt"),
        *("pyproject.toml", "-"),
    ]
    subprocess.run(command, cwd=ROOT, input=backend, text=True, check=True)


if __name__ == "__main__":
    main()
