"""Measures nothing: what the desk's worker process is in tests.  The file says how it goes."""

import json
import os
import shutil
import time
from pathlib import Path

from visiongait.errors import InputError


class StandIn:
    """`ok…` is measured, `bad…` is no video, `slow…` never ends, `crash…` takes the process with it."""

    def answer(self, question, progress):
        kind = question["kind"]
        if kind == "get ready":
            return {}
        if kind == "tests":
            return {"tests": [{"name": "walk", "title": "Walking"}]}
        if kind == "progress":
            return {"html": "<!doctype html><title>Course</title>"}
        words = Path(question["recording"]).read_bytes()[:16].decode(errors="replace")
        if words.startswith("bad"):
            raise InputError("The file is not a video.", "Convert it to MP4.")
        if kind == "check":
            return {"frames": 180, "duration_s": 6.0, "width_px": 1280, "height_px": 720, "fps": 30.0}
        if words.startswith("crash"):
            os._exit(9)
        progress("detection", 30, 60)
        while words.startswith("slow"):
            time.sleep(0.05)
        folder = Path(question["folder"])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "report.html").write_text("<!doctype html><title>Report</title>")
        view = {
            "test": "walk", "quality": "caution", "reasons": ["Only 2 strides."], "notes": [], "findings": [],
            "clock": {"first_s": 0.0, "slowmo": 1.0, "every": 1}, "time_s": [0.0, 0.1], "events": [],
            "angles": {}, "strides": [], "numbers": [], "repetitions": [], "corrections": [], "undone": 0,
            "correctable": False, "people": [], "height_m": None, "side": "",
        }  # fmt: skip
        Path(question["view"]).write_text(json.dumps(view))
        return {"quality": "caution", "reasons": ["Only 2 strides."]}
