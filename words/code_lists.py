"""Code lists, as files next to the code that reads them: a CSV of rows, or a TOML file of words by code."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path


def read_rows(code: str, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in the folder of a module, which gives its `__file__`."""
    with Path(code).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_words(code: str, name: str) -> Mapping[str, Mapping[str, str]]:
    """The lists of a TOML file in the folder of a module, each in the order a form offers it: stored value → words."""
    return tomllib.loads(Path(code).with_name(name).read_text(encoding="utf-8"))
