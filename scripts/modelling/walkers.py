"""The catalogue of walkers: what bodies, clothes, gaits, cameras and rooms they are drawn from.

Every drawing function takes a random generator and returns one specification of the renderer `gaitlab`.  The
order in which it draws is part of the catalogue: a drawing more or less changes every walker after it.  So a
variation is not an edit but a catalogue of its own beside `FIRST`, with a seed and a prefix of its own:

    def tilted(rng: Random) -> Any:
        return replace(camera(rng), height=rng.uniform(0.3, 1.6), pitch=rng.uniform(-12, 4))

    TILTED = replace(FIRST, prefix="t", seed=(20, 28), camera=tilted)
    CATALOGUES = {"first": FIRST, "tilted": TILTED}

A new kind of gait is a function like `foot_drop` and its share in `Catalogue.kinds`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .shoes import USUAL_TOE_BEND_DEG, Shape

RATES_HZ, RATE_SHARES = (30, 25, 50, 60, 120), (0.60, 0.08, 0.06, 0.20, 0.06)
Random = np.random.Generator
Knobs = dict[str, Any]
Draw = Callable[[Random], Any]
Kind = Callable[[Random], Knobs]
"""Draws `speed`, `legs` (left, right: keywords of `gaitlab.motion.Leg`) and further keywords of `Gait`."""


def usual(rng: Random) -> Knobs:
    """Both legs alike; every fourth walker pushes off hard."""
    leg = {"ankle_rom_scale": rng.uniform(0.8, 1.35), "push_off": rng.choice([0, 0, 0, rng.uniform(3, 10)])}
    return {"speed": rng.uniform(0.75, 1.65), "legs": (leg, leg)}


def foot_drop(rng: Random) -> Knobs:
    """The foot hangs in swing and comes down flat or with the toes first."""
    leg = {
        "foot_drop": rng.uniform(5, 25),
        "contact": rng.choice(["flat", "heel", "forefoot"], p=(0.6, 0.2, 0.2)),
        "push_off": rng.uniform(0, 4),
        "knee_scale": rng.uniform(1.0, 1.2),
        "ankle_rom_scale": rng.uniform(0.7, 1.1),
    }
    return {"speed": rng.uniform(0.6, 1.2), "legs": one_sided(rng, leg, 0.75)}


def equinus(rng: Random) -> Knobs:
    """On tiptoe; some feet come down to the floor for a while."""
    leg = {
        "dorsiflexion_offset": -rng.uniform(5, 25),
        "contact": rng.choice(["forefoot", "flat"], p=(0.8, 0.2)),
        "heel_off": rng.choice([0.0, 0.0, 0.0, rng.uniform(0.15, 0.3)]),
        "knee_scale": rng.uniform(0.75, 1.0),
        "ankle_rom_scale": rng.uniform(0.5, 1.0),
        "knee_offset": rng.choice([0, 0, rng.uniform(5, 18)]),
    }
    return {"speed": rng.uniform(0.6, 1.25), "legs": one_sided(rng, leg, 0.55)}


def crouch(rng: Random) -> Knobs:
    """Knees bent throughout, trunk forward."""
    leg = {
        "knee_offset": rng.uniform(6, 25),
        "dorsiflexion_offset": rng.uniform(0, 12),
        "knee_scale": rng.uniform(0.7, 1.0),
        "ankle_rom_scale": rng.uniform(0.6, 1.1),
        "contact": rng.choice(["heel", "flat"]),
    }
    return {
        "speed": rng.uniform(0.6, 1.2),
        "trunk_lean": rng.uniform(2, 14),
        "legs": one_sided(rng, leg, 0.3),
    }


def stiff(rng: Random) -> Knobs:
    """A stiff ankle, or a heel that rises early."""
    leg = {
        "ankle_rom_scale": rng.uniform(0.3, 0.7),
        "dorsiflexion_offset": rng.uniform(-6, 6),
        "heel_off": rng.choice([0.37, rng.uniform(0.2, 0.33)]),
        "knee_offset": rng.uniform(-4, 4),
    }
    return {"speed": rng.uniform(0.6, 1.3), "legs": one_sided(rng, leg, 0.6)}


def uneven(rng: Random) -> Knobs:
    """Steps of different length and duration."""
    leg = {"ankle_rom_scale": rng.uniform(0.6, 1.1), "hip_scale": rng.uniform(0.75, 1.0)}
    signs = rng.choice([-1, 1], 2)
    return {
        "speed": rng.uniform(0.6, 1.2),
        "step_asymmetry": signs[0] * rng.uniform(0.05, 0.3),
        "time_asymmetry": signs[1] * rng.uniform(0.0, 0.05),
        "legs": one_sided(rng, leg, 0.9),
    }


def one_sided(rng: Random, leg: Knobs, share: float) -> tuple[Knobs, Knobs]:
    """Left and right: in this share of walkers one of them is usual."""
    if rng.random() >= share:
        return leg, leg
    well = {"ankle_rom_scale": rng.uniform(0.9, 1.2)}
    return (leg, well) if rng.random() < 0.5 else (well, leg)


def gait(rng: Random, kind: Kind) -> Any:
    """Draw a gait of this kind."""
    from gaitlab.motion import Gait, Leg

    knobs = kind(rng)
    left, right = knobs.pop("legs")
    speed = knobs.pop("speed")
    drawn = {
        "cadence": np.clip(112 + 38 * (speed - 1.25) + rng.normal(0, 6), 80, 135),
        "step_width": rng.uniform(0.06, 0.16),
        "trunk_lean": rng.uniform(0, 8),
        "arm_swing": rng.uniform(0.6, 2.0),
        "variability": rng.uniform(0.004, 0.02),
        "individual": int(rng.integers(1, 2**31)),
    }
    return Gait(speed, **{**drawn, **knobs}, left=Leg(**left), right=Leg(**right))


def body(rng: Random) -> Any:
    """Draw sex, age, build and stature."""
    from gaitlab.body import Phenotype

    origin = rng.dirichlet([0.5, 0.5, 0.5])
    gender = float(rng.integers(2))
    shape = {
        "gender": gender,
        "age": rng.uniform(0.6, 1.0),
        "muscle": rng.uniform(0.3, 0.7),
        "weight": rng.uniform(0.3, 0.85),
        "proportions": rng.uniform(0.4, 0.8),
        "stature_m": np.clip(rng.normal(1.75 - 0.12 * gender, 0.08), 1.45, 2.0),
        "toe_out_deg": rng.uniform(1, 14),
        **dict(zip(("african", "asian", "caucasian"), origin, strict=True)),
    }
    return Phenotype(**{name: round(float(value), 3) for name, value in shape.items()})


def outfit(rng: Random) -> Any:
    """Draw clothes, shoes, skin and hair."""
    from gaitlab.footwear import Footwear
    from gaitlab.wardrobe import Outfit

    shoes = Footwear(
        barefoot=bool(rng.random() < 0.15),
        thickness=rng.uniform(0.006, 0.035),
        margin=rng.uniform(0.004, 0.010),
        front=rng.uniform(0.004, 0.022),
        collar=rng.uniform(0.06, 0.12),
        upper_color=color(rng),
        sole_color=color(rng),
    )
    dark, fair = np.array([0.12, 0.06, 0.04]), np.array([0.68, 0.44, 0.34])
    return Outfit(
        skin=tuple(dark + rng.random() * (fair - dark)),
        hair=tuple(rng.uniform(0.005, 0.5) * np.array([1, 0.8, 0.6])),
        hair_style=str(rng.choice(["short", "short", "bun", "long", "bald"])),
        shirt=color(rng),
        sleeve=float(rng.choice([0.55, 1.9, rng.uniform(0.2, 1.9)])),
        trousers=color(rng),
        leg_length=float(
            rng.choice([2.0, rng.uniform(0.5, 0.97), rng.uniform(1.1, 1.8)], p=(0.65, 0.25, 0.10))
        ),
        looseness=rng.uniform(0.5, 1.6),
        socks=color(rng),
        footwear=shoes,
    )


def color(rng: Random) -> tuple[float, ...]:
    """Linear RGB, dark ones as often as all others."""
    if rng.random() < 0.5:
        return tuple(rng.uniform(0.02, 0.09) * rng.uniform(0.7, 1.3, 3))
    return tuple(rng.uniform(0.05, 0.75, 3))


def camera(rng: Random) -> Any:
    """Draw a phone held still, panned or carried along; upright now and then."""
    from gaitlab.scene import Camera

    kind = str(rng.choice(["static", "follow", "pan"], p=(0.62, 0.22, 0.16)))
    upright = rng.random() < 0.15
    return Camera(
        kind=kind if not upright or kind != "static" else "pan",
        side=str(rng.choice(["L", "R"])),
        distance=rng.uniform(3.1, 4.8) if not upright else rng.uniform(3.1, 4.0),
        height=rng.uniform(0.7, 1.35),
        azimuth=rng.uniform(-20, 20) if rng.random() < 0.45 else rng.normal(0, 2),
        look_height=rng.uniform(0.8, 0.95),
        hfov=rng.uniform(56, 68),
        **({"width": 720, "height_px": 1280} if upright else {}),
        roll=rng.normal(0, 1),
        shake=0.0 if kind == "static" and not upright and rng.random() < 0.7 else rng.uniform(0.05, 0.45),
        fps=float(rng.choice(RATES_HZ, p=RATE_SHARES)),
        noise=rng.choice([0.006, rng.uniform(0.004, 0.035)]),
        blur_px=rng.uniform(0.3, 1.0),
        shutter=float(rng.choice([0.0, rng.uniform(0.2, 0.6)], p=(0.8, 0.2))),
        crf=int(rng.integers(20, 31)),
    )  # fmt: skip


def room(rng: Random) -> Any:
    """Draw floor, walls, light, clutter, now and then a treadmill or a bystander."""
    from gaitlab import render
    from gaitlab.scene import Room

    bright = rng.uniform(0.45, 1.15)
    light = render.Lighting(
        direction=(rng.uniform(-1, 1), -rng.uniform(0.2, 1.0), rng.uniform(0.8, 1.5)),
        color=tuple(
            bright * rng.uniform(0.4, 1.1) * np.array([1, rng.uniform(0.88, 1), rng.uniform(0.7, 1)])
        ),
        sky=tuple(bright * rng.uniform(0.2, 0.7) * rng.uniform(0.9, 1.1, 3)),
        ground=tuple(bright * rng.uniform(0.1, 0.45) * rng.uniform(0.9, 1.1, 3)),
        exposure=rng.uniform(0.7, 1.1),
    )
    floors = (render.WOOD, render.TILE, render.CARPET, render.CONCRETE)
    return Room(
        floor=int(rng.choice(floors)),
        floor_color=tuple(rng.uniform(0.15, 0.55) * rng.uniform(0.75, 1.25, 3)),
        wall_color=tuple(rng.uniform(0.3, 0.75) * rng.uniform(0.85, 1.15, 3)),
        wall_distance=rng.uniform(1.6, 3.5),
        clutter=int(rng.integers(3)),
        treadmill=bool(rng.random() < 0.12),
        bystander=tuple(rng.uniform((-1.5, 0.9, 0), (1.5, 1.3, 360))) if rng.random() < 0.05 else None,
        light=light,
        seed=int(rng.integers(1, 1000)),
    )


def laboratory_outfit(rng: Random) -> Any:
    """Draw clothes as people wear them to be filmed: mostly dark tights or trousers, thin or soft shoes."""
    worn = outfit(rng)
    shoes = worn.footwear
    shoes.barefoot = bool(rng.random() < 0.1)
    shoes.thickness = float(rng.choice([rng.uniform(0.003, 0.012), rng.uniform(0.012, 0.035)]))
    shoes.margin, shoes.front = rng.uniform(0.003, 0.009), rng.uniform(0.004, 0.020)
    if rng.random() < 0.5:
        dark = tuple(rng.uniform(0.008, 0.03) * rng.uniform(0.8, 1.2, 3))
        shoes.upper_color, shoes.sole_color = dark, dark if rng.random() < 0.6 else shoes.sole_color
        worn = replace(worn, trousers=dark, looseness=rng.uniform(0.35, 1.2))
    return worn


def shoe_shape(rng: Random) -> Shape:
    """Draw the shape of shoes: tips mostly rise from the floor, some do not."""
    rises = rng.random() < 0.8
    return Shape(
        toe_spring=rng.uniform(0.006, 0.030) if rises else 0.0,
        cap=rng.uniform(0.0, 0.025),
        bevel=rng.uniform(0.0, 0.015),
    )


def lifted_toes(rng: Random, kind: Kind) -> Any:
    """Draw a gait with toes held up in swing and at initial contact, as most people do."""
    walk = gait(rng, kind)
    lift = max(0.0, rng.normal(20, 9))
    for leg in (walk.left, walk.right):
        leg.toe_lift = max(0.0, lift + rng.normal(0, 3))
    return walk


def low_or_high_camera(rng: Random) -> Any:
    """Draw a camera 0.4 to 2 m high, 190 to 460 px of stature, the foot blurred by a real shutter."""
    from gaitlab.scene import Camera

    side, shutter = str(rng.choice(["L", "R"])), rng.uniform(0.2, 1.0)
    kind = str(rng.choice(["static", "pan"], p=(0.85, 0.15)))
    return Camera(
        kind=kind,
        side=side,
        distance=rng.uniform(3.4, 6.5),
        height=rng.uniform(0.4, 2.0),
        azimuth=rng.normal(0, 4),
        look_height=rng.uniform(0.75, 1.0),
        hfov=rng.uniform(48, 66),
        width=960,
        height_px=540,
        roll=rng.normal(0, 1.5),
        shake=0.0 if kind == "static" else rng.uniform(0.05, 0.3),
        fps=float(rng.choice([25, 30])),
        noise=rng.uniform(0.004, 0.03),
        blur_px=rng.uniform(0.3, 1.1),
        shutter=shutter,
        crf=int(rng.integers(20, 33)),
    )


@dataclass(frozen=True)
class Catalogue:
    """What walkers are drawn from.

    Attributes
    ----------
    prefix
        Begins the names of its clips.
    seed
        Begins the seed of each walker; its number ends it.
    kinds
        Kinds of gait and their shares, which add up to 1.
    gait, body, outfit, camera, room
        Draw the parts of a walker's specification.
    shoes
        Draws the shape of the shoes; None: the renderer's own.
    toe_bend_deg
        Least and greatest bend of the toe hinge in push-off.
    strides
        The longest a clip is.
    """

    prefix: str
    seed: tuple[int, ...]
    kinds: tuple[tuple[Kind, float], ...]
    body: Draw = body
    outfit: Draw = outfit
    camera: Draw = camera
    room: Draw = room
    gait: Callable[[Random, Kind], Any] = gait
    shoes: Callable[[Random], Shape] | None = None
    toe_bend_deg: tuple[float, float] = (USUAL_TOE_BEND_DEG, USUAL_TOE_BEND_DEG)
    strides: float = 3.3

    def kind_of(self, number: int) -> Kind:
        """Walk through the kinds in golden steps: each gets its share of every stretch of numbers."""
        place = (number // 4 * 0.6180339887 + number % 4 * 0.25) % 1.0
        edges = np.cumsum([share for _, share in self.kinds])
        return self.kinds[int(np.searchsorted(edges, place, side="right"))][0]


FIRST = Catalogue(
    prefix="w",
    seed=(20, 26),
    kinds=((usual, 0.34), (foot_drop, 0.17), (equinus, 0.22), (crouch, 0.11), (stiff, 0.10), (uneven, 0.06)),
)
"""The walkers that the shipped corrections were trained on; two thirds have unusual ankles."""

SOFT = Catalogue(
    prefix="s",
    seed=(20, 29),
    kinds=((usual, 0.62), (foot_drop, 0.12), (equinus, 0.08), (crouch, 0.06), (stiff, 0.06), (uneven, 0.06)),
    outfit=laboratory_outfit,
    camera=low_or_high_camera,
    gait=lifted_toes,
    shoes=shoe_shape,
    toe_bend_deg=(22.0, 60.0),
    strides=2.3,
)
"""Soft shoes whose tips rise, toes that are lifted and bend, filmed by low and high cameras with real shutters."""

CATALOGUES = {"first": FIRST, "soft": SOFT}
