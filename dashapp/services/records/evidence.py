"""What a save says of the person who saved: rules that were met, errors of entry, and errors that were mended.

It is entered in the same step as the save. A record may truthfully tell of other people's mistakes, so what
a finding blames on the practice is met and no more. Practice copies, imports and examples say nothing.
"""

from collections.abc import Iterable
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Case
from dashapp.services.records.stored import read_answers
from practice.entries import ENTRY, HALF, MENDED, MET, Entry, describe_entry
from rules.catalogue import find_check
from rules.explain import Check
from storage.record import Record


def list_evidence(clockstart: Clockstart, case: Case, known: Record | None) -> list[dict[str, Any]]:
    """The entries of a save, as plain values; `known` is the record as it was before. What was entered before counts
    once all the same."""
    if clockstart.scope:
        return []
    was, now = _list_errors(_list_checks(case, known)), _list_errors(finding.check for finding in case.findings)
    told = {MET: _list_rules(case) - now, ENTRY: now, MENDED: was - now}
    return [
        describe_entry(_make_entry(case, rule, setting)) for setting, rules in told.items() for rule in sorted(rules)
    ]


def _make_entry(case: Case, rule: str, setting: str) -> Entry:
    source = f"{case.module.store_key}/{case.record_id}"
    return Entry(rule, setting != ENTRY, setting, case.today, case.module.slug, source, 1 if setting == MET else HALF)


def _list_rules(case: Case) -> set[str]:
    """The rules of what is found, and of the steps by which the record is read."""
    steps = case.module.meaning(case).steps if case.module.meaning else ()
    return {finding.rule.ident for finding in case.findings} | {step.rule.ident for step in steps}


def _list_errors(checks: Iterable[Check]) -> set[str]:
    return {check.rule.ident for check in checks if check.blames == "entry"}


def _list_checks(case: Case, known: Record | None) -> list[Check]:
    """The checks that spoke of the record as it was: those stored with it, and those that come and go with the day."""
    if known is None:
        return []
    stored, checks = [check for code in known.codes if (check := find_check(code))], case.module.checks
    answers = read_answers(case.module, known)[0] if checks else None
    passing = checks(answers, case.today) if checks and answers is not None else ()
    return [*stored, *(finding.check for finding in passing)]
