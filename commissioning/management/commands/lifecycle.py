"""`manage.py lifecycle`: docs/lifecycle.md, printed from the tables that the actions obey."""

from collections.abc import Mapping

from django.core.management.base import BaseCommand

from commissioning.bids import lifecycle as bids
from commissioning.contracts import lifecycle as contracts
from commissioning.evaluation import lifecycle as evaluation
from commissioning.tenders import lifecycle as tenders

INTRODUCTION = """# The states of a case

Printed by `manage.py lifecycle` from the tables in each stage's `lifecycle.py`; a test keeps it fresh. A step that is not
here is refused by the action that would take it. What follows from the clock alone is not a state: a published tender is
open until the instant it closes, or longer while a question from a bidder waits, and closed from then on; its bids can be
opened once its closing is final, a short while later; a reporting period is due once it has ended.
"""


def table(title: str, steps: Mapping[tuple[str, str], str]) -> str:
    """A heading and a Markdown table of steps."""
    rows = "\n".join(f"| {before} | {step} | {after} |" for (before, after), step in steps.items())
    return f"## {title}\n\n| from | step | to |\n|---|---|---|\n{rows}\n"


def written() -> str:
    """The whole page."""
    return "\n".join(
        [
            INTRODUCTION,
            table("Tender", tenders.STEPS),
            table("Addendum", tenders.ADDENDUM_STEPS),
            table("Bid", bids.STEPS),
            table("More time for one bidder", bids.EXTENSION_STEPS),
            table("Evaluation", evaluation.STEPS),
            table("Return", contracts.STEPS),
        ]
    )


class Command(BaseCommand):
    """Prints the page on standard output."""

    help = "Print docs/lifecycle.md from the tables of states."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Print it."""
        self.stdout.write(written(), ending="")
