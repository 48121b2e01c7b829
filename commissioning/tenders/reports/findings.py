"""What the checker says of a draft, as the pages show it: each finding with the field that mends it, and the hours."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from commissioning.authorities.policy import Policy
from commissioning.authorities.reports import policy_in_force
from commissioning.tenders import proportionality, timetable
from commissioning.tenders.models import Tender
from commissioning.tenders.proportionality import Finding, Severity
from commissioning.tenders.proportionality.effort import Effort, effort
from commissioning.tenders.reports.places import Place, Places
from commissioning.tenders.reports.reach import market_for
from commissioning.tenders.tenderfile import TenderFile
from socialvalue.text import count_text, list_text


@dataclass(frozen=True)
class FindingLine:
    """One finding for a page. `recorded` is the reason that was given for it, "" without one."""

    finding: Finding
    place: Place
    recorded: str
    reasons_page: str

    @property
    def reason_address(self) -> str:
        """Where a reason for it is recorded; "" for what no reason can answer."""
        return f"{self.reasons_page}#reason-{self.finding.id}" if self.finding.severity is Severity.WARN else ""

    @property
    def sentence(self) -> str:
        """What holds publication up, and where."""
        ask = " Mend it, or record a reason." if self.finding.severity is Severity.WARN else ""
        return f"{self.place.label}: {self.finding.reason}{ask}"

    @property
    def kept(self) -> str:
        """What the procurement file keeps of it: id, path, and the reason that answers it."""
        answer = f", with the reason: {self.recorded.rstrip('.')}" if self.recorded else ""
        return f"{self.finding.id} at {self.finding.at}{answer}"

    @property
    def severity(self) -> str:
        """What the finding does, in words."""
        return "A reason is recorded" if self.recorded else self.finding.severity.label

    @property
    def kind(self) -> str:
        """The word that picks its colour: stop, warn, answered or advise."""
        return "answered" if self.recorded else self.finding.severity.value


@dataclass(frozen=True)
class WarningGroup:
    """The warnings of one id, which one reason answers."""

    id: str
    recorded: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True)
class Check:
    """A document checked by the figures of one policy."""

    document: TenderFile
    policy: Policy
    lines: tuple[FindingLine, ...]

    @cached_property
    def effort(self) -> Effort:
        """The hours that it asks for."""
        return effort(self.document, self.policy)

    @property
    def hours_sentence(self) -> str:
        """The number that no other system shows."""
        return f"This tender asks a small charity for {hours_text(self.effort)} of work."

    @property
    def stops(self) -> list[FindingLine]:
        """What must be mended."""
        return self._of(Severity.STOP)

    @property
    def advice(self) -> list[FindingLine]:
        """What may be better."""
        return self._of(Severity.ADVISE)

    @property
    def warnings(self) -> list[WarningGroup]:
        """What must be mended or explained, by finding id, in the order of the rules."""
        grouped: dict[str, list[FindingLine]] = {}
        for line in self._of(Severity.WARN):
            grouped.setdefault(line.finding.id, []).append(line)
        return [WarningGroup(id, lines[0].recorded, tuple(lines)) for id, lines in grouped.items()]

    @property
    def to_explain(self) -> list[WarningGroup]:
        """The warnings without a reason."""
        return [group for group in self.warnings if not group.recorded]

    @property
    def counts_text(self) -> str:
        """ "3 to mend, 2 need a reason, 4 pieces of advice"; what is nothing is left out."""
        counts = [
            (len(self.stops), "{} to mend"),
            (len(self.to_explain), "{} needs a reason" if len(self.to_explain) == 1 else "{} need a reason"),
            (len(self.advice), "{} piece of advice" if len(self.advice) == 1 else "{} pieces of advice"),
        ]
        return list_text([words.format(count) for count, words in counts if count]) or "nothing to mend"

    def _of(self, severity: Severity) -> list[FindingLine]:
        return [line for line in self.lines if line.finding.severity is severity]

    def on(self, page: str) -> "Check":
        """Return the same with only the findings whose field is on the page with this address."""
        return replace(self, lines=tuple(line for line in self.lines if line.place.page == page))


def findings_of(tender: Tender, now: datetime) -> list[Finding]:
    """Return what the checker finds in the tender as it is saved, by its authority's figures of the day."""
    return [line.finding for line in check_of(tender, now).lines]


def check_of(tender: Tender, now: datetime, document: TenderFile | None = None) -> Check:
    """Check the tender as it is saved, or as `document` would make it. Two queries: the policy and the market.

    The figures are those of today; of the day of publication once that has been.
    """
    document = document or tender.file
    today = timetable.uk_day(tender.published_at or now)
    policy = policy_in_force(tender.authority, today, known_at=tender.published_at)
    places, reasons = Places(tender, document), document.reasons or {}
    reasons_page = reverse("tender_checks", args=[tender.pk])
    found = proportionality.check(document, today=today, policy=policy, market=market_for(document))
    return Check(
        document=document,
        policy=policy,
        lines=tuple(
            FindingLine(
                finding,
                places.of(finding.at),
                reasons.get(finding.id, "").strip() if finding.severity is Severity.WARN else "",
                reasons_page,
            )
            for finding in found
        ),
    )


def hours_asked(tender: Tender, document: TenderFile, now: datetime) -> str:
    """Say how long a bid takes by the figures of the day of publication; of today, before it. One query."""
    day = timetable.uk_day(tender.published_at or now)
    return hours_text(effort(document, policy_in_force(tender.authority, day, known_at=tender.published_at)))


def hours_text(asked: Effort) -> str:
    """Say the hours of one bidder, to the nearest whole one: "about 14 hours". Every page says them with this."""
    return f"about {count_text(max(1, int(asked.hours.to_integral_value('ROUND_HALF_UP'))), 'hour')}"
