"""The gate finds what it is there to find: something is broken, and it says what."""

from dataclasses import replace
from datetime import date

import pytest

from practice import evidence, gate
from practice.commands import run_check
from practice.families import FAMILIES
from practice.gate import check_family
from practice.malrules import MAL_RULES
from practice.records import Edit
from practice.slips import SLIPS

TODAY = date(2026, 6, 15)
FIRST = FAMILIES["dna-first"]


def list_says(family=FIRST, seeds=2):
    return {fault.says for fault in check_family(family, seeds, TODAY)}


def rename(slip):
    """A slip that changes what no check reads."""
    return slip._replace(find=lambda record, random, today: [Edit("about", "side", None, ("left",))])


@pytest.fixture
def broken_duplicate(monkeypatch):
    monkeypatch.setitem(SLIPS, "duplicate", rename(SLIPS["duplicate"]))


def test_a_slip_without_effect_is_named(broken_duplicate):
    assert "The slip duplicate makes none of its checks speak and moves no clock." in list_says()


def test_the_command_ends_with_1_and_names_the_slip(broken_duplicate, capfdbinary):
    assert run_check(["--seeds", "2", "--family", "dna-first", "--today", "2026-06-15"]) == 1
    assert b"The slip duplicate makes none" in capfdbinary.readouterr().out


def test_the_command_ends_with_0_when_all_holds(capfdbinary):
    assert run_check(["--seeds", "1", "--family", "dna-first@2", "--today", "2026-06-15"]) == 0
    assert capfdbinary.readouterr().out == b'{"family": "dna-first", "cases": 5, "faults": 0}\n'


def test_a_slip_that_never_applies_is_named(monkeypatch):
    monkeypatch.setitem(SLIPS, "duplicate", SLIPS["duplicate"]._replace(find=lambda record, random, today: []))
    assert list_says(seeds=12) == {"The slip duplicate is declared and never shows."}


def test_an_edit_that_does_not_remember_what_it_replaced_is_named(monkeypatch):
    def forget(record, random, today):
        return [Edit("about", "nhs_number", None, ("9990000000",))]

    monkeypatch.setitem(SLIPS, "duplicate", SLIPS["duplicate"]._replace(find=forget, speaks=(19,)))
    assert any("does not restore the record" in says for says in list_says())


def test_a_document_that_says_too_little_is_named(monkeypatch):
    silent = [one._replace(when={}) for one in evidence.WORDINGS["dna"]]
    monkeypatch.setitem(evidence.WORDINGS, "dna", silent)
    assert "What the documents say does not suffice for the key." in list_says()


def test_an_event_that_no_document_says_is_named(monkeypatch):
    monkeypatch.delitem(evidence.WORDINGS, "appointment_booked")
    assert any("has no wording for appointment_booked" in says for says in list_says())


def test_an_undeclared_finding_is_named():
    silent = replace(FAMILIES["choice-monitoring"], declares=())
    says = "The case without slips has the finding rtt-monitoring-not-allowed, which is not declared."
    assert says in list_says(silent)


def test_two_right_codes_have_to_be_declared():
    strict = replace(FAMILIES["dna-first-unproven"], accepts_either=())
    assert any("More than one code is right" in says for says in list_says(strict))


def test_a_misconception_that_loses_nothing_is_named(monkeypatch):
    class Right:
        name = "right"
        harm = "none"

        def list_wrong(self, case, key):
            return []

        def answer(self, case, key):
            return {"decision": key.first("decision")}

    monkeypatch.setattr(gate, "MAL_RULES", {**MAL_RULES, "right": Right()})
    assert "The answer of right loses nothing." in list_says()


def test_a_rule_that_is_neither_practised_nor_listed_is_named(monkeypatch):
    monkeypatch.setattr(gate, "read_reasons", lambda name: {"SP13": "practised", "ZZ1": "no rule"})
    says = {fault.says for fault in gate.check_rules()}
    assert "Rule BIR-1 is practised by no family and not listed in not_practised.txt." in says
    assert "Rule SP13 is listed in not_practised.txt and practised." in says
    assert "not_practised.txt lists ZZ1, which is no sourced rule." in says


def test_another_process_makes_the_same_cases_and_keys():
    assert list(gate.check(["dna-first", "stop-admission"], 1, TODAY)) == []


def test_cases_that_differ_from_process_to_process_are_named(monkeypatch):
    monkeypatch.setattr(gate, "make_whole", lambda name, *rest: MADE(name, "other", *rest[1:]))
    says = {fault.says for fault in gate.check(["dna-first"], 1, TODAY)}
    assert says == {"Another process makes other cases or keys from the same seeds."}


MADE = gate.make_whole


def draw_as(monkeypatch, name, tell):
    monkeypatch.setitem(FAMILIES, name, replace(FAMILIES[name], draw=tell))
    return FAMILIES[name]


def test_a_decision_that_is_right_nearly_always_is_named(monkeypatch):
    def tell(story):
        story.referred().after(21, 60).ask("dna", first=True, clearly_communicated=False)

    says = list_says(draw_as(monkeypatch, "dna-first-unproven", tell), seeds=8)
    assert "In 40 of 40 cases clock_runs is right." in says


def test_it_may_be_so_where_the_family_says_why():
    told = replace(FAMILIES["dna-later"], always={})
    assert any(says.endswith("the date is the day of the event asked about.") for says in list_says(told, seeds=8))
    assert not any("the day of the event asked about" in says for says in list_says(FAMILIES["dna-later"], seeds=8))


def test_a_facet_that_is_asked_and_has_no_answer_is_named():
    silent = replace(FAMILIES["stop-not"], asks=(*FAMILIES["stop-not"].asks, "d31_days"), rules=("NX5",))
    assert "The facet d31_days is declared and never shows." in list_says(silent, seeds=12)


def test_reasons_that_nobody_is_offered_are_named(monkeypatch):
    monkeypatch.setattr(gate, "list_reasons", lambda families: {"CAP-1"})
    assert any(says.startswith("None of the accepted reasons (") for says in list_says())


def test_a_decision_of_which_nobody_says_that_the_patient_knows_is_named(monkeypatch):
    def tell(story):
        story.referred().seen_first().after(14, 60)
        story.ask("discharge_to_gp", reason="primary_care", clinician_reviewed=True)

    says = list_says(draw_as(monkeypatch, "stop-clinic", tell))
    assert "No document says that the patient was told, and the key rests on it." in says
