"""Reviews of a person's work: feedback and grades, second readings, and work handed in for them.

All of it stands in one hash of the person whose work it is. Every version is kept: a write is one script that compares
the revision, stores the version, marks the summary and enters it in the audit trail, whose chain is the history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast, get_args

import orjson
from redis import Redis

from storage import keys
from storage.audit import AuditEntry, pairs, read_entry
from storage.errors import NotFound, Refused, store_errors
from storage.lua import Scripts
from storage.record import Record, Trace, read_record, utc_text, write_data
from storage.replicas import Replicas
from storage.steps import check_operation, memory_of, read_reply, step_text

ACT = "review"
FEEDBACK, SUBMISSION = "feedback", "submission"
State = Literal["draft", "released", "submitted", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)
LONGEST_TEXT = 20_000
LONGEST_VERDICT = 100
MOST_VERSIONS = 1000


@dataclass(frozen=True, slots=True)
class NewReview:
    """A version to be written. `module` is the store key of the module, `record` the record it is about, empty for the
    work in the module as a whole; `kind` says what it is (feedback, a second reading, work handed in), `verdict` its
    grade or answer, `author` whose opinion it is; `more` holds what a kind needs besides."""

    id: str
    kind: str
    module: str
    record: str
    state: State
    author: str
    verdict: str = ""
    text: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A stored version; `rev` counts versions from 1. Times are ISO 8601 in UTC; `released_at` is that of the first
    released version, empty before."""

    id: str
    kind: str
    module: str
    record: str
    state: State
    author: str
    verdict: str
    text: str
    rev: int
    op: str
    by: str
    created_at: str
    updated_at: str
    released_at: str
    more: Mapping[str, Any]

    @property
    def is_released(self) -> bool:
        return self.state == "released"


@dataclass(frozen=True, slots=True)
class StoredReview:
    """What the store confirmed; `replayed` when this operation had been carried out before."""

    review: Review
    replayed: bool


class ReviewStore:
    """Reviews by the person whose work they are about. Raises the errors of `storage.errors`."""

    def __init__(self, client: Redis, replicas: Replicas | None = None) -> None:
        self._client = client
        self._scripts = Scripts(client, replicas)

    def put(
        self, uid: str, new: NewReview, *, op: str, seen_rev: int | None, trace: Trace, now: datetime
    ) -> StoredReview:
        """Write a version made from revision `seen_rev` (None or 0: the first). Raises Conflict with `theirs` (the
        record of the version stored now) when it was changed since, NotFound, and Refused for what cannot be stored."""
        check_new(new)
        before = self.find(uid, new.id) if seen_rev else None
        at = utc_text(now)
        data = data_of(new, released_at=before.released_at if before and before.released_at else at)
        about = {
            "id": keys.check_record_id(new.id),
            "op": check_operation(op),
            "seen": seen_rev or 0,
            "target": new.record,
            "marks": marks_of(new.kind, new.record, new.state, new.verdict, at),
            "schema": 1,
            "codes": [],
            "rules_version": "",
        }
        texts = [orjson.dumps(about).decode(), write_data(data)]
        # The moment is left out of what an operation is remembered by, so that the same one later is the same.
        memory = memory_of(f"{ACT} {op} {new.module} {seen_rev or 0}", [new.id, write_data(data_of(new))])
        step = step_text(uid, new.module, ACT, memory, trace, now)
        stored = read_reply(new.module, self._scripts.run(ACT, review_keys(uid), [step, *texts]), ())[0]
        return StoredReview(as_review(stored.record), stored.replayed)

    def find(self, uid: str, review_id: str) -> Review | None:
        """The review as it stands, or None."""
        with store_errors():
            text = cast("str | None", self._client.hget(keys.reviews(uid), keys.check_record_id(review_id)))
        return read_review(text) if text is not None else None

    def get(self, uid: str, review_id: str) -> Review:
        """The review as it stands; NotFound when there is none."""
        review = self.find(uid, review_id)
        if review is None:
            raise NotFound("There is no such feedback.")
        return review

    def list(self, uid: str, *, module: str = "", record: str | None = None, kind: str = "") -> Sequence[Review]:
        """A person's reviews, newest first: of one module, of one record (`record=""`: of a module as a whole)."""
        return self.list_of_many([uid], module=module, record=record, kind=kind)[uid]

    def list_of_many(
        self, uids: Sequence[str], *, module: str = "", record: str | None = None, kind: str = ""
    ) -> dict[str, Sequence[Review]]:
        """The same for many people, in one round trip."""
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for uid in uids:
                pipe.hvals(keys.reviews(uid))
            replies = pipe.execute() if uids else []

        def fits(review: Review) -> bool:
            wanted = (module in {"", review.module}, record in {None, review.record}, kind in {"", review.kind})
            return all(wanted)

        found = {uid: filter(fits, map(read_review, texts)) for uid, texts in zip(uids, replies, strict=True)}
        return {
            uid: sorted(reviews, key=lambda one: (one.updated_at, one.id), reverse=True)
            for uid, reviews in found.items()
        }

    def history(self, uid: str, review_id: str) -> Sequence[tuple[AuditEntry, Review]]:
        """Every version with its audit entry, newest first; empty when there never was one."""
        names = [keys.reviews(uid), keys.reviews(uid), keys.audit(uid)]
        told = self._scripts.run("history", names, [keys.check_record_id(review_id), str(MOST_VERSIONS)])
        entries = [read_entry(entry_id, pairs(fields)) for entry_id, fields in told]
        return [(entry, as_review(entry.after)) for entry in entries if entry.after is not None]


def review_keys(uid: str) -> list[str]:
    """The keys of `review.lua`, in the order of the writing scripts: reviews are never moved aside."""
    return [keys.reviews(uid), keys.reviews(uid), keys.summary(uid), keys.audit(uid), keys.operations(uid)]


def check_new(new: NewReview) -> None:
    """Raises Refused."""
    keys.check_module_name(new.module)
    if new.record:
        keys.check_record_id(new.record)
    if new.state not in STATES or not new.kind or not new.author:
        raise Refused("A review says what it is, whose it is and how far it is.")
    if len(new.text) > LONGEST_TEXT or len(new.verdict) > LONGEST_VERDICT:
        raise Refused(f"Feedback has at most {LONGEST_TEXT:,} characters; this has {len(new.text):,}.")


def data_of(new: NewReview, *, released_at: str = "") -> dict[str, Any]:
    """The data of a version, as it is stored."""
    told: dict[str, Any] = {
        "kind": new.kind,
        "module": new.module,
        "record": new.record,
        "state": new.state,
        "author": new.author,
        "verdict": new.verdict,
        "text": new.text,
        "more": dict(new.more),
    }
    return told | ({"released_at": released_at} if new.state == "released" and released_at else {})


def marks_of(kind: str, record: str, state: str, verdict: str, at: str) -> dict[str, str]:
    """What a version changes in the summary of its module (empty takes the mark off): when the work was handed in, and
    when feedback on the whole of it was released, with its grade."""
    if kind == SUBMISSION:
        return {"submitted": at if state == "submitted" else ""}
    if kind == FEEDBACK and not record and state == "released":
        return {"reviewed": at, "grade": verdict}
    return {}


def read_review(text: str) -> Review:
    """The review a stored text holds."""
    return as_review(read_record("", text))


def as_review(record: Record) -> Review:
    """The review in an envelope of the store."""
    told = record.data
    return Review(
        id=record.id,
        kind=told["kind"],
        module=told["module"],
        record=told["record"],
        state=told["state"],
        author=told["author"],
        verdict=told["verdict"],
        text=told["text"],
        rev=record.rev,
        op=record.op,
        by=record.by,
        created_at=record.created_at,
        updated_at=record.updated_at,
        released_at=told.get("released_at", ""),
        more=told["more"],
    )
