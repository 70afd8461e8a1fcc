"""A display and a loudspeaker for the live view where there is none: Xvfb, and the null sink of PulseAudio.

The loudspeaker plays in real time to nobody; what it plays is recorded as it is played.
"""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

RATE_HZ = 48_000
PROGRAMS = {"Xvfb": "xvfb", "pulseaudio": "pulseaudio", "parec": "pulseaudio-utils", "ffmpeg": "ffmpeg"}
_SINK = "module-null-sink sink_name=stage"
_LOUD, _QUIET_S = 0.01, 0.06
_BLOCK = 240
_ALSA = """</usr/share/alsa/alsa.conf>
pcm.!default {{ type pulse server "unix:{socket}" }}
"""


def missing() -> list[str]:
    """Return the Debian packages of the programs that are missing."""
    return [package for program, package in PROGRAMS.items() if not shutil.which(program)]


@contextmanager
def display() -> Iterator[None]:
    """Show windows on a virtual display."""
    read, write = os.pipe()
    call = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(call, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    try:
        yield
    finally:
        server.terminate()
        server.wait()


class Listener:
    """Notes when the loudspeaker begins to sound after silence (`time.monotonic`, up to a block late)."""

    def __init__(self, socket: Path) -> None:
        source = ["parec", "--server", f"unix:{socket}", "-d", "stage.monitor", "--latency-msec=5"]
        form = ["--rate", str(RATE_HZ), "--channels=1", "--format=s16le", "--raw"]
        self._parec = subprocess.Popen([*source, *form], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.onsets_s: list[float] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._parec.terminate()
        self._parec.wait()

    def _listen(self) -> None:
        assert self._parec.stdout is not None
        silent = 0
        while block := self._parec.stdout.read(2 * _BLOCK):
            came_s = time.monotonic()
            for place in np.flatnonzero(np.abs(np.frombuffer(block, np.int16)) > _LOUD * 2**15)[:1]:
                if silent + place > _QUIET_S * RATE_HZ:
                    self.onsets_s.append(came_s - (_BLOCK - place) / RATE_HZ)
                silent = -_BLOCK
            silent += _BLOCK


@contextmanager
def loudspeaker() -> Iterator[Listener]:
    """Make PulseAudio's null sink the default sound device; before sounddevice is imported."""
    with tempfile.TemporaryDirectory() as folder:
        socket, settings = Path(folder) / "socket", Path(folder) / "alsa.conf"
        settings.write_text(_ALSA.format(socket=socket))
        os.environ["ALSA_CONFIG_PATH"] = str(settings)
        modules = ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
        modules += ["-L", f"{_SINK} rate={RATE_HZ}"]
        call = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", *modules]
        own = {**os.environ, "XDG_RUNTIME_DIR": folder, "HOME": folder}
        server = subprocess.Popen(call, env=own, stderr=subprocess.DEVNULL)
        while not socket.exists() and server.poll() is None:
            time.sleep(0.05)
        listener = Listener(socket)
        try:
            yield listener
        finally:
            listener.close()
            server.terminate()
            server.wait()
