"""Which specialty: the treatment functions of the monthly return, as a question offers them."""

from types import MappingProxyType
from typing import Annotated

from rules.codes import RETURN_LINES
from words.questions import Choices, OneOf

SPECIALTIES: Choices = MappingProxyType({code: name.removesuffix(" Service") for code, name in RETURN_LINES.items()})
Specialty = Annotated[str, OneOf(SPECIALTIES)]
