"""The route helper's advice and the choices made, as a page shows them."""

from dataclasses import dataclass
from datetime import date

from commissioning.tenders.models import Tender
from commissioning.tenders.route import Answers, Standing, routes, suggested
from commissioning.tenders.tenderfile import Procedure
from socialvalue.text import datetime_text, list_text

COLOURS = {
    Standing.DEMANDED: "purple",
    Standing.OPEN: "green",
    Standing.OPEN_WITH_REASON: "yellow",
    Standing.CLOSED: "grey",
}


@dataclass(frozen=True)
class RouteRow:
    """One route: its standing, why, and where that comes from."""

    route: str
    standing: str
    colour: str
    reasons: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class RoutePage:
    """The advice for a set of answers."""

    suggested: str
    rows: list[RouteRow]


def route_page(answers: Answers, day: date) -> RoutePage:
    """Return the advice on every route, those that may be taken first."""
    return RoutePage(
        suggested=suggested(answers, day).label,
        rows=[
            RouteRow(
                advice.procedure.label,
                advice.standing.label,
                COLOURS[advice.standing],
                advice.reasons,
                list_text(advice.sources),
            )
            for advice in routes(answers, day)
        ],
    )


def choices_made(tender: Tender) -> list[tuple[str, str, str, str, str]]:
    """Return every choice, newest first: when, who, the route and how it stood, what was suggested, why. One query."""
    return [
        (
            datetime_text(choice.at),
            choice.by.name,
            f"{Procedure(choice.chosen).label} ({Standing(choice.standing).label.lower()})",
            Procedure(choice.suggested).label,
            choice.reason,
        )
        for choice in tender.route_choices.select_related("by").order_by("-pk")
    ]
