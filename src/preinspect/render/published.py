"""The published schemas of what programs are given, and how each output names its own."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

VERSION = 1
"""Of every format; that of one rises alone when a reader of the old one would go wrong."""


def heading(name: str) -> dict[str, Any]:
    """Give the keys that every output begins with: its schema, and the version of that.

    Args:
        name: Of the command that prints it.
    """
    return {"schema": f"urn:preinspect:{name}:{VERSION}", "version": VERSION}


def schema(name: str) -> str:
    """Give the published JSON Schema of what a command prints for programs."""
    return files("preinspect").joinpath("schema", "output", f"{name}-{VERSION}.json").read_text("utf-8")
