"""How many lines the product has, folder by folder, and how many it may have: `python -m tests.architecture.budgets`.

Counted is what has to be read to know the product: Python, JavaScript, CSS and Lua, without tests, benches and minified
files. The ceiling is in pyproject.toml, and whoever raises it says why in the commit.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

from tests.architecture.repository import list_files, read

COUNTED = {".py", ".js", ".css", ".lua"}
NOT_THE_PRODUCT = {"tests", "bench"}
IN_ROOMS = "dashapp"
"""The folder that is told room by room."""


def is_counted(path: Path) -> bool:
    return path.suffix in COUNTED and path.parts[0] not in NOT_THE_PRODUCT and ".min." not in path.name


def folder_of(path: Path) -> str:
    """`rules`, but `dashapp/services`."""
    depth = 2 if path.parts[0] == IN_ROOMS else 1
    return "/".join(path.parts[:-1][:depth]) or "files of no folder"


def count_lines() -> Counter[str]:
    """Lines by folder."""
    lines: Counter[str] = Counter()
    for path in filter(is_counted, list_files()):
        lines[folder_of(path)] += read(path).count("\n")
    return lines


def read_ceiling() -> int:
    ceiling: int = tomllib.loads(read("pyproject.toml"))["tool"]["clockstart"]["ceiling"]
    return ceiling


def main() -> int:
    """Print the table; 1 when there are more lines than there may be."""
    lines, ceiling = count_lines(), read_ceiling()
    for folder, count in sorted(lines.items()):
        sys.stdout.write(f"{count:>8,}  {folder}\n")
    sys.stdout.write(f"{lines.total():>8,}  of {ceiling:,}\n")
    if lines.total() > ceiling:
        sys.stdout.write(
            f"Lines too many: {lines.total() - ceiling:,}. Take some away, or raise the ceiling and say why.\n"
        )
    return int(lines.total() > ceiling)


if __name__ == "__main__":
    sys.exit(main())
