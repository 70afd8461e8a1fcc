"""A new event detector is one class, handed to `find_events`; the rest of the room works with it."""

from collections.abc import Mapping

import numpy as np
import pytest

from visiongait.datatypes import SIDES, EventKind, GaitEvent, Side, Trajectories
from visiongait.errors import UsageError
from visiongait.events import DETECTORS, EventDetector, OConnor2007, find_events, find_strides
from visiongait.kinematics import bridged, is_walking
from visiongait.synthetic import SyntheticWalk

LOW = 0.03
"""A point is on the floor in the lowest 3 % of its range."""


class FootOnFloor:
    """Initial contact: the heel comes down to the floor.  Foot off: the toe leaves it."""

    name = "foot-on-floor"
    lag_s: Mapping[EventKind, float] = {"foot_strike": 0.0, "foot_off": 0.0}

    def detect(self, trajectories: Trajectories) -> tuple[GaitEvent, ...]:
        if not is_walking(trajectories):
            return ()
        return tuple(sorted(event for side in SIDES for event in self._of_side(trajectories, side)))

    def _of_side(self, trajectories: Trajectories, side: Side) -> list[GaitEvent]:
        heel, toe = (bridged(trajectories.of(f"{side}_{point}"))[:, 1] for point in ("heel", "toe"))
        down, up = (
            np.diff((height < height.min() + LOW * np.ptp(height)).astype(int)) for height in (heel, toe)
        )
        times = {"foot_strike": np.flatnonzero(down > 0) + 1, "foot_off": np.flatnonzero(up < 0) + 1}
        return [
            GaitEvent(float(trajectories.time_s[row]), side, kind, self.name, 1.0)
            for kind, rows in times.items()
            for row in rows
        ]


@pytest.mark.parametrize("rate_hz", [30.0, 100.0])
def test_find_events_takes_any_detector(rate_hz):
    walker = SyntheticWalk(duration_s=6.0)
    detector: EventDetector = FootOnFloor()
    walk_pass = walker.walk_pass(rate_hz)
    report = find_events(walk_pass, detector=detector)
    assert {event.method for event in report.events} == {"foot-on-floor+load"}
    for side in SIDES:
        true = walker.event_times_s(side, "foot_strike")
        found = report.times(side, "foot_strike")
        assert len(found) >= 4
        assert all(np.abs(true - time_s).min() < 0.06 for time_s in found)
    assert any(stride.valid for stride in find_strides(report, 0, walk_pass=walk_pass))


def test_the_second_detector_can_be_another_one():
    walk_pass = SyntheticWalk(duration_s=6.0).walk_pass(60.0)
    as_usual, swapped = find_events(walk_pass), find_events(walk_pass, second=FootOnFloor())
    assert [event.kind for event in swapped.events] == [event.kind for event in as_usual.events]
    assert swapped.agreement_s != as_usual.agreement_s
    assert find_events(walk_pass, second=OConnor2007()).events == as_usual.events


def test_a_detector_is_chosen_by_name(monkeypatch):
    walk_pass = SyntheticWalk(duration_s=6.0).walk_pass(60.0)
    monkeypatch.setitem(DETECTORS, FootOnFloor.name, FootOnFloor())
    by_name = find_events(walk_pass, "touch", detector="foot-on-floor")
    assert {event.method for event in by_name.events} == {"foot-on-floor+touch"}
    with pytest.raises(UsageError, match="no event detector 'mine'"):
        find_events(walk_pass, detector="mine")
