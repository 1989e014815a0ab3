"""The transfer form: each item of the Inter-Provider Transfer Administrative Minimum Data Set, mandatory or not.

Source: IPTAMDS (DSCN 44/2007, 07/2008); rule book F.
"""

from __future__ import annotations

from typing import NamedTuple

from words.phrases import without_capital


class IptField(NamedTuple):
    """One item of the Inter-Provider Transfer Administrative Minimum Data Set."""

    name: str
    group: str
    label: str
    mandatory: bool

    @property
    def in_words(self) -> str:
        """The label within a sentence."""
        return without_capital(self.label)


def _group(group: str, mandatory: dict[str, str], optional: dict[str, str] | None = None) -> tuple[IptField, ...]:
    must = tuple(IptField(name, group, label, True) for name, label in mandatory.items())
    return must + tuple(IptField(name, group, label, False) for name, label in (optional or {}).items())


IPTAMDS: tuple[IptField, ...] = (
    *_group(
        "Patient",
        {
            "family_name": "Family name",
            "given_name": "Given name",
            "title": "Title",
            "correspondence_address": "Correspondence address",
            "correspondence_postcode": "Postcode of the correspondence address",
            "birth_date": "Date of birth",
            "nhs_number": "NHS number",
            "local_patient_identifier": "Local patient identifier",
        },
        {
            "lead_contact_name": "Lead contact, full name",
            "home_phone": "Home telephone",
            "work_phone": "Work telephone",
            "mobile_phone": "Mobile telephone",
            "email": "E-mail address",
        },
    ),
    *_group("GP", {"gp_name": "Name of the GP", "gp_practice_code": "GP practice code"}),
    *_group(
        "Referring organisation",
        {
            "referring_organisation_name": "Name of the referring organisation",
            "referring_organisation_code": "Code of the referring organisation",
            "referring_professional_name": "Name of the referring care professional",
            "referrer_code": "Referrer code",
            "referring_tfc": "Treatment function of the referring service",
            "referring_contact_name": "Full name of the contact",
        },
        {"referring_contact_phone": "Contact, telephone", "referring_contact_email": "Contact, e-mail"},
    ),
    *_group(
        "RTT",
        {
            "ppid": "Patient pathway identifier",
            "ppid_issuer": "Organisation that issued the identifier",
            "rtt_status": "RTT status (inter-provider transfer)",
            "decision_to_refer_date": "Decision to refer date",
            "clock_start": "RTT period start date",
            "referral_reason": "Reason for the referral",
        },
    ),
    *_group("Pathway", {"pathway_organisations": "Organisations on the pathway so far"}),
    *_group(
        "Receiving organisation",
        {
            "receiving_organisation_name": "Name of the receiving organisation",
            "receiving_organisation_code": "Code of the receiving organisation",
            "receiving_tfc": "Treatment function of the receiving service",
        },
        {"receiving_professional_name": "Name of the receiving care professional"},
    ),
    *_group(
        "Dates",
        {"requested_date": "Date the service was requested"},
        {"received_date": "Date the request was received"},
    ),
)
"""Every item of the form with its mandatory or optional mark, in the order of the form (rule book F)."""
