"""Adding, changing and removing the papers of an organisation, and reminding of those that run out."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from providers import notifications
from providers.lifecycle import ProviderEvent
from providers.models import Paper, Provider, Role
from providers.permissions import check_holds
from providers.reports import REMINDERS, paper_words
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.files.models import store
from socialvalue.refusals import Refused
from socialvalue.text import UK

MOST_PAPERS = 100
LATEST_WORD = timedelta(days=7)
"""A morning that was missed is made up for, but not for ever."""


class StalePaper(Refused):
    """The paper was changed or removed by someone else, or in another tab. `paper` is as it is now, None if it is gone."""

    def __init__(self, paper: Paper | None) -> None:
        super().__init__("Somebody has changed this since you opened the page. Nothing of yours was saved yet.")
        self.paper = paper


@transaction.atomic
def add_paper(
    provider: Provider,
    kind: Paper.Kind,
    facts: Mapping[str, object],
    *,
    file: UploadedFile | None = None,
    by: User,
    now: datetime,
) -> Paper:
    """Add a paper. `facts` are fields of Paper, checked by the form. Refused when there is one of that kind and name."""
    provider = _locked(provider, by)
    _check_name_is_free(provider.papers.filter(kind=kind), facts)
    if provider.papers.count() >= MOST_PAPERS:
        raise Refused(f"You have {MOST_PAPERS} papers here, the most there can be. Remove one that is out of date.")
    stored = store(file, by=by, now=now) if file else None
    paper = Paper.objects.create(provider=provider, kind=kind, file=stored, **facts)
    _keep_in_step(provider)
    record(ProviderEvent.PAPER_ADDED, target=provider, by=by, at=now, paper=paper, words=paper_words(paper))
    return paper


@transaction.atomic
def change_paper(
    paper: Paper,
    facts: Mapping[str, object],
    *,
    file: UploadedFile | None = None,
    from_version: int,
    by: User,
    now: datetime,
) -> Paper:
    """Change a paper; without a new `file` it keeps its own. Raises StalePaper when somebody saved since `from_version`.

    What changes nothing is not recorded. The bytes of a file that is replaced stay: a bid may hold them.
    """
    provider = _locked(paper.provider, by)
    stored = provider.papers.select_related("file").filter(pk=paper.pk).first()
    if stored is None or stored.version != from_version:
        raise StalePaper(stored)
    _check_name_is_free(provider.papers.filter(kind=stored.kind).exclude(pk=stored.pk), facts)
    before = [getattr(stored, name) for name in facts]
    if before == list(facts.values()) and not file:
        return stored
    for name, value in facts.items():
        setattr(stored, name, value)
    stored.file = store(file, by=by, now=now) if file else stored.file
    stored.version += 1
    stored.save()
    _keep_in_step(provider)
    record(ProviderEvent.PAPER_CHANGED, target=provider, by=by, at=now, paper=stored, words=paper_words(stored))
    return stored


@transaction.atomic
def remove_paper(paper: Paper, *, by: User, now: datetime) -> None:
    """Remove a paper. Submitted bids keep what they say of it. Nothing happens if it is gone already."""
    provider = _locked(paper.provider, by)
    if provider.papers.filter(pk=paper.pk).delete()[0]:
        _keep_in_step(provider)
        record(ProviderEvent.PAPER_REMOVED, target=provider, by=by, at=now, paper=paper)


def remind_of_expiry(now: datetime) -> int:
    """Tell owners and writers of papers that run out 60 and 14 days before and on the day; returns how many papers.

    Run it every morning. Each of the three is told once, however often it is run; after a missed morning it is made up
    for, with the days that are left then.
    """
    today = now.astimezone(UK).date()
    soon = Paper.objects.filter(
        expires_on__gt=today - LATEST_WORD, expires_on__lte=today + timedelta(days=max(REMINDERS))
    )
    papers = list(soon.select_related("provider").order_by("expires_on", "pk"))
    for paper in papers:
        left = (paper.expires_on - today).days
        with transaction.atomic():
            notifications.tell_expiry(paper, mark=min(mark for mark in REMINDERS if left <= mark), left=left, now=now)
    return len(papers)


def _locked(provider: Provider, by: User) -> Provider:
    """The provider with its row locked. Refused unless `by` is an owner or writer there."""
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    check_holds(by, provider, Role.OWNER, Role.WRITER)
    return provider


def _check_name_is_free(others: object, facts: Mapping[str, object]) -> None:
    """Refuse a second paper of the same kind and name."""
    if others.filter(name__iexact=facts["name"]).exists():
        raise Refused(f"You have “{facts['name']}” here already. Change that one.")


def _keep_in_step(provider: Provider) -> None:
    """Write into the provider's row what its papers say, for those who look at many providers at once."""
    papers = list(provider.papers.all())
    provider.insurance = max((paper.cover for paper in papers if paper.cover is not None), default=None)
    provider.certificates = [paper.name for paper in papers if paper.kind == Paper.Kind.CERTIFICATE]
    provider.registrations = [paper.name for paper in papers if paper.kind == Paper.Kind.REGISTRATION]
    provider.save(update_fields=["insurance", "certificates", "registrations"])
