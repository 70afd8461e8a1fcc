"""Numbers as people read them: rounded, with a true minus sign, and never a minus before zero."""

import math

MINUS = "−"


def number(value: float, decimals: int = 0, *, plus: bool = False) -> str:
    """Return a number with so many decimals; empty for NaN.

    plus: whether a number above zero has its sign too, as differences have.
    """
    if not math.isfinite(value):
        return ""
    text = f"{float(value):z.{decimals}f}"
    return f"+{text}" if plus and float(text) > 0 else text.replace("-", MINUS)


def compact(value: float, digits: int = 6) -> str:
    """Return a number with so many significant digits and no needless zeros; empty for NaN."""
    return f"{float(value) + 0.0:.{digits}g}".replace("-", MINUS) if math.isfinite(value) else ""


def span(low: float, high: float, decimals: int = 0, words: str = "{low} to {high}") -> str:
    """Return an interval in words; empty where a bound is missing."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return words.format(low=number(low, decimals), high=number(high, decimals))


def degrees(value: float, *, plus: bool = True) -> str:
    """Return whole degrees, a dash where nothing was measured."""
    return f"{number(value, plus=plus)}°" if math.isfinite(value) else "–"
