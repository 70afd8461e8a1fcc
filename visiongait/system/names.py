"""Names of files as they can be written down and shown."""

import re
from os import PathLike, fspath

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def printable(name: str | PathLike[str]) -> str:
    """Return a file's name or path as text that every file, terminal and program takes.

    Cameras, old archives and other countries' computers name files in bytes that are no UTF-8; Python carries
    them through as characters that cannot be written.  Those become `�`, as do terminal codes.
    """
    text = fspath(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _CONTROL.sub(_UNREADABLE, text)
