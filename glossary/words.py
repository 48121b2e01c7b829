"""The fixed words of the portal: strands of well-being, kinds of benefit, service categories, and what is recorded.

The names are the ones that tender files use, so they never change; the labels are what people read.
Strands: Public Services (Social Value) Act 2012, s.1(3). Benefits: "Social Value: a summary for the Voluntary and
Community Sector in Hertfordshire" (Connect Hertfordshire, October 2018), part 5.
"""

import re
from enum import StrEnum
from typing import Self

from socialvalue.audit.events import Event


class FrameworkEvent(Event):
    """What is recorded of a framework."""

    LOADED = ("framework.loaded", "loaded version {version} of {name}; rows written: {written}")


class Word(StrEnum):
    """A fixed word: its value is the name in files, its `label` is what people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its name in files and its label. (A look-up by name, `Word("x")`, gives no label.)"""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) for every word, in the order written here."""
        return [(word.value, word.label) for word in cls]


class Strand(Word):
    """The three strands of well-being."""

    ECONOMIC = "economic", "Economic"
    SOCIAL = "social", "Social"
    ENVIRONMENTAL = "environmental", "Environmental"


class Benefit(Word):
    """The seven kinds of benefit that a provider may show."""

    EMPLOYMENT_CREATION = "employment_creation", "Creating jobs"
    YOUTH_EMPLOYMENT = "youth_employment", "Jobs for young people"
    TRAINING_VOLUNTEERING = "training_volunteering", "Training and volunteering"
    COMMUNITY_IMPROVEMENT = "community_improvement", "Better communities"
    ENVIRONMENTAL_IMPROVEMENT = "environmental_improvement", "A better environment"
    HEALTH_IMPROVEMENT = "health_improvement", "Better health"
    CRIME_REDUCTION = "crime_reduction", "Less crime and anti-social behaviour"


class ServiceCategory(Word):
    """The kinds of service that are bought, as tender files and the question bank name them."""

    ADULT_SOCIAL_CARE = "adult_social_care", "Adult social care"
    CHILDREN_AND_FAMILIES = "children_and_families", "Children and families"
    HEALTH_AND_WELLBEING = "health_and_wellbeing", "Health and well-being"
    EDUCATION_AND_SKILLS = "education_and_skills", "Education and skills"
    TRANSPORT = "transport", "Transport"
    ENVIRONMENT = "environment", "Environment and waste"
    CONSTRUCTION_AND_WORKS = "construction_and_works", "Construction and works"
    FACILITIES = "facilities", "Buildings and facilities"
    COMMUNITY_SAFETY = "community_safety", "Community safety"
    HOUSING_AND_HOMELESSNESS = "housing_and_homelessness", "Housing and homelessness"
    CULTURE_AND_LEISURE = "culture_and_leisure", "Culture and leisure"
    DIGITAL = "digital", "Digital"
    PROFESSIONAL_SERVICES = "professional_services", "Professional services"


SHARE = re.compile(r"\s*(%|per ?cent\b|percentage\b)", re.IGNORECASE)
WHOLE_TERM = re.compile(r"\s*\b(over|in|during|across) the (whole )?contract$", re.IGNORECASE)
YEARLY = re.compile(r"\b(per|a|each|every) (contract )?year\b", re.IGNORECASE)


class Counting(StrEnum):
    """How what is promised and delivered in a unit adds up: docs/decisions/0005-the-unit-says-how-a-promise-adds-up.md."""

    SHARE = "share"
    EACH_YEAR = "each_year"
    IN_ALL = "in_all"


def counting(unit: str) -> Counting:
    """How to count a unit, by its words."""
    if SHARE.match(unit):
        return Counting.SHARE
    return Counting.EACH_YEAR if YEARLY.search(unit) else Counting.IN_ALL


def bare_unit(unit: str) -> str:
    """The unit without its period, to stand behind a number of another period: "people starting", "% of items"."""
    return WHOLE_TERM.sub("", YEARLY.sub("", unit)).strip() or unit
