"""Where things lie in the live window, how large they are, and the two colours of a verdict.

Nearly everybody reads letters of 7 mrad, over 90 % those of 3 mrad (Smith 1979, Hum Factors 21:661): 28 and
12 mm from four metres.  The cue's capitals are a tenth of the window's height: 30 mm on a screen of
24 inches, 17 mm on a laptop's.
"""

from ...drawing import INK, Box, Colour

WIDTH_PX, HEIGHT_PX = 1280, 720
"""Size in which the window is drawn; the window itself is as large as its user makes it."""

PICTURE = Box(0, 0, 854, 480)
COLUMN = Box(854, 0, 1280, 480)
STRIP = Box(0, 480, 1280, 720)

CAPITAL = 0.729
"""Height of a capital letter of the typeface, in sizes."""

CUE_PX = 104
SMALLEST_CUE_PX = round(HEIGHT_PX / 10 / CAPITAL)
"""Sizes of the cue's letters; the smaller one makes capitals of a tenth of the window's height."""

REACHED: Colour = (92, 200, 170)
MISSED: Colour = (247, 190, 90)
"""Green for reached and amber for missed, always with a sign and a bar: never told apart by colour alone."""

STRIP_GROUND: Colour = (30, 35, 41)


def faint(colour: Colour, strength: float, ground: Colour = INK) -> Colour:
    """Return a colour drawn nearer to the ground, 1 for the colour itself."""
    r, g, b = (round(under + (over - under) * strength) for over, under in zip(colour, ground, strict=True))
    return r, g, b
