"""The gate: what has to hold for every family, level and seed before anybody is taught by its cases (LEARNING §4)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from multiprocessing import get_context
from typing import Any, Final, NamedTuple

from practice.case import Case, CaseError, describe_case
from practice.dials import LEVELS
from practice.evidence import rebuild
from practice.families import FAMILIES
from practice.family import Family
from practice.keys import Key, NoKey, find_key
from practice.keys.rtt import asks_event
from practice.making import Made, make_whole
from practice.malrules import MAL_RULES
from practice.marking import accepts, mark
from practice.options import MEASURED, find_right, list_distractors, list_options, list_reasons
from practice.reasons import read_reasons
from practice.records import apply, list_failures, undo
from practice.slips import SLIPS, has_effect
from rules.catalogue import all_rules, find_rule
from rules.events import read_date
from rules.explain import BREACH, Confidence
from rules.programs import write_line

DISTRACTORS: Final = 3
CASES_EACH: Final = 10
"""With so many cases for each thing that a family declares all of them have to show."""
ONE_OF: Final = ("decision", "date", "code")
GUESSED: Final = 0.8
"""A decision that is right more often than this, or the day of the event asked about as its date, is a guess."""
ENOUGH_TO_GUESS: Final = 40
FEW: Final = 5
"""So many cases of a family say something about it; so few answers say nothing."""
DECIDED: Final = frozenset(
    ("decision_not_to_treat", "discharge_to_gp", "transplant_listed", "interface_assessment", "active_monitoring_start")
)
"""Decisions that count once the patient knows; the rule books take that for granted where nothing is said."""


class Fault(NamedTuple):
    """What does not hold, in a sentence; `seed` is empty for a family as a whole."""

    family: str
    level: int
    seed: str
    says: str


@dataclass
class Shown:
    """What the cases of a family have shown: slips, mal-rules, rules, facets; decisions with how often each was right,
    and how often the date that is asked is the day of the event asked about."""

    slips: set[str] = field(default_factory=set)
    mal_rules: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    facets: set[str] = field(default_factory=set)
    decisions: Counter[str] = field(default_factory=Counter)
    own_day: Counter[bool] = field(default_factory=Counter)

    def add(self, case: Case, key: Key) -> None:
        self.rules |= {str(one) for one in key.facets.get("reason", ())}
        self.facets |= key.facets.keys()
        self.decisions.update(map(str, key.facets.get("decision", ())[:1]))
        if asks_event(case) and "date" in key.facets:
            self.own_day[read_date(case.asked.get("date")) in key.facets["date"]] += 1


def check(names: Sequence[str], seeds: int, today: date) -> Iterator[Fault]:
    """Every fault of these families, and of the rules as a whole when all are asked for."""
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        elsewhere = {name: other.submit(digest, name, seeds, today) for name in names}
        for name in names:
            yield from check_family(FAMILIES[name], seeds, today)
            if elsewhere[name].result() != digest(name, seeds, today):
                yield Fault(name, 0, "", "Another process makes other cases or keys from the same seeds.")
    if len(names) == len(FAMILIES):
        yield from check_rules()


def digest(name: str, seeds: int, today: date) -> str:
    """One number for all cases and keys of a family."""
    total = sha256()
    for level, seed in _list_seeds(seeds):
        try:
            case = make_whole(name, seed, LEVELS[level], today).case
            total.update(write_line({**describe_case(case), "key": repr(find_key(case).facets)}))
        except ValueError as problem:
            total.update(str(problem).encode())
    return total.hexdigest()


def check_family(family: Family, seeds: int, today: date) -> Iterator[Fault]:
    """The faults of a family: of each of its cases, and of what it declares."""
    shown = Shown()
    for level, seed in _list_seeds(seeds):
        try:
            made = make_whole(family.name, seed, LEVELS[level], today)
            says = list(check_case(family, made, shown))
        except (CaseError, NoKey) as problem:
            says = [str(problem)]
        yield from (Fault(family.name, level, seed, one) for one in says)
    yield from (Fault(family.name, 0, "", one) for one in _check_declared(family, shown, seeds))


def _list_seeds(seeds: int) -> Iterator[tuple[int, str]]:
    return ((level, f"{level}.{seed}") for level in LEVELS for seed in range(1, seeds + 1))


def check_case(family: Family, made: Made, shown: Shown) -> Iterator[str]:
    """What does not hold of one case, in sentences."""
    case, key = made.case, find_key(made.case)
    shown.add(case, key)
    yield from _check_facets(family, key)
    yield from _check_clean(family, made, key)
    yield from _check_slips(made, shown)
    yield from _check_options(family, case, key)
    yield from _check_mal_rules(case, key, shown)
    yield from _check_evidence(case, key)


def _check_evidence(case: Case, key: Key) -> Iterator[str]:
    """All that the key rests on is said by a document, also what the rule books would take for granted."""
    told = rebuild(case)
    if find_key(told).facets != key.facets:
        yield "What the documents say does not suffice for the key."
    knows = {"communicated", "patient_agreed"} & told.asked.keys()
    untold = replace(case, asked={**case.asked, "communicated": False})
    is_decision = case.kind == "effect" and case.asked.get("event") in DECIDED
    if is_decision and not knows and find_key(untold).facets != key.facets:
        yield "No document says that the patient was told, and the key rests on it."


def _check_facets(family: Family, key: Key) -> Iterator[str]:
    needed = ("decision",) if family.kind == "validate" else ("decision", "reason")
    reasons = key.facets.get("reason")
    if reasons and not list_reasons([family.name]).intersection(reasons):
        yield f"None of the accepted reasons ({', '.join(reasons)}) is among those offered."
    missing = [facet for facet in needed if facet in family.asks and facet not in key.facets]
    if missing:
        yield f"The key has nothing for {', '.join(missing)}."
    for facet in ONE_OF:
        right = key.facets.get(facet, ())
        if facet == "decision" and family.decisions:
            right = tuple(value for value in right if value in family.decisions)
        if len(right) > 1 and facet not in family.accepts_either:
            yield f"More than one {facet} is right ({right}), and the family does not accept either."
    if key.policy and not family.local:
        yield f"{', '.join(sorted(key.policy))} rest on a rule to be checked against local policy."


def _check_clean(family: Family, made: Made, key: Key) -> Iterator[str]:
    findings = [failure.finding for failure in list_failures(made.clean, made.case.as_of)]
    findings += [*key.before.findings, *key.after.findings] if key.before and key.after else []
    for code in sorted({one.code for one in findings if one.severity is BREACH} - set(family.declares)):
        yield f"The case without slips has the finding {code}, which is not declared."


def _check_slips(made: Made, shown: Shown) -> Iterator[str]:
    today, edits = made.case.as_of, [edit for one in made.slipped for edit in one.edits]
    for one in made.slipped:
        shown.slips.add(one.slip)
        if not has_effect(SLIPS[one.slip], made.clean, one.edits, today):
            yield f"The slip {one.slip} makes none of its checks speak and moves no clock."
    restored = undo(apply(made.clean, edits), edits)
    if restored != made.clean or _tell(list_failures(restored, today)) != _tell(list_failures(made.clean, today)):
        yield f"Undoing {', '.join(made.case.slips)} does not restore the record."


def _tell(failures: Sequence[Any]) -> list[tuple[int, str]]:
    return [(failure.number, failure.evidence) for failure in failures]


def _check_options(family: Family, case: Case, key: Key) -> Iterator[str]:
    distractors, wanted = list_distractors(case, key), count_wanted(family, key)
    if len(distractors) < wanted:
        yield f"There are {len(distractors)} distinct wrong answers, not {wanted}."
    reason = {"reason": key.first("reason")} if "reason" in key.facets else {}
    right = [option for option in list_options(case, key) if _is_full(key, {**option.answer, **reason})]
    if len(right) != 1:
        yield f"{len(right)} of the options are right."
    yield from _check_either(case, key, {**find_right(key), **reason})


def count_wanted(family: Family, key: Key) -> int:
    """Three wrong answers; where only a word is asked, as many as there are other words."""
    is_word = not any(facet in key.facets for facet in MEASURED)
    return min(DISTRACTORS, len(family.decisions) - 1) if family.decisions and is_word else DISTRACTORS


def _is_full(key: Key, answer: Mapping[str, Any]) -> bool:
    return all(accepts(key, facet, answer.get(facet)) for facet in {*key.facets, *answer})


def _check_either(case: Case, key: Key, right: Mapping[str, Any]) -> Iterator[str]:
    for facet, values in key.facets.items():
        for value in values:
            if not _is_full(key, {**right, facet: value}):
                yield f"{value} is accepted as {facet} and marked wrong."


def _check_mal_rules(case: Case, key: Key, shown: Shown) -> Iterator[str]:
    right = {facet: values[0] for facet, values in key.facets.items()}
    for one in MAL_RULES.values():
        answer = one.answer(case, key)
        if answer is None:
            continue
        shown.mal_rules.add(one.name)
        marked = mark(case, {**right, **answer}, key=key)
        if all(marked.facets[facet].right for facet in answer if facet in key.facets):
            yield f"The answer of {one.name} loses nothing."
        if one not in marked.mal_rules:
            taken_for = ", ".join(rule.name for rule in marked.mal_rules) or "none"
            yield f"The answer of {one.name} is taken for {taken_for}."
        if any(marked.facets[facet].scored for facet in key.policy):
            yield "A facet that rests on local policy is scored."


def _check_declared(family: Family, shown: Shown, seeds: int) -> Iterator[str]:
    unknown = [ident for ident in family.rules if find_rule(ident) is None]
    if unknown:
        yield f"There is no rule {', '.join(unknown)}."
    if seeds * len(LEVELS) >= ENOUGH_TO_GUESS:
        yield from _check_guessed(family, shown)
    if seeds * len(LEVELS) < CASES_EACH * max(len(family.slips), len(family.wrong), len(family.rules)):
        return
    for what, declared, seen in (
        ("facet", family.asks, shown.facets),
        ("slip", family.slips, shown.slips),
        ("mal-rule", family.wrong, shown.mal_rules),
        ("rule", family.rules, shown.rules),
    ):
        for name in declared:
            if name not in seen:
                yield f"The {what} {name} is declared and never shows."


def _check_guessed(family: Family, shown: Shown) -> Iterator[str]:
    """No answer is right nearly always, unless the family says why it has to be."""
    decision, often = max(shown.decisions.items(), key=lambda one: one[1], default=("", 0))
    for facet, share, of, what in (
        ("decision", often, shown.decisions.total(), f"{decision} is right"),
        ("date", shown.own_day[True], shown.own_day.total(), "the date is the day of the event asked about"),
    ):
        if of > FEW and share > GUESSED * of and facet not in family.always:
            yield f"In {share} of {of} cases {what}."


def check_rules() -> Iterator[Fault]:
    """Each sourced rule is practised by a family, or listed with the reason why not; never both."""
    practised = {ident for family in FAMILIES.values() for ident in family.rules}
    excused = read_reasons("not_practised.txt")
    sourced = {rule.ident for rule in all_rules() if rule.confidence is Confidence.SOURCED}
    for ident in sorted(sourced - practised - excused.keys()):
        yield Fault("", 0, "", f"Rule {ident} is practised by no family and not listed in not_practised.txt.")
    for ident in sorted(excused.keys() & practised):
        yield Fault("", 0, "", f"Rule {ident} is listed in not_practised.txt and practised.")
    for ident in sorted(excused.keys() - sourced):
        yield Fault("", 0, "", f"not_practised.txt lists {ident}, which is no sourced rule.")
