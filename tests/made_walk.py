"""A recording made by hand: a stick walker with plausible curves, in pictures, landmarks and numbers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import cv2
import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline

from visiongait.datatypes import (
    ANGLES,
    BLAZEPOSE,
    LEG_POINTS,
    SIDES,
    AnkleZero,
    Assessment,
    CameraMotion,
    DetectionPass,
    Frame,
    FrameFaults,
    LeftOut,
    PassSummary,
    PoseTrack,
    Provenance,
    Scale,
    SubjectChoice,
    Verdict,
    VideoInfo,
)
from visiongait.metrics import RecordingConditions, summarise
from visiongait.pipeline import Measurement

STRIDE_S = 1.1
SHARE_OF_STANCE = 0.62
PHASE = {"left": 0.0, "right": 0.5}
METRIC_VALUES = {
    "stride_time_s": 1.1,
    "step_time_s": 0.55,
    "stance_time_s": 0.68,
    "swing_time_s": 0.42,
    "stance_percent": 62.0,
    "swing_percent": 38.0,
    "double_support_percent": 24.0,
    "single_support_percent": 38.0,
    "cadence_steps_per_min": 109.0,
    "stride_length_m": 1.31,
    "step_length_m": 0.65,
    "walking_speed_m_per_s": 1.19,
    "min_toe_clearance_m": np.nan,
    "step_length_per_height": 0.38,
    "ankle_dorsiflexion_at_foot_strike_deg": 0.4,
    "peak_dorsiflexion_stance_deg": 11.2,
    "peak_dorsiflexion_swing_deg": 2.4,
    "peak_plantarflexion_deg": -17.1,
    "ankle_rom_deg": 28.3,
    "shank_to_vertical_midstance_deg": 10.1,
    "foot_strike_angle_deg": 19.0,
    "heel_rise_percent": 41.0,
    "contact_pattern": "heel",
    "knee_flexion_at_foot_strike_deg": 5.0,
    "peak_knee_flexion_stance_deg": 18.0,
    "min_knee_flexion_stance_deg": 4.0,
    "peak_knee_flexion_swing_deg": 62.0,
}


@dataclass(frozen=True)
class MadeSource:
    """Pictures of the walker; `still` replaces every picture by one image."""

    info: VideoInfo
    track: PoseTrack

    def frames(self) -> Iterator[Frame]:
        """Yield the pictures in order."""
        for row, (index, time_s) in enumerate(zip(self.track.frame, self.track.time_s, strict=True)):
            yield Frame(int(index), float(time_s), picture(self.info, self.track.xy_px[row]))

    def small_frames(self, size_px: tuple[int, int], every: int) -> Iterator[Frame]:
        """Yield every `every`-th picture, in its own size."""
        return islice(self.frames(), 0, None, every)

    def frames_at(self, indices: Collection[int]) -> Iterator[Frame]:
        """Yield single pictures."""
        return (frame for frame in self.frames() if frame.index in indices)


def curves(percent: np.ndarray) -> dict[str, np.ndarray]:
    """Return plausible sagittal angles at percents of the stride."""
    ankle = _periodic([0, 8, 30, 46, 62, 72, 86], [0, -5, 6, 11, -17, -3, 2])(percent % 100)
    knee = _periodic([0, 13, 40, 55, 72, 90], [5, 19, 4, 20, 62, 12])(percent % 100)
    hip = _periodic([0, 25, 52, 70, 86], [24, 8, -12, 10, 27])(percent % 100)
    shank = knee - hip
    return {
        "ankle_dorsiflexion_deg": ankle,
        "shin_ankle_deg": 100 - ankle,
        "shank_to_vertical_deg": shank,
        "foot_to_floor_deg": ankle - shank,
        "knee_flexion_deg": knee,
        "hip_flexion_deg": hip,
    }


def _periodic(percent: list[float], value: list[float]) -> CubicSpline:
    return CubicSpline([*percent, 100], [*value, value[0]], bc_type="periodic")


def walk(width_px: int = 640, height_px: int = 360, seconds: float = 4.0, fps: float = 25.0) -> Measurement:
    """Return a walk to the picture's right, past the camera, without the pictures."""
    time_s = np.arange(round(seconds * fps)) / fps
    frame = np.arange(len(time_s))
    info = VideoInfo(
        "walk <one> & only.mp4", width_px, height_px, fps, seconds, len(frame), 0, "h264", "mp4", "0" * 64
    )
    track = PoseTrack(BLAZEPOSE, frame, time_s, _landmarks_px(time_s, info), np.full((len(frame), 33), 0.95))
    detected = DetectionPass(
        info,
        frame,
        time_s,
        (track,),
        CameraMotion.static(len(frame)),
        FrameFaults(np.zeros(len(frame), bool)),
    )
    return Measurement(_assessment(info, track), detected, track)


def nothing_found(made: Measurement) -> Measurement:
    """Return what the pipeline gives where nobody walks: everything withheld."""
    a = made.assessment
    empty = {
        name: getattr(a, name).iloc[:0] for name in ("frames", "landmarks", "events", "strides", "cycles")
    }
    assessment = replace(
        a,
        **empty,
        summary=a.summary.iloc[:0],
        verdict=Verdict("withheld", ("Nobody walks in this recording.",)),
        subject=None,
        passes=(),
        left_out=(LeftOut(0.0, 4.0, "nobody walks"),),
        ankle_zero={},
    )
    return Measurement(assessment, replace(made.detected, people=()), None)


def _landmarks_px(time_s: np.ndarray, info: VideoInfo) -> np.ndarray:
    size = info.height_px * 0.7  # the walker's height
    xy = np.full((len(time_s), 33, 2), np.nan)
    hip_x = np.linspace(0.12, 0.85, len(time_s)) * info.width_px
    hip = np.stack([hip_x, np.full(len(time_s), info.height_px * 0.88 - 0.51 * size)], 1)
    neck = hip + np.array([0.02, -0.30]) * size
    for side in SIDES:
        for name, at in _leg(side, hip, size, time_s).items():
            xy[:, BLAZEPOSE.index(f"{side}_{name}")] = at
        xy[:, BLAZEPOSE.index(f"{side}_shoulder")] = neck
        for name, dx, dy in (
            ("elbow", -0.02, 0.17),
            ("wrist", 0.05, 0.3),
            ("ear", 0.01, -0.1),
            ("eye", 0.06, -0.11),
        ):
            xy[:, BLAZEPOSE.index(f"{side}_{name}")] = neck + np.array([dx, dy]) * size
    xy[:, 0] = neck + np.array([0.08, -0.09]) * size
    missing = np.isnan(xy[0, :, 0])
    xy[:, missing] = xy[:, [0]]
    return xy


def _leg(side: str, hip: np.ndarray, size: float, time_s: np.ndarray) -> dict[str, np.ndarray]:
    angle = {k: np.radians(v) for k, v in curves((time_s / STRIDE_S + PHASE[side]) * 100).items()}
    thigh, shank, sole = angle["hip_flexion_deg"], angle["shank_to_vertical_deg"], angle["foot_to_floor_deg"]
    along = np.stack([np.cos(sole), -np.sin(sole)], 1)
    down = np.stack([np.sin(sole), np.cos(sole)], 1)
    knee = hip + 0.245 * size * np.stack([np.sin(thigh), np.cos(thigh)], 1)
    ankle = knee + 0.235 * size * np.stack([-np.sin(shank), np.cos(shank)], 1)
    heel = ankle + size * (-0.035 * along + 0.03 * down)
    toe = ankle + size * (0.1 * along + 0.03 * down)
    return {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "foot_index": toe}


def picture(info: VideoInfo, xy_px: np.ndarray) -> np.ndarray:
    """Draw the walker; the head carries a fine texture, so that a blur can be measured."""
    image = np.full((info.height_px, info.width_px, 3), (176, 190, 196), np.uint8)
    image[int(info.height_px * 0.88) :] = (140, 134, 120)
    size = info.height_px * 0.7
    for a, b in BLAZEPOSE.edges:
        ends = xy_px[[BLAZEPOSE.index(a), BLAZEPOSE.index(b)]]
        if np.isfinite(ends).all():
            cv2.line(
                image,
                *ends.round().astype(int).tolist(),
                (70, 80, 110),
                max(2, int(size * 0.05)),
                cv2.LINE_AA,
            )
    if np.isfinite(xy_px[7]).all():
        _textured_head(image, xy_px[7] + (0.01 * size, 0), size)
    return image


def head_mask(info: VideoInfo, xy_px: np.ndarray) -> np.ndarray:
    """Return where `picture` drew the head."""
    size = info.height_px * 0.7
    mask = np.zeros((info.height_px, info.width_px), np.uint8)
    centre = (xy_px[7] + (0.01 * size, 0)).round().astype(int).tolist()
    cv2.ellipse(mask, centre, (int(0.055 * size), int(0.07 * size)), 0, 0, 360, 255, -1)
    return mask > 0


def _textured_head(image: np.ndarray, at: np.ndarray, size: float) -> None:
    head = np.zeros(image.shape[:2], np.uint8)
    cv2.ellipse(
        head, at.round().astype(int).tolist(), (int(0.055 * size), int(0.07 * size)), 0, 0, 360, 255, -1
    )
    rows, columns = np.nonzero(head)
    image[rows, columns] = np.where(((rows // 2 + columns // 2) % 2)[:, None], (235, 190, 160), (90, 50, 30))


def _assessment(info: VideoInfo, track: PoseTrack) -> Assessment:
    strides, cycles = _strides_and_cycles(track.time_s[-1])
    return Assessment(
        video=info,
        subject=SubjectChoice(0, "The only person in the picture.", 1),
        verdict=Verdict("caution", ("Only two strides per side were measured.",)),
        passes=(PassSummary(0.2, float(track.time_s[-1]), "right", "right", 4.0, False, False, 4),),
        left_out=(LeftOut(0.0, 0.2, "the walker is at the picture's edge"),),
        ankle_zero={side: AnkleZero("foot_flat", 6.4, 31, 1.1) for side in SIDES},
        scale=Scale(1.72, "stature", 0.02),
        frames=_frames(track),
        landmarks=_landmarks(track),
        events=_events(track),
        strides=strides,
        cycles=cycles,
        summary=_summary(strides),
        provenance=Provenance(
            "0.1.0", "2026-11-23T06:00:00+00:00", "made by hand", {"heavy": "59e42d71"}, {"numpy": "2"}, {}
        ),
        processing={"cutoff_hz": 8.0},
    )


def _frames(track: PoseTrack) -> pd.DataFrame:
    columns: dict[str, object] = {"frame": track.frame, "time_s": track.time_s}
    for side in SIDES:
        angle = curves((track.time_s / STRIDE_S + PHASE[side]) * 100)
        columns |= {f"{side}_{name}": angle[name] for name in ANGLES}
        columns[f"{side}_toe_height_m"] = 0.02
        columns[f"{side}_reliable"] = (track.time_s > 0.2).astype(int)
    return pd.DataFrame(columns)


def _landmarks(track: PoseTrack) -> pd.DataFrame:
    columns: dict[str, object] = {"frame": track.frame, "time_s": track.time_s}
    for side in SIDES:
        for point in LEG_POINTS:
            at = track.of(f"{side}_{'foot_index' if point == 'toe' else point}")
            columns[f"{side}_{point}_x_px"], columns[f"{side}_{point}_y_px"] = at.T
            columns[f"{side}_{point}_visibility"] = 0.95
    return pd.DataFrame(columns)


def _events(track: PoseTrack) -> pd.DataFrame:
    rows = []
    for side in SIDES:
        for event, phase in (("foot_strike", 0.0), ("foot_off", SHARE_OF_STANCE)):
            first = (phase - PHASE[side]) % 1 * STRIDE_S
            for time_s in np.arange(first, track.time_s[-1], STRIDE_S):
                frame = int(track.frame[np.argmin(abs(track.time_s - time_s))])
                rows.append((time_s, frame, side, event, "zeni2008", 0.9))
    table = pd.DataFrame(rows, columns=["time_s", "frame", "side", "event", "method", "confidence"])
    return table.sort_values("time_s", ignore_index=True)


def _strides_and_cycles(end_s: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(1)
    rows, cycles = [], []
    percent = np.arange(101)
    for side in SIDES:
        for start_s in np.arange(PHASE[side] * STRIDE_S, end_s - STRIDE_S, STRIDE_S):
            noise = {k: v * rng.normal(1, 0.01) for k, v in METRIC_VALUES.items() if not isinstance(v, str)}
            head = {"stride": len(rows), "side": side, "start_s": start_s, "end_s": start_s + STRIDE_S}
            rows.append(head | {"valid": True, "reject_reason": ""} | METRIC_VALUES | noise)
            wobble = 1.5 * np.sin(2 * np.pi * (percent / 100 + rng.random())) + rng.normal(0, 0.8)
            angle = {name: curve + wobble for name, curve in curves(percent.astype(float)).items()}
            cycles.append(
                pd.DataFrame(
                    {"stride": len(rows) - 1, "side": side, "valid": True, "percent": percent, **angle}
                )
            )
    return pd.DataFrame(rows), pd.concat(cycles, ignore_index=True)


def _summary(strides: pd.DataFrame) -> pd.DataFrame:
    zero = {side: AnkleZero("foot_flat", 6.4, 31, 1.1) for side in SIDES}
    return summarise(
        strides, RecordingConditions({"left": 12.0, "right": 2.0}, zero, "left", 4.0, 25.0, 500.0, 290.0)
    )
