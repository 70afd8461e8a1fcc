"""The live window: the walker with skeleton and numbers, the running curve, a cue to be read from afar."""

from .keys import Action, action_of, key_line
from .screen import Screen
from .setup_screen import SetUp
from .window import Window

__all__ = ["Action", "Screen", "SetUp", "Window", "action_of", "key_line"]
