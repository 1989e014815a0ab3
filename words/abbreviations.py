"""The field's short words: what they mean, and how they are written."""

import re
from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "ASI": "appointment slot issue",
    "CWT": "cancer waiting times",
    "DM01": "monthly diagnostics waiting times return",
    "DNA": "did not attend: a missed appointment",
    "DTA": "decision to admit",
    "DTT": "decision to treat",
    "EBI": "evidence-based interventions",
    "ECAD": "earliest clinically appropriate date",
    "FDS": "faster diagnosis standard",
    "IFR": "individual funding request",
    "IPT": "inter-provider transfer",
    "LCAD": "latest clinically appropriate date",
    "MDT": "multidisciplinary team",
    "NONC": "pathways commissioned outside England",
    "PAS": "patient administration system",
    "PPID": "patient pathway identifier",
    "PTL": "patient tracking list",
    "RTT": "referral to treatment",
    "TCI": "to come in: the date offered for admission",
    "TFC": "treatment function code",
    "UBRN": "unique booking reference number",
}
COMMON = ("2A", "GP", "ICD", "NHS")
"""What needs no spelling out."""
SPELT_SMALL = re.compile(rf"\b({'|'.join((*MEANINGS, *COMMON)).lower()})\b")
"""Any of them as codes spell them."""
