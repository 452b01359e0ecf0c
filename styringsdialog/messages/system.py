"""Why the operating system refused something, as a message."""

from __future__ import annotations

import errno
from typing import Final

from styringsdialog.messages.message import Message, message

__all__ = ["system_reason"]

_REASONS: Final = {
    errno.EACCES: message("system.not-permitted"),
    errno.EBADF: message("system.not-open"),
    errno.EBUSY: message("system.busy"),
    errno.EDQUOT: message("system.quota"),
    errno.EEXIST: message("system.exists"),
    errno.EFBIG: message("system.too-large"),
    errno.EIO: message("system.input-output"),
    errno.EISDIR: message("system.is-a-folder"),
    errno.ELOOP: message("system.links-in-a-circle"),
    errno.EMFILE: message("system.too-many-open"),
    errno.ENAMETOOLONG: message("system.name-too-long"),
    errno.ENOENT: message("system.not-there"),
    errno.ENOMEM: message("system.no-memory"),
    errno.ENOSPC: message("system.no-room"),
    errno.ENOTDIR: message("system.not-a-folder"),
    errno.ENOTEMPTY: message("system.not-empty"),
    errno.EPERM: message("system.not-allowed"),
    errno.EROFS: message("system.read-only"),
}


def system_reason(error: OSError) -> Message:
    """Return why ``error`` came: the system's own words where it is none of the usual reasons."""
    usual = _REASONS.get(error.errno or 0)
    return usual or message("words.own", what=error.strerror or str(error), hint="", reader="")
