"""A process of its own for everything that opens a recording, and an end for it that nothing can refuse.

A codec that crashes, a picture that does not fit into memory and a file without an end take this process with
them and nothing else.  It holds one pose network and answers one question after the other.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from typing import Any

from .. import errors
from ..datatypes import Progress
from ..errors import InputError, VisionGaitError
from ..system import crashed

CHECK_EVERY_S = 0.1
GB = 1_000_000_000


@dataclass(frozen=True)
class Limits:
    """What one recording may cost: minutes of time and gigabytes (10⁹ bytes) of memory."""

    time_min: float = 60.0
    memory_gb: float = 4.0


class BugError(VisionGaitError):
    """The program failed over the recording in a way that nobody foresaw."""


class Isolated:
    """Somebody in a process of its own who answers questions; started anew after its death.

    Parameters
    ----------
    work
        Who answers there, as `module:name`: called once, it gives an object with
        `answer(question, progress) -> dict`.
    threads
        How many threads its numeric libraries may use.
    """

    def __init__(self, work: str, threads: int) -> None:
        self._work = work
        self._threads = threads
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def ask(self, question: Mapping[str, Any], limits: Limits, progress: Progress) -> dict[str, Any]:
        """Return the answer to a question, telling of progress on the way.

        Raises
        ------
        InputError
            If the process died, or passed a limit, over the question.
        VisionGaitError
            What the other side raised; `BugError` for anything but such.
        """
        said: dict[str, Any] = {}
        line = self._started()
        try:
            line.send_bytes(json.dumps(dict(question)).encode())
            said = self._said(line, limits, progress)
        except (EOFError, OSError) as death:
            raise crashed("The recording", self._exit_code()) from death
        finally:
            if not said:
                self.close()
        if "error" in said:
            raise _revived(said)
        return said

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.wait()
        if self._line:
            self._line.close()
        self._process = self._line = None

    def interrupt(self) -> None:
        """End the process from another thread; who waits for an answer hears of its death."""
        process = self._process
        if process:
            process.kill()

    def _said(self, line: Connection, limits: Limits, progress: Progress) -> dict[str, Any]:
        """Wait for the last word on a question: the answer, or an error."""
        deadline_s = time.monotonic() + 60 * limits.time_min
        while True:
            while not line.poll(CHECK_EVERY_S):
                self._check(limits, deadline_s)
            self._check(limits, deadline_s)
            said: dict[str, Any] = json.loads(line.recv_bytes())
            if "stage" not in said:
                return said
            progress(said["stage"], said["done"], said["total"])

    def _check(self, limits: Limits, deadline_s: float) -> None:
        """End the process if it has passed a limit."""
        if time.monotonic() > deadline_s:
            self.close()
            raise InputError(
                f"The recording was not finished after {limits.time_min:g} min.",
                "Shorten it, or allow more with --time-limit and --retry-failed.",
            )
        if self._memory_bytes() > limits.memory_gb * GB:
            self.close()
            raise InputError(
                f"The recording needs more than {limits.memory_gb:g} GB of memory.",
                "If you trust the file, allow more with --memory-limit and --retry-failed.",
            )

    def _memory_bytes(self) -> int:
        import psutil

        with suppress(psutil.Error):
            if self._process:
                return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0

    def _exit_code(self) -> int:
        return self._process.wait() if self._process else 0

    def _started(self) -> Connection:
        if self._line is None:
            self._line, theirs = Pipe()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", f"{__package__}.child", str(theirs.fileno()), self._work],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for who started the batch
                    env=os.environ | thread_limits(self._threads),
                )
        return self._line


def thread_limits(threads: int) -> dict[str, str]:
    """Return the environment that tells numeric libraries how many threads to use."""
    return dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))


def _revived(said: Mapping[str, Any]) -> VisionGaitError:
    kind = getattr(errors, str(said["kind"]), BugError)
    failure: VisionGaitError = kind(said["error"], said["hint"])
    return failure
