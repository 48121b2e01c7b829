"""What is recorded of a provider. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class ProviderEvent(Event):
    """What is recorded of a provider. Its members see these."""

    REGISTERED = "provider.registered", "registered {name}."
    ROLE_GIVEN = "provider.role_given", "made {person} {role}."
    ROLE_TAKEN = "provider.role_taken", "ended the role of {person} as {role}."
    PAPER_ADDED = "provider.paper_added", "added “{paper}”: {words}."
    PAPER_CHANGED = "provider.paper_changed", "changed “{paper}”. It now says: {words}."
    PAPER_REMOVED = "provider.paper_removed", "removed “{paper}”."
    FACTS_CHANGED = "provider.facts_changed", "changed the facts of the organisation: {changes}."
