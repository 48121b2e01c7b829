"""Work that leaves the request: building the papers of an evaluation. `manage.py db_worker` does it in its own process.

WeasyPrint keeps the memory it once took, and a long report takes some seconds: neither belongs in a web worker.
"""

from datetime import timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django_tasks import task

from commissioning.evaluation import notifications
from commissioning.evaluation.models import Paper
from commissioning.evaluation.papers import KINDS, Shelf
from socialvalue.files.models import store

LONG = timedelta(minutes=1)
"""Who has waited longer than this has left the page, and gets a message."""
FAULT = "It could not be made. Ask for it again; if that fails too, tell whoever runs the portal."


@task()
def build_paper(paper_id: int) -> None:
    """Build one paper and keep it, noting how far it has come. A second run of the same task changes nothing.

    What was made of the same facts before is given again. Whoever waited long gets a message.
    """
    paper = Paper.objects.select_related("evaluation__tender", "asked_by").get(pk=paper_id)
    if paper.file_id:
        return
    kind = KINDS[Paper.Kind(paper.kind)]
    try:
        facts = kind.gather(paper.evaluation)
        paper.facts_sha256 = facts.paper_sha256
        same = (
            paper.evaluation.papers.filter(kind=paper.kind, facts_sha256=paper.facts_sha256).exclude(file=None).first()
        )
        shelf = Shelf(paper.evaluation, Paper.Kind(paper.kind))
        content = b"" if same else kind.draw(facts, shelf, partial(_note, paper))
    except Exception:  # whatever went wrong, the person who waits must be told; the worker logs it
        Paper.objects.filter(pk=paper.pk).update(fault=FAULT)
        raise
    name = f"{kind.name}-{slugify(paper.evaluation.tender.reference) or paper.evaluation.tender_id}.{kind.ending}"
    now = timezone.now()
    with transaction.atomic():
        paper.file = same.file if same else store(SimpleUploadedFile(name, content), by=paper.asked_by, now=now)
        paper.progress, paper.built_at, paper.fault = 100, now, ""
        paper.save(update_fields=["file", "progress", "built_at", "fault", "facts_sha256"])
        if now - paper.asked_at > LONG:
            notifications.send_paper_ready(paper, now=now)


def _note(paper: Paper, done: int, total: int) -> None:
    """Say how far it has come, in per cent, for the page that waits."""
    Paper.objects.filter(pk=paper.pk).update(progress=100 * done // total)
