"""The keys of the live window, and the line that names them; F, full screen, is the window's own affair."""

from typing import Literal

Action = Literal["pause", "mark", "leg", "mute", "setup", "quit"]

KEYS: dict[int, Action] = {
    ord(" "): "pause",
    ord("m"): "mark",
    ord("s"): "leg",
    ord("t"): "mute",
    ord("c"): "setup",
    ord("q"): "quit",
    27: "quit",
}
"""Code of a key, as the window gives it, and what it does; 27 is Escape."""


def action_of(code: int) -> Action | None:
    """Return what a key does, whether typed small or large; None for every other key."""
    return KEYS.get(ord(chr(code).lower())) if 0 <= code < 128 else None


def key_line(leg: str, *, muted: bool, note: str = "") -> str:
    """Return the line at the window's foot."""
    sound = "off" if muted else "on"
    keys = (
        "Space pause",
        "M mark",
        f"S leg: {leg}",
        f"T sound: {sound}",
        "C camera set-up",
        "F full screen",
        "Q quit",
        note or "not a diagnostic device",
    )
    return "    ".join(keys)
