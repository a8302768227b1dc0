"""Lets `python -m preinspect` run the command line."""

from .cli import main

main()
