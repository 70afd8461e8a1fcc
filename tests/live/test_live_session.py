"""What a session says of its pictures, what it keeps, and what the command prints."""

import json
import time

import numpy as np
import pytest
from click.testing import CliRunner
from saved_tracker import SavedTracker
from saved_walks import NORMAL, SAMPLES, landmarks

from visiongait import pose
from visiongait.causal import STRIDE_METRICS
from visiongait.cli import live as live_command
from visiongait.cli.commands import cli
from visiongait.cli.session import Session
from visiongait.datatypes import LivePose, PoseModel
from visiongait.live.journal import Journal
from visiongait.live.session import LiveSession, show

CLIP = SAMPLES / f"{NORMAL}.mp4"


STARTED_S = time.monotonic()


class Shot:
    """A picture as it comes from a camera, one thirtieth of a second after the one before."""

    def __init__(self, number):
        self.arrived_s, self.stamp_s = STARTED_S + number / 30, number / 30

    def image(self):
        return np.full((720, 1280, 3), 90, np.uint8)


class Pictures:
    """Stands for the reader: as many pictures as wanted, then the end."""

    trouble = ""

    def __init__(self, count):
        self._left = list(range(count))
        self.dropped = 0

    mailbox = property(lambda self: self)
    ended = property(lambda self: not self._left)

    def take(self, timeout_s):
        return type("Arrival", (), {"shot": Shot(self._left.pop(0)), "connection": 1}) if self._left else None

    def start(self):
        pass

    stop = check = start


class Sees:
    """A tracker that always sees the same."""

    model = PoseModel("made", "made", {})

    def __init__(self, xy_px, people):
        self._sighting = LivePose(xy_px, None if xy_px is None else np.ones(33), people)

    def look(self, image, time_s):
        return self._sighting

    def forget(self):
        pass


def walker(shift_px=0.0):
    time_s, xy_px = landmarks(NORMAL)
    return xy_px[np.argmin(np.abs(time_s - 2.4))] + [0.0, shift_px]


@pytest.mark.parametrize(
    ("seen", "people", "status", "words"),
    [
        (None, 0, "nobody", "Nobody is in view"),
        (walker(), 2, "two_people", "Someone else is in view"),
        (walker(400), 1, "half_body", "The feet are out of the picture"),
        (walker(), 1, "tracking", ""),
    ],
)
def test_each_state_has_its_sentence(seen, people, status, words):
    frames = list(LiveSession(Pictures(8), Sees(seen, people)).frames())
    assert {frame.status for frame in frames[:-1]} == {status}
    assert frames[0].message.startswith(words)
    assert bool(frames[7].angles_deg) == (status in ("tracking", "two_people"))


def test_the_camera_check_says_what_the_set_up_screen_needs():
    check = list(LiveSession(Pictures(30), Sees(walker(), 1)).frames())[29].check
    assert check.facing == 1
    assert check.view_angle_deg < 20
    assert check.feet_in_picture
    assert check.head_in_picture
    assert 0.5 < check.stature_share < 0.9
    assert check.brightness == pytest.approx(90 / 255, abs=0.01)
    assert check.contrast == pytest.approx(0, abs=0.01)
    assert check.rate_hz == pytest.approx(30, abs=0.1)


def test_a_pause_measures_nothing_and_goes_on():
    session = LiveSession(Pictures(20), Sees(walker(), 1))
    seen = []
    for frame in session.frames():
        seen.append(frame.status)
        session.paused = 5 <= len(seen) < 10
    assert seen == ["tracking"] * 5 + ["paused"] * 5 + ["tracking"] * 10 + ["ended"]
    assert session.measured == 15


class Wants:
    """A spectator with wishes at certain frames."""

    def __init__(self, wishes):
        self.wishes, self.taken, self.closed = wishes, 0, False

    def take(self, frame):
        self.taken += 1
        return self.wishes.get(self.taken)

    def close(self):
        self.closed = True


def test_wishes_are_fulfilled_and_everybody_is_closed():
    marks = []
    user, other = Wants({3: "mark", 6: "quit"}), Wants({})
    show(LiveSession(Pictures(20), Sees(None, 0)), [user, other], mark=marks.append)
    assert user.taken == 6
    assert marks == [pytest.approx(2 / 30)]
    assert user.closed
    assert other.closed


def test_the_journal_is_on_disk_line_by_line(tmp_path):
    journal = Journal(tmp_path / "live.jsonl")
    for frame in LiveSession(Pictures(3), Sees(None, 0)).frames():
        journal.take(frame)
    journal.mark(1.5)
    lines = [json.loads(line) for line in (tmp_path / "live.jsonl").read_text().splitlines()]
    journal.close()
    assert lines[0]["status"] == "nobody"
    assert lines[-1] == {"time_s": 1.5, "mark": True}


@pytest.fixture
def saved_network(monkeypatch):
    monkeypatch.setattr(pose, "make_live_tracker", lambda model, progress: SavedTracker(NORMAL))


def run(*arguments):
    return CliRunner().invoke(cli, ["live", *arguments], obj=Session(), standalone_mode=False)


def test_headless_prints_a_line_of_json_for_each_stride(saved_network):
    result = run("--source", str(CLIP), "--headless")
    assert result.exception is None
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) >= 2
    assert set(STRIDE_METRICS) <= set(lines[0])
    assert {line["side"] for line in lines} == {"left", "right"}
    assert "frames measured" in result.stderr


def test_a_recorded_session_is_analysed_at_the_end(saved_network, monkeypatch, tmp_path):
    analysed = []
    monkeypatch.setattr(live_command, "analyze_one", lambda file, out, *_, **__: analysed.append((file, out)))
    result = run("--source", str(CLIP), "--headless", "--record", str(tmp_path / "kept"), "--seconds", "2")
    assert result.exception is None
    ((file, out),) = analysed
    assert file.suffix == ".mkv"
    assert out == tmp_path / "kept"
    assert file.with_suffix(".jsonl").is_file()


def test_the_record_needs_a_recording():
    assert "Add --record" in run("--source", "0", "--subject-record", "P01").exception.hint
