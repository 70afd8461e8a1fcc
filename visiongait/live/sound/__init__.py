"""Sound of the cues: tones, a metronome and spoken numbers."""

from .speaker import Speaker

__all__ = ["Speaker"]
