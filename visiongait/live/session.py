"""A live session: pictures from the reader, people from the tracker, numbers from the analysis; its loop."""

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from ..causal import LiveAnalysis
from ..datatypes import Image, LegCorrection, LivePose
from ..pose import LiveTracker
from .camera_check import CameraWatch, feet_inside
from .reader import Arrival, Reader
from .state import MESSAGES, LiveFrame, Spectator, Status, Wish
from .timing import LiveClock, PictureFlow

STALLED_AFTER_S = 1.0
_PATIENCE_S = 0.1
_REMEMBERED = 9000  # latencies: five minutes

Mark = Callable[[float], None]
"""Called with the recording time of each mark that a user sets."""


class LiveSession:
    """Turns what a camera sends into `LiveFrame`s, always of the newest picture.

    Parameters
    ----------
    reader
        Started and stopped with the session.
    tracker
        Finds the person on each picture.
    correction
        Of the legs; used if it was learnt for the tracker's network.

    Attributes
    ----------
    paused
        While set, pictures are let pass.
    latencies_s
        Of the last five minutes' pictures, from arrival to the end of the work on them.
    measured
        How many pictures were looked at.
    """

    def __init__(self, reader: Reader, tracker: LiveTracker, correction: LegCorrection | None = None) -> None:
        self._reader, self._tracker = reader, tracker
        fits = correction is not None and correction.network == tracker.model.calibration
        self._correction = correction if fits else None
        self._clock = LiveClock()
        self._flow = PictureFlow()
        self._watch = CameraWatch()
        self._analysis: LiveAnalysis | None = None
        self._connection = 0
        self._shape: tuple[int, ...] = ()
        self._last = LiveFrame(0, None, time.monotonic(), 0.0, "connecting", MESSAGES["connecting"])
        self._handed_out = 0
        self.paused = False
        self.latencies_s: deque[float] = deque(maxlen=_REMEMBERED)
        self.measured = 0

    @property
    def dropped(self) -> int:
        """Pictures left out because newer ones had come."""
        return self._reader.mailbox.dropped

    def frames(self) -> Generator[LiveFrame]:
        """Yield a frame for each picture taken, and word every tenth of a second while none comes.

        Raises
        ------
        InputError, EnvironmentFaultError
            If a file cannot be read, or this computer cannot read cameras.
        """
        self._warm_up()
        self._reader.start()
        try:
            while True:
                arrival = self._reader.mailbox.take(_PATIENCE_S)
                frame = self._measured(arrival) if arrival else self._waiting()
                if frame:
                    yield self._numbered(frame)
                if frame and frame.status == "ended":
                    return
        finally:
            self._reader.stop()

    def _warm_up(self) -> None:
        """Let the networks look at a black picture: their first look takes longer than all others."""
        self._tracker.look(np.zeros((720, 1280, 3), np.uint8), 0.0)
        self._tracker.forget()

    def _numbered(self, frame: LiveFrame) -> LiveFrame:
        self._last = replace(frame, number=self._handed_out, dropped=self.dropped)
        self._handed_out += 1
        return self._last

    def _waiting(self) -> LiveFrame | None:
        """Say why no picture comes; nothing if the last one has only just come."""
        self._reader.check()
        if self._reader.ended:
            strides = self._analysis.finish() if self._analysis else ()
            return replace(self._word("ended"), strides=strides)
        if self._reader.trouble:
            return self._word("reconnecting", self._reader.trouble)
        if self._last.image is None:
            return self._word("connecting")
        silent = time.monotonic() - self._last.arrived_s > STALLED_AFTER_S
        return self._word("stalled") if silent else None

    def _word(self, status: Status, message: str = "") -> LiveFrame:
        """Return a frame without a new picture, and without anything that was measured."""
        last = self._last
        return LiveFrame(
            0, last.image, last.arrived_s, last.time_s, status, message or MESSAGES[status], zero=last.zero
        )

    def _measured(self, arrival: Arrival) -> LiveFrame:
        shot = arrival.shot
        if arrival.connection != self._connection:
            self._connection = arrival.connection
            self._clock.reconnect()
            self._flow = PictureFlow()
        time_s = self._clock.time_s(shot.arrived_s, shot.stamp_s)
        image = shot.image()
        if self.paused:
            return replace(self._word("paused"), arrived_s=shot.arrived_s, time_s=time_s, image=image)
        if not self._flow.take(time_s):
            self._interrupt()
            return replace(self._word("uneven"), arrived_s=shot.arrived_s, time_s=time_s, image=image)
        frame = self._with_flow_message(self._analysed(image, shot.arrived_s, time_s))
        latency_s = time.monotonic() - shot.arrived_s
        self.latencies_s.append(latency_s)
        self.measured += 1
        return replace(frame, latency_s=latency_s)

    def _interrupt(self) -> None:
        if self._analysis:
            self._analysis.interrupt(self._flow.reason)

    def _with_flow_message(self, frame: LiveFrame) -> LiveFrame:
        """Say on a frame why nothing is counted, where it is the pictures' fault."""
        if frame.status not in ("tracking", "two_people") or not self._flow.message:
            return frame
        return replace(frame, status="uneven", message=self._flow.message)

    def _analysed(self, image: Image, arrived_s: float, time_s: float) -> LiveFrame:
        analysis = self._analysis_for(image)
        if self._flow.broken:
            self._interrupt()
        live_pose = self._tracker.look(image, time_s)
        status = _status(image, live_pose)
        measurable = status in ("tracking", "two_people")
        known = analysis.add(time_s, live_pose if measurable else LivePose(None, None, live_pose.people))
        return LiveFrame(
            number=0,
            image=image,
            arrived_s=arrived_s,
            time_s=time_s,
            status=status,
            message=MESSAGES[status],
            landmarks_px=known.landmarks_px,
            angles_deg=known.angles_deg,
            angles_delay_s=known.angles_delay_s,
            zero=known.zero,
            check=self._watch.look(image, time_s, live_pose, analysis.walker),
            events=known.events,
            strides=known.strides,
        )

    def _analysis_for(self, image: Image) -> LiveAnalysis:
        """Return the analysis for pictures of this size; a new one, with nobody known, if it has changed."""
        if self._analysis is None or image.shape != self._shape:
            self._shape = image.shape
            self._tracker.forget()
            self._analysis = LiveAnalysis(image.shape[1], image.shape[0], self._correction)
        return self._analysis


def _status(image: Image, live_pose: LivePose) -> Status:
    if live_pose.xy_px is None:
        return "nobody"
    if not feet_inside(image, live_pose.xy_px):
        return "half_body"
    return "two_people" if live_pose.people > 1 else "tracking"


def percentile_s(latencies_s: deque[float], percent: float) -> float:
    """Return a percentile of latencies; NaN of none."""
    return float(np.percentile(np.array(latencies_s), percent)) if latencies_s else np.nan


def show(
    session: LiveSession, spectators: Sequence[Spectator], *, seconds: float | None = None, mark: Mark
) -> None:
    """Run a session to its end, and close the spectators whatever happens.

    Parameters
    ----------
    session
        Not yet started.
    spectators
        Are shown every frame, in this order; any of them may end the session.
    seconds
        End after so long; None: only at the end of the source or at a wish.
    mark
        Notes a mark.

    Raises
    ------
    InputError, EnvironmentFaultError
        As `LiveSession.frames`.
    """
    started_s = time.monotonic()
    try:
        with closing(session.frames()) as frames:
            for frame in frames:
                wishes = [spectator.take(frame) for spectator in spectators]
                for wish in wishes:
                    _fulfil(wish, session, frame, mark)
                late = seconds is not None and time.monotonic() - started_s >= seconds
                if late or "quit" in wishes:
                    return
    finally:
        for spectator in spectators:
            spectator.close()


def _fulfil(wish: Wish | None, session: LiveSession, frame: LiveFrame, mark: Mark) -> None:
    if wish == "pause":
        session.paused = not session.paused
    elif wish == "mark":
        mark(frame.time_s)
