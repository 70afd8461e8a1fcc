"""When a recording was taken, as the file itself says."""

from collections.abc import Iterator
from datetime import datetime

from av.container import InputContainer
from av.video.stream import VideoStream

TAGS = ("com.apple.quicktime.creationdate", "creation_time")
"""Apple's own has the place's time with its offset; the other is UTC, or should be."""

FIRST_YEAR = 2000
"""Clocks that were never set say 1904 or 1970."""


def filmed_at(container: InputContainer, stream: VideoStream) -> str:
    """Return the instant in ISO 8601 with its offset; empty where the file tells none to be believed."""
    for text in _said(container, stream):
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            continue
        if moment.tzinfo and moment.year >= FIRST_YEAR:
            return moment.isoformat(timespec="seconds")
    return ""


def _said(container: InputContainer, stream: VideoStream) -> Iterator[str]:
    for tag in TAGS:
        for tags in (container.metadata, stream.metadata):
            if tag in tags:
                yield tags[tag]
