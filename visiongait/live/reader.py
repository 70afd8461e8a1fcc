"""Reads pictures in a thread and keeps only the newest: what nobody took in time is counted, never queued."""

import threading
from typing import NamedTuple

from ..errors import EnvironmentFaultError, InputError
from ..video import Capture, Shot, is_file
from .recording import RawRecorder
from .state import AGAIN

BACKOFF_S = (0.5, 1.0, 2.0, 4.0)
"""How long to wait before each attempt to connect anew; the last one before all that follow."""

_JOIN_S = 6.0


class Arrival(NamedTuple):
    """A picture, and which connection it came by: those of different ones have different clocks."""

    shot: Shot
    connection: int


class Mailbox:
    """Room for one picture; a newer one takes its place.

    Attributes
    ----------
    dropped
        Pictures that were replaced before anybody took them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: Arrival | None = None
        self.dropped = 0

    def put(self, arrival: Arrival) -> None:
        """Leave a picture."""
        with self._changed:
            self.dropped += self._held is not None
            self._held = arrival
            self._changed.notify()

    def take(self, timeout_s: float) -> Arrival | None:
        """Return the newest picture not yet taken, waiting for it for a while."""
        with self._changed:
            self._changed.wait_for(lambda: self._held is not None, timeout_s)
            held, self._held = self._held, None
            return held


class Reader:
    """Connects to a source, reads it, and connects again whenever it is lost, until it is stopped.

    Parameters
    ----------
    source
        As for `video.capture.Capture`.  A file is read once.
    recorder
        Is given every packet that arrives; None: nothing is recorded.

    Attributes
    ----------
    mailbox
        Where the pictures arrive.
    trouble
        Why there is no connection: one sentence; empty while there is one, and before the first attempt.
    ended
        Whether nothing more will come.
    """

    def __init__(self, source: str, recorder: RawRecorder | None = None) -> None:
        self._source, self._recorder = source, recorder
        self._once = is_file(source)
        self._stop = threading.Event()
        self._fault: Exception | None = None
        self._capture: Capture | None = None
        self._connections = 0
        self.mailbox = Mailbox()
        self.trouble = ""
        self.ended = False
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Stop reading and wait for it; a source that hangs is left to its timeout."""
        self._stop.set()
        if capture := self._capture:
            capture.stop()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def check(self) -> None:
        """Raise what no waiting mends: the fault of a file, or of this computer."""
        if self._fault:
            raise self._fault

    def _run(self) -> None:
        try:
            self._read_again_and_again()
        except Exception as fault:  # noqa: BLE001 (raised again by `check`)
            self._fault = fault
        self.ended = True

    def _read_again_and_again(self) -> None:
        attempt = 0
        while not self._stop.is_set():
            before = self._connections
            lost = self._read()
            if self._once or isinstance(lost, EnvironmentFaultError):
                self._fault = lost
                return
            attempt = 0 if self._connections > before else attempt + 1
            self.trouble = f"{lost.message if lost else 'The stream has ended.'} {AGAIN}"
            self._stop.wait(BACKOFF_S[min(attempt, len(BACKOFF_S) - 1)])

    def _read(self) -> InputError | EnvironmentFaultError | None:
        """Read one connection to its end; return the fault that ended it."""
        try:
            self._capture = Capture(self._source)
        except (InputError, EnvironmentFaultError) as fault:
            return fault
        try:
            self._pass_on(self._capture)
        except InputError as fault:
            return fault
        finally:
            self._capture.close()
            self._capture = None
        return None

    def _pass_on(self, capture: Capture) -> None:
        keep = self._recorder.begin(capture.stream, capture.has_clock) if self._recorder else None
        self._connections += 1
        for shot in capture.shots(keep):
            self.trouble = ""
            self.mailbox.put(Arrival(shot, self._connections))
