"""What jsonschema takes from rpds, in plain Python, for the build that carries no compiled parts (tools/zipapp.py).

Three collections that never change: whatever adds or takes away gives a new one. rpds does the same in Rust and faster; jsonschema puts
a few dozen names into them and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class HashTrieMap(dict[Any, Any]):
    """A mapping that never changes."""

    @classmethod
    def convert(cls, value: Any) -> HashTrieMap:
        """Make one of a mapping, unless it is one."""
        return value if isinstance(value, cls) else cls(value)

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self))

    def insert(self, key: Any, value: Any) -> HashTrieMap:
        """Give a mapping with one more key."""
        return HashTrieMap({**self, key: value})

    def remove(self, key: Any) -> HashTrieMap:
        """Give a mapping without a key; raises KeyError where it is not there."""
        rest = dict(self)
        del rest[key]
        return HashTrieMap(rest)

    def discard(self, key: Any) -> HashTrieMap:
        """Give a mapping without a key, be it there or not."""
        return HashTrieMap({one: value for one, value in self.items() if one != key})

    def update(self, *others: Mapping[Any, Any] | Iterable[tuple[Any, Any]], **more: Any) -> HashTrieMap:  # type: ignore[override]
        """Give a mapping with the keys of others too."""
        both = dict(self)
        for other in others:
            both.update(other)
        return HashTrieMap({**both, **more})


class HashTrieSet(frozenset[Any]):
    """A set that never changes."""

    def insert(self, value: Any) -> HashTrieSet:
        """Give a set with one more in it."""
        return HashTrieSet({*self, value})

    def remove(self, value: Any) -> HashTrieSet:
        """Give a set without one; raises KeyError where it is not there."""
        if value not in self:
            raise KeyError(value)
        return self.discard(value)

    def discard(self, value: Any) -> HashTrieSet:
        """Give a set without one, be it there or not."""
        return HashTrieSet(one for one in self if one != value)

    def update(self, *others: Iterable[Any]) -> HashTrieSet:
        """Give a set with what is in others too."""
        return HashTrieSet(self.union(*others))


class List(tuple[Any, ...]):
    """A list that never changes."""

    __slots__ = ()

    def __new__(cls, *values: Any) -> List:
        return super().__new__(cls, values[0] if len(values) == 1 and not isinstance(values[0], str) else values)

    def push_front(self, value: Any) -> List:
        """Give a list with one more at its beginning."""
        return List((value, *self))
