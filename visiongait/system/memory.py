"""Memory that pictures took, given back."""

import ctypes
import gc
from contextlib import suppress


def give_back_memory() -> None:
    """Return to the system what has been freed: Linux's C library would keep much of it for itself."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # another system
        ctypes.CDLL(None).malloc_trim(0)
