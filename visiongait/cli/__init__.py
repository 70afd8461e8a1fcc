"""The command line: it parses, calls and prints, and knows nothing of gait.

Its modules import the heavy rooms inside the functions that use them, so that `--help` answers in a blink.
"""

from .commands import main

__all__ = ["main"]
