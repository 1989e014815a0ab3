"""Reading the summary hash of a person: fields are `<module>:<what>`, kept by the writing scripts (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Mapping

from storage.record import ModuleSummary

MARKS = ("rules", "submitted", "reviewed", "grade")


def read_summary(told: Mapping[str, str]) -> dict[str, ModuleSummary]:
    """By module: how many records, revision, last change, findings by code, and whether it is one bare object."""
    by_module: dict[str, dict[str, str]] = {}
    for name, value in told.items():
        module, what = name.split(":", 1)
        by_module.setdefault(module, {})[what] = value
    return {module: read_module(facts) for module, facts in sorted(by_module.items()) if "rev" in facts}


def read_module(facts: Mapping[str, str]) -> ModuleSummary:
    """The summary of one module from its fields."""
    return ModuleSummary(
        count=int(facts.get("count", "0")),
        rev=int(facts["rev"]),
        last_change=facts.get("last", ""),
        codes={what.removeprefix("code:"): int(n) for what, n in facts.items() if what.startswith("code:")},
        shape=facts.get("shape", "list"),
        **{name: facts.get(name, "") for name in MARKS},
    )
