"""A stand-in for measuring: files of words instead of video, so that whole batches take seconds.

The first word of a file says what happens: good, withheld, broken, crash, endless, large, slow, buggy.
"""

import ctypes
import hashlib
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from visiongait.errors import EnvironmentFaultError, InputError

Question = Mapping[str, Any]
Answer = dict[str, Any]
Progress = Callable[[str, int, int | None], None]
WORK = "benchmarks.stand_in:StandIn"
STRIDES = """stride,side,start_s,end_s,valid,reject_reason,stride_time_s,contact_pattern
1,left,0.0,{0},1,,{0},heel
"""
SUMMARY = (
    "metric,side,value,unit,n,sd,ci95_low,ci95_high,quality,reason\n"
    "stride_time_s,left,{0},s,1,,,,ok,\n"
    "stride_time_s,both,{0},s,1,,,,caution,Only 1 stride.\n"
    "walking_speed_m_per_s,both,{1},m/s,1,,,,ok,\n"
    "contact_pattern,left,100,% heel,1,,,,ok,\n"
)
EVENTS = "time_s,frame,side,event,method,confidence\n0.5,15,left,foot_strike,zeni2008,0.9\n"


class StandIn:
    """Answers like `visiongait.batch.child.Measuring`."""

    def answer(self, question: Question, progress: Progress) -> Answer:
        content = Path(question["recording"]).read_bytes()
        word = content.split()[0].decode()
        if question["kind"] == "count":
            return {"frames": 30}
        os.write(1, f"looking at {question['recording']}\n".encode())
        progress("follow", 1, 2)
        getattr(self, word, lambda: None)()
        self.write(Path(question["folder"]), content, question["options"])
        return {
            "sha256": hashlib.sha256(content).hexdigest(),
            "quality": "withheld" if word == "withheld" else "ok",
            "reasons": ["Nobody walks."] if word == "withheld" else [],
            "frames": 30,
            "facing": ["left"],
        }

    def write(self, folder: Path, content: bytes, options: Mapping[str, Any]) -> None:
        """Write numbers that depend on the recording alone."""
        number = 1 + int(hashlib.sha256(content).hexdigest()[:4], 16) / 65536
        folder.mkdir()
        rows = {"strides": STRIDES, "summary": SUMMARY, "events": EVENTS}
        for name, text in rows.items():
            (folder / f"{name}.csv").write_text(text.format(round(number, 4), options["height_m"] or 1.0))
        (folder / "report.html").write_text("<p>report</p>")

    def broken(self) -> None:
        raise InputError("The recording is damaged.", "Copy it again.")

    def crash(self) -> None:
        ctypes.string_at(0)

    def endless(self) -> None:
        while True:
            pass

    def large(self) -> None:
        kept: list[bytes] = []
        while True:
            kept.append(bytes(bytearray(b"x") * 50_000_000))

    def slow(self) -> None:
        time.sleep(0.4)

    def full(self) -> None:
        raise EnvironmentFaultError("The disk is full.", "Free some space.")

    def buggy(self) -> None:
        raise ZeroDivisionError("division by zero")
