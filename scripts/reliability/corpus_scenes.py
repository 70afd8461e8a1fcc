"""What clinics film: the walk cut, covered, mirrored, stopped, shaken, blurred, and in company."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from .corpus_answers import (
    ANY_SENTENCE,
    CADENCE,
    CADENCE_DROP,
    CADENCE_TREADMILL,
    NO_GAIT,
    READ,
    WALK,
    WALK_OR_SAID,
    Case,
    Right,
)
from .corpus_making import (
    DROP,
    HEIGHT,
    RATE,
    TREADMILL,
    TREADMILL_RATE,
    WIDTH,
    Picture,
    canvas,
    encode,
    pictures,
    resized,
)

KIND = "scenes"
Change = Callable[[Picture, int], Picture]
SAID = Right(CADENCE, codes=(READ, NO_GAIT), unsure=True, cadence_limit=4, stance_limit=5)
"""The right number, a bit less exact, or a word."""


def scene_cases() -> Iterator[Case]:
    """Yield scenes made from the samples by compositing."""
    for name, change, right in CHANGED:
        yield Case(f"{name}.mp4", KIND, partial(_changed, name, change), right, quick=name in QUICK)
    for name, order, right in ORDERED:
        yield Case(f"{name}.mp4", KIND, partial(_ordered, name, order), right, quick=name in QUICK)
    yield Case("a_dropped_foot.mp4", KIND, _drop, Right(CADENCE_DROP, 65.4))
    for name, step, seconds, right in TREADMILLS:
        yield Case(f"{name}.mp4", KIND, partial(_treadmill, name, step, seconds), right, quick=name in QUICK)
    yield Case("two_walkers_abreast.mp4", KIND, _two_abreast, SAID)
    yield Case("two_walkers_crossing.mp4", KIND, _crossing, SAID)
    yield Case("portrait_bars.mp4", KIND, _portrait, SAID)
    yield Case("picture_in_picture.mp4", KIND, _picture_in_picture, SAID)
    yield Case("grain_of_the_dark.mp4", KIND, _grain, SAID)
    yield Case("shaken.mp4", KIND, _shaken, SAID)


QUICK = (
    "nobody",
    "upper_body_only",
    "feet_cut_off",
    "black",
    "stops_for_a_second",
    "eight_pictures_cut_out",
    "treadmill_cut",
)


def _changed(name: str, change: Change, folder: Path) -> Path:
    frames = (np.ascontiguousarray(change(one, number)) for number, one in enumerate(pictures()))
    return encode(folder / f"{name}.mp4", frames)


def _ordered(name: str, order: Sequence[int], folder: Path) -> Path:
    return encode(folder / f"{name}.mp4", (pictures()[place] for place in order))


def _part(x0: float, x1: float, y0: float, y1: float) -> Change:
    def cut(one: Picture, number: int) -> Picture:
        del number
        part = one[int(y0 * HEIGHT) : int(y1 * HEIGHT), int(x0 * WIDTH) : int(x1 * WIDTH)]
        return np.asarray(part[: part.shape[0] // 2 * 2, : part.shape[1] // 2 * 2], np.uint8)

    return cut


def _light(factor: float, offset: float = 0.0) -> Change:
    return lambda one, number: np.clip(one * factor + offset, 0, 255).astype(np.uint8)


def _blur(size: int) -> Change:
    return lambda one, number: np.asarray(cv2.GaussianBlur(one, (size, size), 0), np.uint8)


def _box(x0: float, x1: float, y0: float, y1: float) -> Change:
    def cover(one: Picture, number: int) -> Picture:
        del number
        made = one.copy()
        made[int(y0 * HEIGHT) : int(y1 * HEIGHT), int(x0 * WIDTH) : int(x1 * WIDTH)] = (90, 80, 70)
        return made

    return cover


def _zoom(one: Picture, number: int) -> Picture:
    factor = 1 + 0.25 * number / len(pictures())
    x, y = int(WIDTH * (1 - 1 / factor) / 2), int(HEIGHT * (1 - 1 / factor) / 2)
    return resized(np.ascontiguousarray(one[y : HEIGHT - y, x : WIDTH - x]), WIDTH, HEIGHT)


def _small(one: Picture, number: int) -> Picture:
    del number
    return canvas(resized(one, WIDTH // 4, HEIGHT // 4), WIDTH, HEIGHT, WIDTH * 3 // 8, HEIGHT * 3 // 8, 120)


def _coarse(one: Picture, number: int) -> Picture:
    del number
    small = resized(one, 160, 90)
    return np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST), np.uint8)


def _jpeg(one: Picture, number: int) -> Picture:
    del number
    _, packed = cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 12])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _text(one: Picture, number: int) -> Picture:
    stamped = one.copy()
    cv2.putText(stamped, f"CAM 1 {number:05d}", (10, 30), cv2.FONT_HERSHEY_SIMPLEX, 1, (255, 255, 255), 2)
    return stamped


def _turned_a_bit(degrees: float) -> Change:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.12)

    def turn(one: Picture, number: int) -> Picture:
        return np.asarray(
            cv2.warpAffine(one, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    return turn


def _empty(one: Picture, number: int) -> Picture:
    """The background: what most pictures have in each place."""
    del one, number
    return _background()


@cache
def _background() -> Picture:
    return np.asarray(np.median(np.stack(pictures()[::6]), axis=0), np.uint8)


def _flash(one: Picture, number: int) -> Picture:
    return np.full_like(one, 255) if number % 37 == 20 else one


CHANGED: tuple[tuple[str, Change, Right], ...] = (
    ("mirrored", lambda one, number: one[:, ::-1], WALK),
    (
        "grey",
        lambda one, number: np.repeat(one.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
        WALK,
    ),
    ("dark", _light(0.25), SAID),
    ("very_dark", _light(0.06), SAID),
    ("glaring", _light(1.6, 40), SAID),
    ("little_contrast", _light(0.35, 90), SAID),
    ("negative", lambda one, number: 255 - one, SAID),
    ("blurred", _blur(9), SAID),
    ("very_blurred", _blur(31), SAID),
    ("small_in_the_picture", _small, SAID),
    ("coarse", _coarse, SAID),
    ("sent_by_messenger", _jpeg, SAID),
    ("date_burnt_in", _text, WALK),
    ("phone_askew_6_degrees", _turned_a_bit(6), SAID),
    ("zooming_in", _zoom, SAID),
    ("flashes", _flash, SAID),
    ("a_pillar", _box(0.45, 0.55, 0.0, 1.0), SAID),
    ("a_chair_before_the_feet", _box(0.4, 0.6, 0.75, 1.0), SAID),
    ("face_covered", lambda one, number: _box(0.0, 1.0, 0.0, 0.3)(one, number), SAID),
    ("upper_body_only", _part(0, 1, 0, 0.5), ANY_SENTENCE),
    ("feet_cut_off", _part(0, 1, 0, 0.72), ANY_SENTENCE),
    ("head_cut_off", _part(0, 1, 0.25, 1), SAID),
    ("lower_legs_only", _part(0, 1, 0.55, 1), WALK_OR_SAID),
    ("left_half_only", _part(0, 0.5, 0, 1), SAID),
    ("nobody", _empty, ANY_SENTENCE),
    ("black", _light(0.0), ANY_SENTENCE),
    ("upside_down", lambda one, number: one[::-1, ::-1], WALK_OR_SAID),
)

_N = 144
_CUT = [place for place in range(_N) if not 60 <= place < 68]
ORDERED: tuple[tuple[str, Sequence[int], Right], ...] = (
    ("stops_for_a_second", [*range(70), *[70] * RATE, *range(70, _N)], WALK_OR_SAID),
    ("stops_for_two_seconds", [*range(50), *[50] * 2 * RATE, *range(50, _N)], WALK_OR_SAID),
    ("stands_before", [*[25] * RATE, *range(25, _N)], SAID),
    ("eight_pictures_cut_out", _CUT, WALK_OR_SAID),
    ("thirty_pictures_cut_out", [*range(60), *range(90, _N)], WALK_OR_SAID),
    ("jumps_back", [*range(90), *range(60, _N)], WALK_OR_SAID),
    ("loops", [*range(30, 110), *range(30, 110)], WALK_OR_SAID),
    ("to_and_fro", [*range(30, 110), *range(109, 29, -1)], WALK_OR_SAID),
    ("frozen", [70] * _N, ANY_SENTENCE),
    ("one_second", range(60, 90), ANY_SENTENCE),
    ("backwards", range(_N - 1, -1, -1), WALK_OR_SAID),
    ("stutters", [place // 3 * 3 for place in range(_N)], WALK_OR_SAID),
)


_ON_TREADMILL = Right(CADENCE_TREADMILL, 64.0)
TREADMILLS: tuple[tuple[str, int, float, Right], ...] = (
    ("treadmill", 1, 0.0, _ON_TREADMILL),
    ("treadmill_30_a_second", 2, 0.0, _ON_TREADMILL),
    ("treadmill_cut", 1, 0.4, _ON_TREADMILL),
    ("treadmill_cut_30_a_second", 2, 0.4, _ON_TREADMILL),
)
"""Each of so many pictures is left, and so many seconds are cut out after 1.9 s."""


def _treadmill(name: str, step: int, cut_s: float, folder: Path) -> Path:
    shown = pictures(TREADMILL)
    first = round(1.9 * TREADMILL_RATE)
    kept = (*shown[:first:step], *shown[first + round(cut_s * TREADMILL_RATE) :: step])
    return encode(folder / f"{name}.mp4", kept, rate=TREADMILL_RATE // step)


def _drop(folder: Path) -> Path:
    return encode(folder / "a_dropped_foot.mp4", pictures(DROP))


def _blended(first: Picture, second: Picture) -> Picture:
    """Put who walks in the second picture into the first: what differs from the background."""
    apart = np.abs(second.astype(int) - _background().astype(int)).max(axis=2) > 18
    mask: Any = cv2.dilate(apart.astype(np.uint8), np.ones((5, 5), np.uint8))[..., None]
    return np.where(mask, second, first).astype(np.uint8)


def _two_abreast(folder: Path) -> Path:
    shifted = (np.roll(one, 225, axis=1) for one in pictures())
    frames = (_blended(one, other) for one, other in zip(pictures(), shifted, strict=True))
    return encode(folder / "two_walkers_abreast.mp4", frames)


def _crossing(folder: Path) -> Path:
    mirrored = (np.ascontiguousarray(one[:, ::-1]) for one in pictures())
    frames = (_blended(one, other) for one, other in zip(pictures(), mirrored, strict=True))
    return encode(folder / "two_walkers_crossing.mp4", frames)


def _portrait(folder: Path) -> Path:
    frames = (canvas(resized(one, 540, 304), 540, 960, 0, 328) for one in pictures())
    return encode(folder / "portrait_bars.mp4", frames)


def _picture_in_picture(folder: Path) -> Path:
    def composed(one: Picture, place: int) -> Picture:
        made = one.copy()
        made[10:145, 700:940] = resized(pictures()[(place + 40) % _N], 240, 135)
        return made

    return encode(folder / "picture_in_picture.mp4", (composed(one, n) for n, one in enumerate(pictures())))


def _grain(folder: Path) -> Path:
    rng = np.random.default_rng(15)
    frames = (
        np.clip(one * 0.4 + rng.normal(0, 18, one.shape), 0, 255).astype(np.uint8) for one in pictures()
    )
    return encode(folder / "grain_of_the_dark.mp4", frames)


def _shaken(folder: Path) -> Path:
    rng = np.random.default_rng(15)
    path = np.cumsum(rng.normal(0, 1.2, (_N, 2)), axis=0)
    shifts = path - np.linspace(0, 1, _N)[:, None] * path[-1]

    def moved(one: Picture, shift: Any) -> Picture:
        matrix = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
        return np.asarray(
            cv2.warpAffine(one, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    frames = (moved(one, shift) for one, shift in zip(pictures(), shifts, strict=True))
    return encode(folder / "shaken.mp4", frames)


assert round(CADENCE) == 110
