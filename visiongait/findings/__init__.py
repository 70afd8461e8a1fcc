"""What stands out in a walk, in plain words with its number: observations, never a diagnosis."""

from .find import find

__all__ = ["find"]
