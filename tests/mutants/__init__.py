"""Small faults that the tests must find: `mutants.toml` lists them, `python -m tests.mutants` tries them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutants.toml")


class Stale(Exception):
    """The product has moved on and the entry has not."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: `before` becomes `after` in `file`, and one of `tests` has to fail."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def mutate(self, text: str) -> str:
        """The text of the file with the fault. Raises Stale unless `before` is found exactly once."""
        if (found := text.count(self.before)) != 1:
            raise Stale(f"{self.name}: its text is found {found} times in {self.file} and not once. Mend the entry.")
        return text.replace(self.before, self.after)


def read_mutants() -> list[Mutant]:
    """Every entry of the list, in its order."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]
    return [Mutant(**entry | {"tests": tuple(entry["tests"])}) for entry in entries]
