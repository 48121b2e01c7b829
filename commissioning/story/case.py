"""What one tender of the story has come to while it is played, and the scenes it is told in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from commissioning.authorities.models import Authority
from commissioning.bids.models import Bid
from commissioning.contracts.models import Contract
from commissioning.evaluation.models import Award, Evaluation
from commissioning.story.calendar import Calendar
from commissioning.story.cast import Cast
from commissioning.story.document import document_of
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import TenderFile
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class Scene:
    """Something that somebody does at a moment. All scenes of all tenders are played in the order of time."""

    at: datetime
    act: Callable[[], object]


@dataclass
class Case:
    """One tender: what its data file says, who is in it, and what has been made of it so far."""

    said: dict
    cast: Cast
    calendar: Calendar
    document: TenderFile = field(init=False)
    tender: Tender = field(init=False)
    bids: dict[str, Bid] = field(default_factory=dict)
    evaluation: Evaluation = field(init=False)
    award: Award = field(init=False)
    contract: Contract = field(init=False)

    def __post_init__(self) -> None:
        self.document = document_of(self.said, self.calendar)

    @property
    def authority(self) -> Authority:
        """Whose tender it is."""
        return self.cast.authorities[self.said["authority"]]

    def person(self, part: str) -> User:
        """Who plays a part, such as "officer"."""
        return self.cast.people[self.said[part]]

    def happens(self, step: str) -> bool:
        """Whether the story has come as far as this step."""
        return step in self.said["days"]

    def at(self, step: str, hour: int, minute: int = 0) -> datetime:
        """A moment on the day of a step."""
        return self.calendar.at(self.said["days"][step], hour, minute)
