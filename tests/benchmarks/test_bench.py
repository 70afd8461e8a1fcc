"""What scripts/bench measures and says."""

import subprocess
import sys
from pathlib import Path

import av
import pytest
from benchmarks.page import with_sections
from benchmarks.recording import phone_recording
from benchmarks.tables import ratio_table, ratios, speed_table
from benchmarks.timing import Timing, timed

CLIP = Path(__file__).with_name("treadmill_walk.mp4")


def runs(*wall_s: float) -> list[Timing]:
    return [Timing(seconds, 2 * seconds, 100.0) for seconds in wall_s]


def test_ratios_are_taken_pair_by_pair():
    spread = ratios(runs(1, 2, 4), runs(3, 8, 10))  # a busy moment slows both of a pair
    assert (spread.median, spread.low, spread.high) == (3.0, 2.5, 4.0)


def test_tables_say_rates_and_only_ratios_with_the_same_weights():
    timings = {
        ("ours", "heavy"): runs(10),
        ("theirs", "heavy"): runs(35),
        ("theirs", "lite"): runs(5),
    }
    assert "| ours | `heavy` | 60.0 | 16.7 | 33.3 | 100 |" in speed_table(timings, 600)
    assert ratio_table(timings, "ours").splitlines()[2:] == ["| theirs | `heavy` | 3.50 (3.50 to 3.50) |"]


def test_time_and_memory_of_children_are_counted():
    child = "x = bytearray(120_000_000); import time; time.sleep(0.3); sum(range(3_000_000))"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    timing = timed([sys.executable, "-c", parent])
    assert timing.peak_mb > 120
    assert timing.cpu_s > 0.02
    assert timing.wall_s > 0.3


def test_a_program_that_fails_is_not_timed():
    with pytest.raises(RuntimeError, match="ended with 3: no such walk"):
        timed([sys.executable, "-c", "import sys; print('no such walk', file=sys.stderr); sys.exit(3)"])


def test_fresh_sections_replace_their_own_and_leave_others():
    page = "# How fast\n\nWords.\n\n## Speed\n\nold\n\n## Live\n\nkept\n"
    told = with_sections(page, {"Speed": "new", "Memory": "little"})
    assert told == "# How fast\n\nWords.\n\n## Speed\n\nnew\n\n## Live\n\nkept\n\n## Memory\n\nlittle\n"


def test_recording_is_long_large_and_steady(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.recording.LOOP_S", 1)
    monkeypatch.setattr("benchmarks.recording.FPS", 8)
    with av.open(str(phone_recording(CLIP, tmp_path, 3))) as container:
        times = [frame.time for frame in container.decode(video=0)]
        assert (container.streams.video[0].width, container.streams.video[0].height) == (1920, 1080)
    assert times == pytest.approx([i / 8 for i in range(24)])


@pytest.mark.parametrize("command", [["--help"], ["analyze", "--help"]])
def test_help_needs_no_heavy_library(command):
    code = (
        "import sys; from visiongait.cli.commands import run; run(sys.argv[1:]);"
        "print([m for m in ('cv2', 'av', 'numpy', 'pandas', 'openvino', 'mediapipe') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "[]"
