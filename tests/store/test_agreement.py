"""Whatever is done in whatever order: records, links, summary and trail agree with a dictionary that did the same."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import fakeredis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from redis import Redis

from storage.connection import connect
from storage.errors import Conflict, NotFound
from storage.record import NewRecord, Record, Trace
from storage.records import RecordStore
from storage.trail import find_differences, rebuild_user

MODULES = st.sampled_from(["dna_cases", "cancer_patients"])
IDS = st.sampled_from(["r1", "r2", "r3", "r4"])
LINKS = st.lists(st.sampled_from(["p1", "p2"]), unique=True)
CODES = st.lists(st.sampled_from(["dna-x", "dna-y"]), unique=True)
DATA = st.dictionaries(
    st.text(max_size=3),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
    max_size=3,
)  # fmt: skip
NOW = datetime(2026, 11, 23, tzinfo=UTC)
WHO = Trace("ALICE")
Place = tuple[str, str]


class Model(RuleBasedStateMachine):
    """`live` and `gone` are what must be stored; `done` are operations to repeat, with the answer they had."""

    client: Redis

    def __init__(self) -> None:
        super().__init__()
        self.client.flushall()
        self.records = RecordStore(self.client)
        self.live: dict[Place, Record] = {}
        self.gone: dict[Place, Record] = {}
        self.order: dict[str, list[str]] = {"dna_cases": [], "cancer_patients": []}
        self.done: list[tuple[Any, Record]] = []
        self.count = 0
        self.changes: Counter[str] = Counter()

    def next_op(self) -> str:
        self.count += 1
        return f"op{self.count}"

    @rule(module=MODULES, record_id=IDS, data=DATA, links=LINKS, codes=CODES, behind=st.integers(0, 1))
    def put(
        self, module: str, record_id: str, data: dict[str, Any], links: list[str], codes: list[str], behind: int
    ) -> None:
        place = (module, record_id)
        old = self.live.get(place)
        seen = (old.rev if old else 0) - behind
        op = self.next_op()

        def write() -> Any:
            return self.records.put(
                "A", module, record_id, data, op=op, seen_rev=max(seen, 0), trace=WHO, now=NOW, links=links, codes=codes
            )

        if (behind and old) or place in self.gone:
            with pytest.raises(Conflict):
                write()
            return
        stored = write()
        assert not stored.replayed
        assert (stored.record.data, stored.record.rev) == (data, (old.rev if old else 0) + 1)
        self.live[place] = stored.record
        self.changes[module] += 1
        if old is None:
            self.order[module].append(record_id)
        self.done.append((write, stored.record))

    @rule(module=MODULES, record_id=IDS)
    def remove(self, module: str, record_id: str) -> None:
        place, op = (module, record_id), self.next_op()

        def write() -> Any:
            return self.records.remove("A", module, record_id, op=op, seen_rev=None, trace=WHO, now=NOW)

        if place not in self.live:
            with pytest.raises(Conflict if place in self.gone else NotFound):
                write()
            return
        self.gone[place] = write().record
        del self.live[place]
        self.changes[module] += 1
        self.done.append((write, self.gone[place]))

    @rule(module=MODULES, record_id=IDS)
    def restore(self, module: str, record_id: str) -> None:
        place, op = (module, record_id), self.next_op()
        if place in self.gone:
            self.live[place] = self.records.restore("A", module, record_id, op=op, trace=WHO, now=NOW).record
            del self.gone[place]
            self.changes[module] += 1

    @rule(module=MODULES, items=st.dictionaries(IDS, DATA, max_size=4))
    def replace_all(self, module: str, items: dict[str, dict[str, Any]]) -> None:
        op = self.next_op()
        new = [NewRecord(record_id, data, op, links=None) for record_id, data in items.items()]
        before = self.client.hget("cs:{u:A}:summary", f"{module}:rev") or 0
        done = self.records.replace_all("A", module, new, op=op, trace=WHO, now=NOW)
        assert done.added + done.changed + done.kept == len(items)
        found = {record.id: record for record in self.records.list("A", module)}
        for record_id in set(items) | {name for where, name in self.live if where == module}:
            self.take_over(module, record_id, items, found)
        self.order[module] = list(items)
        self.changes[module] += int(self.client.hget("cs:{u:A}:summary", f"{module}:rev")) - int(before)

    def take_over(self, module: str, record_id: str, items: dict[str, Any], found: dict[str, Record]) -> None:
        place = (module, record_id)
        old = self.live.pop(place, None) or self.gone.pop(place, None)
        if record_id in items:
            record = found[record_id]
            assert record.data == items[record_id]
            assert old is None or record.links == old.links
            assert record.rev >= (old.rev if old else 0)
            self.live[place] = record
        elif old:
            removed = {record.id: record for record in self.records.list_removed("A", module)}[record_id]
            assert (removed.rev, removed.data) == (old.rev + 1, old.data)
            self.gone[place] = removed

    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Any operation that succeeded, however long ago, is answered as it was then and changes nothing."""
        if self.done:
            write, answer = data.draw(st.sampled_from(self.done))
            stored = write()
            assert (stored.replayed, stored.record) == (True, answer)

    @rule()
    def rebuild(self) -> None:
        """Made anew from the trail alone, everything is as it was."""
        for key in self.client.scan_iter(match="cs:{u:A}:rec:*"):
            self.client.delete(key)
        self.client.delete("cs:{u:A}:summary", "cs:{u:A}:links:p1")
        assert rebuild_user(self.client, "A", trace=WHO, now=NOW) == len(self.live)

    @invariant()
    def everything_agrees(self) -> None:
        summary = self.records.summary("A")
        for module, order in self.order.items():
            live = {place[1]: record for place, record in self.live.items() if place[0] == module}
            assert {record.id: record for record in self.records.list("A", module)} == live
            assert [record.id for record in self.records.list("A", module)] == in_place(order, live)
            told = summary.get(module)
            assert (told.count if told else 0) == len(live)
            assert (told.rev if told else 0) == self.changes[module]
            assert (told.codes if told else {}) == Counter(code for record in live.values() for code in record.codes)
        for pathway in ("p1", "p2"):
            linked = {(record.module, record.id) for record in self.records.linked("A", pathway)}
            assert linked == {place for place, record in self.live.items() if pathway in record.links}
        assert find_differences(self.client, "A") == []


def in_place(order: list[str], live: dict[str, Record]) -> list[str]:
    """The ids of the live records as they were put; a restored one has its old place."""
    known = [record_id for record_id in order if record_id in live]
    late = [record_id for record_id in live if record_id not in known]
    return sorted(known + late, key=lambda record_id: (live[record_id].pos, live[record_id].created_at, record_id))


def run(client: Redis, examples: int) -> None:
    model = type("BoundModel", (Model,), {"client": client})
    limits = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(model, settings=limits)


def test_everything_agrees_on_fakeredis() -> None:
    run(fakeredis.FakeRedis(decode_responses=True), 10)


def test_everything_agrees_on_the_real_server(server_url: str) -> None:
    run(connect(server_url), 25)


def test_everything_agrees_on_a_cluster(cluster_url: str) -> None:
    run(connect(cluster_url), 10)
