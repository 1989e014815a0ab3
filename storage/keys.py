"""Every key Clockstart stores under (DESIGN §3). `keys.csv` lists them: type, owner, when they end, what they hold.

The braces are a hash tag: all keys of one person share a cluster slot, so one script stays atomic on a cluster.
"""

import re
from hashlib import sha256

from storage.errors import Refused

NAMESPACE = "cs:"
MODULE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
UID = re.compile(r"[A-Za-z0-9-]{1,64}")
COPY = "--p"
"""Between a module's name and an attempt: `patients--p<attempt>` is the module in the practice copy of that attempt."""
ATTEMPT = re.compile(r"[A-Za-z0-9]{1,32}")
LONGEST_ID = 200
USERS = "cs:users"
COHORTS = "cs:cohorts"
ROLE_ACCESS = "cs:access:roles"
SETTINGS = "cs:settings"
ASSIGNMENTS = "cs:assignments"
DEADLINES = "cs:deadlines"
QUESTIONS = "cs:questions"
RULINGS = "cs:rulings"
ITEM_TIMES = "cs:itemtimes"
ISSUER = "cs:issuer"
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


def summary(uid: str, copy: str = "") -> str:
    """Of a person's modules; with `copy` (`copy_of`), of those of one practice copy, which the first leaves out."""
    return person(uid, f"summary{copy}")


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


def drafts(uid: str, copy: str = "") -> str:
    return person(uid, f"drafts{copy}")


def access(uid: str) -> str:
    return person(uid, "access")


def reviews(uid: str) -> str:
    return person(uid, "reviews")


def snapshots(uid: str) -> str:
    return person(uid, "snapshots")


def sign_offs(uid: str) -> str:
    return person(uid, "signoffs")


def attempts(uid: str) -> str:
    return person(uid, "attempts")


def attempt(uid: str, attempt_id: str) -> str:
    """Raises Refused for what could not be an attempt."""
    return person(uid, f"attempt:{check_attempt(attempt_id)}")


def evidence(uid: str) -> str:
    return person(uid, "evidence")


def evidence_known(uid: str) -> str:
    """What is in the evidence, so that nothing is entered twice."""
    return person(uid, "evidence:known")


def mastery(uid: str) -> str:
    return person(uid, "mastery")


def papers(uid: str) -> str:
    return person(uid, "papers")


def certificates(uid: str) -> str:
    return person(uid, "certificates")


def certificate(number: str) -> str:
    return f"cs:certificate:{number}"


def assigned(uid: str) -> str:
    return person(uid, "assigned")


def calendar_of(uid: str) -> str:
    return person(uid, "calendar")


def views(uid: str) -> str:
    return person(uid, "views")


def jobs(uid: str) -> str:
    return person(uid, "jobs")


def job(uid: str, job_id: str) -> str:
    return person(uid, f"job:{check_record_id(job_id)}")


def job_file(uid: str, job_id: str) -> str:
    return f"{job(uid, job_id)}:file"


def lists(uid: str, copy: str = "") -> str:
    return person(uid, f"lists{copy}")


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


def cohort_assignments(cohort_id: str) -> str:
    return f"cs:cohort:{cohort_id}:assignments"


def calendar(digest: str) -> str:
    return f"cs:calendar:{digest}"


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


def copy_of(attempt: str) -> str:
    """What the names of modules end with in the practice copy of an attempt. Raises Refused."""
    return COPY + check_attempt(attempt)


def copy_in(module: str) -> str:
    """What the name of a module in a practice copy ends with; "" for any other."""
    own, mark, attempt = module.rpartition(COPY)
    return mark + attempt if own and ATTEMPT.fullmatch(attempt) else ""


def check_module_name(module: str) -> str:
    """The name, when it is one; Refused otherwise (CONTRACTS §4)."""
    if not isinstance(module, str) or not MODULE_NAME.fullmatch(module):
        raise Refused("A module name has letters, digits, _ and - only, and at most 64 of them.")
    return module


def check_attempt(attempt: str) -> str:
    """The id, when it can be one; Refused otherwise."""
    if not ATTEMPT.fullmatch(attempt):
        raise Refused("That is not the identifier of an attempt.")
    return attempt


def check_plain_name(module: str) -> str:
    """The name of a module outside practice copies; Refused otherwise."""
    if COPY in check_module_name(module):
        raise Refused(f"Names with {COPY} in them are those of practice copies: choose another.")
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
