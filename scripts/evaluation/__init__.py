"""How far the numbers hold: docs/validity.md, other programs on the same clips, live against offline."""
