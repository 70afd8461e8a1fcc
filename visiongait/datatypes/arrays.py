"""Checks at the door of every type: shape and dtype said once, arrays frozen."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
SingleArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def frozen(
    values: ArrayLike, shape: tuple[int | None, ...], name: str, dtype: Any = np.float64
) -> NDArray[Any]:
    """Return `values` as a read-only array of the given shape (None = any length).

    A copy, unless nobody can write to them anyway: long recordings would be held twice for a moment.

    Raises
    ------
    ValueError
        If the shape is not the expected one; the message says expected and got.
    """
    array = np.array(values, dtype=dtype, copy=None if _sealed(values) else True, order="C")
    fits = array.ndim == len(shape) and all(
        want is None or want == got for want, got in zip(shape, array.shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    array.setflags(write=False)
    return array


def _sealed(values: ArrayLike) -> bool:
    return isinstance(values, np.ndarray) and values.base is None and not values.flags.writeable


def seal(*arrays: NDArray[Any]) -> None:
    """Make arrays read-only, so that `frozen` need not copy them."""
    for array in arrays:
        array.setflags(write=False)


def check_increasing(time_s: FloatArray, name: str = "time_s") -> None:
    """Raise ValueError unless times are finite and strictly increasing."""
    if not np.isfinite(time_s).all():
        raise ValueError(f"{name}: expected finite times")
    if (np.diff(time_s) <= 0).any():
        raise ValueError(f"{name}: expected strictly increasing times")
