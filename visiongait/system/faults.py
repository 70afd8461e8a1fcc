"""What the file system refuses, in the words of `visiongait.errors`."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import EnvironmentFaultError, UsageError, VisionGaitError

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


def disk_is_full(fault: BaseException) -> bool:
    """Whether an error of the system means that the disk, or the user's share of it, is full."""
    return getattr(fault, "errno", None) in NO_SPACE


@contextmanager
def as_user_errors(place: str | os.PathLike[str], *, option: str = "") -> Iterator[None]:
    """Report what the file system refuses within, writing to `place`; other errors pass.

    Parameters
    ----------
    place
        The file or folder that is written, as its user knows it.  Of several such blocks around each other
        the outermost names the place.
    option
        The command's option by which another place is chosen.

    Raises
    ------
    EnvironmentFaultError
        If the disk is full, or takes no files that are so large.
    UsageError
        If nothing can be written there: no permission, no such folder, a name that is too long.
    """
    try:
        yield
    except Exception as fault:
        refusal = fault.__cause__ if isinstance(fault, VisionGaitError) else fault
        code = getattr(refusal, "errno", None)  # FFmpeg's errors have one as well
        with_option = f" with {option}" if option else ""
        if code in NO_SPACE:
            raise EnvironmentFaultError(
                f"The disk is full: {os.fspath(place)} could not be written.",
                f"Free some space, or choose a folder on another disk{with_option}.",
            ) from refusal
        if code == errno.EFBIG:
            raise EnvironmentFaultError(
                f"{os.fspath(place)} cannot be written: the disk does not accept files of that size.",
                f"Choose a folder on another disk{with_option}.",
            ) from refusal
        if code in NOT_WRITABLE:
            raise UsageError(
                f"{os.fspath(place)} cannot be written ({os.strerror(code)}).",
                f"Choose a folder that you may write to{with_option}.",
            ) from refusal
        raise
