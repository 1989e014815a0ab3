"""The definitions behind the capacity planner, as people read them."""

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("capacity", "Demand, capacity, activity and queue")

FONG = "Fong et al. 2022, Understanding Waiting Lists Pressures (doi 10.1101/2022.08.23.22279117)"
PEER = "NHSRwaitinglist 0.1.2 (NHS-R Community)"

FOUR_FIGURES = BOOK.declare(
    "CAP-1",
    "Demand, capacity, activity, queue",
    "Demand is what is asked of a service: referrals, not activity. Capacity is the slots there are to meet it. "
    "Activity is what was done. The queue is who waits. All four are counted in one unit, patients or slots, and over "
    "one length of time, here a week.",
    f"RTT guidance PRN01045 v5.0 §9.1; {FONG}",
)
LOAD = BOOK.declare(
    "CAP-2",
    "Load",
    "Load is demand divided by capacity. At 1 or more the list grows without end. Just under 1 it is stable but waits "
    "are long and swing widely.",
    FONG,
)
FACTOR = BOOK.declare(
    "CAP-3",
    "The factor between target and mean wait",
    "On a steady list seen in turn, waits are close to exponential: the share that waits longer than the target is "
    "e to the power of minus target ÷ mean. The factor target ÷ mean is therefore −ln(1 − p) for a share p within "
    "target: 2.53 for 92%, 3.00 for 95%, 4.61 for 99%. The customary 4 means 98.2%, 6 means 99.75%.",
    FONG,
)
TARGET_MEAN_WAIT = BOOK.declare(
    "CAP-4",
    "Target mean wait",
    "The mean wait at which the wanted share is treated within the target wait: target wait ÷ factor, in weeks.",
    FONG,
)
TARGET_QUEUE = BOOK.declare(
    "CAP-5",
    "Target list size",
    "Little's law: the number waiting is demand a week × mean wait in weeks. The target list is therefore demand × "
    "target wait ÷ factor. It can be kept only with capacity above demand.",
    f"Little 1961, A proof for the queuing formula L = λW; {FONG}",
)
RELIEF = BOOK.declare(
    "CAP-6",
    "Relief capacity",
    "While a list is more than twice its target, capacity a week is demand plus the excess spread over the weeks given "
    "to clear it (26 unless said otherwise). Where demand is estimated from few referrals, demand is first raised to "
    "the upper end of what it may be: demand ÷ (1 − 2 × coefficient of variation ÷ √referrals).",
    f"{FONG}; standard error of an estimated rate",
)
TARGET_CAPACITY = BOOK.declare(
    "CAP-7",
    "Target capacity",
    "Once the list is near its target, capacity is demand plus ((cv of demand² + cv of capacity²) ÷ 2) × factor ÷ "
    "target wait. That is the limit as load nears 1; Kingman's formula solved for capacity is shown next to it, and is "
    "smaller for services with little demand.",
    f"Kingman 1961, The single server queue in heavy traffic; {FONG}",
)
PRESSURE = BOOK.declare(
    "CAP-8",
    "Waiting list pressure",
    "Twice the mean wait so far, divided by the target wait, both in weeks. Above 1 the list is likely to miss its "
    "target.",
    f"{FONG}; the factor 2 is a convention of {PEER}",
)
CENSUS = BOOK.declare(
    "CAP-9",
    "Who is waiting on a day",
    "At the end of a day a patient is waiting when referred on or before it and not removed on or before it. A removal "
    "booked for a later day does not count yet. Rows without a referral date are left out and named.",
    "Clockstart; census as for the RTT return, PRN01045 v5.0 §10.1.5",
)
DEMAND = BOOK.declare(
    "CAP-10",
    "Demand from a list",
    "Referrals in the window divided by its weeks. The older definition takes the mean of the gaps between window "
    "start, referrals and window end, which counts one gap more than there are referrals; it is kept under its own "
    f"name so that figures agree with {PEER}.",
    f"{PEER}; unbiased estimate of a rate",
)
CAPACITY = BOOK.declare(
    "CAP-11",
    "Capacity from a list",
    "One divided by the mean gap between removals in the window, where days on which nobody waited interrupt a gap: "
    "idle time with an empty list is not lost capacity. Removals before or after the window are not counted.",
    PEER,
)
SCHEDULE = BOOK.declare(
    "CAP-12",
    "Filling slots in turn",
    "Patients are taken in order of referral. A slot goes to the patient at the head of the list when it is later than "
    "the day of referral; otherwise the slot is lost. Nobody is treated on or before the day of referral.",
    PEER,
)
PERCENTILE = BOOK.declare(
    "CAP-13",
    "Capacity as a percentile of weekly demand",
    "Capacity set at the 85th percentile of weekly demand covers 85 weeks in 100 without the list growing; the spare "
    "slots of other weeks are the price. The 80% rule sets it at the lowest week plus 80% of the range.",
    "NHS England demand and capacity models; Healthcare Improvement Scotland DCAQ (the 80% rule)",
    Confidence.CHECK_LOCAL_POLICY,
)
CLEARANCE = BOOK.declare(
    "CAP-14",
    "Clearing a backlog",
    "The list falls each week by capacity less demand. Weeks to reach a list size are the excess ÷ (capacity − "
    "demand); when capacity does not exceed demand it is never reached. Clearance time is the list ÷ clock stops a "
    "week.",
    "PRN01045 v5.0 §9.1",
)
CONTROL_LIMITS = BOOK.declare(
    "CAP-15",
    "Control limits of a run of weeks (XmR)",
    "Referrals and treatments of a week are read as a series over time, by rules SPC-1 and SPC-2: a week outside its "
    "limits or in a run has a cause worth looking for.",
    "NHS England, Making Data Count",
    Confidence.CHECK_LOCAL_POLICY,
)
ALLOWANCES = BOOK.declare(
    "CAP-16",
    "From job plan to completed new activity",
    "Slots in job plans lose the weeks of leave and bank holidays, cancelled sessions, slots held for others, slots "
    "that stay unbooked, missed and cancelled appointments that cannot be filled again, and follow-up appointments. "
    "About 42 of 52 weeks remain for one clinician.",
    "NHS England demand and capacity models; local job plans",
    Confidence.CHECK_LOCAL_POLICY,
)
TEMPLATES = BOOK.declare(
    "CAP-17",
    "Sessions and theatre lists",
    "Cases that fit a session are the planned minutes × touch-time utilisation ÷ (case + turnaround minutes). A "
    "theatre session is four hours; 85% is the utilisation planned for.",
    "GIRFT and Model Health System, capped theatre utilisation 85%",
    Confidence.CHECK_LOCAL_POLICY,
)
KINGMAN = BOOK.declare(
    "CAP-18",
    "Waits against utilisation",
    "The mean wait is about load ÷ (1 − load) × (cv of demand² + cv of capacity²) ÷ 2 ÷ capacity: it doubles between "
    "90% and 95% and has no end at 100%. Less variation shortens waits at the same capacity.",
    "Kingman 1961, The single server queue in heavy traffic",
)
STEADY_STATE = BOOK.declare(
    "CAP-19",
    "The healthy list of a service",
    "The list size and capacity at which the standard is met week after week: a list of demand × target wait ÷ factor, "
    "and capacity for those who do not leave without treatment.",
    FONG,
)
BACK_TEST = BOOK.declare(
    "CAP-20",
    "Whether a forecast can be believed",
    "The model is fitted on the first half of the weeks and forecasts the second. Shown are the mean absolute error, "
    "the mean absolute percentage error, and how often what happened fell inside the 80% and 95% bands.",
    "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, §5.8",
)
BEDS = BOOK.declare(
    "CAP-21",
    "Beds by length of stay",
    "Beds needed are admissions a week × mean length of stay in days ÷ 7 ÷ target occupancy. Stays that vary, and "
    "admissions that come together, need more on some days.",
    "Little 1961, A proof for the queuing formula L = λW; local bed plans for the occupancy",
    Confidence.CHECK_LOCAL_POLICY,
)
