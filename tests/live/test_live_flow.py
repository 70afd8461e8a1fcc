"""Hiccups of a network are told from movement: strides over them are not valid, and it is said why."""

import numpy as np
import pytest
from saved_walks import NORMAL, SIZE, landmarks, live_pose

from visiongait.causal import LiveAnalysis
from visiongait.live.timing import STUTTERED, TOO_UNEVEN, LiveClock, PictureFlow
from visiongait.video.pacing import Beat

RATE_HZ, WALKS, EVERY_S, BEFORE_S = 30, 4, 6.0, 1.2
TRUE_S = (1.04, 1.15)
"""Stride times of the walk as it is seen without any network in between, 1.07 to 1.10 s, a picture more."""


def delayed(sent_s, from_s, for_s):
    """Nothing comes for a while, then all at once."""
    late = (sent_s >= from_s) & (sent_s < from_s + for_s)
    return np.where(late, from_s + for_s + 0.002 * (np.cumsum(late) - 1), sent_s)


def bunched(sent_s, every_s):
    return np.ceil(sent_s / every_s - 1e-6) * every_s


def jittered(sent_s, rng, mean_s):
    return sent_s + rng.exponential(mean_s, len(sent_s))


def kept(sent_s, which):
    return np.where(which, sent_s, np.nan)


NETWORKS = {
    "even": lambda sent_s, rng: sent_s,
    "a hiccup of 0.25 s": lambda sent_s, rng: delayed(sent_s, 1.5, 0.25),
    "a hiccup in the next stride": lambda sent_s, rng: delayed(sent_s, 2.2, 0.25),
    "a hiccup of 0.5 s": lambda sent_s, rng: delayed(sent_s, 2.0, 0.45),
    "a hiccup that costs pictures": lambda sent_s, rng: kept(sent_s, (sent_s < 1.5) | (sent_s >= 1.75)),
    "jitter of 10 ms": lambda sent_s, rng: jittered(sent_s, rng, 0.01),
    "jitter of 20 ms": lambda sent_s, rng: jittered(sent_s, rng, 0.02),
    "jitter of 40 ms": lambda sent_s, rng: jittered(sent_s, rng, 0.04),
    "in threes": lambda sent_s, rng: bunched(sent_s, 0.1),
    "in sixes": lambda sent_s, rng: bunched(sent_s, 0.2),
    "a fifth lost": lambda sent_s, rng: kept(sent_s, rng.random(len(sent_s)) > 0.2),
    "half lost": lambda sent_s, rng: kept(sent_s, rng.random(len(sent_s)) > 0.5),
}
COUNTED = {"even": 12, "in threes": 9, "in sixes": 6, "a fifth lost": 9, "jitter of 10 ms": 6}
"""Strides, of twelve, that are valid at least."""


class Streamed:
    """A walk four times over a network, each picture placed by the beat of arrivals."""

    def __init__(self, network, seed=0):
        rng = np.random.default_rng(seed)
        self.strides, self.said, self.off_s = [], set(), []
        self._beat, self._clock, self._flow = Beat(), LiveClock(), PictureFlow()
        self._analysis = LiveAnalysis(*SIZE)
        time_s, xy_px = landmarks(NORMAL)
        nobody_s = np.arange(-BEFORE_S, 0, 1 / RATE_HZ)
        sent_s = np.concatenate([nobody_s, time_s])
        seen = np.concatenate([np.full((len(nobody_s), *xy_px.shape[1:]), np.nan), xy_px])
        for walk in range(WALKS):
            arrived_s = network(sent_s, rng)
            came = np.isfinite(arrived_s)
            in_order_s = np.maximum.accumulate(arrived_s[came])
            for at_s, came_s, xy in zip(sent_s[came], in_order_s, seen[came], strict=True):
                self._take(at_s + walk * EVERY_S, came_s + walk * EVERY_S, xy)

    def _take(self, at_s, came_s, xy_px):
        arrived_s = 100 + came_s
        time_s = self._clock.time_s(arrived_s, self._beat.steady_s(arrived_s))
        good = self._flow.take(time_s)
        self.said.add(self._flow.message)
        if self._flow.broken:
            self._analysis.interrupt(self._flow.reason)
        if good:
            self.off_s.append(time_s - at_s)
            told = self._analysis.add(time_s, live_pose(xy_px))
            self.strides += [stride for stride in told.strides if stride.complete]

    def valid(self):
        return [stride for stride in self.strides if stride.valid]


@pytest.mark.parametrize("name", NETWORKS)
def test_no_valid_stride_has_a_wrong_time_whatever_the_network_does(name):
    streamed = Streamed(NETWORKS[name])
    for stride in streamed.valid():
        assert TRUE_S[0] <= round(stride.end_s - stride.start_s, 2) <= TRUE_S[1], stride
    assert len(streamed.valid()) >= COUNTED.get(name, 0)
    if len(streamed.valid()) < 9:  # then people are told why
        assert streamed.said & {STUTTERED, TOO_UNEVEN}


@pytest.mark.parametrize("name", [name for name in NETWORKS if "hiccup" in name])
def test_strides_over_a_hiccup_are_told_with_the_reason(name):
    streamed = Streamed(NETWORKS[name])
    left_out = [stride for stride in streamed.strides if not stride.valid]
    assert left_out
    for stride in left_out:
        assert "unevenly" in stride.reject_reason
        assert all(np.isnan(value) for value in stride.metrics.values())
    assert STUTTERED in streamed.said


def test_an_even_stream_gives_no_word():
    assert Streamed(NETWORKS["even"]).said == {""}


@pytest.mark.parametrize("rate_hz", [24, 25, 30, 60])
@pytest.mark.parametrize("together", [2, 3, 5])
def test_pictures_in_bunches_have_their_places_by_counting(rate_hz, together):
    sent_s = np.arange(10 * rate_hz) / rate_hz
    arrived_s = bunched(sent_s, together / rate_hz)
    beat = Beat()
    off_s = np.array([beat.steady_s(moment) for moment in arrived_s]) - sent_s
    assert np.ptp(off_s[4 * rate_hz :]) < 0.015


def test_pictures_at_the_very_same_moment_do_no_harm():
    beat = Beat()
    placed_s = [beat.steady_s(moment) for moment in np.repeat(np.arange(0, 4, 0.1), 3)]
    assert (np.diff(placed_s) > 0).all()


@pytest.mark.parametrize("rate_hz", [24, 30])
def test_a_lost_quarter_second_shifts_nothing_after_it(rate_hz):
    sent_s = np.arange(10 * rate_hz) / rate_hz
    sent_s = sent_s[(sent_s < 5) | (sent_s >= 5.25)]
    beat = Beat()
    off_s = np.array([beat.steady_s(moment) for moment in sent_s]) - sent_s
    assert np.abs(off_s).max() < 0.005


def test_too_few_pictures_are_said():
    flow = PictureFlow()
    for number in range(40):
        assert flow.take(number / 8)
    assert flow.message.startswith("Only 8 frames per second")


def test_a_stutter_is_said_for_a_moment_only():
    flow = PictureFlow()
    for number in range(60):
        assert flow.take(number / 30)
        assert flow.message == ""
    flow.take(60 / 30 + 0.3)
    assert flow.broken
    assert flow.message == STUTTERED
    for number in range(60):
        flow.take(61 / 30 + 0.3 + number / 30)
        assert not flow.broken
    assert flow.message == ""
