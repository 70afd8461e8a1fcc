"""Marker recordings with force plates (../shared/mocap) as the passes a perfect camera would have seen."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import ezc3d
import numpy as np
from checkout import SHARED

from visiongait.datatypes import LEG_POINTS, SIDES, EventKind, Pass, Side, Trajectories

FOLDER = SHARED / "mocap"
LETTER: dict[Side, str] = {"left": "L", "right": "R"}
HEALTHY_OVERGROUND = (
    "HC002D06",
    "HC030A05",
    "HC031A06",
    "HC032A03",
    "HC033A10",
    "HC036A10",
)
SETS = {
    "biomechzoo": HEALTHY_OVERGROUND,
    "fukuchi": ("fukuchi_WBDS42walkT03",),
    "subject01": ("subject01_walk1",),
    "Gait": ("Gait",),
    "parkinson": ("figshare_pd_SUB07_off_walk_7",),
}
SHOULDERS = {"left_shoulder": "LSHO", "right_shoulder": "RSHO"}
EXTRA_LABELS = {
    # the table's "hip" is a marker halfway down the thigh; LFEP and RFEP are Plug-in-Gait's hip joint centres
    "biomechzoo": SHOULDERS | {"left_hip": "LFEP", "right_hip": "RFEP"},
    "Gait": SHOULDERS,
    "parkinson": SHOULDERS,
}
POINTS = (
    *(f"{side}_{point}" for side in SIDES for point in LEG_POINTS),
    "left_shoulder",
    "right_shoulder",
)


@dataclass(frozen=True)
class Recording:
    """One trial: the walk, its force-plate contacts, and the file's own sagittal angles."""

    name: str
    walk_pass: Pass
    contacts: tuple[dict[str, Any], ...]
    annotated_s: dict[tuple[Side, EventKind], np.ndarray]
    reference_deg: dict[tuple[Side, str], np.ndarray]

    def true_times(self, side: Side, kind: EventKind) -> np.ndarray:
        """Force-plate instants (20 N) of the clean contacts."""
        key = "hs" if kind == "foot_strike" else "to"
        mine = [c for c in self.contacts if c["side"] == LETTER[side] and c["clean"]]
        return np.array(sorted(float(c[key]) for c in mine if c[key] is not None))


def _table(name: str) -> dict[str, np.ndarray]:
    rows = list(csv.reader((FOLDER / f"{name}_sagittal.csv").read_text().splitlines()))
    values = np.array([[float(cell) if cell else np.nan for cell in row] for row in rows[1:]])
    return dict(zip(rows[0], values.T, strict=True))


def _c3d_points(name: str, labels: tuple[str, ...], progress: np.ndarray, vertical: int) -> list[np.ndarray]:
    """Forward and up coordinates (m) of markers, NaN where the file says not seen."""
    file = ezc3d.c3d(str(FOLDER / f"{name}.c3d"))
    names = file["parameters"]["POINT"]["LABELS"]["value"]
    metres = file["data"]["points"][:3] / 1000.0
    metres[:, (metres == 0).all(axis=0)] = np.nan
    return [
        np.column_stack([progress @ metres[:, names.index(label)], metres[vertical, names.index(label)]])
        for label in labels
    ]


def _trc_points(name: str, labels: tuple[str, ...]) -> list[np.ndarray]:
    lines = (FOLDER / f"{name}.trc").read_text().splitlines()
    names = [label for label in lines[3].split("\t")[2:] if label]
    values = np.array(
        [[float(cell) for cell in line.split("\t") if cell] for line in lines[6:] if line.strip()]
    )
    return [values[:, 2 + 3 * names.index(label) :][:, :2] / 1000.0 for label in labels]


def _set_of(name: str) -> str:
    return next(group for group, names in SETS.items() if name in names)


def _extra_points(name: str, truth: dict[str, Any]) -> dict[str, np.ndarray]:
    """Shoulders and hips that the table of sagittal points lacks."""
    if name == "subject01_walk1":
        wanted = ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
        found = _trc_points(name, ("L.ASIS", "R.ASIS", "L.Acromium", "R.Acromium"))
        return dict(zip(wanted, found, strict=True))
    labels = EXTRA_LABELS.get(_set_of(name), {})
    progress = np.array(truth["progress_dir_lab"])
    vertical = "xyz".index(str(truth["vertical_axis"]))
    return dict(zip(labels, _c3d_points(name, tuple(labels.values()), progress, vertical), strict=True))


def _position(table: dict[str, np.ndarray], extra: dict[str, np.ndarray]) -> np.ndarray:
    position = np.full((len(table["time"]), len(POINTS), 2), np.nan)
    for side in SIDES:
        for point in LEG_POINTS:
            key = f"{LETTER[side]}_{point}"
            if f"{key}_x" in table:
                xy = np.column_stack([table[f"{key}_x"], table[f"{key}_y"]])
                position[:, POINTS.index(f"{side}_{point}")] = xy
    for point, xy in extra.items():
        position[:, POINTS.index(point)] = xy
    return position


def _seen(position: np.ndarray) -> slice:
    """The stretch from the first to the last frame in which every foot marker was seen."""
    feet = [POINTS.index(f"{side}_{point}") for side in SIDES for point in ("heel", "toe")]
    seen = np.flatnonzero(np.isfinite(position[:, feet]).all(axis=(1, 2)))
    return slice(seen[0], seen[-1] + 1)


@cache
def load(name: str) -> Recording:
    """Read one trial as a walk to the right, all of it that was seen."""
    truth = json.loads((FOLDER / f"{name}_events.json").read_text())
    table = _table(name)
    position = _position(table, _extra_points(name, truth))
    keep = _seen(position)
    time_s = np.arange(len(table["time"])) / truth["rate_hz"]
    walk = Trajectories.clean(POINTS, time_s[keep], position[keep], "m")
    overground = bool(truth["overground"])
    walk_pass = Pass(walk, 1, "right", 0.0, not overground, overground, np.full(len(walk.time_s), np.nan))
    reference_deg = {
        (side, joint): table[f"{LETTER[side]}_{joint.capitalize()}Angles_sag_deg"][keep]
        for side in SIDES
        for joint in ("hip", "knee", "ankle")
        if f"{LETTER[side]}_{joint.capitalize()}Angles_sag_deg" in table
    }
    return Recording(name, walk_pass, tuple(truth["foot_contacts"]), _annotated(truth), reference_deg)


def _annotated(truth: dict[str, Any]) -> dict[tuple[Side, EventKind], np.ndarray]:
    """The file's own events: every stride, not only those on a plate."""
    found: dict[tuple[Side, EventKind], np.ndarray] = {}
    names_of: dict[EventKind, tuple[str, str]] = {
        "foot_strike": ("HS", "Foot Strike"),
        "foot_off": ("TO", "Foot Off"),
    }
    for side in SIDES:
        for kind, names in names_of.items():
            mine = [
                event["t"]
                for event in truth.get("annotated_events_in_c3d", [])
                if event["label"] == LETTER[side] + names[0]
                or (event["context"] == side.capitalize() and event["label"] == names[1])
            ]
            found[side, kind] = np.array(sorted(mine))
    return found
