"""Who may answer a question about a bid."""

from datetime import datetime

from commissioning.evaluation.models import Query
from providers.models import Provider, Role
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text

ANSWERERS = (Role.WRITER, Role.SIGNATORY)


def check_can_answer_query(user: User, query: Query, now: datetime) -> None:
    """Answer, once and in time: a writer or signatory of the provider that made the bid."""
    if not Provider.objects.of(user, *ANSWERERS).filter(pk=query.bid.provider_id).exists():
        raise Refused("Only a writer or a signatory of your organisation can answer this.")
    if query.answered_at is not None:
        raise Refused("This question is answered already. An answer stands as it was sent.")
    if now >= query.answer_by:
        raise Refused(f"The time to answer ended at {datetime_text(query.answer_by)}.")
