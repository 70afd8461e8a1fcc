"""Who in the recording is measured."""

import numpy as np

from ..datatypes import DetectionPass, FloatArray, PoseTrack, SubjectChoice, check_subject
from ..errors import NobodyThereError, NoGaitError
from .camera import background_shift_px, chain_height_px, pinhole_of, smooth_height_px
from .filtering import low_pass
from .points import middle, point_paths
from .walking import SIDEWAYS, ankles_apart, facing_sideways, stepping

FASTEST_WALK = 1.2  # body heights per second

REACH = 0.12
"""A pixel so near to a landmark or the middle between two, in body heights, is on the person: half a
trunk's width, and what a finger misses."""

MOST_LISTED = 6


def choose_subject(detected: DetectionPass, how: str = "auto") -> SubjectChoice:
    """Choose the person to be measured.

    Parameters
    ----------
    detected
        Everybody found in the recording.
    how
        `auto`: the longest walk through the picture, in body heights and relative to the background, counting
        steps on the spot (a treadmill) as walking; `largest`: the person who looks tallest; a number: that
        person, from 1 in order of `detected.people`; `X,Y`: the person who is at that pixel at any moment, or
        comes nearest to it of several.

    Raises
    ------
    NoGaitError
        If nobody was found.
    NobodyThereError
        If there is no such person, or nobody ever comes within `REACH` of that pixel.
    UsageError
        If `how` is none of these.
    """
    check_subject(how)
    seen = [i for i, person in enumerate(detected.people) if np.isfinite(_height_px(person))]
    if not seen:
        raise NoGaitError(
            "No person was found in the recording.",
            "Film one person walking past the camera, side-on, with the whole body in the picture.",
        )
    people = [detected.people[i] for i in seen]
    if how.isdecimal():
        if int(how) - 1 not in seen:
            raise _nobody(f"There is no person {how} in the recording.", detected, seen)
        best = seen.index(int(how) - 1)
        reason = f"Person {how} of {len(seen)}: chosen by number."
    elif "," in how:
        pixel = np.array([float(part) for part in how.split(",")])
        distances = [_nearest_heights(person, pixel) for person in people]
        best = int(np.argmin(distances))
        if not distances[best] <= REACH:
            raise _nobody(f"Nobody is ever at {how}.", detected, seen)
        reason = f"Person {seen[best] + 1} of {len(seen)}: chosen by a point on the body ({how})."
    elif how == "largest":
        heights = [_height_px(person) for person in people]
        best = int(np.argmax(heights))
        reason = f"Person {seen[best] + 1} of {len(seen)}: tallest in the picture ({heights[best]:.0f} px)."
    else:
        walks = [walked_heights(detected, person) for person in people]
        best = int(np.argmax(walks))
        reason = _walked_sentence(seen, walks)
    return SubjectChoice(seen[best], reason, len(seen))


def _height_px(person: PoseTrack) -> float:
    """Return a person's usual apparent stature; NaN if never seen."""
    heights = chain_height_px(point_paths(person)[0])
    return float(np.median(heights[np.isfinite(heights)])) if np.isfinite(heights).any() else float("nan")


def walked_heights(detected: DetectionPass, person: PoseTrack) -> float:
    """Return how far a person walked, in body heights, over the ground or on the spot.

    Only frames count in which the person is seen from the side and the legs step.  In each the larger counts
    of two ways: that of the hips along the picture, relative to the background, and what a treadmill leaves,
    a quarter of that of one ankle against the other (in walking it is half).  Faster than a walk counts as a
    fast walk, so that a short run does not win.
    """
    xy, _, _ = point_paths(person)
    height_px = smooth_height_px(person.time_s, xy)
    walks = stepping(person.time_s, xy, height_px)
    walks &= np.abs(facing_sideways(person.time_s, xy, height_px)) > SIDEWAYS
    if not walks.any():
        return 0.0
    shift = background_shift_px(
        detected.camera, pinhole_of(detected.video.width_px, detected.video.height_px, 1.0)
    )[:, 0]
    hips = (middle(xy, "hip")[:, 0] + shift) / height_px
    rate_hz = float(1.0 / np.median(np.diff(person.time_s)))
    speed = np.abs(np.gradient(low_pass(hips, rate_hz, 1.0), person.time_s))
    pace = np.abs(np.gradient(ankles_apart(person.time_s, xy, height_px), person.time_s)) / 4
    walked = np.clip(np.fmax(speed, low_pass(pace, rate_hz, 1.0)), 0.0, FASTEST_WALK)
    return float(np.nansum(walked[walks]) / rate_hz)


def _walked_sentence(seen: list[int], scores: list[float]) -> str:
    """Say the scores of the choice by walking as a sentence."""
    order = sorted(range(len(seen)), key=lambda i: -scores[i])
    best = f"Person {seen[order[0]] + 1} of {len(seen)}: walked {scores[order[0]]:.1f} body heights"
    if len(order) == 1:
        return f"The only person in the recording: walked {scores[order[0]]:.1f} body heights."
    rest = "the other" if len(order) == 2 else "the next"
    return f"{best}; {rest} walked {scores[order[1]]:.1f}."


def _nearest_heights(person: PoseTrack, pixel: FloatArray) -> float:
    """Return the smallest distance of a person's body from a pixel at any moment, in body heights."""
    xy_px = person.xy_px[person.present]
    ends = np.array([[person.skeleton.index(name) for name in bone] for bone in person.skeleton.edges])
    body_px = np.concatenate([xy_px, xy_px[:, ends].mean(axis=2)], axis=1)
    return float(np.nanmin(np.linalg.norm(body_px - pixel, axis=2)) / _height_px(person))


def _nobody(message: str, detected: DetectionPass, seen: list[int]) -> NobodyThereError:
    """Return the error for a subject who is not there; it says who is where."""
    listed = [_where(number + 1, detected.people[number]) for number in seen[:MOST_LISTED]]
    more = [f"and {len(seen) - MOST_LISTED} more"] if len(seen) > MOST_LISTED else []
    hint = f"Seen were {'; '.join([*listed, *more])}. Choose one by number, such as --subject {seen[0] + 1}."
    return NobodyThereError(message, hint, detected)


def _where(number: int, person: PoseTrack) -> str:
    """Say when a person is seen, and where the hips are half-way between."""
    rows = np.flatnonzero(person.present)
    x_px, y_px = middle(point_paths(person)[0], "hip")[rows[len(rows) // 2]]
    first_s, half_s, last_s = person.time_s[rows[[0, len(rows) // 2, -1]]]
    about = f"about {x_px:.0f},{y_px:.0f} at {half_s:.1f} s"
    return f"person {number}: {first_s:.1f} to {last_s:.1f} s, {about}"
