"""Real servers on loopback that play a recording as a network camera would: ffmpeg and gst-rtsp-server."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
RTSP = """
import sys, gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1"); server.set_service(sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    f"( filesrc location={sys.argv[2]} ! qtdemux ! h264parse config-interval=-1 "
    "! rtph264pay name=pay0 pt=96 )"
)
server.get_mount_points().add_factory("/walk", factory)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_mjpeg(clip: Path, made: Path, *, loops: int = 0) -> Path:
    """Encode a clip as a phone would send it, 720p at 30 frames a second, shown again `loops` times."""
    return _encoded(clip, made.with_suffix(".mkv"), loops, "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p")


def as_h264(clip: Path, made: Path, *, loops: int = 0) -> Path:
    """Encode a clip as a network camera would send it: as `as_mjpeg`, a key frame every half second."""
    live = ("-preset", "ultrafast", "-tune", "zerolatency", "-g", "15", "-pix_fmt", "yuv420p")
    return _encoded(clip, made.with_suffix(".mp4"), loops, "libx264", *live)


def _encoded(clip: Path, made: Path, loops: int, codec: str, *options: str) -> Path:
    if shutil.which("ffmpeg") is None:
        pytest.skip("needs ffmpeg")
    source = ["ffmpeg", "-v", "error", "-y", "-stream_loop", str(loops), "-i", str(clip), "-an"]
    fitted = ["-vf", "scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,fps=30"]
    subprocess.run([*source, *fitted, "-c:v", codec, *options, str(made)], check=True)
    return made


class Server:
    """A process that serves; `cut` ends it as a cable does, `freeze` and `thaw` as a jammed network does."""

    def __init__(self, url: str, process: subprocess.Popen[str]) -> None:
        self.url, self.process = url, process

    def cut(self) -> None:
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def mjpeg(clip: Path, port: int | None = None) -> Iterator[Server]:
    """MJPEG over HTTP, as phone camera apps send it, of a clip made by `as_mjpeg`."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("needs ffmpeg")
    url = f"http://127.0.0.1:{port or free_port()}/walk"
    serve = ["-f", "mpjpeg", "-content_type", "multipart/x-mixed-replace;boundary=ffmpeg", "-listen", "1"]
    command = ["ffmpeg", "-v", "error", "-re", "-i", str(clip), "-c:v", "copy", *serve, url]
    with _running(command, url) as server:
        yield server


@contextmanager
def rtsp(clip: Path, port: int | None = None) -> Iterator[Server]:
    """H.264 over RTSP, as network cameras send it, of a clip made by `as_h264`, from its beginning."""
    port = port or free_port()
    if subprocess.run([SYSTEM_PYTHON, "-c", _IMPORTS], capture_output=True, check=False).returncode:
        pytest.skip("needs gir1.2-gst-rtsp-server-1.0, python3-gi and gstreamer1.0-plugins-good")
    command = [SYSTEM_PYTHON, "-c", RTSP, str(port), str(clip)]
    with _running(command, f"rtsp://127.0.0.1:{port}/walk") as server:
        assert server.process.stdout is not None
        assert server.process.stdout.readline() == "ready\n"
        yield server


_IMPORTS = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"


@contextmanager
def _running(command: list[str], url: str) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    server = Server(url, process)
    try:
        yield server
    finally:
        server.cut()
        if process.stdout:
            process.stdout.close()
