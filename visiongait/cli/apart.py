"""Work that may bring its process down, done in a copy of this one: a user reads a sentence all the same.

The copy (`fork`) is made before anything heavy is imported and takes a millisecond.  It writes to the same
terminal, and is what the user sees; this process only waits, and says what the copy cannot say any more.
"""

import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from ..errors import InputError
from ..system import crashed, stuck

STOPPED = 130
"""Exit code of a program that was stopped with Ctrl-C."""

PATIENCE_S = 300.0
"""So long nothing may move: neither is progress reported nor a byte read or written."""

_LEAVING_S = 15.0
"""So long after all was done the copy may take to clear up."""

_LOOK_EVERY_S = 0.5
_TELL_EVERY_S = 1.0
_ALIVE, _LEFT = "alive", "left"
_DIE_WITH_PARENT = 1  # Linux: PR_SET_PDEATHSIG
_SHOW_CURSOR = "\r\x1b[2K\x1b[?25h"
"""For a terminal whose progress bar was cut off: clear its line, show the cursor."""

Work = Callable[[], int]
"""Something to do that says its own failures; returns an exit code."""

_reported_s = 0.0
_line: int | None = None  # to who waits for this process


def possible() -> bool:
    """Whether processes can be copied here."""
    return sys.platform == "linux"


def tell_alive() -> None:
    """Let who waits for this process know that it moves."""
    global _reported_s
    if _line is not None and time.monotonic() - _reported_s > _TELL_EVERY_S:
        _reported_s = time.monotonic()
        _tell(_ALIVE)


def each_apart(works: Sequence[Work], names: Sequence[str], fallen: Callable[[InputError], int]) -> list[int]:
    """Do one work after the other; return their exit codes.

    Where one brings the copy down, the next ones are done in another.

    Parameters
    ----------
    works
        What to do.
    names
        What each is about, as the user calls it.
    fallen
        Called with the error of a work that could not say its own; returns the exit code.
    """
    codes: list[int] = []
    while len(codes) < len(works):
        read, write = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            os.close(read)
            return codes + _in_the_copy(works[len(codes) :], write)
        os.close(write)
        failure = _Waiting(child, read, names, codes).failure()
        if failure:
            codes.append(fallen(failure))
    return codes


def _in_the_copy(works: Sequence[Work], line: int) -> list[int]:
    """Do the works here; what is left by an exception is left with a word, and goes on as in any process."""
    global _line
    _line = line
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop_once)
    codes = []
    try:
        for work in works:
            codes.append(work())
            sys.stdout.flush()
            _tell(str(codes[-1]))
    except BaseException:
        _tell(_LEFT)
        raise
    return codes


def _stop_once(*_: object) -> NoReturn:
    """Stop; Ctrl-C reaches this process from the terminal and from who waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _tell(word: str) -> None:
    if _line is not None:
        os.write(_line, f"{word}\n".encode())


class _Waiting:
    """Waits for a copy of this process, and finds out how it ended."""

    def __init__(self, child: int, line: int, names: Sequence[str], codes: list[int]) -> None:
        self._child, self._line = child, line
        self._names, self._codes = names, codes
        self._left = self._hanging = False
        self._still_s, self._bytes = 0.0, 0

    def failure(self) -> InputError | None:
        """Wait for the copy, noting its exit codes; return the error of the work over which it fell.

        Leaves this process with the copy's exit code where the copy left on its own: it has said why.
        """
        with self._passing_on_ctrl_c():
            self._listen()
            code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        os.close(self._line)
        if self._left:
            sys.exit(code if code >= 0 else STOPPED)  # Python may end by the signal itself
        if self._all_done:
            return None  # it may fall while it clears up
        if sys.stderr.isatty():
            sys.stderr.write(_SHOW_CURSOR)
        name = self._names[len(self._codes)]
        return stuck(name, PATIENCE_S / 60) if self._hanging else crashed(name, code)

    @property
    def _all_done(self) -> bool:
        return len(self._codes) == len(self._names)

    def _listen(self) -> None:
        """Take in what the copy tells until it is gone or has not moved for too long."""
        rest = b""
        while self._still_s < (_LEAVING_S if self._all_done else PATIENCE_S):
            if not select.select([self._line], [], [], _LOOK_EVERY_S)[0]:
                self._still_s = 0.0 if self._has_read_or_written() else self._still_s + _LOOK_EVERY_S
                continue
            self._still_s = 0.0
            said = os.read(self._line, 4096)
            if not said:
                return
            *words, rest = (rest + said).split(b"\n")
            for word in words:
                self._take(word.decode())
        self._hanging = True
        os.kill(self._child, signal.SIGKILL)

    def _take(self, word: str) -> None:
        self._left = self._left or word == _LEFT
        if word not in (_ALIVE, _LEFT):
            self._codes.append(int(word))

    def _has_read_or_written(self) -> bool:
        """Whether bytes went through the copy since this was asked last: a long file on a slow disk."""
        try:
            counts = Path(f"/proc/{self._child}/io").read_text(encoding="ascii").split()
        except OSError:
            return False
        before, self._bytes = self._bytes, int(counts[1]) + int(counts[3])
        return self._bytes != before

    @contextmanager
    def _passing_on_ctrl_c(self) -> Iterator[None]:
        """Let Ctrl-C stop the copy, which says so; pressed again, it ends it."""
        pressed = 0

        def pass_on(*_: object) -> None:
            nonlocal pressed
            pressed += 1
            os.kill(self._child, signal.SIGINT if pressed == 1 else signal.SIGKILL)

        before = signal.getsignal(signal.SIGINT)
        if before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, pass_on)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        if pressed > 1:
            raise KeyboardInterrupt
