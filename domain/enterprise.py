"""Enterprises as they stand in the register, and what becomes of a registration."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Review(StrEnum):
    """Where something that staff must see stands."""

    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"


class Need(StrEnum):
    """The five things that enterprises look for (五找)."""

    SERVICE = "service"
    TALENT = "talent"
    EQUIPMENT = "equipment"
    TECHNOLOGY = "technology"
    COOPERATION = "cooperation"


class Size(StrEnum):
    """How large an enterprise says it is, by the four classes of the statistics."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class Belonging(StrEnum):
    """What somebody is to an enterprise that they belong to, or asked to."""

    IN = "in"
    ASKING = "asking"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise. `id` is 0 before it is stored.

    `code` is the 统一社会信用代码 of 18 characters; `region` the GB/T 2260 code of its city or district; `industry` a cluster of the
    documents or a section of GB/T 4754 by its letter; `mobile` a number in E.164. `listed` is its own word on whether it stands in the
    list of 产教融合型企业, None for not said. `owner` is the person (id) who registered it, `reviewer` whoever of the staff decided last,
    `reason` why it was returned; `version` counts its changes.
    """

    id: int
    name: str
    code: str
    region: str
    industry: str
    size: Size
    contact: str
    mobile: str
    needs: frozenset[Need] = frozenset()
    listed: bool | None = None
    owner: int = 0
    state: Review = Review.PENDING
    reason: str = ""
    reviewer: int = 0
    version: int = 1
    changed_at: datetime | None = None
