"""The route helper's advice and the choices made, as a page shows them."""

from dataclasses import dataclass
from datetime import date

from commissioning.tenders.models import Tender
from commissioning.tenders.route import Answers, RouteAdvice, Standing, routes, suggested
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
    """The advice for a set of answers: the routes that may be taken, and those that are closed."""

    suggested: str
    open: list[RouteRow]
    closed: list[RouteRow]


def route_page(answers: Answers, day: date) -> RoutePage:
    """Return the advice on every route."""
    advice = routes(answers, day)
    return RoutePage(
        suggested=suggested(answers, day).label,
        open=[_row(one) for one in advice if one.standing is not Standing.CLOSED],
        closed=[_row(one) for one in advice if one.standing is Standing.CLOSED],
    )


def _row(advice: RouteAdvice) -> RouteRow:
    standing = advice.standing
    sources = list_text(advice.sources)
    return RouteRow(advice.procedure.label, standing.label, COLOURS[standing], advice.reasons, sources)


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
