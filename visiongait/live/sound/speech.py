"""Spoken numbers, made once at the start by the system's own speech program."""

import shutil
import subprocess
import wave
from io import BytesIO

import numpy as np

from .tones import Wave

PROGRAM = "espeak-ng"
COUNTED = (*range(1, 11), *range(15, 101, 5))
"""Numbers that are said: the first ten, then every fifth, so that speech does not run into the next step."""

WORDS_PER_MIN = 180


def spoken_numbers(rate_hz: float) -> dict[int, Wave]:
    """Return the sound of each number of `COUNTED`; empty where the computer has no speech program."""
    program = shutil.which(PROGRAM)
    if program is None:
        return {}
    try:
        return {number: _spoken(program, str(number), rate_hz) for number in COUNTED}
    except (OSError, subprocess.SubprocessError, wave.Error):
        return {}


def _spoken(program: str, words: str, rate_hz: float) -> Wave:
    call = [program, "-s", str(WORDS_PER_MIN), "--stdout", words]
    done = subprocess.run(call, capture_output=True, check=True, timeout=10)
    return _samples(done.stdout, rate_hz)


def _samples(wav: bytes, rate_hz: float) -> Wave:
    """Return a 16-bit recording at another rate."""
    with wave.open(BytesIO(wav)) as recording:
        raw = np.frombuffer(recording.readframes(recording.getnframes()), np.int16) / 2**15
        own_rate_hz = recording.getframerate()
    clock = np.arange(0, len(raw), own_rate_hz / rate_hz)
    return np.interp(clock, np.arange(len(raw)), raw).astype(np.float32)
