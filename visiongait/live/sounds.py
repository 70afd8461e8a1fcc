"""The sounds of the cues, and the mixer that adds them up block by block, as the sound device asks for them.

Tones are made by arithmetic: rising notes for reached, falling ones for missed, a tick for the beat.  Numbers
are spoken once at the start by the system's own speech program.
"""

import shutil
import subprocess
import wave
from collections import deque
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float32]
"""(N,) samples from -1 to 1."""

RISE_S = 0.008
"""Notes swell and die away over this time, so that they do not click."""

OVERTONE = 0.25
"""Share of the octave above in a note: softer than a bare tone, and heard on small loudspeakers."""

SPEECH_PROGRAM = "espeak-ng"
COUNTED = (*range(1, 11), *range(15, 101, 5))
"""Numbers that are said: the first ten, then every fifth, so that speech does not run into the next step."""

WORDS_PER_MIN = 180

MOST_WAITING = 4
"""Sounds that may wait for the device; while it is gone, older ones are dropped rather than played late."""

SECONDS_PER_MINUTE = 60


def reached_tone(rate_hz: float) -> Wave:
    """Return two rising notes (C and G above middle C)."""
    return _notes([(523.3, 0.07), (784.0, 0.13)], rate_hz)


def missed_tone(rate_hz: float) -> Wave:
    """Return two falling notes, lower and softer."""
    return 0.6 * _notes([(329.6, 0.07), (246.9, 0.13)], rate_hz)


def beat_tick(rate_hz: float) -> Wave:
    """Return a short dry tick like a wooden block."""
    time_s = np.arange(round(0.04 * rate_hz)) / rate_hz
    return np.asarray(0.7 * np.sin(2 * np.pi * 1200 * time_s) * np.exp(-time_s / 0.008), np.float32)


def _notes(notes: list[tuple[float, float]], rate_hz: float) -> Wave:
    return np.concatenate([_note(pitch_hz, duration_s, rate_hz) for pitch_hz, duration_s in notes])


def _note(pitch_hz: float, duration_s: float, rate_hz: float) -> Wave:
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    phase = 2 * np.pi * pitch_hz * time_s
    wave = (np.sin(phase) + OVERTONE * np.sin(2 * phase)) / (1 + OVERTONE)
    swell = np.clip(np.minimum(time_s, duration_s - time_s) / RISE_S, 0, 1)
    return np.asarray(wave * np.sin(np.pi / 2 * swell) ** 2, np.float32)


def spoken_numbers(rate_hz: float) -> dict[int, Wave]:
    """Return the sound of each number of `COUNTED`; empty where the computer has no speech program."""
    program = shutil.which(SPEECH_PROGRAM)
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


class Mixer:
    """Fed from the main thread, read from the sound device's own.

    The metronome counts the device's samples, so that it keeps time whatever the pictures do.
    """

    def __init__(self, rate_hz: float, volume: float, beat_per_min: float | None) -> None:
        self.muted = False
        self.beating = True
        self._volume = volume
        self._waiting: deque[Wave] = deque(maxlen=MOST_WAITING)
        self._sounding: list[Wave] = []
        self._tick = beat_tick(rate_hz)
        self._beat_every = SECONDS_PER_MINUTE * rate_hz / beat_per_min if beat_per_min else None
        self._until_beat = 0.0

    def play(self, wave: Wave) -> None:
        """Let a sound begin with the next block."""
        self._waiting.append(wave)

    def fill(self, block: Wave) -> None:
        """Write the next (N,) samples."""
        block[:] = 0
        self._add_beats(block)
        while self._waiting:
            self._sounding.append(self._waiting.popleft())
        self._sounding = [rest for wave in self._sounding if len(rest := _added(block, wave))]
        block *= 0 if self.muted else self._volume
        np.clip(block, -1, 1, out=block)

    def _add_beats(self, block: Wave) -> None:
        """Add the beats that begin in this block; what reaches beyond it goes on sounding."""
        if self._beat_every is None:
            return
        while self._until_beat < len(block):
            if self.beating:
                self._sounding.append(_delayed(self._tick, int(self._until_beat)))
            self._until_beat += self._beat_every
        self._until_beat -= len(block)


def _added(block: Wave, wave: Wave) -> Wave:
    """Add a wave's beginning to a block and return what is left of it."""
    share = min(len(block), len(wave))
    block[:share] += wave[:share]
    return wave[share:]


def _delayed(wave: Wave, samples: int) -> Wave:
    return np.concatenate([np.zeros(samples, np.float32), wave])
