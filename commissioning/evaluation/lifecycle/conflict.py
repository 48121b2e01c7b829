"""When people are asked about conflicts of interest. Plain Python: no clock, no user.

Procurement Act 2023, s.81 to 83: an authority keeps conflicts under review until the contract is made, and a person with
one takes no part. So each declaration is a row of its own, and a conflict that was declared once stands.
"""

from enum import StrEnum


class Moment(StrEnum):
    """Why somebody declared."""

    BEFORE_MARKING = "before_marking"  # before seeing anything of a bid
    NAMES_REVEALED = "names_revealed"  # once the letters have become names
    RENEWED = "renewed"  # before recommending or approving an award
    LATE = "late"  # found later, by the person
    REPORTED = "reported"  # found later, by somebody else

    @property
    def label(self) -> str:
        """As the register has it."""
        return {
            Moment.BEFORE_MARKING: "Before marking",
            Moment.NAMES_REVEALED: "When names were revealed",
            Moment.RENEWED: "Before the decision",
            Moment.LATE: "Found later",
            Moment.REPORTED: "Recorded by an officer",
        }[self]
