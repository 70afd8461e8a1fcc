"""Left and right told apart over whole recordings, at any frame rate and size."""

import numpy as np
import pytest
from cleaning_walker import Camera, Walk, track_of, video, walk_pixels
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.cleaning import (
    BELOW_HIP,
    column,
    doubtful_frames,
    landmark_columns,
    relabel,
    settle,
    swapped_legs,
)
from visiongait.cleaning.camera import smooth_height_px
from visiongait.cleaning.swaps import UNDECIDED, find_swaps
from visiongait.datatypes import BLAZEPOSE, SIDES


def swaps(t, xy):
    return find_swaps(t, xy, smooth_height_px(t, xy))


def swapped(xy, frames):
    wrong = xy.copy()
    wrong[frames] = wrong[frames][:, swapped_legs()]
    return wrong


def apart(t, xy):
    """(T,) whether the feet are so far apart that it matters which is which."""
    feet = xy[:, column("left", "ankle"), 0] - xy[:, column("right", "ankle"), 0]
    return np.abs(feet) > 0.12 * smooth_height_px(t, xy)


def noisy(xy, seed=0, px=2.0):
    return xy + np.random.default_rng(seed).normal(0, px, xy.shape)


@pytest.mark.parametrize("rate_hz", [12.5, 15, 25, 30, 60, 120, 240])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_clean_walk_is_left_alone(rate_hz, direction):
    t, xy = walk_pixels(rate_hz=rate_hz, walk=Walk(direction=direction))
    found = swaps(t, noisy(xy))
    assert not (found.swapped & apart(t, xy)).any()
    assert (found.margin[apart(t, xy)] > UNDECIDED).all()


@pytest.mark.parametrize("rate_hz", [15, 25, 30, 60, 120])
@pytest.mark.parametrize("pattern", ["single", "runs", "every other", "a whole step"])
def test_swapped_legs_are_told(rate_hz, pattern):
    t, xy = walk_pixels(4.0, rate_hz=rate_hz)
    n = len(t)
    frames = {
        "single": np.arange(n) % 9 == 4,
        "runs": np.arange(n) % 15 < 4,
        "every other": (np.arange(n) % 2 == 0) & (t > t[0] + 1) & (t < t[0] + 2),
        "a whole step": (t > t[0] + 1.3) & (t < t[0] + 1.85),
    }[pattern]
    found = swaps(t, swapped(noisy(xy), frames))
    clear = apart(t, xy)
    assert (found.swapped[clear] == frames[clear]).mean() > 0.99


@pytest.mark.parametrize("distance_m", [2.5, 4.0, 8.0, 14.0])
def test_the_size_of_the_person_makes_no_difference(distance_m):
    t, xy = walk_pixels(camera=Camera(distance_m=distance_m, start_m=-1.2))
    frames = np.arange(len(t)) % 11 < 3
    found = swaps(t, swapped(noisy(xy, px=1.0), frames))
    clear = apart(t, xy)
    assert (found.swapped[clear] == frames[clear]).mean() > 0.98


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0.0, 0.35))
def test_any_scatter_of_swapped_frames_is_told(seed, share):
    t, xy = walk_pixels(rate_hz=30)
    frames = np.random.default_rng(seed).random(len(t)) < share
    found = swaps(t, swapped(noisy(xy, seed), frames))
    clear = apart(t, xy)
    assert (found.swapped[clear] == frames[clear]).mean() > 0.97


def test_swapping_every_name_swaps_every_answer_but_for_the_names_own_weight():
    """In a walk whose names are mostly wrong, the names win: nothing else tells left from right."""
    t, xy = walk_pixels()
    found = swaps(t, swapped(noisy(xy), np.full(len(t), True)))
    assert not (found.swapped & apart(t, xy)).any()


def test_a_recording_without_legs_has_no_swaps():
    t, xy = walk_pixels()
    found = swaps(t, np.full_like(xy, np.nan))
    assert not found.swapped.any()
    assert np.isinf(found.margin).all()


def test_a_track_is_relabelled_once_and_says_where():
    t, xy = walk_pixels()
    frames = np.arange(len(t)) % 12 < 2
    track = track_of(t, swapped(xy, frames), second=swapped(xy, ~frames))
    done = relabel(track)
    clear = apart(t, xy)
    columns = landmark_columns(BLAZEPOSE)
    np.testing.assert_array_equal(done.relabelled[clear], frames[clear])
    np.testing.assert_array_equal(done.xy_px[clear][:, columns], xy[clear])
    np.testing.assert_array_equal(done.mirrored_xy_px[clear][:, columns], xy[clear])
    assert relabel(done) is done


LEG = [column("left", part) for part in BELOW_HIP]


def halfway(xy, frames):
    """The left leg put halfway to the right one, as networks do."""
    wrong = xy.copy()
    for part in BELOW_HIP:
        ends = [column(side, part) for side in SIDES]
        wrong[frames, ends[0]] = xy[frames][:, ends].mean(axis=1)
    return wrong


@pytest.mark.parametrize("rate_hz", [25, 30, 60])
def test_frames_with_a_misplaced_leg_are_looked_at_again_and_settled(rate_hz):
    t, xy = walk_pixels(rate_hz=rate_hz)
    xy = noisy(xy, px=1.0)
    frames = np.flatnonzero(
        apart(t, xy) & (np.arange(len(t)) % 13 == 5) & (t > t[0] + 0.5) & (t < t[-1] - 0.5)
    )
    columns = landmark_columns(BLAZEPOSE)
    track = relabel(track_of(t, halfway(xy, frames)))
    rows = doubtful_frames(track, video())
    assert set(frames.tolist()) <= set(rows.tolist())
    assert len(rows) < 2 * len(frames) + 5
    looks = np.full((len(rows), 3, len(BLAZEPOSE.landmarks), 2), np.nan)
    looks[:, 0] = track.xy_px[
        rows
    ]  # one no better, one right but named the other way round, one that lost them
    looks[:, 1, columns] = xy[rows][:, swapped_legs()]
    settled = settle(track, rows, looks)
    np.testing.assert_allclose(settled.xy_px[frames][:, columns[LEG]], xy[frames][:, LEG])
    untouched = np.setdiff1d(np.arange(len(t)), rows)
    np.testing.assert_array_equal(settled.xy_px[untouched], track.xy_px[untouched])


def test_without_other_looks_the_first_stays():
    t, xy = walk_pixels()
    track = relabel(track_of(t, halfway(xy, np.array([40, 41]))))
    rows = doubtful_frames(track, video())
    nothing = np.empty((len(rows), 0, len(BLAZEPOSE.landmarks), 2))
    assert settle(track, rows, nothing) is track
    lost = np.full((len(rows), 2, len(BLAZEPOSE.landmarks), 2), np.nan)
    np.testing.assert_array_equal(settle(track, rows, lost).xy_px, track.xy_px)
