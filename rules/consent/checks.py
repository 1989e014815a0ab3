"""Consent and capacity: does the form match the person, is anything missing, and is it ready to list.

Sources: rule book G (from memory of the law and guidance named with each rule: check local policy); MODULES, consent.
The rules and remarks themselves are declared in `consent_book`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.consent import rules as book
from rules.consent.rules import BOOK, CAPACITY, FORMS, READY_BLOCKERS
from rules.explain import Finding, Step
from words.phrases import plural

__all__ = [
    "BOOK",
    "CAPACITY",
    "FORMS",
    "READY_BLOCKERS",
    "ConsentFacts",
    "Readiness",
    "calc_age",
    "calc_readiness",
    "find_abbreviations",
    "find_age",
    "find_right_forms",
    "list_findings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What a form holds about one consent; None is "not answered", never "no".

    form: a key of `FORMS`. capacity: a key of `CAPACITY`. side: left, right, both, none. interpreter: professional,
    family, none. `changed` names what changed since stage one: condition, options, risks; time stands for the belief
    that time alone is a change. signed_by: patient, parent, attorney, family, nobody. stage_one_role: performs,
    delegate, other. who_decides_instead: attorney, deputy, advance. recorded_as, of a withdrawal on the day:
    patient_cancelled, dna, hospital.
    """

    date_of_birth: date | None = None
    procedure: str | None = None
    listed_procedure: str | None = None
    has_side: bool | None = None
    side: str | None = None
    listed_side: str | None = None
    form: str | None = None
    signed_by: str | None = None
    procedure_on: date | None = None
    stage_one_on: date | None = None
    stage_one_by: str | None = None
    stage_one_role: str | None = None
    stage_two_on: date | None = None
    reconfirmed_on: date | None = None
    changed: tuple[str, ...] = ()
    changed_on: date | None = None
    decision_to_admit: date | None = None
    risks_discussed: bool | None = None
    alternatives_discussed: bool | None = None
    no_treatment_discussed: bool | None = None
    capacity: str | None = None
    best_interests: bool | None = None
    somebody_to_consult: bool | None = None
    attorney_or_advance_decision: bool | None = None
    who_decides_instead: str | None = None
    advocate: bool | None = None
    interpreter_needed: bool | None = None
    interpreter: str | None = None
    refuses: bool | None = None
    withdrawn_on: date | None = None
    recorded_as: str | None = None
    declines_all_treatment: bool | None = None
    rtt_code: str | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """May the patient be listed as far as consent goes? `blockers` are the remarks that say no."""

    ready: bool
    blockers: tuple[Finding, ...]
    step: Step


def calc_age(born: date, on: date) -> int:
    """Whole years on a day; a birthday on 29 February is reached on 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def find_age(facts: ConsentFacts, today: date) -> int | None:
    """Age when consent was taken, or today; None without a date of birth that can be right."""
    on = facts.stage_one_on or today
    if facts.date_of_birth is None or facts.date_of_birth > on:
        return None
    return calc_age(facts.date_of_birth, on)


def find_right_forms(age: int | None, capacity: str | None) -> tuple[str, ...]:
    """The forms that fit age and capacity; empty while that cannot be said."""
    if capacity == "gillick":
        return ("1", "3")
    if capacity == "parental_responsibility":
        return ("2", "3")
    if age is None or age < 16:
        return ()
    return {"has_capacity": ("1", "3"), "lacks_capacity": ("4",)}.get(capacity or "", ())


_SHORT = r"[LR]/[LR]|B/L|[LR]t?|bilat|lap|TKR|THR|TURP|ORIF"


def find_abbreviations(procedure: str | None) -> tuple[str, ...]:
    """What in a procedure is written short: L, R, Lt, Rt, # and words of capitals; CT and MRI are words."""
    text = re.sub(r"\b(?:MRI|CT)\b", "", procedure or "")
    capitals = "" if text == text.upper() else "|[A-Z]{3,}"
    found = re.findall(rf"\b(?:{_SHORT}{capitals})\b|#", text)
    return tuple(dict.fromkeys(found))


def calc_readiness(facts: ConsentFacts, today: date) -> Readiness:
    """Ready to list as far as consent goes; every remark of `READY_BLOCKERS` stands in the way."""
    blockers = tuple(finding for finding in list_findings(facts, today) if finding.code in READY_BLOCKERS)
    says = "Not ready to list: {count} to put right." if blockers else "Nothing in the consent stands in the way."
    return Readiness(not blockers, blockers, Step(book.CLEAR_FORM, says, {"count": plural(len(blockers), "matter")}))


def list_findings(facts: ConsentFacts, today: date) -> list[Finding]:
    """Every remark on one consent: the form, the stages, what was said, who decides, withdrawal."""
    age = find_age(facts, today)
    parts = (
        _form_findings(facts, age),
        _signature_findings(facts),
        _text_findings(facts),
        _stage_findings(facts, today),
        _content_findings(facts),
        _capacity_findings(facts),
        _age_findings(facts, age),
        _interpreter_findings(facts),
        _withdrawal_findings(facts),
    )
    return [finding for part in parts for finding in part]


def _form_findings(facts: ConsentFacts, age: int | None) -> Iterator[Finding]:
    if not facts.form:
        yield book.FORM_MISSING("form")
        return
    right = find_right_forms(age, facts.capacity)
    if not right or facts.form in right:
        return
    who = CAPACITY.get(facts.capacity or "", "")
    why = f"the patient is {age} and {who}" if age is not None else f"the patient: {who}"
    yield book.FORM_WRONG("form", form=FORMS.get(facts.form, f"form {facts.form}"), why=why, right=FORMS[right[0]])


def _signature_findings(facts: ConsentFacts) -> Iterator[Finding]:
    if facts.signed_by == "nobody" and facts.form != "4":
        yield book.UNSIGNED("signed_by")
    elif facts.signed_by == "family":
        yield book.SIGNED_BY_FAMILY("signed_by")
    elif facts.form == "4" and (who := SIGNERS.get(facts.signed_by or "")):
        yield book.FORM_4_SIGNED("signed_by", who=who)


SIGNERS: Mapping[str, str] = {
    "patient": "the patient",
    "parent": "somebody with parental responsibility",
    "attorney": "an attorney or deputy",
}


def _text_findings(facts: ConsentFacts) -> Iterator[Finding]:
    procedure = (facts.procedure or "").strip()
    listed = (facts.listed_procedure or "").strip()
    if not procedure:
        yield book.PROCEDURE_MISSING("procedure")
    elif listed and procedure.casefold() != listed.casefold():
        yield book.PROCEDURE_CHANGED("procedure", consented=procedure, listed=listed)
    if found := find_abbreviations(procedure):
        yield book.ABBREVIATED("procedure", found=", ".join(found))
    if facts.has_side and facts.side in {None, "", "none"}:
        yield book.SIDE_MISSING("side")
    elif facts.side and facts.listed_side and facts.side != facts.listed_side:
        yield book.SIDE_WRONG("side", consented=facts.side, listed=facts.listed_side)


def _stage_findings(facts: ConsentFacts, today: date) -> Iterator[Finding]:
    one, two, dta = facts.stage_one_on, facts.stage_two_on, facts.decision_to_admit
    missing = [w for w, v in {"date": one, "name of who took it": (facts.stage_one_by or "").strip()}.items() if not v]
    if missing:
        yield book.STAGE_ONE_MISSING("stage_one_on" if one is None else "stage_one_by", missing=missing)
    if facts.stage_one_role == "other":
        yield book.TAKEN_BY_OTHERS("stage_one_role")
    if one is None:
        return
    if two is not None and two < one:
        yield book.STAGES_REVERSED("stage_two_on", one=one, two=two)
    if two == one:
        yield book.ONE_DAY("stage_two_on")
    if dta is not None and one > dta:
        yield book.BEFORE_DTA("stage_one_on", one=one, dta=dta, days=plural((one - dta).days, "day"))
    yield from _change_findings(facts, one, today)


def _change_findings(facts: ConsentFacts, one: date, today: date) -> Iterator[Finding]:
    again = max((day for day in (facts.reconfirmed_on, facts.stage_two_on) if day is not None), default=None)
    since = facts.changed_on or one
    changed = [what for what in facts.changed if what != "time"]
    if changed and (again is None or again < since):
        yield book.RECONFIRM("reconfirmed_on", changed=changed)
    days = (today - one).days
    if not changed and again is None and ("time" in facts.changed or days > 180):
        yield book.EXPIRED_BELIEF("stage_one_on", days=plural(days, "day"))
    booked = facts.procedure_on
    if booked is not None and booked < today and facts.stage_two_on is None and not _has_ended(facts):
        yield book.NOT_CONFIRMED("stage_two_on", day=booked)


def _has_ended(facts: ConsentFacts) -> bool:
    return facts.withdrawn_on is not None or bool(facts.declines_all_treatment)


def _content_findings(facts: ConsentFacts) -> Iterator[Finding]:
    if facts.form == "4":
        return
    if not facts.risks_discussed:
        yield book.RISKS_MISSING("risks_discussed")
    if not facts.alternatives_discussed or facts.no_treatment_discussed is False:
        nothing = ", doing nothing among them" if facts.alternatives_discussed else ""
        yield book.ALTERNATIVES_MISSING("alternatives_discussed", nothing=nothing)


def _capacity_findings(facts: ConsentFacts) -> Iterator[Finding]:
    lacks = facts.capacity == "lacks_capacity"
    if lacks and not facts.best_interests:
        yield book.NO_BEST_INTERESTS("best_interests")
    if lacks and facts.somebody_to_consult is False and not facts.advocate:
        yield book.NO_IMCA("advocate")
    if facts.attorney_or_advance_decision:
        if lacks:
            yield book.ATTORNEY(
                "attorney_or_advance_decision", who=DECIDERS.get(facts.who_decides_instead or "", DECIDERS[""])
            )
        elif facts.capacity == "has_capacity":
            yield book.ATTORNEY_WITH_CAPACITY("attorney_or_advance_decision")


DECIDERS: Mapping[str, str] = {
    "attorney": "An attorney for health",
    "deputy": "A deputy",
    "advance": "An advance decision",
    "": "An attorney, deputy or advance decision",
}


def _age_findings(facts: ConsentFacts, age: int | None) -> Iterator[Finding]:
    if age is None:
        return
    grown = (facts.capacity == "gillick" and age >= 16) or (facts.capacity == "parental_responsibility" and age >= 18)
    if grown:
        yield book.AGE_CONTRADICTED("capacity", capacity=CAPACITY[facts.capacity or ""].capitalize(), age=age)
    if age < 16 and facts.capacity in {"has_capacity", "lacks_capacity"}:
        yield book.CHILD_CAPACITY("capacity", age=age)
    competent = facts.capacity == "gillick" or (16 <= age < 18 and facts.capacity == "has_capacity")
    if facts.refuses and competent and age < 18:
        yield book.REFUSED_YOUNG("refuses", age=age)


def _interpreter_findings(facts: ConsentFacts) -> Iterator[Finding]:
    if facts.interpreter == "family":
        yield book.FAMILY_INTERPRETS("interpreter")
    elif facts.interpreter_needed and facts.interpreter != "professional":
        yield book.INTERPRETER_MISSING("interpreter")


def _withdrawal_findings(facts: ConsentFacts) -> Iterator[Finding]:
    if facts.withdrawn_on is not None:
        yield book.WITHDRAWN("withdrawn_on", day=facts.withdrawn_on)
        yield from _recorded_findings(facts)
    if facts.declines_all_treatment and facts.rtt_code and facts.rtt_code != "35":
        yield book.DECLINED_NOT_35("rtt_code", code=facts.rtt_code)


def _recorded_findings(facts: ConsentFacts) -> Iterator[Finding]:
    if recorded := RECORDED.get(facts.recorded_as or ""):
        yield book.WITHDRAWN_RECORDED("recorded_as", recorded=recorded)
    if facts.rtt_code in {"34", "35"} and not facts.declines_all_treatment:
        yield book.WITHDRAWN_IS_NO_STOP("rtt_code", code=facts.rtt_code)


RECORDED: Mapping[str, str] = {"dna": "a missed appointment (DNA)", "hospital": "a cancellation by the hospital"}
