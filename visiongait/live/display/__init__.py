"""The live window: the walker with skeleton and numbers, the running curve, a cue to be read from afar."""

from .screen import Action, Screen, SetUp, action_of, key_line
from .window import Window

__all__ = ["Action", "Screen", "SetUp", "Window", "action_of", "key_line"]
