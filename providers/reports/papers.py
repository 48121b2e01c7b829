"""The papers of an organisation in words, and which of them run out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from providers.models import Paper, Provider
from socialvalue.text import UK, count_text, date_text, money_text

REMINDERS = (60, 14, 0)
"""So many days before a paper's last day its people are told of it."""
PAPER_HEADERS = ["Paper", "What it says", "Now"]


def paper_words(paper: Paper) -> str:
    """What a paper says, such as "£5,000,000, Zurich, number 77, until Wednesday 31 March 2027". No clock: it stays true."""
    is_policy = paper.kind == Paper.Kind.POLICY
    said = [
        "" if paper.cover is None else money_text(paper.cover),
        paper.issuer,
        f"number {paper.number}" if paper.number else "",
        f"last reviewed {date_text(paper.reviewed_on)}" if paper.reviewed_on else "",
        f"{'next review' if is_policy else 'until'} {date_text(paper.expires_on)}" if paper.expires_on else "",
    ]
    return ", ".join(filter(None, said)) or "No date"


def runs_out_words(paper: Paper, left: int) -> str:
    """Say how a paper's last day stands to today, `left` days before it: "Runs out in 14 days", "Ran out 3 days ago"."""
    is_policy = paper.kind == Paper.Kind.POLICY
    if left == 0:
        return "Review it today" if is_policy else "Runs out today"
    if left > 0:
        return f"{'Review it' if is_policy else 'Runs out'} in {count_text(left, 'day')}"
    return f"{'Review was due' if is_policy else 'Ran out'} {count_text(-left, 'day')} ago"


def state_of(paper: Paper, today: date) -> tuple[str, str]:
    """A paper's state in words and the colour of its tag: out of date is red, soon yellow."""
    if paper.expires_on is None:
        return "No last day", "grey"
    left = (paper.expires_on - today).days
    if left > max(REMINDERS):
        return "Up to date", "green"
    return runs_out_words(paper, left), "yellow" if left >= 0 else "red"


@dataclass(frozen=True)
class PaperRow:
    """One paper, ready to be drawn. `file_address` is "" without a file."""

    kind: str
    name: str
    words: str
    state: str
    colour: str
    address: str
    file_name: str
    file_address: str


def paper_rows(provider: Provider, now: datetime) -> list[PaperRow]:
    """Every paper of an organisation, by kind, the one that runs out first first. One query."""
    today = now.astimezone(UK).date()
    papers = list(provider.papers.select_related("file").defer("file__content"))
    kinds = list(Paper.Kind)
    papers.sort(key=lambda paper: (kinds.index(Paper.Kind(paper.kind)), paper.expires_on or date.max, paper.pk))
    return [_row(paper, today) for paper in papers]


def expiring(provider: Provider, now: datetime) -> list[PaperRow]:
    """The papers that have run out or soon will, the oldest first. One query."""
    today = now.astimezone(UK).date()
    dated = provider.papers.filter(expires_on__isnull=False).select_related("file").defer("file__content")
    soon = [paper for paper in dated if (paper.expires_on - today).days <= max(REMINDERS)]
    return [_row(paper, today) for paper in sorted(soon, key=lambda paper: (paper.expires_on, paper.pk))]


def _row(paper: Paper, today: date) -> PaperRow:
    state, colour = state_of(paper, today)
    names = [paper.provider_id, paper.pk]
    return PaperRow(
        kind=paper.get_kind_display(),
        name=paper.name,
        words=paper_words(paper),
        state=state,
        colour=colour,
        address=reverse("provider_paper", args=names),
        file_name=paper.file.name if paper.file else "",
        file_address=reverse("provider_paper_file", args=names) if paper.file else "",
    )
