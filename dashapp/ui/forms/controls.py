"""The controls that forms are made of."""

from __future__ import annotations

from collections.abc import Mapping


def options(choices: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "value": slug} for slug, label in choices.items()]
