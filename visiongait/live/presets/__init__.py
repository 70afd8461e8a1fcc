"""Ready plans, one small TOML file each, named as `--preset` names them."""

from importlib.resources import files
from pathlib import Path

from ...errors import UsageError
from ..cues import Plan, parse_plan


def preset_names() -> tuple[str, ...]:
    """Return the names of the ready plans."""
    here = files(__package__).iterdir()
    return tuple(sorted(Path(entry.name).stem for entry in here if entry.name.endswith(".toml")))


def load_preset(name: str) -> Plan:
    """Return a ready plan; UsageError if there is none of this name."""
    if name not in preset_names():
        raise UsageError(f"There is no preset {name!r}.", f"Presets are {', '.join(preset_names())}.")
    return parse_plan((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"), name)


def load_settings(path: Path) -> Plan:
    """Return the plan of the clinician's own file; UsageError if it cannot be read or used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path.name} cannot be read as a settings file.", str(fault)) from fault
    return parse_plan(text, path.name)
