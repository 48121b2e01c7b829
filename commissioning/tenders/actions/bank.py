"""Loading the question bank from its data file. Loading again writes only what differs.

A question that has left the file stays in the bank until someone takes it out by hand.
"""

import json
from pathlib import Path

from django.db import transaction

from commissioning.tenders.models import BankQuestion
from glossary.actions import keep_links, keep_rows
from glossary.models import Measure, Priority

BANK = Path(__file__).parents[1] / "data" / "question_bank.json"

# Columns that the file and the table name alike.
SAME = (
    "slug",
    "set",
    "kind",
    "text",
    "guidance",
    "strong_answer",
    "word_limit",
    "strand",
    "benefit",
    "evidence",
    "relevance_hint",
    "proportionality_hint",
    "mended",
)


@transaction.atomic
def load_bank() -> int:
    """Load the bank's questions and the priorities each one serves. Returns the number of rows written.

    The reference data must be there first: raises KeyError, naming it, for a measure or priority that is not.
    """
    questions = json.loads(BANK.read_text(encoding="utf-8"))["questions"]
    measure_ids = dict(Measure.objects.values_list("slug", "pk"))
    written = keep_rows(
        BankQuestion.objects.all(),
        "slug",
        [
            {column: question[column] for column in SAME}
            | {
                "services": json.dumps(question["service_categories"]),
                "measure_id": question["measure"] and measure_ids[question["measure"]],
            }
            for question in questions
        ],
    )
    question_ids = dict(BankQuestion.objects.values_list("slug", "pk"))
    priority_ids = dict(Priority.objects.values_list("key", "pk"))
    return written + keep_links(
        BankQuestion.priorities.through,
        "bankquestion_id",
        "priority_id",
        [
            (question_ids[question["slug"]], priority_ids[key])
            for question in questions
            for key in question["priorities"]
        ],
    )
