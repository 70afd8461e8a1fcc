"""The first pass over a recording, whatever finds the people in its pictures."""

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes.pose import Survey
from ..datatypes.progress import Progress
from ..datatypes.video import Frame
from ..system import give_back_memory
from ..video.prefetch import ahead
from .blazepose import Pose
from .early import EarlyLooks
from .people import MEMORY_S, PeopleTracker, as_track
from .regions import Target

if TYPE_CHECKING:
    from ..video import VideoSource

_TIDY_S = 20.0
"""Pictures come and go between landmarks that stay: what they leave behind is given back this often."""

Look = Callable[[Frame, list[Target]], list[Pose]]
"""Everybody in a frame; the targets say where people are expected."""


def take_survey(
    source: "VideoSource",
    look: Look,
    progress: Progress,
    *,
    every_s: float,
    backend: str,
    early: EarlyLooks | None = None,
) -> Survey:
    """Read a recording once: its people, its camera's motion, its faults.

    Parameters
    ----------
    source
        The recording.
    look
        Finds the people of one frame.
    progress
        Told after each frame.
    every_s
        Least time between two looks; 0 looks at every frame.  Between looks people move in straight lines.
    backend
        Noted as the source of the tracks.
    early
        Follows whoever will probably be the subject, on the way.
    """
    from ..video import CameraMotionEstimator

    camera = CameraMotionEstimator(source.info.width_px, source.info.height_px)
    people = PeopleTracker()
    frame: array[int] = array("q")
    times_s: array[float] = array("d")
    next_look_s, next_tidy_s = -np.inf, _TIDY_S
    for row, picture in enumerate(ahead(source.frames())):
        present = people.present(picture.time_s)
        if picture.time_s >= next_look_s:
            expected = [person.expected(picture.time_s) for person in present]
            people.add(row, picture.time_s, look(picture, expected))
            present = people.present(picture.time_s)
            next_look_s = picture.time_s + every_s
            if early:
                early.sighted(people, picture.time_s)
        if early:
            early.hold(row, picture)
        camera.add(picture, [person.expected_box(picture.time_s) for person in present])
        frame.append(picture.index)
        times_s.append(picture.time_s)
        progress("survey", row + 1, source.info.frame_count)
        if picture.time_s >= next_tidy_s:
            give_back_memory()
            next_tidy_s = picture.time_s + _TIDY_S
    if early:
        early.finish(people)
    give_back_memory()  # of the pictures that waited
    clock = np.array(frame, dtype=np.int64), np.array(times_s)
    gap_s = MEMORY_S if every_s else 0.0
    found = [
        as_track(one, *clock, hold_s=every_s, gap_s=gap_s, source=backend, metric=early is None)
        for one in people.people()
    ]
    return Survey(source.info, *clock, tuple(found), camera.result(), source.faults())
