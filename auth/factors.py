"""The second factor: codes of an authenticator app (TOTP, RFC 6238) and recovery codes that work once each.

A code counts in its own 30 seconds and in those before and after, so that a clock may be a little wrong. It counts
once: its time step is used up with it. Guesses are counted apart from guesses of the password (see `limits`), and a
browser the account has signed in from is counted on its own, so that nobody makes the owner wait there.
"""

import base64
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

import pyotp
from flask import request

from auth.context import Auth, current_trace
from auth.devices import current_device
from auth.errors import CodeNotNow, WrongCode
from auth.limits import HOUR, Counter, check_attempt, counters_of, forget_attempts, note_failure
from storage import keys
from storage.errors import StoreFull
from storage.limits import LimitRule
from storage.person import FACTOR_AGAIN, Person
from storage.record import Trace

ISSUER = "Clockstart"
DRIFT = (0, -1, 1)
CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_GROUPS = 4
ASKED_OF = frozenset({"manager", "admin"})
WHOLE_ACCOUNT = LimitRule(
    free=20, first_wait=timedelta(seconds=10), longest_wait=timedelta(minutes=5), forget=24 * HOUR
)


def must_set_up(auth: Auth, person: Person) -> bool:
    """Whether this person can do nothing else before a second factor is set up: managers and administrators where it
    is required, and everybody whose factor was reset."""
    asked = person.factor == FACTOR_AGAIN or (auth.factor_required and person.role in ASKED_OF)
    return asked and not person.has_factor


def may_do_without(auth: Auth, person: Person) -> bool:
    """Whether this person may take the second factor away again."""
    return not (auth.factor_required and person.role in ASKED_OF)


def new_secret() -> str:
    """A secret to share with an authenticator app, 160 bits in base 32."""
    return pyotp.random_base32()


def draw_picture(person: Person, secret: str) -> str:
    """The picture an authenticator app reads, as a data address."""
    # here, because it brings an imaging library along, and the sign-in page waits for what this module imports
    import qrcode  # type: ignore[import-untyped]
    from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)
    code = qrcode.QRCode(image_factory=SvgPathFillImage, border=3)
    code.add_data(address)
    return "data:image/svg+xml;base64," + base64.b64encode(code.make_image().to_string()).decode()


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step a code belongs to, among now, the one before and the one after; None when it is none of them."""
    totp = pyotp.TOTP(secret)
    steps = (totp.timecode(now) + drift for drift in DRIFT)
    digits = code.encode()
    return next((step for step in steps if compare_digest(totp.generate_otp(step).encode(), digits)), None)


def make_codes() -> list[str]:
    """Ten recovery codes of 79 bits each, to be shown once."""
    return ["-".join(make_group() for _ in range(CODE_GROUPS)) for _ in range(CODES)]


def make_group() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(4))


def digest_code(code: str) -> str:
    """What is stored of a recovery code; spaces, hyphens and case do not matter."""
    return keys.digest("".join(character for character in code.casefold() if character.isalnum()))


def check_code(auth: Auth, person: Person, given: str) -> None:
    """Use a code of the app or a recovery code up. Raises TooManyAttempts before it is looked at, or WrongCode; also
    CodeNotNow while the store is full, for a recovery code."""
    now, counters = auth.clock(), code_counters(person)
    check_attempt(auth.store.limits, counters, now=now)
    if not takes(auth, person, given, now):
        note_failure(auth.store.limits, counters, now=now)
        enter(auth, person, "code_refused", by_anybody=True)
        raise WrongCode
    forget_attempts(auth.store.limits, counters)


def takes(auth: Auth, person: Person, given: str, now: datetime) -> bool:
    """Whether what was typed is a code that had not been used; it is now."""
    factor, plain = auth.store.factors.find(person.uid), "".join(given.split())
    if factor is None:
        return False
    if len(plain) == 6 and plain.isascii() and plain.isdigit():
        step = find_step(factor.secret, plain, now)
        return step is not None and auth.store.factors.take_step(person.uid, step)
    try:
        took = auth.store.factors.take_code(person.uid, digest_code(plain))
    except StoreFull as problem:
        raise CodeNotNow from problem
    if not took:
        return False
    enter(auth, person, "recovery_code_used")
    return True


def code_counters(person: Person) -> tuple[Counter, ...]:
    """What one guess of a code counts against."""
    device = current_device()
    known = device.id if person.uid in device.uids else None
    counters = counters_of(person.email, request.remote_addr or "", known)
    stricter = {"account": WHOLE_ACCOUNT}
    return tuple((f"code {kind}", subject, stricter.get(kind, rule)) for kind, subject, rule in counters)


def set_up(auth: Auth, person: Person, secret: str, code: str) -> list[str]:
    """Ask for this secret from now on, once a code of it has been shown to work; the recovery codes. Raises
    TooManyAttempts, WrongCode."""
    now, counters = auth.clock(), code_counters(person)
    check_attempt(auth.store.limits, counters, now=now)
    step = find_step(secret, "".join(code.split()), now)
    if step is None:
        note_failure(auth.store.limits, counters, now=now)
        raise WrongCode
    forget_attempts(auth.store.limits, counters)
    codes = make_codes()
    auth.store.factors.confirm(person.uid, secret, step, map(digest_code, codes), now=now)
    enter(auth, person, "factor_set_up")
    return codes


def renew_codes(auth: Auth, person: Person) -> list[str]:
    """New recovery codes; the old ones are worth nothing. Raises NotFound."""
    codes = make_codes()
    auth.store.factors.put_codes(person.uid, map(digest_code, codes))
    enter(auth, person, "recovery_codes_made")
    return codes


def enter(auth: Auth, person: Person, act: str, *, by_anybody: bool = False) -> None:
    """In the person's own trail, also before anybody is signed in."""
    trace = current_trace()
    told = Trace(trace.actor or person.uid, trace.trace, trace.ip)
    auth.store.held.enter(person.uid, act, trace=told, now=auth.clock(), by_anybody=by_anybody)
