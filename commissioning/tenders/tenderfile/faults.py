"""What is wrong with a tender file, and where."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong: `path` into the file, such as `criteria[1].questions[0].text` ("" is the file), and why."""

    path: str
    message: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.path or 'file'}: {self.message}"


class TenderFileFaults(ValueError):
    """The file is not a tender. `faults` holds every fault found, in the order of the file where that is known."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message is one line for each."""
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
