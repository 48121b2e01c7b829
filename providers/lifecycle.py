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


class StandingTextEvent(Event):
    """What is recorded of the texts that an organisation keeps to use again. Its members see these."""

    ADDED = "standing_text.added", "wrote the text “{title}” for the library."
    CHANGED = "standing_text.changed", "changed the text “{title}” in the library."
    REMOVED = "standing_text.removed", "removed the text “{title}” from the library."
