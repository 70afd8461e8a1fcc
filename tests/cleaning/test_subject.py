import numpy as np
import pytest
from cleaning_walker import Camera, Walk, track_of, video, walk_pixels

from visiongait.cleaning import POINTS, choose_subject
from visiongait.datatypes import SIDES, CameraMotion, DetectionPass, FrameFaults
from visiongait.errors import NobodyThereError, NoGaitError, UsageError

T, WALKER = walk_pixels()


def detected(*people):
    tracks = tuple(track_of(T, xy) for xy in people)
    return DetectionPass(
        video(),
        np.arange(len(T)),
        T,
        tracks,
        CameraMotion.static(len(T)),
        FrameFaults(np.zeros(len(T), bool)),
    )


def standing(at_m=0.5, camera=None, seed=0):
    _, xy = walk_pixels(t=T, walk=Walk(speed=0.0), camera=camera or Camera(start_m=at_m, distance_m=3.0))
    return xy + np.random.default_rng(seed).normal(0, 1.5, xy.shape)


def seen_only(xy, frames):
    hidden = np.full_like(xy, np.nan)
    hidden[frames] = xy[frames]
    return hidden


def test_the_walker_beats_a_larger_bystander():
    choice = choose_subject(detected(standing(), WALKER))
    assert (choice.person, choice.people_seen) == (1, 2)
    assert choice.reason.startswith("Person 2 of 2: walked 1.")
    assert "the other walked 0.0" in choice.reason


def test_a_treadmill_walker_beats_a_bystander():
    _, xy = walk_pixels(t=T, walk=Walk(speed=0.0, belt=1.1), camera=Camera(start_m=0.0))
    assert choose_subject(detected(standing(), xy)).person == 1


def test_a_longer_walk_beats_a_short_run():
    _, run = walk_pixels(t=T, walk=Walk(speed=3.0, stride_s=0.7), camera=Camera(start_m=-3.0))
    assert choose_subject(detected(seen_only(run, slice(35, 55)), WALKER)).person == 1


def test_a_person_who_only_slides_does_not_walk():
    sliding = standing() + 4.0 * np.arange(len(T))[:, None, None] * [1, 0]
    assert choose_subject(detected(sliding, WALKER)).person == 1


def test_the_only_person():
    choice = choose_subject(detected(WALKER))
    assert choice.person == 0
    assert choice.reason.startswith("The only person")


def test_largest():
    choice = choose_subject(detected(WALKER, standing()), "largest")
    assert choice.person == 1
    assert "tallest" in choice.reason


def test_a_pixel_picks_the_nearest_at_any_moment():
    at = WALKER[40, 0]
    choice = choose_subject(detected(standing(at_m=1.2), WALKER), f"{at[0]:.0f},{at[1]:.0f}")
    assert choice.person == 1
    assert "by a point on the body" in choice.reason


def test_a_point_between_two_joints_is_on_the_person():
    shoulder, hip = (WALKER[40, POINTS.index(f"left_{part}")] for part in ("shoulder", "hip"))
    x_px, y_px = (shoulder + hip) / 2
    assert choose_subject(detected(standing(at_m=1.2), WALKER), f"{x_px:.0f},{y_px:.0f}").person == 1


def test_a_number_names_a_person():
    choice = choose_subject(detected(WALKER, standing()), "2")
    assert (choice.person, choice.reason) == (1, "Person 2 of 2: chosen by number.")


@pytest.mark.parametrize(("how", "said"), [("50,50", "Nobody is ever at 50,50"), ("3", "no person 3")])
def test_nobody_there_is_refused_and_says_who_is_where(how, said):
    people = detected(standing(), WALKER)
    with pytest.raises(NobodyThereError, match=said) as fault:
        choose_subject(people, how)
    x_px, y_px = np.mean([WALKER[len(T) // 2, POINTS.index(f"{side}_hip")] for side in SIDES], axis=0)
    where = f"about {x_px:.0f},{y_px:.0f} at {T[len(T) // 2]:.1f} s"
    assert f"person 2: 0.0 to {T[-1]:.1f} s, {where}" in fault.value.hint
    assert "--subject 1" in fault.value.hint
    assert fault.value.detected is people


@pytest.mark.parametrize("how", ["biggest", "1;2", "1,2,3", "", "nan,5", "x,y", "0", "-1", "1.5"])
def test_a_choice_that_is_none_is_refused(how):
    with pytest.raises(UsageError):
        choose_subject(detected(WALKER), how)


@pytest.mark.parametrize("people", [(), (np.full_like(WALKER, np.nan),)])
def test_nobody_found(people):
    with pytest.raises(NoGaitError, match="No person") as fault:
        choose_subject(detected(*people))
    assert "side" in fault.value.hint
