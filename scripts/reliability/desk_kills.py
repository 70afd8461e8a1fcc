"""Kill the desk, and the processes that measure for it, with -9 while videos arrive and are measured.

    scripts/kill_desk [--kills N] [--seed N]

Videos are uploaded without pause, in pieces.  Every second kill is of a worker, the others of the desk itself,
which is then started again.  What was acknowledged may never be gone: an offset never goes back, a complete
video is there byte for byte, and each one ends measured.
"""

import argparse
import base64
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
from checkout import ROOT, SAMPLES

PIECE_BYTES = 60_000
SECONDS = 2
ENDED = ("done", "withheld", "failed")
PATIENCE_S = 300.0
TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


class KilledDesk:
    """A desk that is killed and started again, and a browser that goes on uploading."""

    def __init__(self, workspace: Path, video: bytes) -> None:
        self._workspace = workspace
        self._video = video
        self.acknowledged: dict[str, int] = {}
        self.lost: list[str] = []
        self.repeated: set[str] = set()
        self.start()

    def start(self) -> None:
        """Start it, and come in."""
        command = [
            sys.executable,
            "-m",
            "visiongait",
            "desk",
            "--workspace",
            str(self._workspace),
            "--no-browser",
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        address = self.process.stdout.readline().strip()
        base = address.partition("/enter")[0]
        self._client = httpx.Client(base_url=base, timeout=10)
        while self._client.get(address.removeprefix(base)).status_code >= 500:
            time.sleep(0.1)
        self._client.get("/")
        token = next(value for name, value in self._client.cookies.items() if name.startswith("csrf"))
        self._client.headers["X-CSRFToken"] = token

    def kill(self) -> None:
        """Kill the web process; its workers end by themselves."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_a_worker(self, rng: random.Random) -> None:
        """Kill one of the processes that measure or help."""
        with suppress(psutil.Error, IndexError):
            os.kill(rng.choice(psutil.Process(self.process.pid).children()).pid, signal.SIGKILL)

    def upload_until(self, moment_s: float) -> None:
        """Upload, beginning new videos as old ones are complete, until a moment, then look."""
        while time.monotonic() < moment_s:
            unfinished = [one for one, offset in self.acknowledged.items() if offset < len(self._video)]
            waiting = [one for one in self.acknowledged if self.state(one) not in ENDED]
            if unfinished:
                self._send(unfinished[0])
            elif len(waiting) < 2:
                self._begin()
            else:
                time.sleep(0.1)

    def check(self) -> None:
        """Hold what is there against what was acknowledged."""
        for one, offset in self.acknowledged.items():
            answer = self._client.head(f"/uploads/{one}", headers=TUS)
            there = int(answer.headers.get("upload-offset", -1))
            if there < offset:
                self.lost.append(f"{one}: {offset} bytes were acknowledged, {there} are there")
            self.acknowledged[one] = max(there, offset)
            if there == len(self._video) and self._hash(one) != hashlib.sha256(self._video).hexdigest():
                self.lost.append(f"{one}: its bytes changed")

    def finish(self) -> list[str]:
        """Let everything be measured; return what did not come to a result."""
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            for one, offset in self.acknowledged.items():
                if offset < len(self._video):
                    self._send(one)
            states = {one: self.state(one) for one in self.acknowledged}
            for one in [one for one in states if states[one] == "failed" and one not in self.repeated]:
                self.repeated.add(one)  # killed too often: a person chooses “Measure again”
                self._client.post(f"/recordings/{one}/again")
            if all(state in ENDED[:2] for state in states.values()):
                break
            time.sleep(0.5)
        return [f"{one}: {self.state(one)}" for one in self.acknowledged if self.state(one) not in ENDED[:2]]

    def state(self, one: str) -> str:
        """Return what the recording's page says of it."""
        page = self._client.get(f"/recordings/{one}").text
        found = page.partition('class="standing ')[2].partition('"')[0].split()
        if found:
            return found[0]
        return "failed" if "could not be measured" in page else "withheld" if "verdict" in page else "gone"

    def _hash(self, one: str) -> str:
        answer = self._client.get(f"/recordings/{one}/video")
        return hashlib.sha256(answer.content).hexdigest()

    def _begin(self) -> None:
        session = self._client.post("/sessions", data={"test": "walk"}).json()["session"]
        words = {"filename": "walk.mp4", "session": session}
        about = ",".join(f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in words.items())
        asked = {**TUS, "Upload-Length": str(len(self._video)), "Upload-Metadata": about}
        made = self._client.post("/uploads", headers=asked)
        self.acknowledged[made.headers["location"].rpartition("/")[2]] = 0

    def _send(self, one: str) -> None:
        start = self.acknowledged[one]
        piece = self._video[start : start + PIECE_BYTES]
        sent = self._client.patch(
            f"/uploads/{one}", headers={**TUS, "Upload-Offset": str(start)}, content=piece
        )
        if sent.status_code == 204:
            self.acknowledged[one] = int(sent.headers["upload-offset"])


def main() -> int:
    """Kill as often as the command line says; 1 if anything was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="kill-desk-") as place:
        desk = KilledDesk(Path(place) / "desk", _short_video(Path(place)))
        try:
            _kill_often(desk, arguments.kills, rng)
            unmeasured = desk.finish()
        finally:
            desk.kill()
    print(
        f"{arguments.kills} kills, {len(desk.acknowledged)} videos, {len(desk.repeated)} measured again by hand"
    )
    for kind, faults in (("lost", desk.lost), ("not measured", unmeasured)):
        print(f"{kind}: {len(faults)}", *faults, sep="\n  ")
    return int(bool(desk.lost or unmeasured))


def _kill_often(desk: KilledDesk, kills: int, rng: random.Random) -> None:
    for number in range(kills):
        desk.upload_until(time.monotonic() + rng.uniform(0.5, 6.0))
        if number % 2:
            desk.kill_a_worker(rng)
        else:
            desk.kill()
            desk.start()
        desk.check()
        print(f"kill {number + 1}: {len(desk.acknowledged)} videos, {len(desk.lost)} losses", flush=True)


def _short_video(folder: Path) -> bytes:
    """Return the first seconds of a sample: quickly measured, whatever comes of it."""
    import av

    target = folder / "short.mp4"
    with av.open(str(SAMPLES / "d01_normal_sagittal.mp4")) as source, av.open(str(target), "w") as sink:
        stream = sink.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number >= 30 * SECONDS:
                break
            sink.mux(stream.encode(frame.reformat(format="yuv420p")))
        sink.mux(stream.encode(None))
    return target.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
