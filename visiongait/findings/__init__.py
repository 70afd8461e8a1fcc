"""What stands out in a walk, in plain words with its number: observations, never a diagnosis."""

from .find import find
from .rules import RULES, Rule
from .wording import load_texts

__all__ = ["RULES", "Rule", "find", "load_texts"]
