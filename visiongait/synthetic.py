"""A walker whose angles, events and metrics are known exactly: for tests, and for trying things out.

The walker lives in the sagittal plane.  Each foot is rigid: it lands on the heel, rolls down about it, lies
flat, rolls up about the toe tip and swings forward on a smooth path; while it is on the floor the point it
turns about does not move.  The pelvis moves on at constant speed and the knee follows from the lengths of
thigh and shank, so that every frame is a possible posture and every truth is geometry, not a detector's
opinion.  The foot's pitch follows published values (initial contact about +20°, flat from 8 % of the stride,
heel rise at 35 to 45 %, about -65° just after foot off; Winter 2009, Biomechanics and Motor Control of Human
Movement, 4th ed.).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .datatypes import (
    ANGLES,
    BLAZEPOSE,
    LEG_POINTS,
    SIDES,
    AngleSeries,
    AnkleZero,
    EventKind,
    FloatArray,
    GaitEvent,
    Pass,
    PoseTrack,
    Side,
    Trajectories,
)

POINTS = (
    *(f"{side}_{point}" for side in SIDES for point in LEG_POINTS),
    "left_shoulder",
    "right_shoulder",
)

# lengths as shares of stature (Drillis and Contini 1966, in Winter 2009)
THIGH, SHANK, FOOT, TRUNK = 0.245, 0.246, 0.152, 0.288
# points of the foot as shares of its length, from the heel's lowest point along the sole and up from it
ANKLE_IN_FOOT, HEEL_IN_FOOT, TOE_IN_FOOT = (0.25, 0.28), (0.0, 0.16), (1.0, 0.08)

LONGEST_SWING_S = 0.6
LANDING_S, ROLLING_UP_S, RISING_ON_S, READYING_S = 0.09, 0.21, 0.09, 0.06
LIFT_M = 0.05

# arms hang, the face looks forward; shares of stature from the shoulder
HEAD_FROM_SHOULDER = (0.05, 0.12)
FROM_SHOULDER = {
    "ear": (0.0, 0.12),
    "elbow": (0.0, -0.186),
    "wrist": (0.02, -0.33),
    **dict.fromkeys(("pinky", "index", "thumb"), (0.03, -0.37)),
}


@dataclass(frozen=True)
class SyntheticCamera:
    """A still camera that looks at the walker exactly from the side.

    facing: +1 walks to the picture's right, -1 to its left; noise_px: SD of the landmark noise;
    swapped: (start, end) frames in which the legs change places; missing: frames without a person.
    """

    width_px: int = 1280
    height_px: int = 720
    px_per_m: float = 260.0
    fps: float = 30.0
    facing: int = 1
    noise_px: float = 0.0
    seed: int = 0
    swapped: tuple[tuple[int, int], ...] = ()
    missing: tuple[int, ...] = ()


@dataclass(frozen=True)
class SyntheticWalk:
    """A walker with known angles, events and metrics.

    Parameters
    ----------
    speed_m_per_s, stride_time_s
        0.3 to 2.0 m/s and 0.5 to 4 s make sense together where the stride is 0.2 to 1.6 m long.
    duration_s
        Time observed.  The first right foot strike is at `first_strike_s`.
    height_m
        Stature.
    affected, foot_drop_deg
        Side whose foot hangs down by so much in swing and lands so much flatter.
    step_time_asymmetry
        Share of the stride by which the left initial contact is later than halfway.
    treadmill
        The walker stays on the spot and the ground moves.
    trunk_lean_deg
        Forward lean of the trunk.

    Raises
    ------
    ValueError
        If the legs are too short for the strides asked for.
    """

    speed_m_per_s: float = 1.2
    stride_time_s: float = 1.1
    duration_s: float = 6.0
    height_m: float = 1.72
    affected: Side | None = None
    foot_drop_deg: float = 0.0
    step_time_asymmetry: float = 0.0
    treadmill: bool = False
    trunk_lean_deg: float = 3.0
    first_strike_s: float = 0.2

    def __post_init__(self) -> None:
        if self._hip_height_m() < 0.6 * (THIGH + SHANK) * self.height_m:
            raise ValueError(f"strides of {self.stride_length_m:.2f} m are too long for these legs")

    @property
    def stride_length_m(self) -> float:
        """Distance walked in one stride."""
        return self.speed_m_per_s * self.stride_time_s

    @property
    def stance_share(self) -> float:
        """Share of the stride with the foot on the floor: 0.60 in fast walking, more in slow.

        Slow walkers stand longer; their swing takes no longer than `LONGEST_SWING_S`.
        """
        share = np.clip(0.60 + 0.12 * (1.3 - self.speed_m_per_s), 0.60, 0.72)
        return float(max(share, 1.0 - LONGEST_SWING_S / self.stride_time_s))

    @property
    def offset_deg(self) -> float:
        """Angle of the heel→toe line while the foot is flat: what `ankle_zero` must find."""
        (heel_x, heel_y), (toe_x, toe_y) = HEEL_IN_FOOT, TOE_IN_FOOT
        return float(np.degrees(np.arctan2(toe_y - heel_y, toe_x - heel_x)))

    def step_length_m(self, side: Side) -> float:
        """Distance between the heels, along the walk, when the foot of `side` lands."""
        share = 0.5 + self.step_time_asymmetry if side == "left" else 0.5 - self.step_time_asymmetry
        return share * self.stride_length_m

    def event_times_s(self, side: Side, kind: EventKind) -> FloatArray:
        """Return all instants of one kind of event within the time observed."""
        into_stride_s = 0.0 if kind == "foot_strike" else self.stance_share * self.stride_time_s
        first_s = self._first_strike_s(side) + into_stride_s
        number = np.arange(np.ceil(-first_s / self.stride_time_s), self.duration_s / self.stride_time_s + 1)
        times_s = first_s + number * self.stride_time_s
        inside: FloatArray = times_s[(times_s >= 0) & (times_s <= self.duration_s)]
        return inside

    def events(self) -> tuple[GaitEvent, ...]:
        """Return all events in time order, as a detector would."""
        kinds: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")
        return tuple(
            sorted(
                GaitEvent(float(time_s), side, kind, "synthetic", 1.0)
                for side in SIDES
                for kind in kinds
                for time_s in self.event_times_s(side, kind)
            )
        )

    def clock(self, rate_hz: float) -> FloatArray:
        """(T,) sample times of the time observed."""
        return np.arange(0.0, self.duration_s, 1.0 / rate_hz)

    def trajectories(self, rate_hz: float = 100.0, noise_m: float = 0.0, seed: int = 0) -> Trajectories:
        """Return the points of the walk in metres, with white noise of the given SD."""
        time_s = self.clock(rate_hz)
        position = np.stack([self.path_m(point, time_s) for point in POINTS], axis=1)
        position = position + noise_m * np.random.default_rng(seed).standard_normal(position.shape)
        return Trajectories.clean(POINTS, time_s, position, "m")

    def walk_pass(self, rate_hz: float = 100.0, noise_m: float = 0.0, seed: int = 0) -> Pass:
        """Return the walk as one pass, seen from the right side."""
        walk = self.trajectories(rate_hz, noise_m, seed)
        unknown = np.full(len(walk.time_s), np.nan)
        return Pass(walk, 1, "right", 0.0, self.treadmill, not self.treadmill, unknown)

    def angles(self, time_s: FloatArray) -> AngleSeries:
        """Return the true angles at the given times, in the program's definitions."""
        zero = AnkleZero("foot_flat", self.offset_deg, 0, 0.0)
        values = {side: self._angles_of(side, time_s) for side in SIDES}
        return AngleSeries(time_s, values, dict.fromkeys(SIDES, zero))

    def toe_height_m(self, side: Side, time_s: FloatArray) -> FloatArray:
        """(T,) height of the sole under the toe tip over the floor."""
        heel_m, pitch = self._foot(side, time_s)
        height_m: FloatArray = heel_m[:, 1] + FOOT * self.height_m * np.sin(pitch)
        return height_m

    def pose_track(self, camera: SyntheticCamera) -> PoseTrack:
        """Return the walk as a pose network would: 33 landmarks in pixels, with the camera's faults.

        The walker crosses the picture's middle halfway through; the soles are 40 pixels above its lower edge.
        """
        time_s = self.clock(camera.fps)
        metres = np.stack([self._landmark_m(name, time_s) for name in BLAZEPOSE.landmarks], axis=1)
        forward_px = camera.px_per_m * (metres[:, :, 0] - self._pelvis_x_m(np.array([self.duration_s / 2])))
        x_px = camera.width_px / 2 + camera.facing * forward_px
        y_px = camera.height_px - 40 - camera.px_per_m * metres[:, :, 1]
        noise = np.random.default_rng(camera.seed).standard_normal((len(time_s), len(BLAZEPOSE.landmarks), 2))
        xy_px = np.stack([x_px, y_px], axis=2) + camera.noise_px * noise
        _swap_legs(xy_px, camera.swapped)
        xy_px[list(camera.missing)] = np.nan
        seen = np.where(np.isfinite(xy_px).all(axis=2), 0.99, 0.0)
        return PoseTrack(BLAZEPOSE, np.arange(len(time_s)), time_s, xy_px, seen, source="synthetic")

    def path_m(self, point: str, time_s: FloatArray) -> FloatArray:
        """(T, 2) path of one of `POINTS`: x forward, y up, floor at 0."""
        side: Side = "left" if point.startswith("left") else "right"
        name = point.removeprefix(f"{side}_")
        if name in ("heel", "toe", "ankle"):
            return self._point_of_foot(side, name, time_s)
        hip_m = self._hip_m(time_s)
        if name == "hip":
            return hip_m
        if name == "shoulder":
            lean = np.radians(self.trunk_lean_deg)
            return hip_m + TRUNK * self.height_m * np.array([np.sin(lean), np.cos(lean)])
        ankle_m = self._point_of_foot(side, "ankle", time_s)
        return _knee(hip_m, ankle_m, THIGH * self.height_m, SHANK * self.height_m)

    def _first_strike_s(self, side: Side) -> float:
        later = 0.5 + self.step_time_asymmetry if side == "left" else 0.0
        return self.first_strike_s + later * self.stride_time_s

    def _pelvis_x_m(self, time_s: FloatArray) -> FloatArray:
        return np.zeros(len(time_s)) if self.treadmill else self.speed_m_per_s * time_s

    def _hip_m(self, time_s: FloatArray) -> FloatArray:
        return np.column_stack([self._pelvis_x_m(time_s), np.full(len(time_s), self._hip_height_m())])

    def _hip_height_m(self) -> float:
        """Return the greatest constant height at which both legs reach their feet throughout the stride."""
        time_s = np.linspace(0.0, self.stride_time_s, 400)
        reach_m = 0.995 * (THIGH + SHANK) * self.height_m
        heights = []
        for side in SIDES:
            ankle_m = self._point_of_foot(side, "ankle", time_s)
            ahead_m = np.minimum(np.abs(ankle_m[:, 0] - self._pelvis_x_m(time_s)), reach_m)
            heights.append((ankle_m[:, 1] + np.sqrt(reach_m**2 - ahead_m**2)).min())
        return float(min(heights))

    def _foot(self, side: Side, time_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Position (T, 2) of the heel's lowest point and pitch (T,) of the sole in radians."""
        strides = (time_s - self._first_strike_s(side)) / self.stride_time_s
        number = np.floor(strides)
        phase = strides - number
        pitch = self._pitch(side, phase)
        planted_m = self._landing_x_m(side, number)
        heel_m = np.column_stack([planted_m, np.zeros(len(time_s))])
        length_m = FOOT * self.height_m
        rolling = phase >= self._heel_rise
        heel_m[rolling, 0] += length_m * (1 - np.cos(pitch[rolling]))
        heel_m[rolling, 1] = -length_m * np.sin(pitch[rolling])
        swinging = phase >= self.stance_share
        heel_m[swinging] = self._swing_m(side, phase[swinging])
        heel_m[swinging, 0] += planted_m[swinging]
        if self.treadmill:
            heel_m[:, 0] -= self.speed_m_per_s * time_s
        return heel_m, pitch

    @property
    def _heel_rise(self) -> float:
        return self.stance_share - self._share(ROLLING_UP_S)

    def _share(self, duration_s: float) -> float:
        """Share of the stride that a part of a 1.1 s stride takes; in longer strides it lasts no longer."""
        return duration_s / max(1.1, self.stride_time_s)

    def _landing_x_m(self, side: Side, number: FloatArray) -> FloatArray:
        """Where the heel lands in stride `number`: the flat foot lies under the hip at mid-stance."""
        strike_s = self._first_strike_s(side) + number * self.stride_time_s
        middle_s = strike_s + self.stance_share * self.stride_time_s / 2
        return self.speed_m_per_s * middle_s - 0.4 * FOOT * self.height_m

    def _pitch(self, side: Side, phase: FloatArray) -> FloatArray:
        """Pitch of the sole in radians, toes up positive, from smooth steps between key angles."""
        drop_deg = self.foot_drop_deg if side == self.affected else 0.0
        vigour = float(np.clip(self.stride_length_m / 1.3, 0.2, 1.0))
        flatter_deg = min(drop_deg, 22.0 * vigour)
        strike_deg = 22.0 * vigour - flatter_deg
        lowest, ready = self.stance_share + self._share(RISING_ON_S), 1.0 - self._share(READYING_S)
        keys = (0.0, self._share(LANDING_S), self._heel_rise, lowest, ready, 1.0)
        angles_deg = (strike_deg, 0.0, 0.0, -65.0 * vigour, strike_deg + 3.0, strike_deg)
        pitch_deg = np.full(len(phase), angles_deg[0])
        for start, end, before, after in zip(keys, keys[1:], angles_deg, angles_deg[1:], strict=False):
            pitch_deg += (after - before) * _smooth_step((phase - start) / (end - start))
        lowered_deg = flatter_deg * _smooth_step((phase - lowest) / (ready - lowest))
        hanging_deg = (drop_deg - lowered_deg) * _hump(
            (phase - self.stance_share) / (1.0 - self.stance_share)
        )
        return np.radians(pitch_deg - hanging_deg)

    def _swing_m(self, side: Side, phase: FloatArray) -> FloatArray:
        """Path of the heel in swing, from where it was planted: leaves and lands without a jerk."""
        length_m, share, moment = FOOT * self.height_m, self.stance_share, 1e-5
        pitch = self._pitch(side, np.array([share - moment, share]))
        rolling_m = length_m * np.column_stack([1 - np.cos(pitch), -np.sin(pitch)])
        velocity = (rolling_m[1] - rolling_m[0]) / moment * (1 - share)
        progress = (phase - share) / (1 - share)
        path_m = _hermite(progress, rolling_m[1], velocity, np.array([self.stride_length_m, 0.0]))
        path_m[:, 1] += self._lift_m(side) * _hump(progress)
        return path_m

    def _lift_m(self, side: Side) -> float:
        """How much higher than needed to land the foot is lifted: more if it hangs (steppage)."""
        hanging_m = FOOT * self.height_m * np.sin(np.radians(self.foot_drop_deg))
        return LIFT_M + (float(hanging_m) if side == self.affected else 0.0)

    def _point_of_foot(self, side: Side, name: str, time_s: FloatArray) -> FloatArray:
        heel_m, pitch = self._foot(side, time_s)
        along, up = {"ankle": ANKLE_IN_FOOT, "heel": HEEL_IN_FOOT, "toe": TOE_IN_FOOT}[name]
        sole = np.column_stack([np.cos(pitch), np.sin(pitch)])
        normal = np.column_stack([-np.sin(pitch), np.cos(pitch)])
        point_m: FloatArray = heel_m + FOOT * self.height_m * (along * sole + up * normal)
        return point_m

    def _angles_of(self, side: Side, time_s: FloatArray) -> dict[str, FloatArray]:
        """Return the angles from the directions of the segments, each counted from the x axis."""
        hip, knee, ankle, toe = (self.path_m(f"{side}_{p}", time_s) for p in ("hip", "knee", "ankle", "toe"))
        shank, thigh, foot = (_direction_deg(b - a) for a, b in ((ankle, knee), (knee, hip), (ankle, toe)))
        pitch_deg = np.degrees(self._foot(side, time_s)[1])
        values = (
            90.0 - shank + pitch_deg,
            shank - foot,
            90.0 - shank,
            pitch_deg,
            thigh - shank,
            thigh - (90.0 - self.trunk_lean_deg),
        )
        return dict(zip(ANGLES, values, strict=True))

    def _landmark_m(self, name: str, time_s: FloatArray) -> FloatArray:
        """Any of BlazePose's landmarks: those of `POINTS`, and arms and head along the trunk."""
        point = name.replace("foot_index", "toe")
        if point in POINTS:
            return self.path_m(point, time_s)
        side = "left" if name.startswith("left") else "right"
        part = name.removeprefix(f"{side}_")
        shoulder_m = self.path_m(f"{side}_shoulder", time_s)
        return shoulder_m + self.height_m * np.array(FROM_SHOULDER.get(part, HEAD_FROM_SHOULDER))


def _hermite(progress: FloatArray, start: FloatArray, velocity: FloatArray, end: FloatArray) -> FloatArray:
    """Quintic from `start` with `velocity` to rest in `end`, without acceleration at either end."""
    t = progress[:, None]
    moving = t - 6 * t**3 + 8 * t**4 - 3 * t**5
    path: FloatArray = start + (end - start) * _smooth_step(t) + velocity * moving
    return path


def _smooth_step(progress: FloatArray) -> FloatArray:
    """Minimum-jerk step from 0 to 1."""
    t = np.clip(progress, 0.0, 1.0)
    return np.asarray(t**3 * (10 - 15 * t + 6 * t**2))


def _hump(progress: FloatArray) -> FloatArray:
    """Rise from 0 to 1 at half the way and back, smoothly; 0 outside."""
    t = np.clip(progress, 0.0, 1.0)
    return np.asarray(64 * (t * (1 - t)) ** 3)


def _knee(hip_m: FloatArray, ankle_m: FloatArray, thigh_m: float, shank_m: float) -> FloatArray:
    """Knee (T, 2) before the line from hip to ankle, from the law of cosines."""
    leg = ankle_m - hip_m
    length_m = np.linalg.norm(leg, axis=1)
    along_m = (thigh_m**2 - shank_m**2 + length_m**2) / (2 * length_m)
    ahead_m = np.sqrt(np.maximum(thigh_m**2 - along_m**2, 0.0))
    unit = leg / length_m[:, None]
    forward = np.column_stack([-unit[:, 1], unit[:, 0]])
    knee_m: FloatArray = hip_m + along_m[:, None] * unit + ahead_m[:, None] * forward
    return knee_m


def _direction_deg(vector: FloatArray) -> FloatArray:
    return np.degrees(np.arctan2(vector[:, 1], vector[:, 0]))


def _swap_legs(xy_px: FloatArray, stretches: Sequence[tuple[int, int]]) -> None:
    """Swap the legs in the given frames, in place, as a pose network does when they cross."""
    for name in ("hip", "knee", "ankle", "heel", "foot_index"):
        left, right = BLAZEPOSE.index(f"left_{name}"), BLAZEPOSE.index(f"right_{name}")
        for start, end in stretches:
            xy_px[start:end, [left, right]] = xy_px[start:end, [right, left]]
