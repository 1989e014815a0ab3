"""What stands beside the monthly return: published extracts, cancer, diagnostics, cancellations, the form, the demo."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auth.actor import as_actor
from dashapp.demo import demo
from dashapp.services.derived import projections
from dashapp.services.records.records import RULES_VERSION
from pages.commissioner_reporting import published_figures
from pages.commissioner_reporting.service import kept, national_standards, published
from pages.commissioner_reporting.service.report_query import read_asked
from rules.returns.measures import figures_of
from rules.returns.published import provider_bands
from storage.links import links_of
from storage.record import NewRecord, Trace
from tests.cast import sign_in
from tests.http.forms import RecordForm
from tests.unit.dashapp.test_clocks import REFERRED
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site

BASE = "/commissioner-reporting"
SAMPLE = Path(__file__).parents[1] / "data" / "rtt_jan26_sample_7_providers.csv.gz"
PATIENT = {"patient_name": "Rowan Ashdown", "nhs_number": "9996729400"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    made = make_whole_site(tmp_path_factory.mktemp("beside"))
    put(made, made.cast.alice.uid, "patients", "p1", REFERRED)
    return made


def put(site: WholeSite, uid: str, key: str, record_id: str, data: dict[str, Any]) -> None:
    links = links_of(key, record_id, data)
    record = NewRecord(record_id, data, f"o{record_id}", links, rules_version=RULES_VERSION)
    site.clockstart.store.records.put_many(uid, key, [record], trace=Trace(uid), now=NOW)


def take_away(site: WholeSite, uid: str, key: str, record_id: str) -> None:
    """So that the next test finds the list as it was."""
    records = site.clockstart.store.records
    records.remove(uid, key, record_id, op=f"o-gone-{record_id}", seen_rev=None, trace=Trace(uid), now=NOW)


def bring_in(visitor: Visitor, data: bytes, name: str = "extract.csv.gz") -> Any:
    contents = f"data:application/gzip;base64,{base64.b64encode(data).decode()}"
    values = {f"{published_figures.FILE}.contents": contents, f"{published_figures.FILE}.filename": name}
    output = next(key for key in visitor.site.app.callback_map if f"{published_figures.STATE}.data" in key)
    return visitor.call(output, values)


def look(visitor: Visitor, started: Any) -> Any:
    state = started.get_json()["response"][published_figures.STATE]["data"]
    values = {f"{published_figures.TICK}.n_intervals": 1, f"{published_figures.STATE}.data": state}
    outputs = visitor.site.app.callback_map
    return visitor.call(next(key for key in outputs if published_figures.PROGRESS in key and "navigate" in key), values)


def charlie_of(site: WholeSite) -> Visitor:
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    return charlie


def test_a_manager_brings_an_extract_in_and_everybody_compares(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    done = look(bob, bring_in(bob, SAMPLE.read_bytes()))
    assert done.get_json()["response"]["navigate"]["data"] == f"{BASE}/published?extract=rtt-2026-01"
    entry = site.clockstart.store.audit.list_newest(None)[0]
    assert (entry.act, entry.actor) == ("import-extract", site.cast.bob.uid)
    for one in provider_bands(SAMPLE):
        level = published.read_level(site.clockstart, "rtt-2026-01", f"provider-{one.provider}")
        assert level.figures == figures_of(one.bands)
    england = published.read_level(site.clockstart, "rtt-2026-01", "england").figures
    assert england.total == sum(sum(one.bands) for one in provider_bands(SAMPLE))
    shown = site.signed_in("learner").open_page(f"{BASE}/published", "?level=provider-RRK").text
    assert "University Hospitals Birmingham NHS Foundation Trust" in shown
    assert "Open Government Licence v3.0" in shown
    assert "All 7 providers of the file" in site.signed_in("learner").open_page(f"{BASE}/published").text
    region = published.read_level(site.clockstart, "rtt-2026-01", "parent-QF7").figures
    assert region == published.read_level(site.clockstart, "rtt-2026-01", "provider-RP5").figures


def test_a_learner_brings_no_extract_in(site: WholeSite) -> None:
    assert bring_in(site.signed_in("learner"), SAMPLE.read_bytes()).status_code == 403


def read(visitor: Visitor) -> str:
    """The page of published figures, its addresses as they are."""
    return json.dumps(visitor.open_page(f"{BASE}/published").get_json())


def remove(visitor: Visitor, extract: str) -> Any:
    address = f"{BASE}/published/{extract}/remove"
    return visitor.client.post(address, data={"csrf_token": visitor.token}, headers={"Accept": "text/html"})


def test_a_manager_removes_an_extract_that_is_named_and_nobody_else_does(site: WholeSite) -> None:
    """Charlie and Alice are learners: neither sees the way, the page or the act."""
    bob, store = site.signed_in("manager"), site.clockstart.store
    look(bob, bring_in(bob, SAMPLE.read_bytes()))
    way = f"{BASE}/published/rtt-2026-01/remove"
    for learner in (site.signed_in("learner"), charlie_of(site)):
        assert way not in read(learner)
        assert learner.open_page(way).status_code == 403
        assert remove(learner, "rtt-2026-01").status_code == 403
    assert "rtt-2026-01" in store.published.list()
    assert way in read(bob)
    assert "Remove the published extract of January 2026?" in bob.open_page(way).text
    assert bob.client.post(way).status_code == 400  # without the token of the form
    done = remove(bob, "rtt-2026-01")
    assert (done.status_code, done.headers["Location"]) == (303, f"{BASE}/published")
    assert "The published extract of January 2026 is removed." in bob.open_page(f"{BASE}/published").text
    assert "rtt-2026-01" not in store.published.list()
    (entry,) = [one for one in store.audit.list_newest(None) if one.act == "remove-extract"]
    assert (entry.actor, entry.about["what"]) == (site.cast.bob.uid, "rtt-2026-01")
    assert bob.open_page(way).status_code == 404
    assert remove(bob, "rtt-2026-01").status_code == 404
    look(bob, bring_in(bob, SAMPLE.read_bytes()))  # a removed month can be brought in again
    assert "rtt-2026-01" in store.published.list()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\r\n1,2\r\n", "is not a full extract: it has no column"),
        (gzip.compress(b"\xff\xfe\x00", mtime=0), "cannot be read"),
        (b"PK\x03\x04junk", "cannot be read"),
        (b"", "did not arrive whole"),
    ],
)
def test_a_file_that_is_no_extract_is_said_to_be_none(site: WholeSite, data: bytes, said: str) -> None:
    bob, before = site.signed_in("manager"), site.clockstart.store.published.list()
    started = bring_in(bob, data, "wrong.csv") if data else bring_in_broken(bob)
    told = look(bob, started) if published_figures.STATE in started.get_json()["response"] else started
    assert said in told.text
    assert site.clockstart.store.published.list() == before


def bring_in_broken(visitor: Visitor) -> Any:
    output = next(key for key in visitor.site.app.callback_map if f"{published_figures.STATE}.data" in key)
    return visitor.call(output, {f"{published_figures.FILE}.contents": "data:;base64,?"})


def test_an_organisation_that_is_not_in_the_extract_is_not_found(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    for query in ("?level=provider-RZZ", "?level=parent-QZZ", "?level=x", "?extract=rtt-1999-01"):
        assert alice.open_page(f"{BASE}/published", query).status_code == 404


def test_diagnostics_count_the_tests_that_are_waited_for(site: WholeSite) -> None:
    uid = site.cast.charlie.uid
    asked_on = {"diagnostic_test": "mri", "test_requested_on": "2026-04-01"}
    put(site, uid, "patients", "late", {**REFERRED, **asked_on})
    put(site, uid, "patients", "reset", {**REFERRED, **asked_on})
    done = [{"date": "2026-05-30", "event": "diagnostic_attended"}]
    put(site, uid, "patients", "done", {**REFERRED, **asked_on, "events": done})
    missed = {
        **PATIENT,
        "link": "reset",
        "appointment_date": "2026-05-12",
        "specialty": "C_110",
        "appointment_type": "diagnostic",
        "first_after_referral": "no",
        "clearly_communicated": "yes",
        "child_or_vulnerable": "no",
        "action": "rebooked",
    }
    put(site, uid, "dna_cases", "m1", missed)
    charlie = charlie_of(site)
    actor = site.clockstart.store.people.get(uid)

    asked = read_asked(site.clockstart, as_actor(actor), {"month": ["2026-05"]})
    tests = national_standards.read_diagnostics(site.clockstart, asked)
    assert [(one.waiting, one.over_six_weeks) for one in tests if one.test and one.test.slug == "mri"] == [(2, 1)]
    april = national_standards.read_diagnostics(
        site.clockstart, read_asked(site.clockstart, as_actor(actor), {"month": ["2026-04"]})
    )
    assert [(one.waiting, one.over_six_weeks) for one in april if one.test is None] == [(3, 0)]
    assert "Magnetic resonance imaging" in charlie.open_page(f"{BASE}/standards", "?month=2026-05").text
    assert charlie.open_page(f"{BASE}/standards", f"?whose=person-{site.cast.alice.uid}").status_code == 404


def test_each_test_of_a_pathway_has_its_wait_in_the_return(site: WholeSite) -> None:
    """Two requested among the events, one in the question as well; one of them missed, one done."""
    uid = site.cast.alice.uid
    asked_for = [
        {"date": "2026-04-01", "event": "diagnostic_requested", "test": "mri"},
        {"date": "2026-04-01", "event": "diagnostic_requested", "test": "ct"},
        {"date": "2026-04-10", "event": "diagnostic_requested", "test": "echocardiography"},
        {"date": "2026-05-12", "event": "dna", "test": "ct"},
        {"date": "2026-05-20", "event": "diagnostic_attended", "test": "echocardiography"},
    ]
    put(site, uid, "patients", "several", {**REFERRED, "events": asked_for, "diagnostic_test": "mri"})
    actor = as_actor(site.clockstart.store.people.get(uid))
    asked = read_asked(site.clockstart, actor, {"month": ["2026-05"]})
    tests = {
        one.test.slug if one.test else "": one for one in national_standards.read_diagnostics(site.clockstart, asked)
    }
    counted = {
        slug: (tests[slug].waiting, tests[slug].over_six_weeks) for slug in ("mri", "ct", "echocardiography", "")
    }
    take_away(site, uid, "patients", "several")
    assert counted == {"mri": (1, 1), "ct": (1, 0), "echocardiography": (0, 0), "": (2, 1)}


def test_a_long_list_is_worked_out_by_the_worker_and_counted(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tests of Charlie's are more than a page waits for (the limit is lowered for the test)."""
    uid = site.cast.charlie.uid
    for number in range(3):
        answers = {**REFERRED, "diagnostic_test": "ct", "test_requested_on": "2026-05-20"}
        put(site, uid, "patients", f"long{number}", answers)
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 2)
    charlie, page = charlie_of(site), (f"{BASE}/standards", "?month=2026-05")
    assert "are worked out once for this page" in charlie.open_page(*page).text
    job = site.clockstart.store.jobs.list(uid)[0]
    assert (job.kind, job.state) == ("rows", "done")
    shown = charlie.open_page(*page).text
    assert "Computed tomography" in shown
    assert "left out" not in shown
    asked = read_asked(site.clockstart, as_actor(site.clockstart.store.people.get(uid)), {"month": ["2026-05"]})
    found = national_standards.read_diagnostics(site.clockstart, asked)
    assert [one.waiting for one in found if one.test and one.test.slug == "ct"] == [3]


def test_cancer_counts_in_the_month_its_clock_ends(site: WholeSite) -> None:

    uid = site.cast.alice.uid
    told = {
        **PATIENT,
        "suspected_type": "lung",
        "route": "urgent_suspected_cancer",
        "referral_received": "2026-04-20",
        "told_outcome": "cancer_ruled_out",
        "fds_end_reason": "02",
    }
    module = site.clockstart.registry.find_by_store_key("cancer_patients")
    assert module is not None
    known = module.question["suspected_type"].choices
    site_name = next(iter(known))
    for number, day in enumerate(("2026-05-05", "2026-05-18", "2026-05-19", "2026-06-01")):
        put(site, uid, "cancer_patients", f"c{number}", {**told, "suspected_type": site_name, "told_on": day})
    asked = read_asked(site.clockstart, as_actor(site.clockstart.store.people.get(uid)), {"month": ["2026-05"]})
    fds = national_standards.read_cancer(site.clockstart, asked)[0]
    assert (fds.whole.counted, fds.whole.within) == (3, 2)
    assert [(line.name, line.counted) for line in fds.sites] == [(known[site_name], 3)]
    assert fds.standard is not None
    assert fds.standard.value == 0.80


def test_last_minute_cancellations_count_by_their_day_and_breaches_by_day_28(site: WholeSite) -> None:

    uid = site.cast.alice.uid
    cancelled = {
        **PATIENT,
        "specialty": "C_110",
        "type": "inpatient_operation",
        "cancelled_by": "hospital_non_clinical",
        "reason": "ward_bed",
        "on_the_day_or_after_admission": "yes",
        "has_opcs": "yes",
        "patient_class": "1",
        "admission_method": "11",
        "nhs_funded": "yes",
    }
    for number, day in enumerate(("2026-04-10", "2026-05-04", "2026-05-28")):
        put(
            site,
            uid,
            "cancellations",
            f"x{number}",
            {**cancelled, "appointment_date": day, "cancellation_date": day},
        )
    by_patient = {**cancelled, "cancelled_by": "patient", "reason": None, "appointment_date": "2026-05-04"}
    put(site, uid, "cancellations", "x9", {**by_patient, "cancellation_date": "2026-05-04"})
    asked = read_asked(site.clockstart, as_actor(site.clockstart.store.people.get(uid)), {"month": ["2026-05"]})
    told = national_standards.read_last_minute(site.clockstart, asked)
    assert (told.cancelled, told.breached, told.running) == (2, 1, 1)


def test_the_form_keeps_a_return_too_and_never_changes_its_figures(site: WholeSite) -> None:

    alice = site.signed_in("learner")
    answers = {"month": "2026-05-20", "whose": "own"}
    form = RecordForm(alice, slug="commissioner-reporting", record_id="f1", answers=answers)
    assert "Saved" in form.save().told
    records, uid = site.clockstart.store.records, site.cast.alice.uid
    first = records.get(uid, kept.REPORTS, "f1")
    assert first.data["month"] == "2026-05-01"
    assert first.data[kept.MADE]["headline"]["total"] == 1
    put(site, uid, "patients", "p2", REFERRED)
    changed = RecordForm(
        alice,
        slug="commissioner-reporting",
        record_id="f1",
        seen_rev=1,
        answers={**answers, "month": "2026-05-01", "note": "N"},
    )
    assert "Saved" in changed.save().told
    assert records.get(uid, kept.REPORTS, "f1").data[kept.MADE] == first.data[kept.MADE]
    other = RecordForm(
        alice,
        slug="commissioner-reporting",
        record_id="f1",
        seen_rev=2,
        answers={"month": "2026-04-01", "whose": "own"},
    )
    assert "The figures of a kept return stay as they are" in other.save().told
    future = RecordForm(alice, slug="commissioner-reporting", answers={"month": "2026-07-01", "whose": "own"})
    assert "is not over" in future.save().told
    stranger = {"month": "2026-05-01", "whose": "person", "whose_name": "Charlie Clark"}
    refused = RecordForm(alice, slug="commissioner-reporting", record_id="f9", answers=stranger)
    assert "Saved" not in refused.save().told
    assert records.find(uid, kept.REPORTS, "f9") is None


def test_the_demo_has_returns_to_look_at(tmp_path: Path) -> None:
    site = make_whole_site(tmp_path)
    demo.make_demo(site.clockstart, 4, records=3)
    manager = site.clockstart.store.people.find_by_email("manager@example.com")
    assert manager is not None

    found = kept.list_kept(site.clockstart, as_actor(site.clockstart.store.people.get(manager.uid)))
    assert [one.month.first for one in found] == [date(2026, 5, 1), date(2026, 4, 1)]
    assert [one.sign_off is not None for one in found] == [False, True]
    assert found[0].figures["total"] > 0
