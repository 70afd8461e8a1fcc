"""What flows from the live session to the window, the cues and the printed lines: a `LiveFrame` at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ..causal import LiveEvent, LiveStride
from ..datatypes import AnkleZero, FloatArray, Image, Side

Status = Literal[
    "connecting",  # no picture yet
    "tracking",
    "nobody",
    "two_people",  # one of them is followed all the same
    "uneven",  # the pictures do not come as they were taken: some or all steps are not counted
    "half_body",  # the followed person's feet are not in the picture
    "paused",  # the file or the stream is whole, the user stopped it
    "stalled",  # connected, but no picture for a while
    "reconnecting",
    "ended",  # a file came to its end; the last frame of a session
]
"""How it stands; each but `tracking` comes with a sentence (`LiveFrame.message`)."""

MESSAGES: dict[Status, str] = {
    "connecting": "Connecting to the camera.",
    "tracking": "",
    "nobody": "Nobody is in view: step in front of the camera, with the whole body in the picture.",
    "two_people": "Someone else is in view: the largest person is followed; others should step aside.",
    "uneven": "The video is stuttering: steps are not counted at the moment.",
    "half_body": "The feet are out of the picture: nothing is measured until both are visible.",
    "paused": "Paused.",
    "stalled": "The camera has stopped sending pictures; waiting for it.",
    "reconnecting": "The connection to the camera was lost; trying to reconnect.",
    "ended": "The recording has ended.",
}

AGAIN = "Trying to reconnect."


@dataclass(frozen=True)
class CameraCheck:
    """What the set-up screen judges.  NaN = not known (nobody in view).

    view_angle_deg: how far the view is from exactly side-on, ≥ 0; good to about 5°;
    facing: +1 the person faces the picture's right, -1 its left, 0 neither (seen from the front or behind);
    feet_in_picture, head_in_picture: whether heels and toes of both feet, and the nose, are inside it;
    stature_share: apparent stature as a share of the picture's height (0.6 to 0.9 is good);
    brightness, contrast: mean and standard deviation of the grey level around the person, 0 to 1;
    people: how many are in view (looked for about once a second);
    rate_hz: pictures arriving per second, over the last second or two.
    """

    view_angle_deg: float
    facing: Literal[-1, 0, 1]
    feet_in_picture: bool
    head_in_picture: bool
    stature_share: float
    brightness: float
    contrast: float
    people: int
    rate_hz: float


@dataclass(frozen=True, eq=False)
class LiveFrame:
    """One picture with everything known about it, or word that none comes.

    number: counts what the session handed out, from 0;
    image: RGB, upright, read-only; while none comes (`stalled`, `reconnecting`, `paused`) the last one, None
    before the first;
    arrived_s: `time.monotonic()` when the picture reached this computer, so that whoever shows it knows the
    latency as ``time.monotonic() - frame.arrived_s``;
    time_s: recording time, seconds since the session's first picture;
    status, message: how it stands, and the sentence for people ("" while tracking);
    landmarks_px: per side and of `POINTS`, (2,) pixels, lightly filtered, as they lie on this picture; empty
    where nobody is followed;
    angles_deg: per side, keys `datatypes.ANGLES`, NaN = not measured; filtered, `angles_delay_s` old:
    they are those of recording time ``time_s - angles_delay_s``; empty where nobody is followed;
    zero: per side, which zero the ankle counts from so far (`landmark` until foot-flat was seen);
    events, strides: what became known with this picture;
    dropped: pictures left out so far because newer ones had come; latency_s: from arrival to the end of the
    engine's work on this picture (showing it comes on top).
    """

    number: int
    image: Image | None
    arrived_s: float
    time_s: float
    status: Status
    message: str = ""
    landmarks_px: Mapping[Side, Mapping[str, FloatArray]] = field(default_factory=dict)
    angles_deg: Mapping[Side, Mapping[str, float]] = field(default_factory=dict)
    angles_delay_s: float = 0.0
    zero: Mapping[Side, AnkleZero] = field(default_factory=dict)
    check: CameraCheck | None = None
    events: tuple[LiveEvent, ...] = ()
    strides: tuple[LiveStride, ...] = ()
    dropped: int = 0
    latency_s: float = 0.0


Wish = Literal["quit", "mark", "pause"]
"""What a spectator may want of the session; `pause` again goes on."""


class Spectator(Protocol):
    """Whoever is shown a live session: the window with its cues, or the lines of `--headless`."""

    def take(self, frame: LiveFrame) -> Wish | None:
        """Show a frame; called from the main thread with every frame, must return within a few ms."""

    def close(self) -> None:
        """Give windows and sound devices back; called once, whatever happened."""
