"""E-mail through the organisation's own server, sent by the worker; without one, links are shown to be copied."""

import smtplib
import ssl
from email.message import EmailMessage

from auth import current_auth
from auth.invitations import LASTS, invite
from dashapp.context import Clockstart
from dashapp.services.jobs import jobs
from dashapp.settings import Settings
from storage.limits import LimitRule
from storage.person import Person
from storage.record import Trace

KIND = "mail_link"
SECONDS = 20
OFTEN_ENOUGH = LimitRule(free=3, first_wait=LASTS["reset"] / 48, longest_wait=LASTS["reset"] / 8, forget=LASTS["reset"])
"""How often anybody who knows an address can have mail sent there."""
SUBJECTS = {"invite": "Your invitation to Clockstart", "reset": "A new password for Clockstart"}
OPENINGS = {
    "invite": "You have been invited to Clockstart, where you practise elective care administration on invented "
    "patients. This link sets up your account:",
    "reset": "Somebody, probably you, asked for a new password for your Clockstart account. Choose one here:",
}
CLOSINGS = {
    "invite": "It works once, within 7 days.",
    "reset": "It works once, within 24 hours. If it was not you, do nothing: your password stays as it is.",
}


class MailFailed(Exception):
    """The mail server did not take the message; the sentence says why."""


def can_send(settings: Settings) -> bool:
    """Whether a mail server is configured."""
    return bool(settings.smtp_host)


def ask_for_link(clockstart: Clockstart, email: str, purpose: str, made_by: str = "") -> None:
    """Have the worker send a link to an address, if somebody has it. Without `made_by` the person asked themselves."""
    jobs.hand_over(clockstart, KIND, email, purpose, made_by)


def mail_link(clockstart: Clockstart, email: str, purpose: str, made_by: str) -> None:
    """In the worker: make a link and send it; how it went is in the person's audit trail. Nothing happens for an
    address that nobody has, or too often."""
    person = clockstart.store.people.find_by_email(email)
    if person is None or not person.active:
        return
    if not made_by and not may_be_sent(clockstart, person):
        return
    path = invite(current_auth(), person, made_by=made_by or person.uid, purpose=purpose)
    try:
        send(clockstart.settings, write_letter(clockstart.settings, person, purpose, path))
    except MailFailed as problem:
        enter(clockstart, person, f"{purpose}_mail_failed", made_by, reason=str(problem))
    else:
        enter(clockstart, person, f"{purpose}_mailed", made_by)


def may_be_sent(clockstart: Clockstart, person: Person) -> bool:
    """Whether this mailbox has not been sent too many; it counts."""
    limits, now = clockstart.store.limits, clockstart.now
    if limits.take("mail", person.email, OFTEN_ENOUGH, now=now):
        return False
    limits.failed("mail", person.email, OFTEN_ENOUGH, now=now)
    return True


def write_letter(settings: Settings, person: Person, purpose: str, path: str) -> EmailMessage:
    """A short plain message. The link starts with the address in the settings, never with what a browser sent."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = SUBJECTS[purpose], settings.smtp_from, person.email
    link = settings.address + path
    letter.set_content(f"Hello {person.name},\n\n{OPENINGS[purpose]}\n\n{link}\n\n{CLOSINGS[purpose]}\n")
    return letter


def send(settings: Settings, letter: EmailMessage) -> None:
    """Hand a message to the mail server. Raises MailFailed."""
    try:
        with connect(settings) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as problem:
        raise MailFailed(f"{settings.smtp_host} did not take it: {problem}") from problem


def connect(settings: Settings) -> smtplib.SMTP:
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=SECONDS, context=context)
    return smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS)


def enter(clockstart: Clockstart, person: Person, act: str, made_by: str, **about: str) -> None:
    trace = Trace(made_by or person.uid)
    clockstart.store.audit.enter(person.uid, act, trace=trace, now=clockstart.now, **about)
