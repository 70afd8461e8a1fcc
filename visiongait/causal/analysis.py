"""From live poses to angles, events and strides, picture by picture; knows nothing of streams and windows."""

from collections.abc import Sequence

import numpy as np

from ..cleaning import HIP_COLUMNS, column, landmark_columns, swapped_legs
from ..datatypes import BLAZEPOSE, SIDES, EventKind, FloatArray, GaitEvent, LegCorrection, LivePose, Side
from ..events import DECIDING_POINT
from ..kinematics import from_mid_hip
from .angles import CausalLegs
from .events import KINDS, READ_AGO_S, CausalZeni, FootSample
from .leg_swaps import LegNaming, SwapCorrector
from .results import POINTS, Analysed, LiveEvent, LiveStride
from .strides import StrideBook
from .walking_frame import LONGEST_GAP_S, LaggedFit, Walker

DRAWN_WINDOW_S = 0.1
"""The points that are drawn are fitted to three pictures or four, without lag: they must lie on the limbs."""

AHEAD_S = (0.025, 0.0)
"""Angles newer than the filter's lag are read so long ago.  They are less certain, but a cue at initial
contact cannot wait for better; complete strides do (`StrideBook`)."""

OVER_S = 1.0
"""A hiccup of the stream that is no longer is gone over: it is the same person, a step or two further on."""

SOMEBODY_ELSE = 0.5
"""Hips that leap so far between two pictures, in body heights, are another person's."""

STRAY_S = 0.1
"""Unless they are back so soon: a stray picture is left out, and the steps under way go on."""

_COLUMNS = landmark_columns(BLAZEPOSE)


class LiveAnalysis:
    """The causal path: points are filtered with a known lag, then the rooms of the offline path measure them.

    Parameters
    ----------
    width_px, height_px
        Size of the pictures.
    correction
        As for `CausalLegs`.
    legs
        Instead of legs with this correction.
    """

    def __init__(
        self,
        width_px: int,
        height_px: int,
        correction: LegCorrection | None = None,
        legs: CausalLegs | None = None,
    ) -> None:
        self.walker = Walker(width_px, height_px)
        self._drawn = LaggedFit(DRAWN_WINDOW_S, 0.0, fewest=3)
        self._fit = LaggedFit()
        self._swaps = SwapCorrector()
        self._legs = legs or CausalLegs(correction)
        self._detector, self._slow_detector = CausalZeni(), CausalZeni()
        self._book = StrideBook()
        self._seen_s = -np.inf
        self._zero_due = False
        self._ended: tuple[LiveStride, ...] = ()  # by a break, and not reported yet
        self._hips_px: FloatArray | None = None
        self._hips_s = -np.inf
        self._interrupted = ""

    def add(self, time_s: float, live_pose: LivePose) -> Analysed:
        """Take what the next picture showed."""
        if self._interrupted and time_s - self._seen_s <= OVER_S:
            self._go_on()
        elif time_s - self._seen_s > LONGEST_GAP_S:  # unseen for longer, a person starts anew
            self._begin()
        self._interrupted = ""
        if live_pose.xy_px is None:
            return Analysed(zero=self._legs.zero, strides=self._book.finish(self._legs))
        self._seen_s = time_s
        points_px = live_pose.xy_px[_COLUMNS]
        if self._leapt(points_px):
            if time_s - self._hips_s <= STRAY_S:
                return Analysed(zero=self._legs.zero)
            self._begin()
        self._hips_px, self._hips_s = points_px[HIP_COLUMNS].mean(axis=0), time_s
        points_px, naming, revised_s = self._swaps.correct(time_s, points_px, self.walker.height_px)
        for fit in (self._drawn, self._fit):
            fit.revise(revised_s, swapped_legs())
        if naming is LegNaming.DOUBTFUL:
            return Analysed(zero=self._legs.zero)
        if naming is LegNaming.ANEW:
            self._restart()
        events = self._follow(time_s, points_px)
        strides = (*self._ended, *self._book.news(self._legs))
        self._ended = ()
        self._learn_zero(events)
        return Analysed(
            landmarks_px=self._landmarks(time_s, points_px),
            angles_deg=self._legs.angles_now(),
            angles_delay_s=self._fit.lag_s + self._legs.delay_s,
            zero=self._legs.zero,
            events=tuple(_live(event, time_s) for event in events),
            strides=strides,
        )

    def _learn_zero(self, events: Sequence[GaitEvent]) -> None:
        """Learn zeros once a step, on a picture without news: it takes longer than a cue may wait."""
        struck = any(event.kind == "foot_strike" for event in events)
        if self._zero_due and not events:
            self._legs.learn_zero()
        self._zero_due = struck or (self._zero_due and bool(events))

    def interrupt(self, reason: str) -> None:
        """Take it that the pictures up to the next one cannot be relied on: no stride over them is valid."""
        self._interrupted = reason

    def finish(self) -> tuple[LiveStride, ...]:
        """Return the strides that wait for more certain angles, at the end of the recording."""
        return self._book.finish(self._legs)

    def _follow(self, time_s: float, points_px: FloatArray) -> list[GaitEvent]:
        """Carry the points into the walking frame and look for events."""
        placed = self.walker.add(time_s, points_px)
        if placed is None:
            self._restart()
            return []
        if placed.turned:
            self._restart()
        moment = self._fit.add(time_s, placed.points)
        if moment is None:
            return []
        self._legs.add(moment, [self._fit.ago(lag_s) for lag_s in AHEAD_S])
        steps = [(side, kind) for side in SIDES for kind in KINDS]
        events = [
            event for step in steps if (event := self._event(self._detector, READ_AGO_S[step[1]], *step))
        ]
        for event in events:
            self._book.add(event)
        for step in steps:
            if certain := self._event(self._slow_detector, self._fit.lag_s, *step):
                self._book.correct(certain)
        return events

    def _event(self, detector: CausalZeni, ago_s: float, side: Side, kind: EventKind) -> GaitEvent | None:
        moment = self._fit.ago(ago_s)
        hips = HIP_COLUMNS
        points = from_mid_hip(moment.position, *moment.position[hips])
        deciding = column(side, DECIDING_POINT[kind])
        speed = from_mid_hip(moment.velocity[deciding], *moment.velocity[hips])[0]
        heel, toe = points[column(side, "heel")], points[column(side, "toe")]
        sample = FootSample(moment.time_s, heel, toe, float(speed))
        return detector.add(side, kind, sample)

    def _landmarks(self, time_s: float, points_px: FloatArray) -> dict[Side, dict[str, FloatArray]]:
        filtered = self._drawn.add(time_s, points_px)
        shown = filtered.position if filtered else points_px
        return {side: {point: shown[column(side, point)] for point in POINTS} for side in SIDES}

    def _leapt(self, points_px: FloatArray) -> bool:
        """Whether the hips are where the same person's cannot be."""
        if self._hips_px is None or not np.isfinite(self.walker.height_px):
            return False
        leap_px = np.linalg.norm(points_px[HIP_COLUMNS].mean(axis=0) - self._hips_px)
        return bool(leap_px > SOMEBODY_ELSE * self.walker.height_px)

    def _begin(self) -> None:
        """Begin with somebody of whom nothing is known, but for the zeros: the shoes may be the same."""
        self.walker.restart()
        self._detector, self._slow_detector = CausalZeni(), CausalZeni()
        self._drawn.restart()
        self._swaps.restart()
        self._hips_px = None
        self._restart()

    def _go_on(self) -> None:
        """Go on with the same person after a hiccup of the stream: the strides over it end, and say why."""
        self._ended += self._book.finish(self._legs)
        self._book.interrupt(self._interrupted)
        self._drawn.restart()
        self._swaps.restart()
        self._forget_movement()

    def _restart(self) -> None:
        """Forget the step under way; sizes and zeros that hold for the person stay."""
        self._ended += self._book.finish(self._legs)
        self._book.restart()
        self._forget_movement()

    def _forget_movement(self) -> None:
        self._fit.restart()
        self._detector.restart()
        self._slow_detector.restart()
        self._legs.restart(self.walker.facing or 1)


def _live(event: GaitEvent, now_s: float) -> LiveEvent:
    return LiveEvent(event.time_s, event.side, event.kind, event.confidence, now_s - event.time_s)
