"""Who is asked before a tender, how far an engagement has come, and what is recorded of it. Plain Python.

Only publication is stored. Whether an engagement is open follows from its days and the clock.
"""

from datetime import date

from glossary.words import Word
from socialvalue.audit.events import Event


class Audience(Word):
    """Whom an engagement speaks to. Each audience has a page and questions of its own."""

    PROVIDERS = "providers", "Providers"
    SERVICE_USERS = "service-users", "People who use the service"
    ANYONE = "anyone", "Anyone"


class EngagementPhase(Word):
    """What people are told of an engagement."""

    DRAFT = "draft", "Draft"
    COMING = "coming", "Opens soon"
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"


def engagement_phase(is_published: bool, opens_on: date, closes_on: date, today: date) -> EngagementPhase:
    """The phase on a day in the UK. Both the first and the last day count as open."""
    if not is_published:
        return EngagementPhase.DRAFT
    if today < opens_on:
        return EngagementPhase.COMING
    return EngagementPhase.OPEN if today <= closes_on else EngagementPhase.ENDED


class EngagementEvent(Event):
    """What is recorded of an engagement and of the responses to it. No sentence repeats what a person said."""

    STARTED = "engagement.started", "started the engagement."
    EDITED = "engagement.edited", "changed {part}."
    LINKED = "engagement.linked", "linked it to the tender “{tender}”."
    UNLINKED = "engagement.unlinked", "took away the link to a tender."
    PUBLISHED = "engagement.published", "published the engagement, open from {opens_on} to {closes_on}."
    ANSWERED = "engagement.answered", "took in a response: {audience}."
    THEME_ADDED = "engagement.theme_added", "added the theme “{theme}”."
    THEME_RENAMED = "engagement.theme_renamed", "renamed the theme “{before}” to “{theme}”."
    THEMES_MERGED = "engagement.themes_merged", "merged the theme “{before}” into “{theme}”."
    TAGGED = "engagement.tagged", "put the theme “{theme}” on {count}."
    UNTAGGED = "engagement.untagged", "took the theme “{theme}” off {count}."
    WORDS_TAKEN_OUT = "engagement.words_taken_out", "edited response {response} for publication."
    HIDDEN = "engagement.hidden", "hid response {response}: {reason}"
    SHOWN = "engagement.shown", "no longer hides response {response}."
    QUOTED = "engagement.quoted", "published words of response {response}, whose writer had agreed to it."
    UNQUOTED = "engagement.unquoted", "took back the published words of response {response}."
    RESPONSES_PUBLISHED = "engagement.responses_published", "published what every provider said: {count}."
    REPLY_WRITTEN = "engagement.reply_written", "wrote what was heard and done about “{theme}”."
    REPLIED = "engagement.replied", "published “You said, we did”."
    ERASED_ONE = "engagement.erased_one", "erased response {response}, as its writer asked."
    ERASED = "engagement.erased", "erased {count}: the time for which they are kept is over."
