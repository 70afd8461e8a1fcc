"""Adds up what sounds at the same time, block by block, as the sound device asks for it."""

from collections import deque

import numpy as np

from .tones import Wave, beat_tick

MOST_WAITING = 4
"""Sounds that may wait for the device; while it is gone, older ones are dropped rather than played late."""

SECONDS_PER_MINUTE = 60


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
