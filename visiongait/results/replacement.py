"""A result folder takes its name in one move, or refuses; what else lay in the earlier one stays.

FOLDER           the result
.FOLDER.partial  a result under way (`claim`)
.FOLDER.old      an earlier result while a new one takes its place, for a moment
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import UsageError
from ..system import hidden
from .ours import EXPORTS, LEFT_BY_SYSTEMS, is_exported, is_result

_FILLED = (errno.ENOTEMPTY, errno.EEXIST)


def put_in_place(fresh: Path, folder: Path) -> None:
    """Give `fresh` the name of `folder`, which nobody has, or an empty folder.

    Raises
    ------
    UsageError
        If somebody else has filled it: two commands for one name end with one result, and one refusal.
    """
    for name in LEFT_BY_SYSTEMS:
        with suppress(FileNotFoundError, NotADirectoryError):
            (folder / name).rename(fresh / name)
    with suppress(OSError):
        folder.rmdir()  # POSIX would rename over an empty folder, Windows would not
    try:
        fresh.rename(folder)
    except OSError as refusal:
        if refusal.errno not in _FILLED:
            raise
        raise taken(folder) from refusal


def taken(folder: Path) -> UsageError:
    """Return the error for a folder that another command filled while this one was at work."""
    return UsageError(
        f"Another command has written results to {folder} in the meantime; these were not written.",
        "They seem to be of another recording with the same name: give each its own folder with -o.",
    )


def replace(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`, an earlier result; it comes back if that fails.

    The user's own files in it are in the new one afterwards.
    """
    old = hidden(folder, "old")
    folder.rename(old)
    try:
        fresh.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Finish what a command left that was stopped while it replaced `folder`; whoever calls has the claim."""
    old = hidden(folder, "old")
    if not old.is_dir():
        return
    if not folder.exists():
        old.rename(folder)
        return
    _clear(old, folder, is_result)
    with suppress(OSError):
        old.rmdir()


def _clear(old: Path, folder: Path, ours: Callable[[Path], bool]) -> None:
    """Delete our files in an old folder; move all others into the new one."""
    for path in sorted(old.iterdir()):
        if ours(path):
            _delete(path)
        elif path.name == EXPORTS and path.is_dir() and not path.is_symlink() and ours is is_result:
            _clear(path, folder / EXPORTS, is_exported)
            path.rmdir()
        else:
            folder.mkdir(exist_ok=True)
            path.rename(_free(folder / path.name))


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _free(path: Path) -> Path:
    """Return the path, or one beside it where something has that name."""
    return next(one for one in _names(path) if not os.path.lexists(one))


def _names(path: Path) -> Iterator[Path]:
    yield path
    number = 1
    while True:
        number += 1
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
