"""What lies outside RTT: advice, direct-access tests, emergencies, private care, letters not yet received."""

from ..events import Event
from ..explain import Rule
from . import book_reporting, book_starts
from .pathway import Handler, Pathway


def remember(pathway: Pathway, event: Event) -> None:
    """Who reports and under which treatment function, from any event that says so."""
    provider = event.details.get("provider")
    if provider:
        is_first = pathway.provider is None and not pathway.referrals.transferred
        pathway.hand_over(event.date, str(provider), str(provider) if is_first else pathway.provider)
    tfc = event.details.get("tfc")
    if tfc:
        pathway.tfc = str(tfc)


def stay_outside(pathway: Pathway, event: Event, rule: Rule, effect: str) -> None:
    pathway.outside = True
    pathway.tell(rule, "On {date}: " + effect, date=event.date)


def leave_out_of_return(pathway: Pathway, event: Event) -> None:
    """A consultant-led community service: the RTT rules hold, the RTT return leaves it out."""
    pathway.extras["in_rtt_return"] = False
    pathway.tell(
        book_reporting.A9_COMMUNITY,
        "A consultant-led community service, {date}: the clock runs, the RTT return leaves it out.",
        date=event.date,
    )


def read_advice(pathway: Pathway, event: Event) -> None:
    pathway.tell(book_starts.NS10, "Advice and guidance asked for on {date} starts no clock.", date=event.date)


def read_direct_access(pathway: Pathway, event: Event) -> None:
    if not pathway.is_open:
        pathway.extras["dm01_clock_start"] = event.date
    stay_outside(
        pathway, event, book_starts.NS2, "a test for the GP, who keeps responsibility: a DM01 clock, no RTT clock."
    )


def read_emergency(pathway: Pathway, event: Event) -> None:
    pathway.emergency_on = event.date
    if event.name == "emergency_admission" and pathway.is_open:
        pathway.stay.admitted_on, pathway.stay.emergency_on = None, event.date
    stay_outside(pathway, event, book_starts.NS3, "an emergency presentation is outside RTT.")


def read_private(pathway: Pathway, event: Event) -> None:
    pathway.extras["private_on"] = event.date
    stay_outside(pathway, event, book_starts.ST16, "private care is outside RTT.")


def read_before_receipt(pathway: Pathway, event: Event) -> None:
    pathway.tell(
        book_starts.NS11, "{date} is not the date the referral was received: it starts no clock.", date=event.date
    )


HANDLERS: dict[str, Handler] = {
    "advice_and_guidance_request": read_advice,
    "direct_access_diagnostic_request": read_direct_access,
    "emergency_attendance": read_emergency,
    "emergency_admission": read_emergency,
    "private_consultation": read_private,
    "gp_referral_letter_written": read_before_receipt,
    "registered_on_pas": read_before_receipt,
}
