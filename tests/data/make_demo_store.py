"""Writes demo_store.jsonl.gz: all that a small, complete demo had in its store, and what its forms and files showed.

It is run in a worktree of the commit whose stored data it is, ab2bd6f: a later program cannot write an earlier one's.

    git worktree add /tmp/then ab2bd6f && cd /tmp/then
    PYTHONPATH=. python <here>/make_demo_store.py <here>/demo_store.jsonl.gz
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from auth.actor import as_actor
from dashapp.demo import demo, demo_service
from dashapp.services.access import module_access
from dashapp.services.feedback import reviews, student_notes
from dashapp.services.jobs import jobs
from dashapp.services.people import accounts, cohorts, retention
from dashapp.services.records.examples import make_patients, make_record, make_records
from dashapp.ui import ids
from storage import keys
from storage.accounts import Person
from storage.connection import connect
from storage.current import using_store
from storage.embedded import EmbeddedServer
from storage.erasure import erase_user
from storage.migrations import check_version
from storage.notices import put_notice
from storage.record import Trace
from storage.settings_store import Override
from storage.user_data import acting_as, append_user_data, save_user_data
from tests.cast import cheap_hasher, sign_in
from tests.http.forms import RecordForm, list_parts, send_file
from tests.http.test_feedback import review
from tests.http.test_reporting_beside import SAMPLE, bring_in
from tests.http.test_waiting_lists import DECIDED, EXAMPLE, send
from tests.whole_site import Visitor, WholeSite, make_whole_site

PASSWORD = "a-demo-password-for-tests"
SECRET = "JBSWY3DPEHPK3PXP"
LEARNERS, RECORDS = 4, 2
PASSING = ("sessions", "mark", "attempts", "clocks", "rulechanges", "cs:demo", "cs:limit", "cs:history", "ops:before")
"""What is not in the dump: it passes by itself, is the folder's own, or nothing wrote it."""


def main(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, patch("auth.passwords.PasswordHasher", cheap_hasher):
        server = EmbeddedServer(Path(folder) / "store")
        client = connect(server.start())
        more = {"CLOCKSTART_DEMO": "1", "CLOCKSTART_DEMO_PASSWORD": PASSWORD}
        site = make_whole_site(Path(folder), client, **more)
        client.flushall()
        check_version(client)
        fill(site)
        shown = list(list_shown(site))
        lines = [{"today": site.clockstart.today.isoformat(), "now": site.clockstart.now.isoformat()}]
        lines += [*list_keys(client), *shown]
        with gzip.GzipFile(path, "wb", mtime=0) as file:
            file.writelines(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        server.stop()


def signed_in(site: WholeSite, email: str) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, email, PASSWORD)
    return visitor


def fill(site: WholeSite) -> None:
    clockstart = site.clockstart
    with patch.object(demo_service, "REFERRALS", 1.2), patch.object(demo_service, "TREATED", 1.0):
        made = demo.make_demo(clockstart, LEARNERS, RECORDS)
        people = {one.email.partition("@")[0]: one for one in made}
        demo_service.fill_overseer(clockstart, people["manager"], demo.SEED, demo.BY)
    learn(site, people["learner"])
    oversee(site, people)
    with site.app.server.test_request_context():
        administer(site, people)
    for person in made:
        open_everything(site, signed_in(site, person.email), person)


def learn(site: WholeSite, person: Person) -> None:
    """What a learner does: changes, removes and half types records, checks a list, brings files in, hands work in."""
    clockstart, visitor, actor = site.clockstart, signed_in(site, person.email), as_actor(person)
    store = clockstart.store
    for module in clockstart.registry:
        if not module.example or not module.questions:
            continue
        first, second = store.records.list(person.uid, module.store_key)[:2]
        name = next(one.name for one in module.questions if one.kind in {"long", "text"} and one.asked_when is None)
        form = RecordForm(visitor, module.slug, first.id, seen_rev=first.rev, answers=first.data)
        form.typed = {name: "Changed, with “quotes”, a comma and = signs."}
        assert form.save().told.startswith("Saved"), (module.slug, form.save().problems)
        form.typed = {name: "Typed and not saved."}
        assert form.keep_draft().status == 200
        extra = make_record(
            clockstart, module, module.example(Random(3), next(make_patients(3, clockstart.today)), clockstart.today)
        )
        store.records.put_many(person.uid, module.store_key, [extra], trace=Trace(person.uid), now=clockstart.now)
        store.records.remove(
            person.uid, module.store_key, extra.id, op=f"gone-{extra.id}", seen_rev=1, trace=Trace(person.uid),
            now=clockstart.now,
        )  # fmt: skip
        assert second.id != first.id
    list_id = str(send(visitor, EXAMPLE.encode()).read(ids.IMPORT_STATE, "data")["job"])
    saved = RecordForm(visitor, "waiting-list-validator", f"{list_id}-1", answers=DECIDED).save()
    assert "Saved" in saved.told, saved.problems
    heads, first, *_ = csv.reader(io.StringIO(visitor.get("/export/dna-management.csv").text.lstrip("\ufeff")))
    wrong = ["x"] * len(heads)
    first[heads.index("patient_name")] = "Mia Long"
    file = io.StringIO()
    csv.writer(file).writerows([heads[1:], first[1:], wrong[1:]])
    told = send_file(visitor, "dna-management", "missed.csv", file.getvalue().encode())
    assert "1 missed appointment imported" in told, told
    for slug in ("dna-management", "cancer-pathways"):
        reviews.hand_in(clockstart, actor, slug, f"in-{slug}", Trace(person.uid))
    reviews.take_back(clockstart, actor, "cancer-pathways", "back", Trace(person.uid))
    store.jobs.create(person.uid, "job-failed", "clocks", now=clockstart.now)
    jobs.fail(clockstart, person.uid, "job-failed", "The worker stopped in the middle. What was done so far is kept.")
    store.jobs.create(person.uid, "job-file", "people-records", now=clockstart.now)
    store.jobs.add_to_file(person.uid, "job-file", b"part one")
    store.jobs.report(person.uid, "job-file", now=clockstart.now, state="done", sentence="Done.", result={"rows": 1})
    store.views.put(person.uid, "not-now", {}, until=clockstart.now + timedelta(days=30))
    with using_store(store), acting_as(person.email):
        save_user_data("my_own_notes", [{"id": "n1", "text": "kept as it came", "empty": [], "small": 1e-7}])
        append_user_data("my_own_notes", {"text": "no id of its own"})
        save_user_data("one_object", {"a": {"b": [1, 2.5, None, "é"]}})


def oversee(site: WholeSite, people: dict[str, Person]) -> None:
    """What a manager does: drafts and releases feedback, reads a validation, writes a note, compares with England."""
    clockstart, bob = site.clockstart, signed_in(site, people["manager"].email)
    manager, learner = as_actor(clockstart.store.people.get(people["manager"].uid)), people["learner2"]
    for number, module in enumerate(one for one in clockstart.registry if one.example):
        record = clockstart.store.records.list(learner.uid, module.store_key)[0]
        about = {"uid": learner.uid, "slug": module.slug, "record_id": record.id}
        answer = review(bob, release=bool(number % 2), review_id=f"v{number}", operation=f"o{number}", **about)
        assert answer.status == 200, answer.response.text
    record = clockstart.store.records.list(people["learner"].uid, "waiting_list")[-1]
    second = {"uid": people["learner"].uid, "slug": "waiting-list-validator", "record_id": record.id}
    answer = review(
        bob, release=True, kind="second_reading", verdict="disagree", text="", review_id="s1", operation="s1", **second
    )
    assert answer.status == 200, answer.response.text
    student_notes.write(clockstart, manager, learner.uid, "n1", "Likes short cases.", "note-1", Trace(manager.uid))
    bring_in(bob, SAMPLE.read_bytes())
    assert clockstart.store.published.list()


def administer(site: WholeSite, people: dict[str, Person]) -> None:
    """What an administrator does: access on three levels, people, cohorts, an erasure, settings."""
    clockstart, store, now = site.clockstart, site.clockstart.store, site.clockstart.now
    admin, trace = as_actor(people["admin"]), Trace(people["admin"].uid)
    cohort = cohorts.create(clockstart, admin, "Summer intake")
    opened = Override(open=True, starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    for level, subject in (("role", "learner"), ("cohort", cohort.id), ("person", people["learner3"].uid)):
        found = module_access.get_subject(clockstart, admin, level, subject)
        module_access.say(clockstart, admin, found, "funding-ifr", opened)
    retention.put_months(clockstart, admin, "24", trace)
    accounts.invite_person(clockstart, admin, email="ivy@example.com", name="Ivy Ito", role="learner")
    made = [
        store.people.create(
            f"{name}@example.com", name.title(), role, now=now, password_hash=people["admin"].password_hash
        )
        for name, role in (("gone", "learner"), ("erased", "learner"), ("guarded", "manager"))
    ]
    accounts.deactivate(clockstart, admin, made[0].uid)
    records = make_records(
        clockstart, clockstart.registry.find("dna-management"), make_patients(9, clockstart.today), Random(9), 2
    )
    store.records.put_many(made[1].uid, "dna_cases", records, trace=Trace(made[1].uid), now=now)
    erase_user(store.client, made[1].uid, trace=trace, now=now)
    store.factors.confirm(made[2].uid, SECRET, 1, ["a-recovery-code"], now=now)
    store.earlier.put("later@example.com", {"dna_cases/e1": {"id": "e1", "patient_name": "Ann"}})
    put_notice(store.client, "The store was stopped in the middle of a write.", now)


def open_everything(site: WholeSite, visitor: Visitor, person: Person) -> None:
    """Each page, so that what pages leave behind is in the store as well."""
    for module in site.clockstart.registry:
        for path in (f"/{module.slug}", f"/{module.slug}/charts"):
            visitor.open_page(path)
    for path in ("/", "/actions", "/audit-trail", "/rule-changes"):
        visitor.open_page(path)


def list_keys(client: Any) -> Iterator[dict[str, Any]]:
    """Every key in a plain form that any server takes; what passes by itself is left out."""
    names = sorted(str(name) for name in client.scan_iter(count=1000))
    kept = [name for name in names if not any(f":{one}" in name or name.startswith(one) for one in PASSING)]
    missing = [row.pattern for row in keys.TABLE if not any(fits(row.pattern, name) for name in kept)]
    assert [pattern for pattern in missing if not any(one in pattern for one in PASSING)] == []
    for name in kept:
        kind = client.type(name)
        yield {"key": name, "type": kind, "value": READ[kind](client, name)}


def fits(pattern: str, name: str) -> bool:
    parts = re.split(r"<\w+>", pattern)
    return re.fullmatch("[^:]+".join(map(re.escape, parts)), name) is not None


READ = {
    "string": lambda client, name: client.get(name),
    "hash": lambda client, name: dict(sorted(client.hgetall(name).items())),
    "set": lambda client, name: sorted(client.smembers(name)),
    "zset": lambda client, name: client.zrange(name, 0, -1, withscores=True),
    "list": lambda client, name: client.lrange(name, 0, -1),
    "stream": lambda client, name: client.xrange(name),
}


def list_shown(site: WholeSite) -> Iterator[dict[str, Any]]:
    """What each form showed in its boxes, and each file held, of everybody who can sign in with the password."""
    for person in site.clockstart.store.people.list():
        if not person.demo:
            continue
        visitor = signed_in(site, person.email)
        for module in site.clockstart.registry:
            for record in site.clockstart.store.records.list(person.uid, module.store_key):
                page = visitor.open_page(f"/{module.slug}/{record.id}")
                if page.status_code == 200 and (boxes := read_boxes(page)):
                    yield {"boxes": boxes, "email": person.email, "slug": module.slug, "record": record.id}
            answer = visitor.get(f"/export/{module.slug}.csv")
            if answer.status_code == 200:
                yield {"rows": read_rows(answer.get_data()), "email": person.email, "slug": module.slug}


def read_boxes(page: Any) -> dict[str, Any]:
    shown = page.get_json()["response"][ids.PAGE]["children"]
    named = [part for part in list_parts(shown) if isinstance(part.get("id"), dict) and "answer" in part["id"]]
    return {part["id"]["answer"]: part["value"] for part in named if part.get("value") not in (None, "", [])}


def read_rows(data: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
