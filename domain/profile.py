"""What people tell of themselves, each field freely, and to whom it may be shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A graduate's or student's profile; every field may be empty.

    `major` is a 专业大类, `speciality` the person's own words for it; `year` the year of graduation; `region` where they want to work;
    `findable` tells that enterprises may see it, without name and contact.
    """

    person: int
    school: str = ""
    major: str = ""
    speciality: str = ""
    year: int = 0
    education: str = ""
    region: str = ""
    skills: str = ""
    lowest_pay: int = 0
    mobile: str = ""
    findable: bool = False
