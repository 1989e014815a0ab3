"""Remarks on the form of a consent and its two stages: does it fit, can it be read, does it still hold.

Sources: rule book G (from memory of the law and guidance named with each rule: check local policy); MODULES, consent.
"""

import re
from datetime import date

from rules.consent.clocks import find_right_forms
from rules.consent.record import SIGNERS, Consent
from rules.consent.rules import BOOK, CAPACITY, CLEAR_FORM, FORM_RULE, FORMS, SOMEBODY_ELSE, TWO_STAGES
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from words.phrases import plural, without_capital

EXPIRY_BELIEF_DAYS = 180

signed = BOOK.given(lambda case: case.form != "4")
form_4 = BOOK.given(lambda case: case.form == "4")


@BOOK.check("consent-form-missing", BREACH, CLEAR_FORM, "form")
def lacks_form(case: Consent) -> Verdict:
    """No consent form is recorded.

    Complete the form that fits the patient's age and capacity.
    """
    return not case.form


@BOOK.check("consent-form-does-not-match", BREACH, FORM_RULE, "form")
def is_form_wrong(case: Consent) -> Verdict:
    """The form is {form}, but {why}.

    Use {right}.
    """
    right = find_right_forms(case.age, case.capacity)
    if not right or case.form in {None, *right}:
        return False
    who = CAPACITY[case.capacity]
    why = f"the patient: {who}" if case.age is None else f"the patient is {case.age} and {who}"
    return {"form": FORMS[case.form], "why": why, "right": FORMS[right[0]]}


@signed("consent-form-unsigned", BREACH, CLEAR_FORM, "signed_by")
def is_unsigned(case: Consent) -> Verdict:
    """Nobody signed the form besides the clinician.

    Go through it with whoever decides, and have it signed before the patient is listed.
    """
    return case.signed_by == "nobody"


@BOOK.check("consent-signed-by-family", BREACH, SOMEBODY_ELSE, "signed_by")
def is_signed_by_family(case: Consent) -> Verdict:
    """A family member or friend signed the form. Being next of kin gives no right to consent for somebody else.

    Take consent from the patient. If capacity is lacking, consult the family and record best interests on form 4.
    """
    return case.signed_by == "family"


@form_4("consent-form-4-signed", WATCH, FORM_RULE, "signed_by")
def is_form_4_signed(case: Consent) -> Verdict:
    """Form 4 is signed as consent by {who}. It records best interests and is not signed as consent.

    Check who decides: with capacity, or with a valid attorney or deputy, another form is used.
    """
    who = case.signed_by
    return who is not None and who not in {"family", "nobody"} and {"who": without_capital(SIGNERS[who])}


@BOOK.check("consent-procedure-missing", BREACH, CLEAR_FORM, "procedure")
def lacks_procedure(case: Consent) -> Verdict:
    """The procedure is not written down.

    Write it in full, as it is meant to be done.
    """
    return not case.procedure


@BOOK.check("consent-wrong-procedure", BREACH, CLEAR_FORM, "procedure")
def is_procedure_wrong(case: Consent) -> Verdict:
    """The form is for "{consented}", but the patient is listed for "{listed}".

    Take consent for the procedure that is planned.
    """
    procedure, listed = case.procedure, case.listed_procedure
    if not procedure or not listed or procedure.casefold() == listed.casefold():
        return False
    return {"consented": procedure, "listed": listed}


_SHORT = r"[LR]/[LR]|B/L|[LR]t?|bilat|lap|TKR|THR|TURP|ORIF"


def find_abbreviations(procedure: str) -> tuple[str, ...]:
    """What in a procedure is written short: L, R, Lt, Rt, # and words of capitals; CT and MRI are words."""
    text = re.sub(r"\b(?:MRI|CT)\b", "", procedure)
    capitals = "" if text == text.upper() else "|[A-Z]{3,}"
    found = re.findall(rf"\b(?:{_SHORT}{capitals})\b|#", text)
    return tuple(dict.fromkeys(found))


@BOOK.check("consent-abbreviation", BREACH, CLEAR_FORM, "procedure")
def is_abbreviated(case: Consent) -> Verdict:
    """Abbreviations in the procedure: "{found}".

    Write every word in full, the side above all.
    """
    found = find_abbreviations(case.procedure)
    return bool(found) and {"found": ", ".join(found)}


@BOOK.check("consent-side-missing", BREACH, CLEAR_FORM, "side")
def lacks_side(case: Consent) -> Verdict:
    """The procedure has a side, and none is written down.

    Write left, right or both in full.
    """
    return case.has_side == "yes" and case.side in {None, "none"}


@BOOK.check("consent-side-differs", BREACH, CLEAR_FORM, "side")
def is_side_wrong(case: Consent) -> Verdict:
    """The form says {consented}, the list says {listed}.

    Stop, check with the patient and the clinician, and take consent again.
    """
    side, listed = case.side, case.listed_side
    return side not in {None, "none", listed} and listed is not None and {"consented": side, "listed": listed}


@BOOK.check("consent-stage-one-missing", BREACH, TWO_STAGES, "stage_one_by")
def lacks_stage_one(case: Consent) -> Verdict:
    """Stage one has no {missing}.

    Record the date and who took consent: the person who performs it, or a trained delegate.
    """
    stage_one = {"date": case.stage_one_on, "name of who took it": case.stage_one_by}
    missing = [words for words, answer in stage_one.items() if not answer]
    return At("stage_one_by" if case.stage_one_on else "stage_one_on", {"missing": missing}) if missing else False


@BOOK.check("consent-taken-by-somebody-else", WATCH, TWO_STAGES, "stage_one_role")
def is_taken_by_others(case: Consent) -> Verdict:
    """Stage one was taken by somebody who neither performs the procedure nor is a trained delegate.

    Let the person who performs it, or a trained delegate, go through it with the patient.
    """
    return case.stage_one_role == "other"


@BOOK.check("consent-stages-out-of-order", BREACH, TWO_STAGES, "stage_two_on", blames="entry")
@edge(stage_one_on=-9, right={"stage_two_on": -9}, wrong={"stage_two_on": -10})
def are_stages_reversed(case: Consent) -> Verdict:
    """The confirmation, {two}, is before stage one, {one}.

    Correct one of the two dates.
    """
    one, two = case.stage_one_on, case.stage_two_on
    return two is not None and two < one and {"one": one, "two": two}


@BOOK.check("consent-only-on-the-day", WATCH, TWO_STAGES, "stage_two_on")
@edge(stage_one_on=-9, right={"stage_two_on": -8}, wrong={"stage_two_on": -9})
def is_only_on_the_day(case: Consent) -> Verdict:
    """Both stages are on the same day.

    Give information and time before the day; check the local policy for minor procedures.
    """
    return case.stage_two_on == case.stage_one_on


@BOOK.check("consent-after-decision-to-admit", NOTE, TWO_STAGES, "stage_one_on")
@edge(decision_to_admit=-9, right={"stage_one_on": -9}, wrong={"stage_one_on": -8})
def is_after_decision(case: Consent) -> Verdict:
    """Stage one, {one}, is {days} after the decision to admit on {dta}: was the decision shared?

    Bring the consent conversation to the decision, not to the day of surgery.
    """
    one, dta = case.stage_one_on, case.decision_to_admit
    return dta is not None and one > dta and {"one": one, "dta": dta, "days": plural((one - dta).days, "day")}


@BOOK.check("consent-reconfirm", BREACH, TWO_STAGES, "reconfirmed_on")
@edge(changed=["risks"], changed_on=-9, right={"reconfirmed_on": -9}, wrong={"reconfirmed_on": -10})
def is_change_unconfirmed(case: Consent) -> Verdict:
    """Since stage one {changed} changed, and consent has not been confirmed again.

    Go through it with the patient again, and record the new date.
    """
    again, since = case.confirmed_on, case.changed_on or case.stage_one_on
    return bool(case.real_changes) and (again is None or again < since) and {"changed": case.real_changes}


@BOOK.check("consent-no-fixed-expiry", NOTE, TWO_STAGES, "stage_one_on")
@edge(right={"stage_one_on": -180}, wrong={"stage_one_on": -181})
def is_time_alone(case: Consent, today: date) -> Verdict:
    """Stage one was {days} ago. That alone does not end consent.

    Ask whether anything has changed: condition, options, risks or wishes. If not, confirm it on the day.
    """
    days = (today - case.stage_one_on).days
    if days < 0 or case.real_changes or case.confirmed_on:
        return False
    return ("time" in case.changed or days > EXPIRY_BELIEF_DAYS) and {"days": plural(days, "day")}


@BOOK.check("consent-not-confirmed", WATCH, TWO_STAGES, "stage_two_on")
@edge(right={"procedure_on": 0}, wrong={"procedure_on": -1})
def is_not_confirmed(case: Consent, today: date) -> Verdict:
    """The procedure was booked for {day}, and consent is not recorded as confirmed.

    Record when it was confirmed and by whom, or the new date of the procedure.
    """
    day = case.procedure_on
    if day is None or case.stage_two_on or case.has_ended:
        return False
    return day < today and {"day": day}
