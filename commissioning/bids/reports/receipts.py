"""Whether a receipt is true: for anyone who was given its code, the paper or the bid's file.

What is said is what the receipt itself says, and never who bid. A code is 59 random bits: who holds it was given it. So
this tells the authority's side nothing of its own accord, before the opening or after.
"""

import hashlib
import re
from dataclasses import dataclass

from commissioning.bids.models import Submission
from socialvalue.text import datetime_text, utc_text

REFERENCE = re.compile(r"BID-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}(?![0-9A-Z-])", re.ASCII)
HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", re.ASCII)


@dataclass(frozen=True)
class Checked:
    """What the portal holds of a receipt, in finished strings; no `facts` if it holds none.

    `differs` when the file that was shown names another hash than the one that was received.
    """

    facts: tuple[tuple[str, str], ...] = ()
    differs: bool = False


def code_in(typed: str) -> str:
    """The receipt's code in what was typed, however it was spaced and in small letters or large; "" if there is none."""
    match = REFERENCE.search("-".join(re.findall(r"[0-9A-Z]+", typed.upper())))
    return match[0] if match else ""


def check_code(code: str) -> Checked:
    """What the portal holds under a receipt's code. One query, found or not."""
    return _said(_received().filter(reference=code).first())


def check_file(content: bytes) -> Checked:
    """What the portal holds of a file: a bid as it was submitted, or a receipt as PDF, page or e-mail. Two queries at most.

    A receipt is looked for in the plain bytes: nothing from outside is unpacked or drawn. A file with more than one code is
    none, so that nobody can try many at once.
    """
    if found := _received().filter(sha256=hashlib.sha256(content).hexdigest()).first():
        return _said(found)
    text = content.decode("latin-1")
    codes = {match[0] for match in REFERENCE.finditer(text)}
    if len(codes) != 1:
        return Checked()
    found = _received().filter(reference=codes.pop()).first()
    named = set(HASH.findall(text))
    return _said(found, differs=found is not None and bool(named) and found.sha256 not in named)


def _received():  # type: ignore[no-untyped-def]
    """Submissions with their tender, without what they say."""
    rows = Submission.own.select_related("bid__tender__authority").order_by("version")
    return rows.only("reference", "sha256", "submitted_at", "bid__tender__title", "bid__tender__authority__name")


def _said(found: Submission | None, *, differs: bool = False) -> Checked:
    if found is None:
        return Checked()
    return Checked(
        facts=(
            ("Receipt", found.reference),
            ("Tender", found.bid.tender.title),
            ("Buyer", found.bid.tender.authority.name),
            ("Received, UK time", datetime_text(found.submitted_at)),
            ("Received, UTC", utc_text(found.submitted_at)),
            ("SHA-256 of the bid", found.sha256),
        ),
        differs=differs,
    )
