"""Short forms of the memory checks: what is large for a moment must not grow with the recording."""

import gc
import tracemalloc
import weakref
from types import SimpleNamespace

import av
import numpy as np

from visiongait.cleaning.mask import find_jumps
from visiongait.pose.landmark_pass import LandmarkPass
from visiongait.video import open_video


def peak_bytes(frames: int) -> int:
    time_s = np.arange(frames) / 60
    paths_px = np.random.default_rng(0).normal(500, 1, (frames, 4, 2))
    tracemalloc.start()
    try:
        find_jumps(time_s, paths_px, np.full((frames, 4), 1e3))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_judging_points_takes_little_more_memory_for_a_longer_recording():
    assert peak_bytes(8000) < 2 * peak_bytes(2000)


def test_what_was_seen_is_held_once():
    rows = 20_000
    landmarks = LandmarkPass(SimpleNamespace(), thorough=False)
    for row in range(rows):
        landmarks._poses[row][:] = 1.0
    tracemalloc.start()
    try:
        seen = landmarks.result(rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not landmarks._poses._blocks
    assert peak < 1.6 * sum(one.nbytes for one in seen if one is not None)


def test_pictures_that_were_read_do_not_stay(tmp_path):
    """Copies for the annotated video lie in a file from `_IN_MEMORY_BYTES` on, and are gone once drawn."""
    path = phone_like(tmp_path)
    source = open_video(path)
    source.keep_small((160, 120), 1)
    frames = [weakref.ref(frame) for frame in source.frames()]
    kept = weakref.ref(source._kept)
    assert sum(frame() is not None for frame in frames) == 0
    assert len(list(source.small_frames((160, 120), 1))) == len(frames)
    del source
    gc.collect()
    assert kept() is None


def phone_like(folder):
    path = folder / "walk.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for level in range(40):
            image = np.full((240, 320, 3), level, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image)))
        container.mux(stream.encode(None))
    return path
