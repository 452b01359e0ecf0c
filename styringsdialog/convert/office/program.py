"""LibreOffice as a program that is started for one file: with a profile of its own, and an end to its time."""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import MessageError
from styringsdialog.isolate.wall import settle_office
from styringsdialog.messages.message import message

# What it is called in reports and colophons.
OFFICE: Final = "LibreOffice"

# What to type on Debian or Ubuntu. The fonts are as wide as Arial and Calibri: lines end where they did.
INSTALL: Final = (
    "apt-get install libreoffice-impress-nogui libreoffice-writer-nogui libreoffice-calc-nogui "
    "fonts-liberation fonts-crosextra-carlito"
)

_NAMES: Final = ("soffice", "libreoffice")
_GRACE: Final = 5
# Seconds in which it can say its version; one is usual.
_PATIENCE: Final = 30
# With this exit code it asks to be started once more, as with a profile whose extensions another build put there.
_AND_AGAIN: Final = '"$@"; status=$?; [ $status = 81 ] && exec "$@"; exit $status'
# The part of the time that the first try gets; what it leaves is for a second.
_FIRST: Final = 0.6

_COMMON = "/org.openoffice.Office.Common"
# Host and port of a proxy that is none: the discard service (RFC 863), which nobody runs.
_NOWHERE = ("127.0.0.1", "9")

# Path, name and value, as the schemas of LibreOffice's configuration name them.
_SETTINGS: Final = (
    # Macros: never, whoever signed them.
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    # Links: 0 is always, 1 on request, 2 never in Calc; in Writer 1 is never, and 2 is on request.
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "1"),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    # Cells: as they were saved.
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    # Whatever is asked for by an address goes to where nobody answers, the own machine's included.
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", _NOWHERE[0]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", _NOWHERE[1]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE[0]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", _NOWHERE[1]),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyName", _NOWHERE[0]),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyPort", _NOWHERE[1]),
    # Numbers and dates without a language of their own are Danish.
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "da-DK"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale", "da-DK"),
    # A page is the size that the file says, whatever printer there is.
    (f"{_COMMON}/Save/Document", "LoadPrinter", "false"),
    # It ran before, in a later version than any: at the first start of one it tries out all ways of drawing, which
    # takes three times as long as all the rest.
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "9999.0"),
    # No questions, no traces.
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    (f"{_COMMON}/Save/Document", "AutoSave", "false"),
    (f"{_COMMON}/Save/Document", "GenerateThumbnail", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
)

# What stands in for fonts that are not here; otherwise it is DejaVu, in which a page becomes a page and a half.
_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<alias binding="same"><family>Aptos</family><accept><family>Carlito</family></accept></alias>
<alias binding="same"><family>Aptos Display</family><accept><family>Carlito</family></accept></alias>
<alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias>
<alias><family>serif</family><prefer><family>Liberation Serif</family></prefer></alias>
<alias><family>monospace</family><prefer><family>Liberation Mono</family></prefer></alias>
</fontconfig>
"""

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


@attrs.frozen(kw_only=True)
class Filter:
    """How LibreOffice is to read a file and what it is to write.

    Attributes:
        source: The name of the filter that reads; empty for whichever LibreOffice finds fit.
        suffix: Of the file that is written, without its dot.
        target: The name of the filter that writes; empty for the one of the suffix.
        options: Of ``target``.
    """

    source: str
    suffix: str
    target: str = ""
    options: Mapping[str, bool | int] = attrs.field(factory=dict)

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return its part of the command line."""
        named = f"{self.suffix}:{self.target}" if self.target else self.suffix
        if self.options:
            # In words as json.dumps writes them: LibreOffice 7.4 and later reads options in this form.
            options = {
                name: {"type": "boolean" if isinstance(value, bool) else "long", "value": json.dumps(value)}
                for name, value in self.options.items()
            }
            named = f"{named}:{json.dumps(options)}"
        return (*((f"--infilter={self.source}",) if self.source else ()), "--convert-to", named)


class NoPdfError(MessageError):
    """LibreOffice ended, whatever its exit code, and there is no file."""


class LateError(NoPdfError):
    """LibreOffice did not end in its time."""


def find_soffice() -> Path | None:
    """Return where LibreOffice is; nothing when the search path does not lead to it."""
    return next((Path(path) for name in _NAMES if (path := shutil.which(name))), None)


def office_version() -> str:
    """Return the version of LibreOffice, «7.4.7.2»; empty where there is none, or it does not say."""
    if (soffice := find_soffice()) is None:
        return ""
    program = _program(soffice)
    with tempfile.TemporaryDirectory(prefix="soffice-", ignore_cleanup_errors=True) as scratch:
        home = Path(scratch)
        (home / "tmp").mkdir()
        profile = f"-env:UserInstallation={(home / 'profile').resolve().as_uri()}"
        try:
            done = subprocess.run(  # noqa: S603 - the program that find_soffice found
                [str(program), profile, "--headless", "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                env=_environment(program, home),
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    version = re.search(r"\b\d+(?:\.\d+)+", done.stdout)
    return version[0] if version else ""


def run_soffice(soffice: Path, source: Path, filters: tuple[Filter, Filter], *, folder: Path, seconds: float) -> Path:
    """Convert ``source`` and return the new file, which stands in ``folder``.

    Args:
        soffice: See ``find_soffice``.
        source: A file whose name is plain ASCII.
        filters: For the first try, and for the second when the first leaves no file.
        folder: An empty one.
        seconds: For both tries together.

    Raises:
        LateError: It did not end in its time.
        NoPdfError: Both tries left no file.
        OSError: A temporary file cannot be written, or the program not started.
    """
    first, second = filters
    with contextlib.suppress(NoPdfError):
        return _try(soffice, source, first, folder=folder, seconds=seconds * _FIRST)
    return _try(soffice, source, second, folder=folder, seconds=seconds * (1 - _FIRST))


def _try(soffice: Path, source: Path, how: Filter, *, folder: Path, seconds: float) -> Path:
    """Convert once, with a fresh profile; nothing of the program runs afterwards."""
    with tempfile.TemporaryDirectory(prefix="soffice-", dir=folder, ignore_cleanup_errors=True) as scratch:
        home = Path(scratch)
        program = _program(soffice)
        user = home / "profile" / "user"
        (user / "extensions").mkdir(parents=True)
        (user / "extensions" / "buildid").write_text(_build(program), encoding="utf-8")
        items = "".join(
            f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{html.escape(value)}</value></prop>'
            "</item>\n"
            for path, name, value in _SETTINGS
        )
        (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")
        (home / "tmp").mkdir()
        fonts = home / ".config" / "fontconfig" / "fonts.conf"
        fonts.parent.mkdir(parents=True)
        fonts.write_text(_FONTS, encoding="utf-8")
        command = [
            str(program),
            "-env:OSL_SOCKET_PATH=.",
            f"-env:UserInstallation={(home / 'profile').resolve().as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
            *how.arguments,
            *("--outdir", str(folder), str(source)),
        ]
        process = subprocess.Popen(  # noqa: S603 - the program that find_soffice found, and words of ours
            ["/bin/sh", "-c", _AND_AGAIN, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=_environment(program, home),
            start_new_session=True,
            preexec_fn=settle_office,  # noqa: PLW1509 - there are no threads here, and it takes no lock
        )
        try:
            _wait(process, seconds)
        except subprocess.TimeoutExpired as error:
            raise LateError(message("office.late", seconds=round(seconds))) from error
        finally:
            _end(process)
    made = folder / f"{source.stem}.{how.suffix}"
    if not made.is_file() or not made.stat().st_size:
        # Exit code 0 says nothing: a file that cannot be loaded ends with it too.
        raise NoPdfError(message("office.no-output", exit_code=process.returncode))
    return made


def _program(soffice: Path) -> Path:
    """Return the program itself: the script around it keeps its socket where all may write, and nowhere else."""
    program = soffice.resolve().with_name("soffice.bin")
    return program if program.is_file() else soffice


def _build(program: Path) -> str:
    """Return by what name LibreOffice knows the build that it is; empty where that is not said beside it."""
    try:
        said = program.with_name("versionrc").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    build = re.search(r"^buildid=(.*)$", said, re.MULTILINE)
    return build[1] if build else ""


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until ``process`` has ended, and be told at once; Python itself looks twenty times a second.

    Raises:
        subprocess.TimeoutExpired: It has not ended in that time.
    """
    try:
        end = os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        process.wait(seconds)  # a system, a kernel or a container that lacks the call
        return
    try:
        select.select([end], [], [], seconds)
    finally:
        os.close(end)
    process.wait(0)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: ``soffice`` is a script, and the program its child."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)


def _environment(program: Path, home: Path) -> dict[str, str]:
    """Return what the program may know: no proxy, no display, no desktop, and no home but its own."""
    # A script needs what it names; what the program itself would start by name, GnuPG above all, answers nothing that
    # is asked here, and takes a tenth of its time.
    folders = (str(program.parent), *(() if program.suffix else (os.defpath,)))
    return {
        "PATH": os.pathsep.join(folders),
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Copenhagen",
        "SAL_USE_VCLPLUGIN": "svp",
    }
