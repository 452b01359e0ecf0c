"""Set up this checkout: ``python3 .ci/install.py [--tests]``.

Makes the virtual environment ``.venv``, installs the pinned dependencies of ``.ci/lock/`` into
it, wheels only and each held against its hash, and then the host and every plugin in
``plugins/`` from this checkout, editable. ``--tests`` adds what tests and checks need. Safe to
run again: an environment that fits is left alone, one that does not is made anew.

It needs Python and pip, nothing else: neither ``ensurepip`` nor an earlier ``virtualenv``. The
file has to be parsed by the older Python that it turns away, so it keeps to old syntax.
"""

import argparse
import compileall
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

# ruff: noqa: T201 - it speaks to the person who runs it

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is turned away
    sys.exit("styringsdialog needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin/python"
STAMP = ENVIRONMENT / "installed.json"
LOCKS = {"run": ROOT / ".ci/lock/run.txt", "tests": ROOT / ".ci/lock/tests.txt"}
OLDEST_PIP = (22, 3)  # the first with --python


def main() -> None:
    """Install what is asked for, unless it is there already."""
    parser = argparse.ArgumentParser(description="Install styringsdialog and its plugins into .venv.")
    parser.add_argument("--tests", action="store_true", help="also install what tests and checks need")
    wanted = "tests" if parser.parse_args().tests else "run"
    expected = fingerprint()
    found = read_stamp()
    fits = found.get("fingerprint") == expected and PYTHON.exists()
    if fits and found.get("lock") in (wanted, "tests"):
        print("install: .venv is ready")
        return
    python = python_with_pip()
    if fits:
        STAMP.unlink()
    else:
        print("install: making .venv with Python {}.{}.{}".format(*sys.version_info[:3]), flush=True)
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(ENVIRONMENT)
    projects = [ROOT, *sorted(file.parent for file in ROOT.glob("plugins/*/pyproject.toml"))]
    lock = LOCKS[wanted]
    print(f"install: dependencies, as pinned in {lock.relative_to(ROOT).as_posix()}", flush=True)
    pip(python, "--require-hashes", "--only-binary=:all:", "--no-deps", f"--requirement={lock}")
    print(f"install: styringsdialog and {len(projects) - 1} plugins, from this checkout", flush=True)
    # The lock holds every dependency and the build backend, so nothing more is looked for.
    pip(python, "--no-deps", "--no-build-isolation", *(f"--editable={project}" for project in projects))
    make_paths_relative()
    # As pip does for wheels: where a process may not write, as a worker behind its wall, each would compile it anew.
    compileall.compile_dir(str(ROOT / "styringsdialog"), quiet=1)
    STAMP.write_text(json.dumps({"fingerprint": expected, "lock": wanted}), encoding="utf-8")
    print("install: done")


def make_paths_relative() -> None:
    """Write the paths of editable installs from where they stand.

    Python 3.12 and older reads them in the encoding of the locale, and does not even start when
    one has a letter that the encoding lacks: ``ø`` with ``LC_ALL=C``.
    """
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)}))
    for file in packages.glob("*.pth"):
        lines = file.read_text(encoding="utf-8").splitlines()
        lines = [os.path.relpath(line, packages) if line.startswith(str(ROOT)) else line for line in lines]
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def fingerprint() -> str:
    """Give what an environment is made from, as one hash: Python, the place, this script, the locks, the projects."""
    digest = hashlib.sha256(os.fsencode(f"{sys.version}\n{sys.base_prefix}\n{ROOT}"))
    for path in (
        Path(__file__),
        *LOCKS.values(),
        ROOT / "pyproject.toml",
        *sorted(ROOT.glob("plugins/*/pyproject.toml")),
    ):
        digest.update(os.fsencode(f"\n{path}\n") + path.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    """Give what the last run that went well left, or nothing."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def python_with_pip() -> str:
    """Give a Python whose pip can install into another environment, or stop with a sentence.

    Ours, or where that is an environment without pip (as ``.venv`` is) the one it was made from.
    """
    found = None
    for python in (sys.executable, getattr(sys, "_base_executable", sys.executable)):  # as venv itself finds it
        answer = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
        found = re.match(r"pip (\d+)\.(\d+)", answer.stdout) or found
        if found and tuple(map(int, found.groups())) >= OLDEST_PIP:
            return python
    if found:
        sys.exit(f"install: {found[0]} is too old, 22.3 is needed: {python} -m pip install --upgrade pip")
    sys.exit(f"install: {python} has no pip. On Debian and Ubuntu: apt-get install python3-pip")


def pip(python: str, *arguments: str) -> None:
    """Run the ``pip install`` of ``python`` for the environment; its errors are shown as it gives them."""
    # A user's own pip may be set to install into the home folder, which an environment refuses.
    settings = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [python, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", *arguments]
    if subprocess.run(command, env=settings, check=False).returncode:
        sys.exit(
            "install: pip could not install this; its message stands above. If it could not reach the package"
            " index, mend the network or pip's proxy settings; then run the same line again."
        )


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"install: .venv cannot be made: {error}")
