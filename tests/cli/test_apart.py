"""What brings a process down brings a sentence: the process boundary of `analyze`, as a user meets it."""

import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from visiongait.cli.session import STOPPED_WORDS
from visiongait.system import crashed

PROGRAM = """
import ctypes, os, signal, sys, time
from visiongait.cli import analyze, apart, commands
apart.PATIENCE_S = 2.0
apart._LOOK_EVERY_S = 0.1

def measured(video, *_, **__):
    deed = video.stem
    if deed == "crash":
        ctypes.string_at(0)
    if deed == "abort":
        os.abort()
    if deed == "memory":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "leave":
        os._exit(7)
    if deed == "hunger":
        bytearray(1 << 62)
    if deed == "hang":
        while True:
            pass
    if deed == "wait":
        print("waiting", flush=True)
        time.sleep(60)
    if deed == "slow":
        for _ in range(30):
            time.sleep(0.1)
            apart.tell_alive()
    if deed == "stopped":
        import atexit
        atexit.register(os.kill, os.getpid(), signal.SIGKILL)
        raise KeyboardInterrupt
    if deed == "bug":
        raise RuntimeError("a bug")
    if deed == "warn":
        import numpy as np
        np.mean(np.zeros(0))
    print(f"{deed} done")
    if deed == "late":
        import atexit
        atexit.register(os.abort)

analyze.analyze_one = measured
apart._TELL_EVERY_S = 0.2
commands.main()
"""


def start(*deeds, **how):
    names = [f"{deed}.mp4" for deed in deeds]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "analyze", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **how,
    )


def said(*deeds):
    program = start(*deeds)
    out, err = program.communicate(timeout=60)
    return program.returncode, out, err


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("crash", "crash.mp4 could not be read: the software that decodes the video failed on it (SIGSEGV)."),
        ("abort", "abort.mp4 could not be read: the software that decodes the video failed on it (SIGABRT)."),
        ("memory", "memory.mp4 needs more memory than this computer has free."),
        (
            "leave",
            "leave.mp4 could not be read: the software that decodes the video failed on it (exit code 7).",
        ),
        ("hunger", "What was asked for needs more memory than this computer has free."),
        ("hang", "hang.mp4 could not be read: nothing has moved for 0.0333333 min"),
    ],
)
def test_one_sentence_and_a_hint_for_every_way_to_fall(deed, words):
    code, out, err = said(deed)
    assert code == 3
    assert out == ""
    lines = err.splitlines()
    assert lines[0].startswith(f"Error: {words}")
    assert lines[1].startswith("hint: ")
    assert len(lines) == 2


def test_the_other_recordings_are_measured_all_the_same():
    code, out, err = said("one", "crash", "two", "hang", "three")
    assert code == 3
    assert out.splitlines() == ["one done", "two done", "three done"]
    assert err.count("Error:") == 2


def test_success_is_as_without_a_boundary():
    assert said("one", "two") == (0, "one done\ntwo done\n", "")


def test_no_library_warns_the_user():
    assert said("warn") == (0, "warn done\n", "")


def test_a_slow_recording_that_moves_is_waited_for():
    assert said("slow") == (0, "slow done\n", "")


def test_what_falls_when_all_is_done_is_nobodys_concern():
    assert said("late")[:2] == (0, "late done\n")


def test_a_failure_that_is_said_keeps_its_own_words_and_code():
    code, out, err = said("bug", "one")
    assert (code, out) == (1, "one done\n")
    assert err.startswith("Error: This is a bug in visiongait (RuntimeError: a bug).")


def test_who_ends_by_a_signal_after_ctrl_c_was_said_has_been_stopped():
    code, _, err = said("stopped")
    assert code == 130
    assert err.strip() == STOPPED_WORDS


@pytest.mark.parametrize("to_all", [False, True])
def test_ctrl_c_is_said_once(to_all):
    program = start("wait", start_new_session=True)
    assert program.stdout.readline() == "waiting\n"
    (os.killpg if to_all else os.kill)(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=20)
    assert program.returncode == 130
    assert err.strip() == STOPPED_WORDS


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_left_running_when_it_is_ended(number):
    program = start("wait", start_new_session=True)
    assert program.stdout.readline() == "waiting\n"
    program.send_signal(number)
    program.communicate(timeout=20)  # ends when the copy has closed the pipes as well
    assert program.returncode == -number


def test_a_terminal_gets_its_cursor_back():
    ours, theirs = pty.openpty()
    program = subprocess.Popen([sys.executable, "-c", PROGRAM, "analyze", "crash.mp4"], stderr=theirs)
    program.wait(timeout=60)
    os.close(theirs)
    time.sleep(0.1)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert shown.startswith("\r\x1b[2K\x1b[?25hError: ")


@pytest.mark.parametrize("code", [-11, -6, -9, 1, -250])
def test_no_patients_file_is_accused(code):
    failure = crashed("The recording", code)
    assert failure.exit_code == 3
    for word in ("harm", "malicious", "attack", "corrupt"):
        assert word not in failure.message + failure.hint
