"""The sounds, made by arithmetic: rising notes for reached, falling ones for missed, a tick for the beat."""

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float32]
"""(N,) samples from -1 to 1."""

RISE_S = 0.008
"""Notes swell and die away over this time, so that they do not click."""

OVERTONE = 0.25
"""Share of the octave above in a note: softer than a bare tone, and heard on small loudspeakers."""


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
