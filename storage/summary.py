"""Reading the summary hash of a person: fields are `<module>:<what>`, kept by the writing scripts (DESIGN §3)."""

from collections.abc import Mapping

from storage.record import ModuleSummary


def read_summary(told: Mapping[str, str]) -> dict[str, ModuleSummary]:
    """By module: how many records, revision, last change, findings by code, and whether it is one bare object."""
    by_module: dict[str, dict[str, str]] = {}
    for name, value in told.items():
        module, _, what = name.partition(":")
        facts = by_module.get(module)
        if facts is None:
            facts = by_module[module] = {}
        facts[what] = value
    return {module: read_module(facts) for module, facts in sorted(by_module.items()) if "rev" in facts}


def read_module(facts: Mapping[str, str]) -> ModuleSummary:
    """The summary of one module from its fields. A cohort's are many, so nothing is gone through twice."""
    get = facts.get
    return ModuleSummary(
        int(get("count", "0")),
        int(facts["rev"]),
        get("last", ""),
        {what[5:]: int(many) for what, many in facts.items() if what[:5] == "code:"},
        get("shape", "list"),
        get("rules", ""),
        get("submitted", ""),
        get("reviewed", ""),
        get("grade", ""),
    )
