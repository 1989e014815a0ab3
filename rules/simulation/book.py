"""What a forecast assumes, as people read it."""

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("simulation", "Forecasting a waiting list")
_OURS = "Clockstart, assumptions of the forecast"
_LOCAL = Confidence.CHECK_LOCAL_POLICY

ARRIVALS = BOOK.declare(
    "SIM-1",
    "Referrals come by chance",
    "The number of referrals of a day is drawn from a Poisson distribution around the weekly demand, spread over the "
    "days of the week and raised or lowered by month where seasons are given. Where demand itself is uncertain each "
    "run draws its own.",
    "Fong et al. 2022, Understanding Waiting Lists Pressures",
)
SESSIONS = BOOK.declare(
    "SIM-2",
    "Sessions on real days",
    "Sessions are held on their weekday, not on bank holidays of England unless said so, not in closed weeks, and a "
    "given share of them is cancelled. Slots that nobody waits for are lost.",
    "gov.uk bank holidays; local job plans",
    _LOCAL,
)
ORDER = BOOK.declare(
    "SIM-3",
    "Who is seen first",
    "In turn: the longest wait first. By priority: the first priority in the list of priorities first (cancer, P2, P3, "
    "P4), in turn within one. Nobody is seen on or before the day of referral.",
    "Federation of Surgical Specialty Associations, prioritisation P1 to P4; RTT guidance on treating in turn",
    _LOCAL,
)
ATTENDANCE = BOOK.declare(
    "SIM-4",
    "Missed and cancelled appointments",
    "A missed appointment uses its slot. The patient is rebooked or, in the share given, discharged. A cancellation by "
    "the patient frees a slot, part of which is filled again; one by the hospital does not. Who is rebooked keeps "
    "waiting, and may be seen again after the weeks given.",
    _OURS,
    _LOCAL,
)
REMOVALS = BOOK.declare(
    "SIM-5",
    "Removals other than treatment",
    "Each week a share of those waiting leaves without treatment: treated elsewhere, no longer wanting it, died, or "
    "validated off the list. They leave the queue and are never treated.",
    _OURS,
    _LOCAL,
)
CENSUS = BOOK.declare(
    "SIM-6",
    "What is counted each week",
    "At the end of every seventh day after the start: who waits, and of them how many over 18, 26, 40, 52, 65 and 78 "
    "weeks in the week bands of the monthly return. Those rebooked still wait.",
    "PRN01045 v5.0 §10.1.7",
)
BANDS = BOOK.declare(
    "SIM-7",
    "Prediction bands",
    "Of all runs, 80% lie between the 10th and 90th percentile and 95% between the 2.5th and 97.5th. They say where "
    "the list itself may be, not how well its mean is known.",
    "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, §5.5",
)
CHANCE = BOOK.declare(
    "SIM-8",
    "The chance that the standard is met",
    "The share of runs in which, on that date, at least the wanted percentage of those waiting has waited no more than "
    "18 weeks.",
    _OURS,
)
