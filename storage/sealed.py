"""What only the program's own services write into records: nothing that comes from outside sets or changes it.

Here and not in the pages, because scripts write records without them (`storage.user_data`); a module declares the same
names as its `sealed` (`dashapp.declare.registry` holds it to that).
"""

from collections.abc import Mapping
from typing import Any

from storage.errors import Refused

NONE: frozenset[str] = frozenset()
OF_A_SESSION = frozenset(
    {
        "state",
        "score",
        "decision_percent",
        "date_percent",
        "code_percent",
        "reason_percent",
        "answered",
        "lost_patients",
        "certain_and_wrong",
        "false_alarms",
        "harms",
        "minutes",
        "seconds",
        "missed_rules",
        "handed_in_on",
        "assignment",
        "attempt_number",
        "late",
        "void_reason",
        "reviewed_on",
        "reviewed",
    }
)
"""What handing in writes into the record of a session of cases."""
OF_A_TOOL = frozenset({"told_before"})
OF_A_PORTFOLIO = frozenset({"state", "snapshot", "digest", "said"})
OF_A_PAPER = frozenset(
    {
        "state",
        "begun_on",
        "minutes_allowed",
        "answered",
        "handed_in_on",
        "score",
        "passed",
        "sections",
        "lost_patients",
        "harms",
        "why_not",
        "certificate",
        "expires_on",
    }
)
"""What is said of an exam paper besides what it is for."""
SEALED: Mapping[str, frozenset[str]] = {
    "commissioner_reports": frozenset({"figures"}),
    "practice_sessions": OF_A_SESSION,
    "learning_answers": OF_A_SESSION,
    "portfolio_submissions": OF_A_PORTFOLIO,
    "pathway_validations": OF_A_TOOL,
    "letter_interpretations": OF_A_TOOL,
    "exam_attempts": OF_A_PAPER,
}
"""Fields by module."""
MADE_BY_SERVICE: frozenset[str] = frozenset({"exam_attempts"})
"""Modules nobody but a service writes a record of."""


def carries_sealed(module: str, data: Mapping[str, Any]) -> str:
    """What in the data is not for its author to say: the names, "" for none."""
    if module in MADE_BY_SERVICE:
        return "records that only Clockstart makes"
    return ", ".join(sorted(SEALED.get(module, NONE) & data.keys()))


def check_unsealed(module: str, data: Mapping[str, Any]) -> None:
    """Raises Refused for a new record that carries what is sealed."""
    if names := carries_sealed(module, data):
        raise Refused(f"carries what only Clockstart writes: {names}")


def keep_sealed(module: str, data: Mapping[str, Any], stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The data with what is sealed as it is stored. Raises Refused where the data says something else of it."""
    if stored is None:
        check_unsealed(module, data)
        return dict(data)
    if module in MADE_BY_SERVICE:
        names: frozenset[str] = frozenset({*data, *stored})
    else:
        names = SEALED.get(module, NONE)
    was = {name: stored[name] for name in names if name in stored}
    if any(name in names and value != was.get(name) for name, value in data.items()):
        raise Refused("Only Clockstart changes this part of the record; nothing has been saved.")
    return {**data, **was}
