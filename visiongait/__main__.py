"""`python -m visiongait` is the command `visiongait`."""

from .cli import main

main()
