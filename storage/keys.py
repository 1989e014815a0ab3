"""Every key Clockstart stores under, in one table (DESIGN §3).

The braces are a hash tag: all keys of one person share a cluster slot, so one script stays atomic on a cluster.
"""

import re
from hashlib import sha256
from typing import NamedTuple

from storage.errors import Refused

NAMESPACE = "cs:"
MODULE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
UID = re.compile(r"[A-Za-z0-9-]{1,64}")
LONGEST_ID = 200


class KeyPattern(NamedTuple):
    """One row: the pattern, its Redis type, whose it is, when it ends, what it holds."""

    pattern: str
    type: str
    owner: str
    expiry: str
    holds: str


TABLE: tuple[KeyPattern, ...] = (
    KeyPattern("cs:{u:<uid>}:rec:<module>", "hash", "person", "never", "record id → JSON envelope of the record"),
    KeyPattern("cs:{u:<uid>}:rec:<module>:removed", "hash", "person", "never", "removed records, for undo and restore"),
    KeyPattern("cs:{u:<uid>}:links:<pathway_id>", "set", "person", "never", "<module>/<id> of records on a pathway"),
    KeyPattern("cs:{u:<uid>}:summary", "hash", "person", "never", "per module count, rev, last change, finding codes"),
    KeyPattern("cs:{u:<uid>}:audit", "stream", "person", "never", "one entry per change; never trimmed"),
    KeyPattern("cs:{u:<uid>}:ops", "hash", "person", "when full", "operation id → audit entry, the newest operations"),
    KeyPattern("cs:{u:<uid>}:ops:before", "hash", "person", "when full", "the generation of operations before `ops`"),
    KeyPattern("cs:{u:<uid>}:account", "hash", "person", "never", "the account"),
    KeyPattern("cs:{u:<uid>}:factor", "hash", "person", "never", "the second factor, and digests of recovery codes"),
    KeyPattern("cs:{u:<uid>}:sessions", "hash", "person", "inside value", "sha-256 of the session id → session"),
    KeyPattern("cs:{u:<uid>}:drafts", "hash", "person", "inside value", "answers that are not yet a record"),
    KeyPattern("cs:{u:<uid>}:access", "hash", "person", "inside value", "module → override of access"),
    KeyPattern("cs:{u:<uid>}:reviews", "hash", "person", "never", "feedback and grades"),
    KeyPattern("cs:{u:<uid>}:signoffs", "hash", "person", "never", "who signed a kept return off, and when"),
    KeyPattern("cs:{u:<uid>}:attempts", "hash", "person", "never", "practice attempts"),
    KeyPattern("cs:{u:<uid>}:views", "hash", "person", "never", "saved views"),
    KeyPattern("cs:{u:<uid>}:jobs", "zset", "person", "with its jobs", "job id by time of creation"),
    KeyPattern("cs:{u:<uid>}:job:<job_id>", "hash", "person", "30 days", "state, progress and result of a job"),
    KeyPattern("cs:{u:<uid>}:job:<job_id>:file", "list", "person", "1 day", "parts of the file a job made, packed"),
    KeyPattern("cs:{u:<uid>}:lists", "hash", "person", "never", "list id → what is known of a checked waiting list"),
    KeyPattern("cs:{u:<uid>}:list:<list>:rows", "hash", "person", "with its list", "row number → JSON row of a list"),
    KeyPattern("cs:{u:<uid>}:list:<list>:queues", "hash", "person", "with its list", "queue → row numbers in order"),
    KeyPattern("cs:{u:<uid>}:list:<list>:aside", "string", "person", "with its list", "lines of a file set aside"),
    KeyPattern(
        "cs:{u:<uid>}:rows:<module>",
        "string",
        "person",
        "2 days",
        "worked out from the records; rebuildable",
    ),
    KeyPattern(
        "cs:{u:<uid>}:readings:<module>",
        "hash",
        "person",
        "never",
        "what its clocks read by the rule books of last time",
    ),
    KeyPattern(
        "cs:{u:<uid>}:rulechanges", "hash", "person", "never", "what new rule books changed in clocks, and if seen"
    ),
    KeyPattern("cs:{u:<uid>}:clocks:before", "string", "person", "when read", "clocks as earlier rule books read them"),
    KeyPattern("cs:{u:<uid>}:clocks", "string", "person", "30 days", "clocks of the pathways in columns; rebuildable"),
    KeyPattern("cs:{u:<uid>}:mark", "string", "person", "1 second", "what replicas confirm, where a save asks them"),
    KeyPattern("cs:email:<email>", "string", "system", "never", "→ uid; claimed with NX"),
    KeyPattern("cs:users", "set", "system", "never", "every uid; rebuildable"),
    KeyPattern("cs:cohorts", "set", "system", "never", "every cohort id"),
    KeyPattern("cs:cohort:<cohort>", "hash", "system", "never", "name and settings of a cohort"),
    KeyPattern("cs:cohort:<cohort>:members", "set", "system", "never", "uids in the cohort; rebuildable"),
    KeyPattern("cs:cohort:<cohort>:access", "hash", "system", "inside value", "module → override for a cohort"),
    KeyPattern("cs:access:roles", "hash", "system", "inside value", "<role>/<module> → override for a role"),
    KeyPattern("cs:settings", "hash", "system", "never", "choices an administrator makes in the app"),
    KeyPattern("cs:limit:<kind>:<subject>", "string", "system", "its window", "attempts within the window"),
    KeyPattern("cs:invite:<digest>", "hash", "system", "its own", "an invitation, under the sha-256 of its token"),
    KeyPattern("cs:{sys}:audit", "stream", "system", "never", "acts that belong to no person's records"),
    KeyPattern("cs:{sys}:jobs", "hash", "system", "never", "<kind>/<state> → how many jobs have ended so"),
    KeyPattern("cs:earlier:<email>", "hash", "system", "never", "earlier records that wait for an account"),
    KeyPattern("cs:published", "hash", "system", "never", "imported national extracts: id → what each one is"),
    KeyPattern("cs:published:<extract>", "hash", "system", "never", "an imported national extract"),
    KeyPattern("cs:tombstone:<uid>", "string", "system", "never", "who was erased, when and by whom; no personal data"),
    KeyPattern("cs:schema", "string", "system", "never", "version of the stored data"),
    KeyPattern("cs:history", "string", "system", "never", "which history this data is of; the data folder knows it"),
    KeyPattern("cs:notices", "hash", "system", "until read", "moment → what happened to the store"),
    KeyPattern("cs:demo:making", "string", "system", "until whole", "who is in a demo cohort that is being made"),
)

USERS = "cs:users"
COHORTS = "cs:cohorts"
ROLE_ACCESS = "cs:access:roles"
SETTINGS = "cs:settings"
PUBLISHED = "cs:published"
SYSTEM_AUDIT = "cs:{sys}:audit"
JOBS_ENDED = "cs:{sys}:jobs"
SCHEMA = "cs:schema"
HISTORY = "cs:history"
NOTICES = "cs:notices"
DEMO_MAKING = "cs:demo:making"


def person(uid: str, name: str) -> str:
    """`cs:{u:<uid>}:<name>`. Raises Refused when the uid could not be one of ours."""
    if not UID.fullmatch(uid):
        raise Refused("That is not the identifier of a person.")
    return f"cs:{{u:{uid}}}:{name}"


def records(uid: str, module: str) -> str:
    """Raises Refused when the module name is not made of letters, digits, _ and - (at most 64)."""
    return person(uid, f"rec:{check_module_name(module)}")


def removed(uid: str, module: str) -> str:
    return f"{records(uid, module)}:removed"


def links(uid: str, pathway_id: str) -> str:
    return person(uid, f"links:{check_record_id(pathway_id)}")


def worked_out(uid: str, name: str) -> str:
    """Of `clocks` and `clocks:before`, or of rows and all else that is worked out, by their own name."""
    if name in {"clocks", "clocks:before"}:
        return person(uid, name)
    return person(uid, f"rows:{check_module_name(name.removeprefix('rows:'))}")


def readings(uid: str, module: str) -> str:
    return person(uid, f"readings:{check_module_name(module)}")


def rule_changes(uid: str) -> str:
    return person(uid, "rulechanges")


def mark_next_to(key: str) -> str:
    """The mark of the person whose key this is."""
    return key[: key.index("}") + 1] + ":mark"


def summary(uid: str) -> str:
    return person(uid, "summary")


def audit(uid: str) -> str:
    return person(uid, "audit")


def operations(uid: str) -> str:
    return person(uid, "ops")


def account(uid: str) -> str:
    return person(uid, "account")


def factor(uid: str) -> str:
    return person(uid, "factor")


def sessions(uid: str) -> str:
    return person(uid, "sessions")


def nothing(uid: str) -> str:
    """A key that is never there, to ask whether its person's part of the store can be written."""
    return person(uid, "nothing")


def drafts(uid: str) -> str:
    return person(uid, "drafts")


def access(uid: str) -> str:
    return person(uid, "access")


def reviews(uid: str) -> str:
    return person(uid, "reviews")


def sign_offs(uid: str) -> str:
    return person(uid, "signoffs")


def attempts(uid: str) -> str:
    return person(uid, "attempts")


def views(uid: str) -> str:
    return person(uid, "views")


def jobs(uid: str) -> str:
    return person(uid, "jobs")


def job(uid: str, job_id: str) -> str:
    return person(uid, f"job:{check_record_id(job_id)}")


def job_file(uid: str, job_id: str) -> str:
    return f"{job(uid, job_id)}:file"


def lists(uid: str) -> str:
    return person(uid, "lists")


def list_rows(uid: str, list_id: str) -> str:
    return person(uid, f"list:{check_record_id(list_id)}:rows")


def list_queues(uid: str, list_id: str) -> str:
    return person(uid, f"list:{check_record_id(list_id)}:queues")


def list_aside(uid: str, list_id: str) -> str:
    return person(uid, f"list:{check_record_id(list_id)}:aside")


def email(address: str) -> str:
    return f"cs:email:{normalise_email(address)}"


def cohort(cohort_id: str) -> str:
    return f"cs:cohort:{cohort_id}"


def cohort_members(cohort_id: str) -> str:
    return f"cs:cohort:{cohort_id}:members"


def cohort_access(cohort_id: str) -> str:
    return f"cs:cohort:{cohort_id}:access"


def limit(kind: str, subject: str) -> str:
    """The subject (an e-mail, an address) is kept as a digest, so that limits hold no personal data."""
    return f"cs:limit:{kind}:{digest(subject)}"


def invitation(token: str) -> str:
    return f"cs:invite:{digest(token)}"


def earlier(address: str) -> str:
    return f"cs:earlier:{normalise_email(address)}"


def published(extract: str) -> str:
    return f"cs:published:{extract}"


def tombstone(uid: str) -> str:
    return f"cs:tombstone:{uid}"


def digest(text: str) -> str:
    """sha-256, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def normalise_email(address: str) -> str:
    """An address as it is compared: without surrounding space, in one case."""
    return address.strip().casefold()


def check_module_name(module: str) -> str:
    """The name, when it is one; Refused otherwise (CONTRACTS §4)."""
    if not isinstance(module, str) or not MODULE_NAME.fullmatch(module):
        raise Refused("A module name has letters, digits, _ and - only, and at most 64 of them.")
    return module


def check_record_id(record_id: str) -> str:
    """The id, when it can be one; Refused otherwise."""
    return check_length(record_id, LONGEST_ID)


def check_note_name(name: str) -> str:
    """The name of a note, which may be a module and any id in it; Refused when it is too long for that."""
    return check_length(name, 2 * LONGEST_ID)


def check_length(text: str, longest: int) -> str:
    if not isinstance(text, str) or not 0 < len(text) <= longest:
        raise Refused(f"An id is text of 1 to {longest} characters.")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused("An id cannot hold half a character.")
    return text
