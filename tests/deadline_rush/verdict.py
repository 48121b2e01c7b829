"""What the database says after the rush, against what the people were told and when the front end had their requests."""

import hashlib
from collections import Counter
from datetime import datetime

from commissioning.bids import bidfile
from commissioning.bids.models import Submission
from socialvalue.audit.models import first_broken_link
from tests.deadline_rush.clients import Kind, Person, Sent
from tests.deadline_rush.front import Front
from tests.deadline_rush.world import QUESTION


class Verdict:
    """The counts, and every promise that was not kept."""

    def __init__(self, people: list[Person], front: Front, closes_at: datetime) -> None:
        self.people, self.front, self.closes_at = people, front, closes_at
        self.rows: dict[object, list[Submission]] = {person.seat.bid: [] for person in people}
        for row in Submission.own.order_by("version"):
            self.rows[row.bid_id].append(row)

    def lines(self) -> list[str]:
        """What happened, in numbers."""
        kinds = Counter(person.kind for person in self.people)
        sent = [one for person in self.people for one in person.sent]
        in_time = sum(self._arrived(one) < self.closes_at for one in sent)
        again = sum(one.times > 1 for one in self.front.log.values())
        receipts = [one for person in self.people for one in person.receipts]
        return [
            *(f"{kinds[kind]:4} {'person' if kinds[kind] == 1 else 'people'} who {kind}" for kind in Kind),
            f"Submissions that arrived in time: {in_time}; too late: {len(sent) - in_time}.",
            f"In the database: {sum(map(len, self.rows.values()))} submissions of {sum(map(bool, self.rows.values()))} bids.",
            f"Receipts shown: {len(receipts)}, of them different: {len(set(receipts))}.",
            f"Requests that the front end had to send again: {again}.",
            f"Late texts given back: {sum(person.refused_late for person in self.people)}.",
        ]

    def faults(self) -> list[str]:
        """Every promise that was not kept, in words."""
        found = [f"{person.kind}: {fault}" for person in self.people for fault in person.faults]
        for person in self.people:
            found += [f"{person.kind}, bid {person.seat.bid}: {fault}" for fault in self._of(person)]
        if first_broken_link() is not None:
            found.append("the audit trail is broken")
        return found + self._idle()

    def _of(self, person: Person) -> list[str]:
        """What is wrong for one person."""
        rows, found = self.rows[person.seat.bid], []
        held = {(row.reference, row.sha256) for row in rows}
        found += [f"receipt {one} is not in the database" for one in person.receipts if one not in held]
        if [row.version for row in rows] != list(range(1, len(rows) + 1)) or len(rows) > 1:
            found.append(f"one click became {len(rows)} versions")
        for row in rows:
            if row.sha256 != hashlib.sha256(row.content.encode()).hexdigest():
                found.append(f"the hash of {row.reference} is not that of its bid")
            if row.submitted_at >= self.closes_at:
                found.append(f"{row.reference} was accepted, and arrived at {row.submitted_at}")
            if bidfile.read(row.content).answer_to(QUESTION) != person.text:
                found.append("the submitted answer is not the last that was saved")
        if rows and not person.receipts:
            found.append("a bid is in, and its receipt was never seen")
        return found + [fault for one in person.sent for fault in self._judged(one, person)]

    def _judged(self, sent: Sent, person: Person) -> list[str]:
        """Whether one submission was judged by the instant at which it arrived, or was known already."""
        stamp, rows = self._arrived(sent), self.rows[person.seat.bid]
        if stamp < self.closes_at and sent.status != 302:
            return [f"refused with {sent.status}, and arrived in time, at {stamp}"]
        is_known = any(str(row.idempotency_key) == sent.key for row in rows)
        if stamp >= self.closes_at and sent.status == 302 and not is_known:
            return [f"answered with a receipt, and arrived at {stamp}"]
        return []

    def _arrived(self, sent: Sent) -> datetime:
        return self.front.log[sent.name].stamp

    def _idle(self) -> list[str]:
        """A rush in which nothing happened proves nothing."""
        late = [person for person in self.people if person.kind in (Kind.LATE, Kind.FORGER)]
        found = []
        if not any(self.rows.values()):
            found.append("nobody submitted in time")
        if late and not any(person.refused_late for person in late):
            found.append("nobody was too late")
        if any(self.rows[person.seat.bid] for person in late):
            found.append("somebody who meant to be late was in time")
        return found
