"""All there is to store with, on one client (DESIGN §3)."""

from dataclasses import dataclass, replace
from pathlib import Path

from redis import Redis

from storage import keys
from storage.assignments import AssignmentStore
from storage.attempts import AttemptStore
from storage.audit import AuditStore
from storage.calendars import CalendarStore
from storage.deadlines import DeadlineStore
from storage.earlier import EarlierStore
from storage.evidence import EvidenceStore
from storage.factors import FactorStore
from storage.held import HeldActs
from storage.invitations import InvitationStore
from storage.item_times import ItemTimes
from storage.jobs import JobStore
from storage.limits import LimitStore
from storage.lists import ListStore
from storage.notes import DraftStore, RuleChangeStore, SignOffStore, SnapshotStore, ViewStore
from storage.papers import CertificateStore, PaperStore
from storage.people import PeopleStore
from storage.published import PublishedStore
from storage.questions import QuestionStore
from storage.records import RecordStore
from storage.replicas import Replicas
from storage.reserve import NO_RESERVE, Reserve
from storage.reviews import ReviewStore
from storage.sessions import SessionStore
from storage.settings_store import SettingsStore
from storage.worked_out import WorkedOutStore


@dataclass(frozen=True, slots=True)
class Store:
    """All there is to store with, on one client."""

    client: Redis
    records: RecordStore
    audit: AuditStore
    people: PeopleStore
    sessions: SessionStore
    factors: FactorStore
    settings: SettingsStore
    jobs: JobStore
    limits: LimitStore
    invitations: InvitationStore
    drafts: DraftStore
    views: ViewStore
    reviews: ReviewStore
    sign_offs: SignOffStore
    snapshots: SnapshotStore
    attempts: AttemptStore
    assignments: AssignmentStore
    deadlines: DeadlineStore
    questions: QuestionStore
    papers: PaperStore
    certificates: CertificateStore
    calendars: CalendarStore
    evidence: EvidenceStore
    item_times: ItemTimes
    rule_changes: RuleChangeStore
    worked_out: WorkedOutStore
    earlier: EarlierStore
    lists: ListStore
    published: PublishedStore
    held: HeldActs


def open_store(client: Redis, replicas: Replicas | None = None, folder: Path | None = None) -> Store:
    """The stores on this client; nothing is sent yet. Records and feedback are saved once the replicas have them. The
    folder is where room is reserved for what has to be noted when the store is full."""
    acts, steps = reserve_room(folder)
    audit, people, sessions = AuditStore(client), PeopleStore(client), SessionStore(client)
    return Store(
        client=client,
        records=RecordStore(client, replicas),
        audit=audit,
        people=people,
        sessions=sessions,
        factors=FactorStore(client, steps),
        settings=SettingsStore(client),
        jobs=JobStore(client),
        limits=LimitStore(client),
        invitations=InvitationStore(client),
        drafts=DraftStore(client),
        views=ViewStore(client),
        reviews=ReviewStore(client, replicas),
        sign_offs=SignOffStore(client),
        snapshots=SnapshotStore(client),
        attempts=AttemptStore(client),
        assignments=AssignmentStore(client),
        deadlines=DeadlineStore(client),
        questions=QuestionStore(client),
        papers=PaperStore(client),
        certificates=CertificateStore(client),
        calendars=CalendarStore(client),
        evidence=EvidenceStore(client),
        item_times=ItemTimes(client),
        rule_changes=RuleChangeStore(client),
        worked_out=WorkedOutStore(client),
        earlier=EarlierStore(client),
        lists=ListStore(client),
        published=PublishedStore(client),
        held=HeldActs(audit, people, sessions, acts),
    )


def open_copy(store: Store, attempt: str) -> Store:
    """The same store on the practice copies of an attempt, whoever's they are: records, drafts, checked lists, and what
    is worked out. Raises Refused for what could not be an attempt."""
    client, copy = store.client, keys.copy_of(attempt)
    return replace(
        store,
        records=store.records.of_copy(copy),
        drafts=DraftStore(client, copy),
        lists=ListStore(client, copy),
        worked_out=WorkedOutStore(client, copy),
    )


def reserve_room(folder: Path | None) -> tuple[Reserve, Reserve]:
    """For some hundred acts, and for the codes of second factors, which nobody can crowd out."""
    if folder is None:
        return NO_RESERVE, NO_RESERVE
    acts, steps = Reserve(folder / "held-acts", 64 * 1024), Reserve(folder / "used-codes", 16 * 1024)
    for reserve in (acts, steps):
        reserve.make()
    return acts, steps
