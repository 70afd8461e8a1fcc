"""When a recording was taken, by its own tags."""

from types import SimpleNamespace

import av
import numpy as np
import pytest

from visiongait.video import open_video
from visiongait.video.filmed import filmed_at

APPLE = "com.apple.quicktime.creationdate"


def said(container, stream=None):
    return filmed_at(SimpleNamespace(metadata=container), SimpleNamespace(metadata=stream or {}))


@pytest.mark.parametrize(
    ("tags", "filmed"),
    [
        ({}, ""),
        ({"creation_time": "2026-11-29T21:58:00.000000Z"}, "2026-11-29T21:58:00+00:00"),
        (
            {APPLE: "2026-11-30T10:58:00+1300", "creation_time": "2026-11-30T08:00:00Z"},
            "2026-11-30T10:58:00+13:00",
        ),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, ""),
        ({"creation_time": "1970-01-01T00:00:00.000000Z"}, ""),
        ({"creation_time": "yesterday"}, ""),
        ({"creation_time": "2026-11-29T21:58:00"}, ""),
        ({APPLE: "nonsense", "creation_time": "2026-11-29T21:58:00Z"}, "2026-11-29T21:58:00+00:00"),
    ],
)
def test_tags_that_can_be_believed(tags, filmed):
    assert said(tags) == filmed
    assert said({}, tags) == filmed


def test_a_file_s_tag_is_read(tmp_path):
    path = tmp_path / "walk.mp4"
    with av.open(str(path), "w") as container:
        container.metadata["creation_time"] = "2026-11-29T21:58:00Z"
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    assert open_video(path).info.filmed == "2026-11-29T21:58:00+00:00"
