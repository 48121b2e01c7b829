"""What is told when a paper that took long is made."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.evaluation.models import Paper
from commissioning.evaluation.notifications.audience import subject_of
from socialvalue.outbox.models import post


def send_paper_ready(paper: Paper, *, now: datetime) -> None:
    """Tell whoever asked where the paper is; who may not have it any more finds nothing there."""
    address = f"{settings.SITE_ADDRESS}{reverse('paper', args=[paper.evaluation.tender_id, paper.pk])}"
    post(
        to=paper.asked_by,
        subject=subject_of("Your paper is ready", paper.evaluation),
        body=f"{paper.get_kind_display()}\n\n{address}",
        about=f"paper {paper.pk} ready",
        now=now,
    )
