"""The sound device: opened if there is one, looked for again if there is none or it went away."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from .cues import Plan
from .sounds import SPEECH_PROGRAM, Mixer, Wave, missed_tone, reached_tone, spoken_numbers

RATE_HZ = 48_000
BLOCK = 240
"""Samples that the device asks for at a time, 5 ms: a tone waits no longer to be begun."""

BUFFERS_S = (0.01, 0.02, 0.03, 0.06)
"""Sound made ahead: the shortest first, since all of it is delay; more where it runs dry."""

FALTERS = 3
"""So often may the device run dry within `RETRY_S` before more is made ahead."""

RETRY_S = 5.0
"""Seconds between two attempts to open a device that is missing."""

NO_EXTRA = "Cues are silent: sounddevice is not installed; run `pip install 'visiongait[live]'`."
NO_LIBRARY = "Cues are silent: the PortAudio library is missing; run `apt-get install libportaudio2`."
NO_DEVICE = "Cues are silent: no sound device was found. Sound starts as soon as one is connected."
NO_SPEECH = f"Numbers are not spoken: {SPEECH_PROGRAM} is not installed; tones are played instead."


class Speaker:
    """Plays cues; without a device every call is harmless and `say` gets the reason, once.

    Parameters
    ----------
    plan
        Volume, metronome, tones and spoken count.
    say
        Called with each sentence for people.
    """

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self._plan, self._say = plan, say
        self._mixer = Mixer(RATE_HZ, plan.volume, plan.beat_per_min)
        self._reached, self._missed = reached_tone(RATE_HZ), missed_tone(RATE_HZ)
        self._numbers = self._spoken()
        self._stream: Any = None
        self._installed = True
        self._opening: Thread | None = None
        self._looked_s = time.monotonic()
        self._step = self._dry = self._dry_before = 0
        self._said = ""
        self._open()

    @property
    def latency_s(self) -> float | None:
        """Time from a call to the first sample heard, as the device states it; None without a device."""
        return None if self._stream is None else float(self._stream.latency)

    @property
    def faltered(self) -> int:
        """How often the device has run dry so far."""
        return self._dry

    @property
    def muted(self) -> bool:
        """Whether everything is silent, the metronome too."""
        return self._mixer.muted

    def toggle_mute(self) -> None:
        """Be silent, or sound again."""
        self._mixer.muted = not self._mixer.muted

    def beat(self, on: bool) -> None:
        """Let the metronome beat or pause."""
        self._mixer.beating = on

    def reached(self, count: int) -> None:
        """Sound that the target was reached, for the `count`th time."""
        self._play(self._numbers.get(count, self._reached))

    def missed(self) -> None:
        """Sound that the target was missed."""
        self._play(self._missed)

    def tend(self) -> None:
        """Look after the device now and then; to be called often, returns at once."""
        if not self._installed or time.monotonic() - self._looked_s < RETRY_S:
            return
        self._looked_s = time.monotonic()
        if self._opening is not None and self._opening.is_alive():
            return
        falters, self._dry_before = self._dry - self._dry_before, self._dry
        if self._stream is None or not self._stream.active:
            self._in_background(self._open_again)
        elif falters >= FALTERS and self._step + 1 < len(BUFFERS_S):
            self._step += 1
            self._in_background(self._open_larger)

    def close(self) -> None:
        """Give the device back."""
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None

    def _play(self, wave: Wave) -> None:
        if self._plan.tones:
            self._mixer.play(wave)

    def _spoken(self) -> dict[int, Wave]:
        numbers = spoken_numbers(RATE_HZ) if self._plan.spoken_count else {}
        if self._plan.spoken_count and not numbers:
            self._say(NO_SPEECH)
        return numbers

    def _in_background(self, work: Callable[[], None]) -> None:
        self._opening = Thread(target=work, daemon=True)
        self._opening.start()

    def _open(self) -> None:
        try:
            import sounddevice
        except (ImportError, OSError) as missing:
            self._installed = False
            return self._tell(NO_EXTRA if isinstance(missing, ImportError) else NO_LIBRARY)
        try:
            self._stream = sounddevice.OutputStream(
                RATE_HZ,
                BLOCK,
                channels=1,
                dtype="float32",
                latency=BUFFERS_S[self._step],
                callback=self._fill,
            )
            self._stream.start()
        except sounddevice.PortAudioError:
            self._stream = None
            return self._tell(NO_DEVICE)
        return self._tell("")

    def _open_again(self) -> None:
        """Open a device that may have come since: PortAudio sees new ones only when it starts anew.

        sounddevice has no public call for that; its author names these two (its issues 3 and 125).
        """
        import sounddevice

        self.close()
        sounddevice._terminate()
        sounddevice._initialize()
        self._open()

    def _open_larger(self) -> None:
        """Open the same device with more sound made ahead."""
        self.close()
        self._open()

    def _fill(self, block: Any, frames: int, at: Any, status: Any) -> None:  # noqa: ARG002  PortAudio's call
        self._dry += bool(status and status.output_underflow)
        self._mixer.fill(block[:, 0])

    def _tell(self, sentence: str) -> None:
        """Say a sentence unless it was the last one said."""
        if sentence and sentence != self._said:
            self._say(sentence)
        self._said = sentence
