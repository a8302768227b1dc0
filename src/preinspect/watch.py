"""How far long work is: a step that takes long passes its parts through what it was handed, which may show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class Watch(Protocol):
    """What passes steps through and may show how far they are."""

    def __call__(self, steps: Sequence[_T], about: str) -> Iterable[_T]:
        """Pass the steps through."""


def unwatched(steps: Sequence[_T], about: str) -> Iterable[_T]:
    """Pass steps through and show nothing."""
    return steps
