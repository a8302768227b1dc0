"""Files of evidence as people may lay them out: every style of YAML that holds the same, drawn one choice at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Pick = Callable[[Sequence[Any]], Any]
"""Chooses one of several."""

TEXTS = (
    "Held in time",
    "it's so: all 40 of them #1",
    "no",
    "012",
    "- x",
    "a, b",
    "{x}",
    "",
    " x ",
    "?0",
    "Café – £5",
    "two\nlines",
    "x\n",
)
WORDS = ("Plans", "were", "held", "in time;", "they (all)", "aren't", "late", "HP-10", "40%")
KEYS = ("title", "finding", "impact", "kind", "date", "owner", "held")
NOTES = ("", "", "", "  # why", "\t# tab", " # a: b, [c] 'd")


@dataclass
class Writer:
    """Writes one file of evidence; what it writes is valid YAML, whatever is picked."""

    pick: Pick
    tabs: bool = True
    """Whether tabs stand before comments: PyYAML without its compiled part takes them for a mistake."""

    def file(self) -> str:
        """Write a file with a section of evidence, and others around it."""
        dash = self.pick(("  ", "", "    "))
        parts = [
            self.pick(("", "", "# at the top\n", "---\n", "%YAML 1.2\n---\n", "\n\n# far\n\n")),
            self.pick(("", "", "views: []\n")),
        ]
        parts.append(f"evidence:{self.note()}\n")
        for number in range(self.pick((1, 2, 3))):
            parts.append(self.pick(("", "", "\n", f"{dash}# about it\n", "# at the margin\n")))
            parts.append(self.entry(number, dash))
        parts.append(self.pick(("", "", "\n# about views\n", "\n\n", f"{dash}  # below\n", f"{dash}# below\n")))
        parts.append(self.pick(("", "", "actions:\n  - id: ACT-1\n", "history: []", "...\n")))
        text = "".join(parts)
        text = text.rstrip("\n") if self.pick((False, False, True)) else text
        return text.replace("\n", self.pick(("\n", "\n", "\r\n", "\r")))

    def note(self) -> str:
        """Write a comment behind something, or none."""
        note = str(self.pick(NOTES))
        return note if self.tabs else note.replace("\t", " ")

    def words(self) -> list[str]:
        """Give some words that need no quotes."""
        return [self.pick(WORDS[:1]), *(self.pick(WORDS) for _ in range(self.pick((1, 2, 5))))]

    def entry(self, number: int, dash: str) -> str:
        """Write an entry, whose first line is that of its dash."""
        names = ["id", "service", *(key for key in KEYS if self.pick((False, True)))]
        names += [key for key in ("descriptors", "sample") if self.pick((False, True))]
        if self.pick((False, True)):
            names.reverse()
        if self.pick((False, False, False, True)):
            joint = self.pick((", ", ",\n" + dash + "     ", " ,", ",  # why\n" + dash + "     "))
            rows = joint.join(f"{name}: {self.inline(name, number)}" for name in names)
            return f"{dash}- {self.anchor(number)}{{{rows}{self.pick(('', ',', ' '))}}}{self.note()}\n"
        step = self.pick((2, 2, 4))
        indent = dash + " " * step
        lines = "".join(self.pair(name, number, indent) + self.pick(("", "", "", f"{indent}# between\n", "\n")) for name in names)
        lead = dash + "-" + " " * (step - 1)
        if self.pick((False, False, False, True)):
            return f"{dash}-{self.pick(('', ' &one' + str(number), '  # alone'))}\n{lines}"
        return lead + lines[len(indent) :]

    def anchor(self, number: int) -> str:
        """Write a name for others to refer to, which nobody does, or a tag that says nothing new."""
        return str(self.pick(("", "", "", f"&own{number} ", "!!map ")))

    def pair(self, name: str, number: int, indent: str) -> str:
        """Write a key with its value, in lines of its own."""
        head = indent + self.pick((name, name, name, f'"{name}"', f"{name} "))
        if name == "descriptors":
            return (
                self.block_list(head, indent, number)
                if self.pick((True, False))
                else f"{head}: {self.inline(name, number)}{self.note()}\n"
            )
        if name == "sample":
            return (
                self.block_map(head, indent, number)
                if self.pick((True, False))
                else f"{head}: {self.inline(name, number)}{self.note()}\n"
            )
        if name in ("id", "service"):
            return f"{head}: {self.inline(name, number)}{self.note()}\n"
        inner = indent + "  "
        words = self.words()
        broken = f"\n{inner}".join(words)
        return (
            head
            + ":"
            + str(
                self.pick(
                    (
                        f" {self.inline(name, number)}{self.note()}\n",
                        f" {self.inline(name, number)}{self.note()}\n",
                        f" {broken}{self.note()}\n",
                        f"{self.note()}\n{inner}{broken}{self.note()}\n",
                        f" '{broken.replace(chr(39), chr(39) * 2)}'{self.note()}\n",
                        f' "{broken}"{self.note()}\n',
                        f' "{words[0]} \\\n{inner}{words[1]}"{self.note()}\n',
                        f" {self.pick(('|', '|-', '|+', '>', '>-', '>+', '|  # why', '>- # why'))}\n{inner}{broken}{self.tail(inner)}\n",
                        f" {self.pick(('|', '>'))}{{}}\n{inner}  {words[0]}\n{inner}{words[1]}\n".format(2),
                        f" |\n{inner}{words[0]}\n{inner}# no comment\n\n{inner}  {words[1]}\n",
                        f"{self.note()}\n",
                        f" !!str {words[0]}\n",
                        f" &name{name}{number} {words[0]}{self.note()}\n",
                    )
                )
            )
        )

    def tail(self, inner: str) -> str:
        """Write what may end a text that runs over lines."""
        return str(self.pick(("", "", "  ", "\n", f"\n{inner}   ")))

    def inline(self, name: str, number: int) -> str:
        """Write a value that may stand within brackets."""
        if name == "id":
            return f"A-{number}"
        if name == "service":
            return "*who " if number else "&who North"
        if name == "descriptors":
            rows = [
                self.pick(("HP-01", "'HP-10'", '"a, b"', "CL-04", "12", "'12'", "{a: 1}", *(("*who ",) if number else ())))
                for _ in range(self.pick((0, 1, 2, 3)))
            ]
            joint = self.pick((", ", ",", ",\n            ", ",  # why\n            "))
            return f"[{joint.join(rows)}{self.pick(('', ' ', ',')) if rows else ''}]"
        if name == "sample":
            rows = [
                f"{key}: {self.pick(values)}"
                for key, values in (
                    ("size", ("40", "'40'")),
                    ("met", ("1.50", "true", "", "~")),
                    ("changed", ("{up: 1, down: 0}", "{}")),
                    ("selection", ("random", "{from: 1, to: 2}")),
                )
                if self.pick((False, True))
            ]
            joint = self.pick((", ", ", ", ",\n            ", ",  # why\n            "))
            return "{" + joint.join(rows) + self.pick(("", " ", ",") if rows else ("",)) + "}"
        return str(
            self.pick(
                (
                    *(("*who ", "*who ") if number else ()),
                    *("Plainly", "requires-improvement", "2026-09-30", "010", "1.50", "40", "true", "null", "~", "''"),
                    *("'It''s so'", '"a \\" b"', "plain words", "HP-10", '"x # y"'),
                )
            )
        )

    def block_list(self, head: str, indent: str, number: int) -> str:
        """Write a list with a dash for each of its entries."""
        inner = indent + self.pick(("  ", "", "    "))
        rows = []
        for _ in range(self.pick((1, 2, 3))):
            rows.append(self.pick(("", "", f"{inner}# about\n", "\n")))
            value = self.pick(
                ("HP-01", "'HP-10'", '"a, b"', "CL-04", "HP-11", "12", "'12'", f"two\n{inner}   words", "{a: 1}", "a: 1")
            )
            rows.append(f"{inner}- {'*who' if number and self.pick((0, 0, 0, 1)) else value}{self.note()}\n")
        return f"{head}:{self.note()}\n{''.join(rows)}"

    def block_map(self, head: str, indent: str, number: int) -> str:
        """Write a mapping with a line for each of its keys."""
        inner = indent + self.pick(("  ", "    ", " "))
        rows = []
        for key in ("size", "met", "changed", "selection"):
            if self.pick((False, True)) or not rows:
                rows.append(self.pick(("", "", f"{inner}# within\n", "\n")) if rows else "")
                value = self.pick((" 40", " 1.50", "", " ~", " random", " {up: 1}", f"\n{inner}  up: 1\n{inner}  down: 0", " {}"))
                rows.append(f"{inner}{key}:{value}{self.note()}\n")
        return f"{head}:{self.pick(('', '', f' &block{number}', ' !!map'))}{self.note()}\n{''.join(rows)}"

    def patch(self) -> dict[str, Any]:
        """Give a change of an entry: values of every sort for keys that it may have or not."""
        found: dict[str, Any] = {}
        for key in ("id", *KEYS, "grade", "descriptors", "sample", "with"):
            if self.pick((False, False, True)):
                found[key] = self.value(key)
        return found

    def value(self, key: str) -> Any:
        """Give a new value for a key."""
        if key == "id":
            return "B-1"
        if key == "descriptors":
            some: Sequence[Any] = ("HP-01", "HP-10", "a, b", "CL-04", "no", 12, "12", {"a": 1}, "two words", "two\nlines")
            return self.pick(([self.pick(some) for _ in range(self.pick((1, 2, 3, 4)))], [self.pick(some)], None, "HP-10", []))
        if key in ("sample", "with"):
            inner = {
                name: self.pick((12, 0.5, None, "words", "no", True, {"up": 2}, {"up": None, "down": None}, {}, ["a", "b"]))
                for name in ("size", "met", "changed", "selection", "population")
                if self.pick((False, True))
            }
            return self.pick((inner, inner, {}, None, "words"))
        if self.pick((False, False, False, True)):
            return self.pick((None, 12, 0.25, True, ["a", "b"], {"from": "2026-01-01", "to": "x"}))
        return self.pick((" ".join(self.words()), self.pick(TEXTS), " ".join(self.words() * 8), json.dumps(self.words())))
