"""Two apps in one process, whose people have the same identifiers and as many changes each, show nobody the other's
records: whatever is remembered between requests belongs to one app."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fakeredis
import pytest

from auth.actor import as_actor
from dashapp.services.derived import big_lists, rows
from dashapp.services.derived.clock_columns import LINES
from dashapp.services.derived.clocks import read_clocks
from dashapp.services.records import picks
from dashapp.ui import ids
from rules.codes import RETURN_LINES
from storage.record import NewRecord, Trace
from tests.http.forms import DNA, find_output
from tests.whole_site import NOW, WholeSite, make_whole_site

NAMES = ("Quillington", "Vanterpool")
SERVICES = ("C_110", "C_130")
TITLES = ("Trauma and Orthopaedic", "Ophthalmology")
ONLY = ("cancellations", "consent_records")
"""The module in which the people of one app alone have a record."""
Read = Callable[[WholeSite], str]


def pathway(name: str, service: str) -> dict[str, Any]:
    return {
        "patient_name": name,
        "nhs_number": "9990000018",
        "treatment_function": service,
        "referral_source": "gp",
        "referral_received": "2026-01-12",
        "priority": "routine",
    }


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WholeSite, WholeSite]]:
    folder: Path = tmp_path_factory.mktemp("apart")
    one, two = (make_whole_site(folder / name, make_client()) for name in ("one", "two"))
    copy_store(one, two)
    two.cast = one.cast
    for place, site in enumerate((one, two)):
        fill(site, place)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(big_lists, "WHOLE_AT_MOST", 2)
        yield one, two


def make_client() -> fakeredis.FakeRedis:
    return fakeredis.FakeRedis(decode_responses=True, server=fakeredis.FakeServer())


def copy_store(one: WholeSite, two: WholeSite) -> None:
    """The people of one, under their identifiers, in the other."""
    source, target = (raw(site) for site in (one, two))
    target.flushall()
    for key in source.scan_iter():
        target.restore(key, 0, source.dump(key) or b"")


def raw(site: WholeSite) -> fakeredis.FakeRedis:
    server = site.clockstart.store.client.connection_pool.connection_kwargs["server"]
    return fakeredis.FakeRedis(server=server)


def fill(site: WholeSite, place: int) -> None:
    """Alice has three missed appointments, a list of more than is sent whole, and two pathways; Bob and Charlie one
    thing each."""
    name, service, cast = f"Nora {NAMES[place]}", SERVICES[place], site.cast
    missed, waiting = {**DNA, "patient_name": name, "specialty": service}, pathway(name, service)
    put(site, cast.alice.uid, "dna_cases", {f"d{n}": missed for n in range(3)})
    put(site, cast.alice.uid, "patients", {f"p{n}": waiting for n in range(2)})
    put(site, cast.alice.uid, ONLY[place], {"only": {"patient_name": name}})
    put(site, cast.bob.uid, "patients", {"p": waiting})
    put(site, cast.charlie.uid, "dna_cases", {"d": missed})


def put(site: WholeSite, uid: str, key: str, data: Mapping[str, Mapping[str, Any]]) -> None:
    records = [NewRecord(one, told, f"{key}{one}") for one, told in data.items()]
    site.clockstart.store.records.put_many(uid, key, records, trace=Trace(uid), now=NOW)


def page(role: str, path: str, query: str = "") -> Read:
    def read(site: WholeSite) -> str:
        answer = site.signed_in(role).open_page(path, query)
        assert answer.status_code == 200
        return answer.text

    return read


def read_long_list(site: WholeSite) -> str:
    """The rows with the patient's own name, which is looked for in what is remembered of the list."""
    alice, uid = site.signed_in("learner"), site.cast.alice.uid
    name = site.clockstart.store.records.get(uid, "dna_cases", "d0").data["patient_name"]
    request = {"startRow": 0, "endRow": 9, "sortModel": []}
    values = {
        f"{ids.BIG_GRID}.getRowsRequest": request,
        f"{ids.BIG_GRID_SCOPE}.data": {"slug": "dna-management", "uid": uid, "find": name},
    }
    return alice.call(find_output(alice, f"{ids.BIG_GRID}.getRowsResponse"), values).text


def read_rows(site: WholeSite) -> str:
    module = site.clockstart.registry.find("dna-management")
    assert module is not None
    return json.dumps([*rows.list_rows(site.clockstart, site.cast.charlie.uid, module)])


def read_columns(site: WholeSite) -> str:
    columns = read_clocks(site.clockstart, [site.cast.alice.uid])
    return ", ".join(RETURN_LINES[LINES[line]] for line in columns["line"])


def read_picks(site: WholeSite) -> str:
    return str(picks.find(site.clockstart, as_actor(site.cast.bob), "pathway", "nora"))


READS: Mapping[str, Read] = {
    "monitor": page("manager", "/student-progress-monitor"),
    "rows": read_rows,
    "long list": read_long_list,
    "clocks": read_columns,
    "picks": read_picks,
    "worklist": page("manager", "/patient-tracking-list"),
    "records behind a chart": page("manager", "/dna-management/charts/records"),
    "home": page("learner", "/"),
    "search": page("manager", "/search", "?q=nora"),
    "search of a long list": page("learner", "/search", "?q=nora"),
    "planner": page("manager", "/capacity-planner/services"),
    "return": page("manager", "/commissioner-reporting/pathways", "?month=2026-05"),
}


MARKS = tuple(
    (name, title, f"{module}: in progress")
    for name, title, module in zip(NAMES, TITLES, ("Cancellation management", "Consent manager"), strict=True)
)
"""What only the records of one of the two can put on a page."""
OFFERS_EVERY_SPECIALTY = {"worklist", "records behind a chart"}
"""Pages on which a specialty is something to filter by, whoever is on them."""


def test_the_people_of_both_look_alike_to_a_cache(both: tuple[WholeSite, WholeSite]) -> None:
    """The same identifiers, the same revisions, trails of the same length: nothing but the app tells them apart."""
    one, two = (site.clockstart.store for site in both)
    for person in both[0].cast.everyone:
        summaries = [store.records.summary(person.uid) for store in (one, two)]
        assert len({told["dna_cases"].rev for told in summaries if "dna_cases" in told}) < 2
        assert len({told["patients"].rev for told in summaries if "patients" in told}) < 2
        assert len({sum(item.rev for item in told.values()) for told in summaries}) == 1
        assert one.audit.lengths([person.uid]) == two.audit.lengths([person.uid])


@pytest.mark.parametrize("name", READS)
def test_neither_shows_what_the_other_remembers(both: tuple[WholeSite, WholeSite], name: str) -> None:
    dropped = {*TITLES} if name in OFFERS_EVERY_SPECIALTY else set()
    for place in (0, 1, 0, 1):
        text = READS[name](both[place])
        own, others = ({*marks} - dropped for marks in (MARKS[place], MARKS[1 - place]))
        assert any(mark in text for mark in own)
        assert not any(mark in text for mark in others)
