"""Recordings without a walk, and everything else that goes wrong, through the whole program."""

import json
import os
import signal
import subprocess
import sys
import time

import cv2
import numpy as np
import pytest
from conftest import SAMPLES, shared

from visiongait.cli.commands import run
from visiongait.cli.session import STOPPED_WORDS
from visiongait.video import VideoSink, open_video

WALK = SAMPLES / "d01_normal_sagittal.mp4"
TRUTH = SAMPLES / "d01_normal_sagittal.truth.json"
FRONTAL = SAMPLES.parents[1] / "tests" / "cli" / "frontal_walk.mp4"
RATE_HZ = 30.0


def record(path, images):
    """Write images as a recording of 30 frames per second."""
    images = iter(images)
    first = next(images)
    with VideoSink(path, first.shape[1], first.shape[0]) as sink:
        sink.write(first, 0.0)
        for number, image in enumerate(images, start=1):
            sink.write(np.ascontiguousarray(image), number / RATE_HZ)
    return path


def walking(count=60, start_s=1.0):
    """Pictures of the rendered walk, upright, RGB."""
    for frame in open_video(WALK, start_s=start_s, end_s=start_s + count / RATE_HZ).frames():
        yield frame.image


def track_of(landmark, start_s=1.0):
    """(T, 2) true pixels of one landmark of the rendered walk, from `start_s` on."""
    truth = json.loads(TRUTH.read_text())["frames"]["landmarks_2d_px"]
    return np.array(truth[landmark])[round(start_s * RATE_HZ) :]


def analyse(recording, folder, *options):
    return run(["analyze", str(recording), "-o", str(folder), "--no-video", *options])


def check_refused(code, wanted, said):
    """One sentence, one hint, the right code, and no traceback."""
    assert code == wanted, said.err
    lines = said.err.strip().splitlines()
    assert lines[0].startswith("Error: ")
    assert lines[1].startswith("hint: ")
    assert len(lines) == 2
    assert said.out == ""


@pytest.mark.parametrize("name", ["missing.mp4", "empty.mp4", "text.mp4", "truncated.mp4"])
def test_what_is_not_a_recording_exits_3(name, tmp_path, capsys):
    recording = tmp_path / name
    if name == "empty.mp4":
        recording.touch()
    if name == "text.mp4":
        recording.write_text("This is not a recording.\n" * 100)
    if name == "truncated.mp4":  # its index is at the end, as phones write it
        recording.write_bytes(index_last(WALK, tmp_path)[:100_000])
    check_refused(analyse(recording, tmp_path / "out"), 3, capsys.readouterr())
    assert not (tmp_path / "out").exists()


def index_last(recording, tmp_path):
    """The same recording with its index behind the pictures."""
    import av

    path = tmp_path / "index_last.mp4"
    with av.open(str(recording)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return path.read_bytes()


@pytest.mark.network
def test_a_folder_that_cannot_be_written_is_refused_at_once(tmp_path, capsys):
    begun = time.perf_counter()
    check_refused(analyse(WALK, "/proc/nowhere"), 2, capsys.readouterr())
    assert time.perf_counter() - begun < 5


def no_person(path):
    noise = np.random.default_rng(1).integers(0, 255, (360, 640, 3)).astype(np.uint8)
    return record(path, [noise] * 45)


def only_face(path):
    head = track_of("head")
    crops = (image[int(y) - 70 : int(y) + 70, int(x) - 70 : int(x) + 70]
             for image, (x, y) in zip(walking(45), head, strict=False))  # fmt: skip
    return record(path, (cv2.resize(crop, (480, 480)) for crop in crops))


def feet_cut_off(path):
    knee_y = int(track_of("knee.R")[:, 1].max())
    return record(path, (image[: knee_y // 2 * 2 + 10] for image in walking(90, 0.8)))


def one_step(path):
    return record(path, walking(18, 2.0))


def tiny(path):
    return record(
        path, (cv2.resize(image, (160, 120), interpolation=cv2.INTER_AREA) for image in walking(90, 0.8))
    )


@pytest.mark.network
@pytest.mark.parametrize(
    "make", [no_person, only_face, feet_cut_off, one_step, tiny], ids=lambda f: f.__name__
)
def test_a_recording_without_assessable_gait_exits_4(make, tmp_path, capsys, heavy_weights):
    recording = make(tmp_path / f"{make.__name__}.mp4")
    check_refused(analyse(recording, tmp_path / "out"), 4, capsys.readouterr())
    check_withheld_folder(tmp_path / "out" / recording.stem)


@pytest.mark.network
@pytest.mark.parametrize(
    "path",
    [
        "videos/not_walking_balance.mp4",
        "videos/not_walking_two_people.mp4",
        "lab/clips/d12_standing_adam.mp4",
    ],
)
def test_standing_and_balancing_is_not_walking(path, tmp_path, capsys, heavy_weights):
    recording = shared(path)
    check_refused(analyse(recording, tmp_path), 4, capsys.readouterr())
    check_withheld_folder(tmp_path / recording.stem)


@pytest.mark.network
def test_a_walk_towards_the_camera_exits_4(tmp_path, capsys, heavy_weights):
    check_refused(analyse(FRONTAL, tmp_path), 4, capsys.readouterr())
    check_withheld_folder(tmp_path / FRONTAL.stem)


def check_withheld_folder(folder):
    """The folder is there, with the reasons and without a number."""
    content = json.loads((folder / "assessment.json").read_text())
    assert content["verdict"]["quality"] == "withheld"
    assert content["verdict"]["reasons"]
    assert (folder / "report.html").is_file()
    assert (folder / "summary.csv").is_file()


@pytest.mark.network
def test_a_recording_cut_short_is_measured_as_far_as_it_goes(tmp_path, capsys, heavy_weights):
    """Copied only in part: the index is at the front, so the pictures up to the cut can be read."""
    whole = record(tmp_path / "whole.mp4", walking(140, 0.0)).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: int(0.8 * len(whole))])
    assert analyse(cut, tmp_path / "out") == 0, capsys.readouterr().err
    assert "cut" in (tmp_path / "out" / "cut" / "assessment.json").read_text()
    notes = json.loads((tmp_path / "out" / "cut" / "assessment.json").read_text())["notes"]
    assert [note for note in notes if "end" in note or "truncated" in note or "damaged" in note]


@pytest.mark.network
def test_a_full_disk_is_said_and_leaves_what_was_there(tmp_path, capsys, heavy_weights):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        check_refused(analyse(WALK, disk), 1, capsys.readouterr())
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.network
@pytest.mark.parametrize("after_s", [1.0, 3.0])
def test_ctrl_c_leaves_nothing_and_no_traceback(after_s, tmp_path, heavy_weights):
    command = [sys.executable, "-m", "visiongait", "analyze", str(WALK), "-o", str(tmp_path / "out")]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(after_s)
    os.kill(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=60)
    # Interrupted within an import, Python itself ends by the signal: a shell says 130 to both
    assert program.returncode in (130, -signal.SIGINT), err
    assert err.strip() == STOPPED_WORDS
    assert out == ""
    assert list(tmp_path.iterdir()) == []
