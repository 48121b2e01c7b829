"""What is recorded of the choice of a route. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class RouteEvent(Event):
    """What is recorded of a choice."""

    CHOSEN = "tender.route_chosen", "chose the route “{chosen}” (suggested: “{suggested}”): {reason}"
