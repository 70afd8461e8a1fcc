"""A result folder is written by one command at a time, takes its name in one move, or is refused.

FOLDER           the result
.FOLDER.partial  a result under way; whoever is at work holds a lock on it, and a killed command holds nothing
.FOLDER.old      an earlier result while a new one takes its place, for a moment
"""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import UsageError
from ..system import hidden
from .contents import EXPORTS, LEFT_BY_SYSTEMS, is_exported, is_result

TRIES = 5
_GONE = -1
_FILLED = (errno.ENOTEMPTY, errno.EEXIST)


@contextmanager
def claimed_folder(workspace: Path, target: Path) -> Iterator[None]:
    """Make the folder `workspace`, empty, and hold it; what a killed command left in it is swept.

    The lock is on the folder itself and goes with it when it is renamed.

    Raises
    ------
    UsageError
        If another command holds it, naming the `target` that both want to write.
    """
    handle = _hold(workspace, target)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _hold(workspace: Path, target: Path) -> int | None:
    for _ in range(TRIES):
        made = _make(workspace)
        handle = _lock(workspace, target, made)
        if handle is None and made:
            return None  # no locks here: whoever made the folder holds it
        if handle is not None and _is(workspace, handle):
            _empty(workspace)
            return handle
        if handle is not None and handle != _GONE:
            os.close(handle)  # renamed or swept between opening and locking: look again
    raise _busy(target)


def _make(workspace: Path) -> bool:
    try:
        workspace.mkdir(parents=True)  # another command may have taken its empty parents away again
    except FileExistsError:
        return False
    return True


def _lock(workspace: Path, target: Path, made: bool) -> int | None:
    """Return the handle of the locked folder; None where this file system has no locks."""
    if sys.platform == "win32":
        _without_locks(workspace, target, made)
        return None
    from filelock import lock_descriptor

    try:
        handle = os.open(workspace, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return _GONE
    try:
        locked = lock_descriptor(handle, blocking=False)
    except OSError:
        os.close(handle)
        _without_locks(workspace, target, made)
        return None
    if not locked:
        os.close(handle)
        raise _busy(target)
    return handle


def _without_locks(workspace: Path, target: Path, made: bool) -> None:
    """Let only whoever made the folder go on."""
    if made:
        return
    raise UsageError(
        f"Another command is writing to {target}, or one was stopped while writing.",
        f"If none is running, delete the folder {workspace} and give the same command again.",
    )


def _is(workspace: Path, handle: int) -> bool:
    try:
        return handle != _GONE and os.path.samestat(os.fstat(handle), workspace.stat())
    except FileNotFoundError:
        return False


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()


def _busy(target: Path) -> UsageError:
    return UsageError(
        f"Another command is writing to {target} at the moment.",
        "Wait until it has finished, or choose another folder with -o.",
    )


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
        raise filled_meanwhile(folder) from refusal


def filled_meanwhile(folder: Path) -> UsageError:
    """Return the error for a folder that another command filled while this one was at work."""
    return UsageError(
        f"Another command has written results to {folder} in the meantime; the new ones were not saved.",
        "They probably belong to another recording of the same name: give each its own folder with -o.",
    )


def replace_folder(fresh: Path, folder: Path) -> None:
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
