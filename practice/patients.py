"""Made-up patients: ages and specialties as on a hospital's lists, names from Faker, numbers of the 999 block."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from random import Random

from faker.providers.person.en_GB import Provider as BritishNames

WOMEN = tuple(BritishNames.first_names_female)
MEN = tuple(BritishNames.first_names_male)
SURNAMES = tuple(BritishNames.last_names)
CHILDREN, ADULT = 0.07, 16
COMMON: Mapping[str, int] = {
    "C_100": 8,
    "C_101": 6,
    "C_110": 14,
    "C_120": 8,
    "C_130": 12,
    "C_140": 5,
    "C_160": 3,
    "C_301": 7,
    "C_320": 6,
    "C_330": 7,
    "C_340": 4,
    "C_400": 4,
    "C_410": 4,
}
"""Specialties that see any adult, and how common each is on a list."""
SURGICAL = frozenset(("C_100", "C_101", "C_110", "C_120", "C_130", "C_140", "C_160", "C_502", "X04"))
OF_CHILDREN: Mapping[str, int] = {"X04": 6, "C_110": 3, "C_120": 4, "C_130": 2, "C_140": 1, "C_330": 1}


WHERE: Mapping[str, str] = {
    **dict.fromkeys(("C44.3", "D04.3"), "C_330"),
    **dict.fromkeys(("C50.4", "D05.1", "Bariatric surgery"), "C_100"),
}
"""Where a diagnosis or treatment that a story names is seen."""


def draw_age(random: Random, children: float = CHILDREN) -> int:
    """In days: few children, and most of the others over fifty, as on a hospital's lists; `children` is their share."""
    if random.random() < children:
        return random.randint(2 * 365, (ADULT - 1) * 365)
    return int(random.triangular(18, 90, 66) * 365)


def pick_specialty(random: Random, age: int, sex: str, among: Collection[str] | None = None) -> str:
    """One that would see somebody of this age, in years, and sex; one of some where they are given."""
    old = {"C_430": 4} if age >= 70 else {}
    women = {"C_502": 14} if sex == "female" else {}
    fitting = OF_CHILDREN if age < ADULT else {**COMMON, **old, **women}
    fitting = {name: share for name, share in fitting.items() if among is None or name in among}
    return random.choices(list(fitting), weights=list(fitting.values()))[0]


def draw_patient(
    random: Random, number: str, today: date, children: float = CHILDREN, among: Collection[str] | None = None
) -> dict[str, str]:
    """`{name, sex, date_of_birth, nhs_number, specialty}` of somebody made up."""
    sex, days = random.choice(("female", "male")), draw_age(random, children)
    first = random.choice(WOMEN if sex == "female" else MEN)
    return {
        "name": f"{first} {random.choice(SURNAMES)}",
        "sex": sex,
        "date_of_birth": (today - timedelta(days=days)).isoformat(),
        "nhs_number": number,
        "specialty": pick_specialty(random, days // 365, sex, among),
    }
