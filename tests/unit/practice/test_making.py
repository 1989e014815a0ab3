import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from practice.case import CaseError, describe_case, read_case
from practice.commands import run_families, run_make
from practice.dials import LEVELS, set_dials
from practice.families import FAMILIES
from practice.keys import find_key
from practice.making import find_family, make_set
from practice.making import make as make_case
from practice.malrules import MAL_RULES
from practice.patients import ADULT, SURGICAL, WHERE
from rules.rtt import is_reasonable
from words.nhs_number import check_nhs_number

TODAY = date(2026, 6, 15)
ROOT = Path(__file__).parents[3]
SOME = ("dna-first", "start-three-dates", "stop-admission", "choice-monitoring", "unfit")


def write(case):
    return json.dumps(describe_case(case))


def ask(*argv, hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "CLOCKSTART_TODAY": TODAY.isoformat()}
    run = [sys.executable, "-m", "practice", "make", *argv]
    return subprocess.run(run, capture_output=True, check=True, cwd=ROOT, env=environment).stdout


def test_the_same_arguments_give_the_same_bytes_in_every_process():
    argv = ("--family", "stop-admission", "--seed", "4821", "--n", "5", "--level", "4")
    told = [ask(*argv, hash_seed=hash_seed) for hash_seed in ("1", "2")]
    assert told[0] == told[1]
    here = [write(case) for case in make_set("stop-admission", "4821", set_dials(4), TODAY, 5)]
    assert [json.loads(line) for line in told[0].splitlines()] == [json.loads(line) for line in here]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_case_of_a_set_can_be_made_alone(name):
    third = list(make_set(name, "a set", set_dials(3), TODAY, 3))[2]
    assert third.seed == "a set#3"
    assert write(make_case(third.template, third.seed, set_dials(3), TODAY)) == write(third)


def test_a_set_has_no_two_patients_of_one_number():
    numbers = [case.patient["nhs_number"] for case in make_set("stop-not", "4821", set_dials(1), TODAY, 200)]
    assert len(set(numbers)) == 200
    assert all(check_nhs_number(number).is_synthetic for number in numbers)


@pytest.mark.parametrize("name", FAMILIES)
def test_everything_has_happened_by_today_and_not_on_a_weekend(name):
    for level, dials in LEVELS.items():
        for case in make_set(name, f"days {level}", dials, TODAY, 5):
            days = [event.date for event in case.truth.events] + [document.date for document in case.evidence]
            assert max(days) <= TODAY
            assert all(event.date.weekday() < 5 or event.name in {"tci_offered"} for event in case.truth.events)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_case_written_down_and_read_has_the_same_key(name):
    for case in make_set(name, "written", set_dials(2), TODAY, 5):
        key, again = find_key(case), find_key(read_case(json.loads(write(case))))
        assert again.facets == key.facets


@pytest.mark.parametrize("name", FAMILIES)
def test_a_case_written_down_and_read_has_the_same_misconceptions(name):
    for case in make_set(name, "written", set_dials(2), TODAY, 3):
        read = read_case(json.loads(write(case)))
        key = find_key(case)
        assert [one.answer(case, key) for one in MAL_RULES.values()] == [
            one.answer(read, key) for one in MAL_RULES.values()
        ]


def test_levels_have_more_noise_and_longer_stories():
    lengths = [
        sum(len(case.truth.events) for case in make_set("stop-not", "long", LEVELS[level], TODAY, 20))
        for level in (1, 3, 5)
    ]
    assert lengths == sorted(lengths)
    assert lengths[2] > 2 * lengths[0]


def test_dials_set_the_share_of_clean_cases():
    def share(clean):
        cases = make_set("stop-not", "share", set_dials(1, clean=clean), TODAY, 40)
        return sum(not case.slips for case in cases)

    assert (share(0.0), share(1.0)) == (0, 40)


def test_edges_put_days_next_to_where_the_rule_turns():
    notice = []
    for case in make_set("choice-monitoring", "edges", set_dials(3, edges=1.0), TODAY, 60):
        offers = [event for event in case.truth.events if event.name == "tci_offered"]
        notice += [(one.details["tci"] - one.date).days for one in offers[1:]]
        expected = "clock_stops" if sum(is_reasonable(e.date, e.details["tci"]) for e in offers) > 1 else "clock_runs"
        assert find_key(case).first("decision") == expected
    assert set(notice) == {20, 21, 22}


def test_a_recorded_code_never_fits_and_is_there_as_often_as_the_dial_says():
    made = list(make_set("stop-admission", "codes", set_dials(3, misleads=1.0), TODAY, 30))
    assert all(case.record["recorded_code"] not in find_key(case).facets["code"] for case in made)
    honest = make_set("stop-admission", "codes", set_dials(3, misleads=0.0), TODAY, 30)
    assert all("recorded_code" not in case.record for case in honest)


@pytest.mark.parametrize("template", ["dna-first@99", "dna-first@", "no-such", ""])
def test_a_template_that_is_not_there_is_refused(template):
    with pytest.raises(CaseError, match="There is no template"):
        make_case(template, "1", set_dials(1), TODAY)


def test_a_family_is_found_by_its_name_and_its_template():
    assert find_family("dna-first") is find_family("dna-first@2")


def test_another_seed_gives_another_case():
    assert write(make_case("dna-first", "1", set_dials(1), TODAY)) != write(
        make_case("dna-first", "2", set_dials(1), TODAY)
    )


def test_another_day_moves_the_whole_story(capfdbinary):
    week = timedelta(weeks=52)
    for name in SOME:
        now, then = (make_case(name, "1", set_dials(1), day) for day in (TODAY, TODAY - week))
        gaps = {a.date - b.date for a, b in zip(now.truth.events, then.truth.events, strict=True)}
        assert len(gaps) == 1
        assert gaps.pop().days % 7 == 0


def test_the_command_writes_the_families(capfdbinary):
    assert run_families([]) == 0
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [line["family"] for line in lines] == list(FAMILIES)
    assert all(line["template"].startswith(f"{line['family']}@") for line in lines)


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--family", "no-such", "--seed", "1"],
        ["--family", "dna-first", "--seed", "1", "--n", "0"],
        ["--family", "dna-first", "--seed", "1", "--level", "6"],
        ["--family", "dna-first", "--seed", "1", "--today", "2026-02-30"],
    ],
)
def test_the_command_refuses_what_it_cannot_make(argv, capfdbinary):
    with pytest.raises(SystemExit) as problem:
        run_make(argv)
    assert problem.value.code == 2


def test_a_set_of_one_is_the_first_of_every_set(capfdbinary):
    run_make(["--family", "dna-first", "--seed", "7", "--n", "1", "--today", "2026-06-15"])
    alone = capfdbinary.readouterr().out
    run_make(["--family", "dna-first", "--seed", "7", "--n", "2", "--today", "2026-06-15"])
    assert capfdbinary.readouterr().out.startswith(alone)


def list_ages(name: str) -> list[int]:
    """In years, of forty cases."""
    made = [make_case(name, str(seed), set_dials(2), TODAY) for seed in range(40)]
    return [(TODAY - date.fromisoformat(case.patient["date_of_birth"])).days // 365 for case in made]


@pytest.mark.parametrize("name", ["cancer-28", "mdt-outcome", "consent-ready", "start-self", "choice-thinking"])
def test_no_child_is_where_only_adults_are(name):
    assert min(list_ages(name)) >= ADULT


def test_those_who_have_to_grow_are_children():
    cases = [make_case("validate-planned", str(seed), set_dials(2), TODAY) for seed in range(60)]
    growing = [case for case in cases if any(one.details.get("reason") == "age_or_growth" for one in case.truth.events)]
    born = [date.fromisoformat(case.patient["date_of_birth"]) for case in growing]
    assert growing
    assert all((TODAY - day).days // 365 < ADULT for day in born)


def test_no_summary_is_sent_when_the_hour_would_decide():
    asked = [make_case("letter-turnaround", str(seed), set_dials(2), TODAY).asked for seed in range(60)]
    gaps = {
        (date.fromisoformat(str(one["sent_on"])) - date.fromisoformat(str(one["discharged_on"]))).days
        for one in asked
        if "discharged_on" in one
    }
    assert gaps == {0, 2, 3}


@pytest.mark.parametrize("name", ["cancer-scope", "funding-case"])
def test_what_a_story_names_is_seen_where_it_is_treated(name):
    cases = [make_case(name, str(seed), set_dials(2), TODAY) for seed in range(30)]
    named = [(case.patient["specialty"], one) for case in cases for one in case.asked.values() if one in [*WHERE]]
    assert named
    assert all(specialty == WHERE[one] for specialty, one in named)


@pytest.mark.parametrize("name", ["start-second-side", "cancel-reason", "choice-monitoring"])
def test_who_is_operated_is_seen_where_there_are_surgeons(name):
    made = [make_case(name, str(seed), set_dials(2), TODAY) for seed in range(40)]
    assert {case.patient["specialty"] for case in made} <= SURGICAL
