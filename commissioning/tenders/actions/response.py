"""What people say, and what the authority does with it before it is published."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commissioning.tenders.actions.engagement import locked
from commissioning.tenders.lifecycle import Audience, EngagementEvent
from commissioning.tenders.models import Engagement, Invitation, Response
from commissioning.tenders.permissions import engagement as permissions
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text, count_words

MOST_WORDS = 500
"""In one answer."""
MOST_CHARACTERS = 5000
MOST_RESPONSES = 5000
"""To one engagement: above what any has had, below what would fill a disk."""


@transaction.atomic
def respond(
    engagement: Engagement,
    audience: Audience,
    *,
    answers: Mapping[str, str],
    key: UUID,
    organisation: str = "",
    may_quote: bool = False,
    now: datetime,
) -> Response:
    """Take in what somebody says. `answers` are words by question id; empty ones are left out.

    There is no `by`: the portal does not ask who it is, so the trail says that the portal took it in. The same `key`
    twice is one response: the first.
    """
    engagement = locked(engagement)
    permissions.check_takes_responses(engagement, now)
    if earlier := Response.objects.filter(key=key, engagement=engagement).first():
        return earlier
    said = _checked(engagement, audience, answers)
    if Response.objects.filter(engagement=engagement).count() >= MOST_RESPONSES:
        raise Refused("So many people have answered that no more answers can be taken. Your answer was not sent.")
    response = Response.objects.create(
        engagement=engagement,
        audience=audience,
        key=key,
        answers=said,
        organisation=organisation if audience is Audience.PROVIDERS else "",
        # What providers say is published in any case.
        may_quote=may_quote and audience is not Audience.PROVIDERS,
        given_at=now,
    )
    record(EngagementEvent.ANSWERED, target=response, by=None, at=now, audience=audience.label)
    return response


def _checked(engagement: Engagement, audience: Audience, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that say something; refuse what was not asked, what is too long, and nothing at all."""
    invitation = Invitation.objects.filter(engagement=engagement, audience=audience).first()
    asked = {question.id: question for question in invitation.asked} if invitation else {}
    said = {id: words.strip() for id, words in answers.items() if words.strip()}
    if not said:
        raise Refused("Answer at least one question.")
    if said.keys() - asked.keys():
        raise Refused("One of these questions was not asked here.")
    for id, words in said.items():
        if asked[id].options and words not in asked[id].options:
            raise Refused("Choose one of the answers that are offered.")
        if "\0" in words or len(words) > MOST_CHARACTERS or count_words(words) > MOST_WORDS:
            raise Refused(f"Use {MOST_WORDS} words or fewer for each answer.")
    return {id: said[id] for id in asked if id in said}


@transaction.atomic
def take_words_out(response: Response, edited: Mapping[str, str], *, by: User, now: datetime) -> Response:
    """Set the words that are published in place of a provider's own. What was written is kept.

    Once everybody's words are published they stay as they are: nobody's are changed under the others' eyes.
    """
    engagement = locked(response.engagement)
    permissions.check_can_work(by, engagement)
    response = _locked(response)
    if response.audience != Audience.PROVIDERS:
        raise Refused("Only what providers say is published in full. Publish a quote instead.")
    if engagement.responses_published_at is not None:
        raise Refused("Everybody’s words are published already. You can still hide a response.")
    if not edited.keys() <= response.answers.keys():
        raise Refused("Only the words of an answer can be edited.")
    said = {id: edited.get(id, words).strip() for id, words in response.answers.items()}
    response.edited = said if said != response.answers else None
    response.save(update_fields=["edited"])
    record(EngagementEvent.WORDS_TAKEN_OUT, target=engagement, by=by, at=now, response=response.pk)
    return response


@transaction.atomic
def hide(response: Response, reason: str, *, by: User, now: datetime) -> Response:
    """Keep a response that names a person or is abusive, but publish and count it nowhere. The reason is kept."""
    engagement = locked(response.engagement)
    permissions.check_can_work(by, engagement)
    if not reason.strip() or "\0" in reason:
        raise Refused("Say why it is hidden, without repeating what it says.")
    response = _locked(response)
    if response.hidden_at is not None:
        raise Refused("This response is hidden already.")
    response.hidden_at, response.hidden_by, response.hidden_reason = now, by, reason.strip()
    response.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record(
        EngagementEvent.HIDDEN, target=engagement, by=by, at=now, response=response.pk, reason=response.hidden_reason
    )
    return response


@transaction.atomic
def show(response: Response, *, by: User, now: datetime) -> Response:
    """Undo `hide`."""
    engagement = locked(response.engagement)
    permissions.check_can_work(by, engagement)
    response = _locked(response)
    if response.hidden_at is None:
        raise Refused("This response is not hidden.")
    response.hidden_at, response.hidden_by, response.hidden_reason = None, None, ""
    response.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record(EngagementEvent.SHOWN, target=engagement, by=by, at=now, response=response.pk)
    return response


@transaction.atomic
def erase(response: Response, *, by: User, now: datetime) -> None:
    """Erase a response because its writer, who alone knows its number, asked for it."""
    engagement = locked(response.engagement)
    permissions.check_can_work(by, engagement)
    record(EngagementEvent.ERASED_ONE, target=engagement, by=by, at=now, response=response.pk)
    response.delete()


@transaction.atomic
def publish_quote(response: Response, quote: str, *, by: User, now: datetime) -> Response:
    """Show some words of a resident who agreed to it; empty words take them back."""
    engagement = locked(response.engagement)
    permissions.check_can_work(by, engagement)
    response = _locked(response)
    quote = quote.strip()
    if "\0" in quote or count_words(quote) > MOST_WORDS:
        raise Refused(f"Use {MOST_WORDS} words or fewer for the quote.")
    if quote and not response.may_quote:
        raise Refused("This person did not agree that their words may be shown.")
    if quote == response.quote:
        return response
    response.quote = quote
    response.save(update_fields=["quote"])
    event = EngagementEvent.QUOTED if quote else EngagementEvent.UNQUOTED
    record(event, target=engagement, by=by, at=now, response=response.pk)
    return response


@transaction.atomic
def publish_responses(engagement: Engagement, *, by: User, now: datetime) -> Engagement:
    """Show everybody what every provider said, all at one moment, so that nobody gains from having taken part."""
    engagement = locked(engagement)
    permissions.check_can_publish_findings(by, engagement, now)
    if engagement.responses_published_at is not None:
        raise Refused("What providers said is published already.")
    engagement.responses_published_at = now
    engagement.save(update_fields=["responses_published_at"])
    shown = engagement.responses.filter(audience=Audience.PROVIDERS, hidden_at=None).count()
    record(EngagementEvent.RESPONSES_PUBLISHED, target=engagement, by=by, at=now, count=count_text(shown, "response"))
    return engagement


@transaction.atomic
def erase_expired(*, now: datetime) -> int:
    """Erase the responses whose time is over, as the page promised those who wrote them. Returns how many."""
    erased = 0
    for engagement in Engagement.objects.published().filter(closes_on__lt=now).order_by("pk"):
        if engagement.kept_until >= now.date():
            continue
        count = engagement.responses.count()
        if count:
            engagement.responses.all().delete()
            record(EngagementEvent.ERASED, target=engagement, by=None, at=now, count=count_text(count, "response"))
            erased += count
    return erased


def _locked(response: Response) -> Response:
    return Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
