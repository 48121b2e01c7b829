"""What is refused when somebody saved first."""

from socialvalue.refusals import Refused


class Stale(Refused):
    """Someone saved the same text after the page was opened. `stored` is the row as it is now; nothing was overwritten."""

    def __init__(self, stored: object) -> None:
        super().__init__(
            "Someone saved this after you opened the page. Nothing of yours is lost: compare the two, then save again."
        )
        self.stored = stored
