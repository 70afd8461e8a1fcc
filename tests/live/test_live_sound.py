"""Sound: tones that differ, a metronome that keeps time, and a computer without any sound device."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.live import speaker
from visiongait.live.cues import Plan
from visiongait.live.sounds import (
    COUNTED,
    SPEECH_PROGRAM,
    Mixer,
    beat_tick,
    missed_tone,
    reached_tone,
    spoken_numbers,
)
from visiongait.live.speaker import Speaker

RATE_HZ = 8000


def played(mixer, seconds, block=256):
    """What the device would hear."""
    blocks = []
    for _ in range(int(seconds * RATE_HZ / block)):
        out = np.empty(block, np.float32)
        mixer.fill(out)
        blocks.append(out)
    return np.concatenate(blocks)


def pitch_hz(wave):
    return float(np.fft.rfftfreq(len(wave), 1 / RATE_HZ)[np.abs(np.fft.rfft(wave)).argmax()])


def test_reached_rises_and_missed_falls_and_lies_lower():
    reached, missed = reached_tone(RATE_HZ), missed_tone(RATE_HZ)
    half = round(0.07 * RATE_HZ)
    assert pitch_hz(reached[half:]) == pytest.approx(784, rel=0.03)
    assert pitch_hz(reached[:half]) < pitch_hz(reached[half:])
    assert pitch_hz(missed[:half]) > pitch_hz(missed[half:])
    assert pitch_hz(missed[:half]) < pitch_hz(reached[:half])


@pytest.mark.parametrize("make", [reached_tone, missed_tone, beat_tick])
def test_sounds_are_short_do_not_click_and_do_not_clip(make):
    wave = make(RATE_HZ)
    assert 0.02 < len(wave) / RATE_HZ < 0.3
    assert np.abs(wave).max() <= 1
    assert abs(wave[0]) < 0.01
    assert abs(wave[-1]) < 0.01


def test_a_sound_begins_with_the_next_block():
    mixer = Mixer(RATE_HZ, 0.5, None)
    assert not played(mixer, 0.1).any()
    mixer.play(reached_tone(RATE_HZ))
    np.testing.assert_allclose(played(mixer, 0.3)[:1600], 0.5 * reached_tone(RATE_HZ)[:1600], atol=1e-6)


@given(st.floats(30, 200), st.integers(16, 1024))
def test_the_metronome_keeps_time_whatever_the_blocks(beat_per_min, block):
    sound = played(Mixer(RATE_HZ, 1.0, beat_per_min), 10, block)
    loud = np.flatnonzero(np.abs(sound) > 0.1)
    starts = loud[np.diff(loud, prepend=-RATE_HZ) > 0.1 * RATE_HZ]
    expected = np.arange(len(starts)) * 60 * RATE_HZ / beat_per_min
    assert np.abs(starts - expected).max() <= 8  # a millisecond: the tick swells
    assert len(starts) >= int(9.8 * beat_per_min / 60)


def test_a_muted_metronome_goes_on_in_step():
    mixer = Mixer(RATE_HZ, 1.0, 60)
    mixer.muted = True
    assert not played(mixer, 1.5).any()
    mixer.muted = False
    first = np.flatnonzero(np.abs(played(mixer, 1.5)) > 0.1)[0] / RATE_HZ
    assert first == pytest.approx(0.5, abs=0.04)


def test_a_metronome_can_pause():
    mixer = Mixer(RATE_HZ, 1.0, 60)
    mixer.beating = False
    assert not played(mixer, 2).any()


def test_many_sounds_at_once_do_not_clip():
    mixer = Mixer(RATE_HZ, 1.0, 200)
    for _ in range(9):
        mixer.play(reached_tone(RATE_HZ))
    assert np.abs(played(mixer, 0.5)).max() <= 1


class FakeDevice:
    """Stands for sounddevice: a device that can be absent, come and go."""

    class PortAudioError(Exception):
        pass

    def __init__(self):
        self.there, self.streams = True, []

    def OutputStream(self, *_, callback, latency, **__):  # noqa: N802  the name of sounddevice's own class
        if not self.there:
            raise self.PortAudioError("no device")
        stream = FakeStream(callback, latency)
        self.streams.append(stream)
        return stream

    def _terminate(self): ...

    def _initialize(self): ...


class FakeStream:
    def __init__(self, callback, latency):
        self.callback, self.active, self.latency = callback, False, latency

    def start(self):
        self.active = True

    def close(self, ignore_errors):
        self.active = False

    def heard(self, frames=4800, *, dry=False):
        block = np.zeros((frames, 1), np.float32)
        self.callback(block, frames, None, SimpleNamespace(output_underflow=dry))
        return block[:, 0]


@pytest.fixture
def device(monkeypatch):
    fake = FakeDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def test_reached_and_missed_reach_the_device(device):
    loud = Speaker(Plan(volume=1.0), pytest.fail)
    assert loud.latency_s == min(speaker.BUFFERS_S)
    loud.reached(1)
    high = device.streams[0].heard()
    device.streams[0].heard(24000)
    loud.missed()
    low = device.streams[0].heard()
    assert np.abs(high).max() > np.abs(low).max() > 0.1


def test_silence_by_key_and_by_settings(device):
    muted = Speaker(Plan(), pytest.fail)
    muted.toggle_mute()
    muted.reached(1)
    without = Speaker(Plan(tones=False), pytest.fail)
    without.reached(1)
    assert not any(stream.heard().any() for stream in device.streams)


def test_no_device_is_one_sentence_and_no_failure(device):
    device.there, said = False, []
    silent = Speaker(Plan(beat_per_min=100), said.append)
    silent.reached(1)
    silent.missed()
    silent.beat(False)
    silent.close()
    assert said == [speaker.NO_DEVICE]
    assert silent.latency_s is None


def test_a_device_that_comes_back_sounds_again(device, monkeypatch):
    monkeypatch.setattr(speaker, "RETRY_S", 0.0)
    said = []
    loud = Speaker(Plan(volume=1.0), said.append)
    device.there, device.streams[0].active = False, False
    for _ in range(3):
        loud.tend()
        loud._opening.join()
    assert said == [speaker.NO_DEVICE]
    device.there = True
    loud.tend()
    loud._opening.join()
    loud.reached(1)
    assert np.abs(device.streams[1].heard()).max() > 0.1


def test_a_device_that_runs_dry_again_and_again_gets_more_made_ahead(device, monkeypatch):
    monkeypatch.setattr(speaker, "RETRY_S", 0.0)
    loud = Speaker(Plan(), pytest.fail)
    for dry in (1, speaker.FALTERS, *[speaker.FALTERS] * len(speaker.BUFFERS_S)):
        for _ in range(dry):
            device.streams[-1].heard(48, dry=True)
        loud.tend()
        if loud._opening:
            loud._opening.join()
    assert [stream.latency for stream in device.streams] == list(speaker.BUFFERS_S)
    assert [stream.active for stream in device.streams] == [False] * 3 + [True]
    assert loud.faltered == 1 + speaker.FALTERS * (1 + len(speaker.BUFFERS_S))


@pytest.mark.parametrize(
    ("fault", "sentence"), [(ImportError, speaker.NO_EXTRA), (OSError, speaker.NO_LIBRARY)]
)
def test_missing_packages_are_one_sentence_each(monkeypatch, fault, sentence):
    class Missing:
        def find_spec(self, name, *_):
            if name == "sounddevice":
                raise fault

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    said = []
    Speaker(Plan(), said.append).reached(1)
    assert said == [sentence]


def test_without_a_speech_program_numbers_are_tones(device, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    said = []
    Speaker(Plan(spoken_count=True), said.append).reached(1)
    assert said == [speaker.NO_SPEECH]
    assert device.streams[0].heard().any()


def test_numbers_are_spoken():
    numbers = spoken_numbers(RATE_HZ)
    if not numbers:
        pytest.skip(f"needs {SPEECH_PROGRAM}, which is not on this computer")
    assert set(numbers) == set(COUNTED)
    assert all(0.2 < len(wave) / RATE_HZ < 2 and np.abs(wave).max() > 0.1 for wave in numbers.values())
    assert len({wave.tobytes() for wave in numbers.values()}) == len(COUNTED)
