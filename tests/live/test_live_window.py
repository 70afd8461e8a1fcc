"""The window in its own process: shown under a virtual display, and harmless without one."""

import os
import shutil
import subprocess
import time

import numpy as np
import pytest
from made_frames import frame, stride

from visiongait.errors import EnvironmentFaultError
from visiongait.live.controller import Controller
from visiongait.live.cues import CueTarget, Plan
from visiongait.live.display import Window, window
from visiongait.live.display.theme import HEIGHT_PX, WIDTH_PX

STANCE = "peak_dorsiflexion_stance_deg"
PLAN = Plan(targets=(CueTarget(STANCE, at_least=8),), tones=False)

ECHO = """
import sys, time
print("ready", flush=True)
while sys.stdin.buffer.read({size}):
    print(time.monotonic(), {keys}, flush=True)
"""
"""Stands for the viewer: answers each picture with the same keys."""


@pytest.fixture
def display(monkeypatch):
    """A virtual display; the test is skipped where there is none to be had."""
    if not shutil.which("Xvfb"):
        pytest.skip("needs Xvfb (apt-get install xvfb), which is not on this computer")
    read, write = os.pipe()
    call = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(call, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        monkeypatch.setenv("DISPLAY", f":{answer.readline().strip()}")
    yield server
    server.terminate()
    server.wait()


@pytest.fixture
def viewer(monkeypatch, tmp_path):
    """Replace the viewer by a small program that answers with these keys."""

    def answering(keys="", program=ECHO):
        path = tmp_path / "viewer.py"
        path.write_text(program.format(size=WIDTH_PX * HEIGHT_PX * 3, keys=repr(keys)))
        monkeypatch.setattr(window, "VIEWER", path)

    return answering


def until(true, seconds=10):
    """Wait for something that another thread does."""
    end_s = time.monotonic() + seconds
    while not true() and time.monotonic() < end_s:
        time.sleep(0.01)
    return true()


def controller(said, *, set_up=False, judged=None, plan=PLAN):
    return Controller(plan, window=True, set_up=set_up, say=said.append, judged=judged or (lambda _: None))


def test_a_window_opens_shows_and_closes(display):
    live = Window()
    live.show(np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8), time.monotonic())
    assert until(lambda: live.latency_s < 5)
    assert not live.closed
    assert not live.lost
    live.close()
    assert live._viewer.returncode == 0


def test_a_display_that_goes_away_does_not_end_the_session(display):
    said = []
    showing = controller(said)
    showing.take(frame(0))
    display.terminate()
    display.wait()
    assert until(lambda: showing.take(frame(1)) or not showing.has_window)
    assert said[-1] == "The display was lost; the session continues without a window."
    assert showing.take(frame(500)) is None
    showing.close()


def test_without_a_display_there_is_a_sentence_and_a_session(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":987")
    with pytest.raises(EnvironmentFaultError, match="No display"):
        Window()
    said = []
    blind = controller(said)
    assert not blind.has_window
    assert "The session continues without a window." in said[-1]
    assert blind.take(frame(0, strides=[stride(**{STANCE: 9.0})])) is None
    assert blind.coach.latest.reached
    blind.close()


@pytest.mark.parametrize(("key", "wish"), [(" ", "pause"), ("m", "mark"), ("Q", "quit"), ("\x1b", "quit")])
def test_keys_become_wishes(viewer, key, wish):
    viewer(str(ord(key)))
    showing = controller([])
    wishes = []
    assert until(lambda: wishes.append(showing.take(frame(len(wishes)))) or wish in wishes)
    showing.close()


def test_the_leg_can_be_changed(viewer):
    viewer(str(ord("s")))
    showing = controller([])
    first = showing.coach.leg
    assert until(lambda: showing.take(frame(0)) or showing.coach.leg != first)
    showing.close()


def test_a_window_closed_by_its_user_ends_the_session(viewer):
    viewer(program='print("ready\\nclosed", flush=True)')
    showing = controller([])
    wishes = []
    assert until(lambda: wishes.append(showing.take(frame(len(wishes)))) or "quit" in wishes)
    showing.close()


def test_a_slow_window_never_holds_up_the_session(viewer):
    viewer(program=ECHO.replace("print(time", "time.sleep(0.5); print(time"))
    live = Window()
    canvas = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    start_s = time.monotonic()
    for _ in range(30):
        live.show(canvas, start_s)
    assert time.monotonic() - start_s < 0.5
    live.close()


def test_nothing_is_judged_during_set_up_or_pause(viewer):
    viewer()
    judged = []
    showing = controller([], set_up=True, judged=judged.append)
    told = {"strides": [stride(**{STANCE: 9.0})]}
    showing.take(frame(0, **told))
    assert judged == []
    for number in range(1, 100):
        showing.take(frame(number))
    showing.take(frame(101, **told))
    assert len(judged) == 1
    showing.take(frame(102, status="paused", message="Paused.", **told))
    assert len(judged) == 1
    showing.close()
