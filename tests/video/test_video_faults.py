"""The clock always advances; repeated and missing pictures are noticed."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_video import pictures, record

from visiongait.video import open_video
from visiongait.video.frame_faults import leaps, repeated
from visiongait.video.timestamps import Clock

TICK = Fraction(1, 1000)


@given(st.lists(st.integers(1, 10_000), max_size=60), st.integers(-(10**9), 10**9))
def test_sound_stamps_are_kept(steps, start):
    stamps = np.cumsum([start, *steps])
    clock = Clock(TICK, 0.033)
    times = [clock.seconds(int(stamp)) for stamp in stamps]
    assert times == pytest.approx((stamps - start) / 1000, abs=1e-9)
    assert (clock.missing, clock.stalled, clock.joined) == (0, 0, 0)


@given(st.lists(st.none() | st.integers(-(10**6), 10**6), min_size=1, max_size=80), st.floats(1e-3, 0.2))
def test_time_always_advances(stamps, interval_s):
    clock = Clock(TICK, interval_s)
    times = [clock.seconds(stamp) for stamp in stamps]
    assert times[0] == 0
    assert (np.diff(times) > 0).all()


def test_missing_stamps_follow_at_the_usual_interval():
    clock = Clock(TICK, 0.04)
    times = [clock.seconds(stamp) for stamp in (None, None, 500, 540, None, 620)]
    assert times == pytest.approx([0, 0.04, 0.08, 0.12, 0.16, 0.2])
    assert clock.missing == 3


def test_joined_recordings_run_on():
    clock = Clock(TICK, 0.04)
    times = [clock.seconds(stamp) for stamp in (0, 40, 80, 120, 0, 40, 80)]
    assert times == pytest.approx(np.arange(7) * 0.04)
    assert clock.joined == 1


@pytest.mark.parametrize(
    ("changes", "marks"),
    [
        ([np.inf, 40, 1, 40, 40], "..#.."),
        ([np.inf, 40, 0, 1, 2, 40], "..###."),
        ([np.inf, 0, 0, 0, 0, 0], "......"),  # nothing moves
        ([np.inf, 40, 0, 0, 0, 0, 0, 40], "........"),  # a pause longer than a freeze
        ([np.inf, 6, 3, 6, 3, 6], "......"),  # small movements
        ([np.inf, 40, 3, 6, 40], "....."),  # speeding up
        ([np.inf, 40, 40, 1, 0], "....."),  # the walker has left
        ([np.inf], "."),
    ],
)
def test_repeated_pictures(changes, marks):
    assert "".join("#" if mark else "." for mark in repeated(np.array(changes, float), 4)) == marks


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_repeated_pictures_of_a_recording(tmp_path, codec):
    order = [0, 1, 2, 3, 3, 4, 5, 6, 6, 6, 7, 8, 9, 10, 11]
    drawn = pictures(12)
    path = record(tmp_path / "repeats.mp4", [drawn[index] for index in order], codec=codec)
    source = open_video(path)
    list(source.frames())
    faults = source.faults()
    assert np.flatnonzero(faults.duplicate).tolist() == [4, 8, 9]
    assert faults.warnings == ("20 % of the frames only repeat the one before.",)


def test_doubled_frame_rate_is_seen(tmp_path):
    doubled = [image for image in pictures(20) for _ in range(2)]
    source = open_video(record(tmp_path / "doubled.mp4", doubled, rate=60))
    list(source.frames())
    assert source.faults().duplicate.mean() == pytest.approx(0.5, abs=0.05)


def test_missing_pictures(tmp_path):
    ticks = [0, 1, 2, 3, 6, 7, 8, 10, 11, 12]
    source = open_video(record(tmp_path / "gaps.mp4", pictures(10), ticks=ticks), slowmo=2)
    list(source.frames())
    faults = source.faults()
    assert np.array(faults.dropped_gaps) == pytest.approx(np.array([[3, 6], [8, 10]]) / 60)
    assert faults.warnings == ("23 % of the frames are missing.",)


def test_a_still_scene_is_no_fault(tmp_path):
    source = open_video(record(tmp_path / "still.mp4", pictures(1) * 20))
    list(source.frames())
    assert not source.faults().duplicate.any()


@pytest.mark.parametrize(
    ("amounts", "marks"),
    [
        ([np.inf, 3, 3, 3, 6, 3, 3, 3], "....#..."),
        ([np.inf, 3, 4, 3, 5, 4, 3, 3], "........"),  # within what movement does
        ([np.inf, 3, 3, 3, 90, 90, 3, 3], "........"),  # a flash comes and goes
        ([np.inf, 3, 3, 3, 6, 9, 12, 15], "........"),  # a pan begins
        ([np.inf, 9, 3, 3, 3, 3, 3, 9], "........"),  # at the ends there is nothing to compare with
        ([np.inf], "."),
    ],
)
def test_pictures_that_leap(amounts, marks):
    assert "".join("#" if mark else "." for mark in leaps(np.array(amounts, float), 3)) == marks


@pytest.mark.parametrize(
    ("shown", "ticks", "leaped"),
    [
        ([*range(15), *range(25, 40)], None, True),  # a cut
        (
            [*range(15), *range(25, 40)],
            [*range(15), *range(25, 40)],
            False,
        ),  # the clock tells that some are lost
        ([*range(15), 14, 14, *range(17, 40)], None, False),  # a stall
    ],
)
def test_pictures_that_leap_in_a_recording(tmp_path, shown, ticks, leaped):
    drawn = pictures(40)
    source = open_video(record(tmp_path / "made.mp4", [drawn[index] for index in shown], ticks=ticks))
    list(source.frames())
    assert source.faults().leaped[13:19].any() == leaped
