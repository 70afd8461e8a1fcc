"""Checks at the door of every type: shape and dtype said once, arrays frozen."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def frozen(
    values: ArrayLike, shape: tuple[int | None, ...], name: str, dtype: Any = np.float64
) -> NDArray[Any]:
    """Copy `values` into a read-only array of the given shape (None = any length).

    Raises
    ------
    ValueError
        If the shape is not the expected one; the message says expected and got.
    """
    array = np.array(values, dtype=dtype, copy=True, order="C")
    fits = array.ndim == len(shape) and all(
        want is None or want == got for want, got in zip(shape, array.shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    array.setflags(write=False)
    return array


def check_increasing(time_s: FloatArray, name: str = "time_s") -> None:
    """Raise ValueError unless times are finite and strictly increasing."""
    if not np.isfinite(time_s).all():
        raise ValueError(f"{name}: expected finite times")
    if (np.diff(time_s) <= 0).any():
        raise ValueError(f"{name}: expected strictly increasing times")
