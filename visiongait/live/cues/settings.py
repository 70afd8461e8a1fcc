"""The clinician's settings file (TOML), read whole, every fault named; ready plans are such files too."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import Any

from ...errors import UsageError
from .plan import LEGS, LONGEST_CUE, MEASURES, CueTarget, Plan

SLOWEST_BEAT, FASTEST_BEAT = 30, 200
"""Steps per minute that a metronome may be set to."""

HINT = "docs/live.md shows a file with every setting; `--preset` offers ready-made ones."

TABLES: Mapping[str, tuple[str, ...]] = {
    "": ("title", "leg", "target", "metronome", "sound", "fading"),
    "target": ("measure", "at_least", "at_most", "cue"),
    "metronome": ("steps_per_min",),
    "sound": ("tones", "spoken_count", "volume"),
}
"""What each table of the file may hold."""


def parse_plan(text: str, name: str) -> Plan:
    """Return the plan that a settings file describes; `name` stands for the file in messages.

    Raises
    ------
    UsageError
        If the text is not TOML, or anything in it is unknown, missing or impossible: all faults at once.
    """
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(f"{name} is not TOML: {fault}.", HINT) from fault
    faults = list(_faults(plain))
    if faults:
        raise UsageError(f"{name} cannot be used: {' '.join(faults)}", HINT)
    return _plan(plain)


def _plan(plain: Mapping[str, Any]) -> Plan:
    sound = plain.get("sound", {})
    settings = {key: plain[key] for key in ("title", "leg", "fading") if key in plain}
    return Plan(
        targets=tuple(CueTarget(**target) for target in plain.get("target", ())),
        beat_per_min=plain.get("metronome", {}).get("steps_per_min"),
        **settings,
        **sound,
    )


def _faults(plain: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(plain, "", "the file")
    yield from _wrong_kind(plain, "the file", title=str, fading=bool)
    if plain.get("leg", "both") not in LEGS:
        yield f"leg is {_shown(plain['leg'])}; expected {_listed(LEGS)}."
    yield from _target_faults(plain.get("target", []))
    yield from _metronome_faults(plain.get("metronome", {}))
    yield from _sound_faults(plain.get("sound", {}))


def _target_faults(targets: Any) -> Iterator[str]:
    if not isinstance(targets, list) or not all(isinstance(target, dict) for target in targets):
        yield "Targets are written as [[target]], one block each."
        return
    for number, target in enumerate(targets, start=1):
        where = f"target {number}"
        yield from _unknown(target, "target", where)
        measure = target.get("measure")
        if measure not in MEASURES:
            yield f"In {where}, measure is {_shown(measure)}; expected {_listed(tuple(MEASURES))}."
        yield from _limit_faults(target, where)
        yield from _wrong_kind(target, where, cue=str)
        if len(str(target.get("cue", ""))) > LONGEST_CUE:
            yield f"In {where}, the cue has more than {LONGEST_CUE} letters: too long to read from afar."


def _limit_faults(target: Mapping[str, Any], where: str) -> Iterator[str]:
    limits = {key: target[key] for key in ("at_least", "at_most") if key in target}
    wrong = [key for key, value in limits.items() if not _is_number(value)]
    yield from (f"In {where}, {key} is {_shown(limits[key])}; expected a number." for key in wrong)
    if not limits:
        yield f"In {where}, at_least or at_most is missing."
    if len(limits) == 2 and not wrong and limits["at_least"] > limits["at_most"]:
        yield f"In {where}, at_least is greater than at_most."


def _metronome_faults(metronome: Any) -> Iterator[str]:
    if not isinstance(metronome, dict):
        yield "The metronome is written as [metronome], with steps_per_min."
        return
    yield from _unknown(metronome, "metronome", "metronome")
    beat = metronome.get("steps_per_min", FASTEST_BEAT)
    if not (_is_number(beat) and SLOWEST_BEAT <= beat <= FASTEST_BEAT):
        yield f"steps_per_min is {_shown(beat)}; expected a number from {SLOWEST_BEAT} to {FASTEST_BEAT}."


def _sound_faults(sound: Any) -> Iterator[str]:
    if not isinstance(sound, dict):
        yield "Sound is written as [sound], with tones, spoken_count and volume."
        return
    yield from _unknown(sound, "sound", "sound")
    yield from _wrong_kind(sound, "sound", tones=bool, spoken_count=bool)
    volume = sound.get("volume", 1)
    if not (_is_number(volume) and 0 <= volume <= 1):
        yield f"volume is {_shown(volume)}; expected a number from 0 to 1."


def _unknown(table: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:
    for key in table:
        if key not in TABLES[kind]:
            yield f"{key!r} in {where} is unknown; expected {_listed(TABLES[kind])}."


def _wrong_kind(table: Mapping[str, Any], where: str, **kinds: type) -> Iterator[str]:
    words = {str: "words in quotes", bool: "true or false"}
    for key, kind in kinds.items():
        if key in table and not isinstance(table[key], kind):
            yield f"In {where}, {key} is {_shown(table[key])}; expected {words[kind]}."


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _shown(value: Any) -> str:
    return "missing" if value is None else repr(value)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:-1]) + f" or {names[-1]}"


def preset_names() -> tuple[str, ...]:
    """Return the names of the ready plans."""
    here = (files("visiongait.live") / "presets").iterdir()
    return tuple(sorted(Path(entry.name).stem for entry in here if entry.name.endswith(".toml")))


def load_preset(name: str) -> Plan:
    """Return a ready plan; UsageError if there is none of this name."""
    if name not in preset_names():
        raise UsageError(f"There is no preset {name!r}.", f"Available presets: {', '.join(preset_names())}.")
    return parse_plan(
        (files("visiongait.live") / "presets" / f"{name}.toml").read_text(encoding="utf-8"), name
    )


def load_settings(path: Path) -> Plan:
    """Return the plan of the clinician's own file; UsageError if it cannot be read or used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path.name} cannot be read as a settings file.", str(fault)) from fault
    return parse_plan(text, path.name)
