"""Real streams: a walk over MJPEG and RTSP, and every way in which a camera can go away and come back."""

import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest
from benchmarks import servers
from saved_tracker import SavedTracker
from saved_walks import NORMAL, SAMPLES

from visiongait.datatypes import LivePose, PoseModel
from visiongait.errors import InputError, UsageError
from visiongait.live import reader
from visiongait.live.reader import Arrival, Mailbox, Reader
from visiongait.live.recording import RawRecorder
from visiongait.live.session import LiveSession
from visiongait.live.timing import OFF_S, LiveClock
from visiongait.validation.truth import read_truth
from visiongait.video import capture, open_video
from visiongait.video.capture import is_file
from visiongait.video.pacing import Beat

CLIP = SAMPLES / f"{NORMAL}.mp4"


class Nobody:
    """A tracker that sees nobody."""

    model = PoseModel("nobody", "nobody", {})

    def look(self, image, time_s):
        return LivePose(None, None, 0)

    def forget(self):
        pass


@pytest.fixture(scope="session")
def phone(tmp_path_factory):
    return servers.as_mjpeg(CLIP, tmp_path_factory.mktemp("phone") / "walk")


@pytest.fixture(scope="session")
def camera(tmp_path_factory):
    return servers.as_h264(CLIP, tmp_path_factory.mktemp("camera") / "walk")


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Tests cannot wait as long as people can."""
    monkeypatch.setattr(reader, "BACKOFF_S", (0.2,))
    monkeypatch.setattr(capture, "READ_TIMEOUT_S", 2.5)


class Watched:
    """A session that runs in a thread of its own, and what it told."""

    def __init__(self, session):
        self.session, self.frames = session, []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        for frame in self.session.frames():
            self.frames.append(frame)
            if self._stop.is_set():
                return

    def wait_for(self, status, words="", *, patience_s=8.0):
        """Wait until the newest frame is of a status, and return its number."""
        end_s = time.monotonic() + patience_s
        while time.monotonic() < end_s:
            newest = self.frames[-1] if self.frames else None
            if newest and newest.status == status and words in newest.message:
                return newest
            time.sleep(0.02)
        raise AssertionError([(f.status, f.message) for f in self.frames[-3:]])


@contextmanager
def watching(session):
    watched = Watched(session)
    watched._thread.start()
    try:
        yield watched
    finally:
        watched._stop.set()
        watched._thread.join(10)


def kinds(phone, camera):
    return {"mjpeg": (servers.mjpeg, phone, "http"), "rtsp": (servers.rtsp, camera, "rtsp")}


@pytest.mark.parametrize("kind", ["mjpeg", "rtsp"])
def test_a_walk_over_the_network_gives_its_strides_at_the_right_times(kind, phone, camera):
    serve, clip, _ = kinds(phone, camera)[kind]
    tracker = SavedTracker(NORMAL)
    with serve(clip) as server:
        session = LiveSession(Reader(server.url), tracker)
        frames = []
        for frame in session.frames():
            frames.append(frame)
            if frame.status == "reconnecting" and session.measured:
                break
    started_s = np.median([row / 30 - time_s for time_s, row in tracker.rows])
    strides = [stride for frame in frames for stride in frame.strides if stride.complete and stride.valid]
    assert len(strides) >= 2
    true = read_truth(SAMPLES / f"{NORMAL}.truth.json").events
    for stride in strides:
        for moment_s in (stride.start_s, stride.end_s):
            off_s = np.abs(true.times(stride.side, "foot_strike") - moment_s - started_s).min()
            assert off_s < 0.08, stride


@pytest.mark.parametrize("at_s", [1.6, 2.4, 3.2])
def test_a_hiccup_of_a_quarter_second_makes_no_stride_shorter(phone, at_s):
    with servers.mjpeg(phone) as server:
        session = LiveSession(Reader(server.url), SavedTracker(NORMAL))
        with watching(session) as watched:
            while not (watched.frames and watched.frames[-1].time_s >= at_s):
                time.sleep(0.005)
            server.freeze()
            time.sleep(0.25)
            server.thaw()
            watched.wait_for("reconnecting")
    strides = [one for frame in watched.frames for one in frame.strides if one.complete]
    truth = read_truth(SAMPLES / f"{NORMAL}.truth.json").stride_metrics["stride_time_s"]
    for stride in strides:
        if stride.valid:
            assert truth.min() - 0.06 < stride.end_s - stride.start_s < truth.max() + 0.06, stride
        else:
            assert "unevenly" in stride.reject_reason
    assert "uneven" in {frame.status for frame in watched.frames}


@pytest.mark.parametrize("kind", ["mjpeg", "rtsp"])
def test_a_camera_that_goes_away_comes_back_and_what_was_recorded_is_kept(kind, phone, camera, tmp_path):
    serve, clip, scheme = kinds(phone, camera)[kind]
    port = servers.free_port()
    recorder = RawRecorder(tmp_path, "walk")
    session = LiveSession(Reader(f"{scheme}://127.0.0.1:{port}/walk", recorder), Nobody())
    with watching(session) as watched:
        watched.wait_for("reconnecting", "nothing answers there")
        with serve(clip, port) as server:
            watched.wait_for("nobody")
            server.freeze()
            watched.wait_for("stalled")
            server.thaw()
            watched.wait_for("nobody")
            server.cut()
            watched.wait_for("reconnecting")
        with serve(clip, port):
            again = watched.wait_for("nobody")
            time.sleep(1.5)  # a busy computer writes late
    recorder.close()
    assert recorder.trouble == ""
    (kept,) = recorder.files
    times = [frame.time_s for frame in open_video(kept).frames()]
    assert times[-1] > again.time_s - 0.5
    assert max(np.diff(times)) > 0.2  # the time without a camera is not closed up


def test_a_stream_that_the_camera_does_not_know_is_said(camera):
    with servers.rtsp(camera) as server:
        wrong = server.url.replace("walk", "run")
        with watching(LiveSession(Reader(wrong), Nobody())) as watched:
            watched.wait_for("reconnecting", "the camera has no such stream")


def test_a_camera_that_is_not_plugged_in_is_said():
    with watching(LiveSession(Reader("63"), Nobody())) as watched:
        watched.wait_for("reconnecting", "There is no camera 63.")


def test_a_password_is_never_shown():
    with watching(LiveSession(Reader("http://me:secret@127.0.0.1:9/walk"), Nobody())) as watched:
        assert "secret" not in watched.wait_for("reconnecting").message


def test_other_addresses_are_refused():
    with pytest.raises(UsageError, match="not a stream"):
        is_file("ftp://camera/walk")


def test_a_file_that_cannot_be_read_ends_the_session(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        list(LiveSession(Reader(str(tmp_path / "none.mp4")), Nobody()).frames())


def test_a_file_is_shown_at_its_own_speed_to_its_end():
    started_s = time.monotonic()
    frames = list(LiveSession(Reader(str(CLIP)), Nobody()).frames())
    assert time.monotonic() - started_s == pytest.approx(4.8, abs=0.8)
    assert frames[-1].status == "ended"
    assert frames[-1].time_s == pytest.approx(143 / 30, abs=0.1)


def test_a_recording_that_was_never_closed_can_be_read(camera, tmp_path):
    recorder = RawRecorder(tmp_path, "cut")
    source = capture.Capture(str(camera))
    for number, _ in enumerate(source.shots(recorder.begin(source.stream, source.has_clock))):
        if number == 60:
            break
    source.close()
    time.sleep(0.2)
    cut_off = (tmp_path / "cut.mkv").read_bytes()
    recorder.close()
    (tmp_path / "power_cut.mkv").write_bytes(cut_off)
    assert len(list(open_video(tmp_path / "power_cut.mkv").frames())) > 20


def test_a_slow_reader_gets_the_newest_picture_and_the_others_are_counted():
    mailbox = Mailbox()
    for number in range(5):
        mailbox.put(Arrival(number, 1))
    assert mailbox.take(0.0) == Arrival(4, 1)
    assert mailbox.take(0.0) is None
    assert mailbox.dropped == 4


def test_the_beat_of_uneven_arrivals_is_steady():
    late_s = np.random.default_rng(1).uniform(0, 0.03, 300)
    sent_s = np.arange(300) / 30
    beat = Beat()
    placed_s = np.array([beat.steady_s(moment) for moment in sent_s + late_s])
    assert (np.diff(placed_s) > 0).all()
    assert np.std(np.diff(placed_s)[60:]) < 0.25 * np.std(np.diff(sent_s + late_s))
    assert np.ptp((placed_s - sent_s)[60:]) <= np.ptp(late_s)


def test_a_camera_clock_that_jumps_is_set_anew():
    clock = LiveClock()
    times = [clock.time_s(100 + n / 30, n / 30) for n in range(30)]
    times += [clock.time_s(101 + n / 30, 7000 + n / 30) for n in range(30)]
    assert times == pytest.approx(np.arange(60) / 30)
    assert OFF_S < 1
