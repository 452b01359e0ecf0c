"""The settings that LibreOffice is started with: nothing of the machine's, nothing kept, nothing fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["write_profile"]

_COMMON = "/org.openoffice.Office.Common"
_NOWHERE = ("127.0.0.1", "9")
"""Host and port of a proxy that is none: the discard service (RFC 863), which nobody runs."""

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
    # No questions, no traces.
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    (f"{_COMMON}/Save/Document", "AutoSave", "false"),
    (f"{_COMMON}/Save/Document", "GenerateThumbnail", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
)
"""Path, name and value, as the schemas of LibreOffice's configuration name them."""

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Write a new user's profile to ``folder``, which need not be there.

    Raises:
        OSError: It cannot be written.
    """
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")
