"""A commitment drawn as a chain: the same picture while it is written, when it is checked and when it is marked."""

from dataclasses import dataclass

from commissioning.bids.bidfile import Commitment
from commissioning.bids.readiness import LINKS
from glossary.words import bare_unit
from socialvalue.text import date_text, number_text


@dataclass(frozen=True)
class ShownChain:
    """`links` are (name, term, words or ""), first to last; `steps` lead from today's level to the promise."""

    measure: str
    links: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str, str], ...]

    @property
    def is_said(self) -> bool:
        """Whether anything is said beyond the promise itself."""
        return any(words for _, _, words in self.links) or bool(self.facts) or len(self.steps) > STEPS_OF_ALL


STEPS_OF_ALL = 2
"""The baseline and the target: every promise has them."""


def shown_chain(promise: Commitment) -> ShownChain:
    """The chain of one promise, in finished strings."""

    def amount(quantity: object) -> str:
        return f"{number_text(quantity)} {promise.unit}"

    return ShownChain(
        measure=promise.measure,
        links=tuple((link.label, link.term, getattr(promise, link.field)) for link in LINKS),
        facts=tuple(
            (label, words)
            for label, words in (
                ("Who benefits", promise.beneficiaries),
                ("Where", promise.place),
                ("Who delivers it", promise.partner),
            )
            if words
        ),
        steps=(
            ("Baseline", "Today", amount(promise.baseline)),
            *(
                ("Milestone", date_text(one.by_when), f"{number_text(one.quantity)} {bare_unit(promise.unit)} by then")
                for one in promise.milestones
            ),
            ("Target", date_text(promise.by_when), amount(promise.quantity)),
        ),
    )
