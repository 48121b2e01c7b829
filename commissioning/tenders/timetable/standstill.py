"""The standstill: the days between the award notice and the contract in which a bidder may object."""

from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.tenders.tenderfile import Procedure

from .working_days import add_working_days, is_working_day

A_DAY = timedelta(days=1)
ACT_ROUTES = (Procedure.OPEN, Procedure.COMPETITIVE_FLEXIBLE, Procedure.DIRECT_AWARD)
PSR_ROUTES = (Procedure.PSR_DIRECT_C, Procedure.PSR_MOST_SUITABLE, Procedure.PSR_COMPETITIVE)
LEGACY_ROUTES = tuple(one for one in Procedure if one.value.startswith("legacy_"))


@dataclass(frozen=True, kw_only=True)
class Standstill:
    """What a route asks: how many days, and how they are counted. `is_demanded` is False where it is good practice."""

    is_demanded: bool
    days: int
    in_working_days: bool
    begins_with_notice: bool
    rule: str
    source: str

    def last_day(self, notice_on: date) -> date:
        """Return the last day of standstill, for a notice published on this day."""
        if not self.in_working_days:
            last = notice_on + timedelta(days=self.days)
            return last if is_working_day(last) else add_working_days(last, 1)
        before = notice_on - A_DAY if self.begins_with_notice else notice_on
        return add_working_days(before, self.days)


def standstill_of(procedure: Procedure) -> Standstill:
    """Return the standstill of a route; where the law demands none, eight working days as good practice."""
    if procedure in LEGACY_ROUTES:
        return Standstill(
            is_demanded=True,
            days=10,
            in_working_days=False,
            begins_with_notice=False,
            rule="10 days from the day after the notices are sent, and on to a working day.",
            source="Public Contracts Regulations 2015, reg 87",
        )
    if procedure in PSR_ROUTES:
        return Standstill(
            is_demanded=True,
            days=8,
            in_working_days=True,
            begins_with_notice=False,
            rule="8 working days, counted from the day after the notice.",
            source="Health Care Services (Provider Selection Regime) Regulations 2023, reg 12",
        )
    is_demanded = procedure in ACT_ROUTES
    return Standstill(
        is_demanded=is_demanded,
        days=8,
        in_working_days=True,
        begins_with_notice=True,
        rule="8 working days, the day of the notice being the first."
        if is_demanded
        else "This route demands no standstill. 8 working days are good practice.",
        source="Procurement Act 2023, s.51" if is_demanded else "Good practice, after the Procurement Act 2023, s.51",
    )
