"""Measure how fast and how promptly the live view works on this computer.

    scripts/bench_live [CLIP] [--loop-s S] [--loops N] [--model full] [--write]

The first seconds of CLIP (default: a rendered walk on a treadmill, of which three whole strides, so that the
walk goes on smoothly from one round to the next) are shown again and again at 1280 x 720 and 30 pictures a
second: as a file at its own speed, as MJPEG over HTTP (ffmpeg), and as H.264 over RTSP (gst-rtsp-server),
served on the same computer, with the window on a virtual display (Xvfb) and the sound on a loudspeaker that
plays to nobody (PulseAudio).  Measured are: from a picture's arrival to its finished overlay, and to its
being on the screen; from each event to the first sample of the tone that follows it, by the time at which the
sound device states it plays; a recording of the loudspeaker checks that.  `--write` puts the tables into
docs/performance.md.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from checkout import DOCS
from checkout import TREADMILL_WALK as CLIP

from visiongait.datatypes import other
from visiongait.live import Controller, LiveFrame, LiveSession, Plan, Reader, show
from visiongait.live.cues import CueTarget, Verdict
from visiongait.live.speaker import Speaker
from visiongait.model_files import load_live_correction
from visiongait.pose import make_live_tracker

from . import servers, stage
from .page import machine, with_sections

PAGE = DOCS / "performance.md"
THREE_STRIDES_S = 10 / 3
SETTLING_S = 3.0
SAME_EVENT_S = 0.4
"""A cue farther from every event of its kind follows one that was not found."""
KINDS = ("file", "mjpeg", "rtsp")


class Cue(NamedTuple):
    """A measure that a cue can be about, and the event that the cue follows."""

    words: str
    kind: str
    own_foot: bool


CUES = {
    "peak_dorsiflexion_swing_deg": Cue("foot strike → swing", "foot_strike", True),
    "foot_strike_angle_deg": Cue("foot strike → landing", "foot_strike", True),
    "shank_to_vertical_midstance_deg": Cue("opposite strike → shank", "foot_strike", False),
    "peak_dorsiflexion_stance_deg": Cue("foot off → stance peak", "foot_off", True),
}
PLAN = Plan(targets=tuple(CueTarget(measure, at_least=0) for measure in CUES), fading=False)


@dataclass
class Told:
    """A verdict, when it was given and when its tone begins to sound (`time.monotonic`)."""

    verdict: Verdict
    told_s: float
    heard_s: float = np.nan


class Watched(Speaker):
    """A speaker that notes when the tones that it was asked for begin."""

    def __init__(self) -> None:
        self._asked: deque[Told] = deque()
        self.told: list[Told] = []
        super().__init__(PLAN, print)

    def judged(self, verdict: Verdict) -> None:
        """Note a verdict; let one of which the patient is not told sound as well."""
        self.told.append(Told(verdict, time.monotonic()))
        self._asked.append(self.told[-1])
        if not verdict.given:
            self.reached(0)

    def _fill(self, block: Any, frames: int, at: Any, status: Any) -> None:
        heard_s = time.monotonic() + at.outputBufferDacTime - at.currentTime
        while self._asked:
            self._asked.popleft().heard_s = heard_s
        super()._fill(block, frames, at, status)


@dataclass
class Stopwatch:
    """Stands last among the spectators: everything was judged and drawn before it is asked."""

    controller: Controller
    arrived_s: list[float] = field(default_factory=list)
    late_s: list[float] = field(default_factory=list)
    shown_s: list[float] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    events: list[tuple[str, str, float]] = field(default_factory=list)
    strides: int = 0

    def take(self, frame: LiveFrame) -> None:
        if not frame.latency_s or frame.time_s < SETTLING_S:
            return
        self.arrived_s.append(frame.arrived_s)
        self.late_s.append(time.monotonic() - frame.arrived_s)
        self.shown_s.append(self.controller.shown_after_s)
        self.dropped.append(frame.dropped)
        taken_s = frame.arrived_s - frame.time_s
        self.events += [(event.side, event.kind, taken_s + event.time_s) for event in frame.events]
        self.strides += sum(stride.complete and stride.valid for stride in frame.strides)

    def close(self) -> None:
        """Nothing to give back."""

    def row(self, kind: str) -> str:
        """Return the table's row; latencies in ms, growth from the first to the last third."""
        late_ms, third = 1e3 * np.array(self.late_s), len(self.late_s) // 3
        growth_ms = np.median(late_ms[-third:]) - np.median(late_ms[:third])
        rate = (len(late_ms) - 1) / (self.arrived_s[-1] - self.arrived_s[0])
        median_ms, p95_ms = np.percentile(late_ms, [50, 95])
        shown_ms = 1e3 * np.nanpercentile(self.shown_s, [50, 95])
        left_out = self.dropped[-1] - self.dropped[0]
        return (
            f"| {kind} | {rate:.1f} | {left_out} of {left_out + len(late_ms)} | {median_ms:.0f} | "
            f"{p95_ms:.0f} | {late_ms.max():.0f} | {growth_ms:+.0f} | {shown_ms[0]:.0f} | {shown_ms[1]:.0f} | "
            f"{self.strides} |"
        )

    def cue_rows(self, kind: str, told: list[Told]) -> list[str]:
        """Return a row for each kind of cue: from the event to the verdict, and to the tone."""
        rows = []
        for measure, cue in CUES.items():
            mine = [one for one in told if one.verdict.target.measure == measure]
            pairs = [(one, event_s) for one in mine if (event_s := self._event_s(one, cue)) is not None]
            judged_ms = 1e3 * np.array([one.told_s - event_s for one, event_s in pairs])
            heard_ms = 1e3 * np.array([one.heard_s - event_s for one, event_s in pairs])
            figures = [*np.percentile(judged_ms, [50, 95]), *np.nanpercentile(heard_ms, [50, 95, 100])]
            rows.append(
                f"| {kind} | {cue.words} | {len(pairs)} | {' | '.join(f'{f:.0f}' for f in figures)} |"
            )
        return rows

    def _event_s(self, one: Told, cue: Cue) -> float | None:
        """Return the instant of the event that a verdict follows; None for those while settling."""
        side = one.verdict.side if cue.own_foot else other(one.verdict.side)
        late_s = [
            one.told_s - s for event_side, kind, s in self.events if (event_side, kind) == (side, cue.kind)
        ]
        nearest_s = min(late_s, key=abs, default=np.inf)
        return one.told_s - nearest_s if self._settled(one) and abs(nearest_s) < SAME_EVENT_S else None

    def _settled(self, one: Told) -> bool:
        return bool(self.arrived_s) and self.arrived_s[0] < one.told_s - 0.5


HEADER = (
    "| source | frames/s | skipped | overlay drawn, ms: median | 95 % | max | growth | "
    "on the screen, ms: median | 95 % | valid strides |\n" + "|---" * 10 + "|"
)
CUE_HEADER = (
    "| source | event → cue | cues | judged, ms: median | 95 % | tone begins, ms: median | 95 % | max |\n"
    + "|---" * 8
    + "|"
)


@contextmanager
def served(kind: str, clip: Path, loops: int, folder: Path) -> Iterator[str]:
    """Give the address at which a clip can be had."""
    if kind == "mjpeg":
        with servers.mjpeg(servers.as_mjpeg(clip, folder / "phone", loops=loops)) as server:
            yield server.url
        return
    made = servers.as_h264(clip, folder / "camera", loops=loops)
    if kind == "file":
        yield str(made)
        return
    with servers.rtsp(made) as server:
        yield server.url


def measured(kind: str, options: argparse.Namespace) -> tuple[Stopwatch, Watched]:
    """Run one session."""
    tracker, speaker = make_live_tracker(options.model), Watched()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(kind, _cut(options.clip, options.loop_s, Path(folder)), options.loops, Path(folder)) as source,
    ):
        controller = Controller(
            PLAN, window=True, set_up=False, say=print, judged=speaker.judged, speaker=speaker
        )
        watch = Stopwatch(controller)
        session = LiveSession(Reader(source), tracker, load_live_correction())
        show(session, [controller, watch], seconds=options.seconds, mark=lambda _: None)
    return watch, speaker


def _cut(clip: Path, seconds: float, folder: Path) -> Path:
    part = folder / "part.mp4"
    call = ["ffmpeg", "-v", "error", "-i", str(clip), "-t", f"{seconds:.4f}", "-an", "-crf", "12", str(part)]
    subprocess.run(call, check=True)
    return part


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("clip", type=Path, nargs="?", default=CLIP)
    parser.add_argument(
        "--loop-s", type=float, default=THREE_STRIDES_S, help="seconds of CLIP that are shown"
    )
    parser.add_argument("--loops", type=int, default=9, help="times that they are shown again")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--model", default="full")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--note", default="", help="a sentence for the page")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if missing := stage.missing():
        raise SystemExit(f"Needs {', '.join(missing)} (Debian packages).")
    rows, cue_rows, busy = [HEADER], [CUE_HEADER], os.getloadavg()[0]
    heard, recorded, faltered = [], [], 0
    with stage.display(), stage.loudspeaker() as listener:
        for kind in options.kinds:
            watch, speaker = measured(kind, options)
            rows.append(watch.row(kind))
            cue_rows += watch.cue_rows(kind, speaker.told)
            heard += [one.heard_s - one.told_s for one in speaker.told]
            recorded += _recorded(speaker.told, listener.onsets_s)
            faltered += speaker.faltered
            print("\n".join([HEADER, rows[-1], CUE_HEADER, *cue_rows[-len(CUES) :]]), flush=True)
    check = _check(heard, recorded, faltered)
    print(check)
    if options.write:
        tables = "\n".join(rows) + "\n\n" + "\n".join(cue_rows)
        section = text(tables, check, options.model, f"{busy:.1f}. {options.note}".strip())
        PAGE.write_text(with_sections(PAGE.read_text(), {"Live": section}))


def _recorded(told: list[Told], onsets_s: list[float]) -> list[float]:
    """Return, for each tone that the recorder heard begin, how long after the call that was."""
    asked = np.array([one.told_s for one in told])
    since = [onset_s - asked[asked <= onset_s].max() for onset_s in onsets_s if (asked <= onset_s).any()]
    return [delay_s for delay_s in since if delay_s < 0.2]


def _check(heard: list[float], recorded: list[float], faltered: int) -> str:
    stated_ms, recorded_ms = (1e3 * np.nanpercentile(v, [50, 95]) for v in (heard, recorded))
    return (
        f"From the verdict to the tone, as the sound device states it: {stated_ms[0]:.0f} ms "
        f"(95 %: {stated_ms[1]:.0f}); as recorded: {recorded_ms[0]:.0f} ms (95 %: {recorded_ms[1]:.0f}). "
        f"The sound buffer ran empty {faltered} times."
    )


def text(tables: str, check: str, model: str, busy: str) -> str:
    """Return the section of the page."""
    return f"""`visiongait live` with `{model}`, 1280 × 720 at 30 pictures a second, served on the same computer,
window on a virtual display, sound on a virtual loudspeaker that plays in real time (`scripts/bench_live`).
Overlay: from a frame's arrival until it is drawn, and until the window's own process has shown it; growth:
from the first to the last third of the time. Cues: from the event, by its own time, until the verdict was
given and until the tone's first sample plays.

{tables}

{check}

{machine()} Load of the computer before: {busy}"""


if __name__ == "__main__":
    main()
