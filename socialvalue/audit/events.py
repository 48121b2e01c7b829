"""What can be recorded. Each stage lists its events beside its states; the sentence is what people read."""

from enum import Enum


class Event(Enum):
    """A base for the stages' lists of events.

    A member's value is `(code, sentence)`: the code is stable and goes into the row; the sentence follows the person's
    name and is filled from the recorded facts, as in `"published the tender, closing {closes_at}"`.
    """

    @property
    def code(self) -> str:
        """The stable name, such as "tender.published"."""
        return self.value[0]

    @property
    def sentence(self) -> str:
        """The words that follow the person's name, with `{fact}` places."""
        return self.value[1]
