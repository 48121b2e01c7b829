"""Messages to people: written in the transaction that they tell of, sent after it commits, retried, never sent twice.

A message is claimed (`claimed_at`) in a transaction of its own before it is handed to the mail server. If the server
refuses it, the claim is given back and it is tried again later. If the portal dies between the two, nobody can know
whether it went: it stays claimed, is not sent again, and `send_messages` names it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone

from socialvalue.accounts.models import User

# Minutes to wait after the first, second... failure; then hourly, for two days in all.
WAITS = [1, 5, 15, 30]
MOST_ATTEMPTS = 52


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages wait."""

    def due(self, now: datetime) -> "MessageQuerySet":
        """Messages that are neither sent nor claimed and whose next try has come, oldest first."""
        return self.filter(
            sent_at=None,
            claimed_at=None,
            next_try_at__lte=now,
            attempts__lt=MOST_ATTEMPTS,
        ).order_by("pk")

    def in_doubt(self) -> "MessageQuerySet":
        """Messages that were being sent when the portal stopped: perhaps sent, so never sent again by themselves."""
        return self.filter(sent_at=None, claimed_at__isnull=False)


class Message(models.Model):
    """One message to one person."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    key = models.CharField(
        max_length=200,
        unique=True,
        help_text="what the message tells of, and to whom: told once",
    )
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at=None),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


def post(*, to: User, subject: str, body: str, about: str, now: datetime) -> None:
    """Write a message in the caller's transaction, to be sent once that commits.

    `about` says what it tells of, such as "tender 7 published"; the same news is told to the same person once, however
    often the action is tried.
    """
    post_all([to], subject=subject, body=body, about=about, now=now)


def post_all(people: Iterable[User], *, subject: str, body: str, about: str, now: datetime) -> None:
    """Write the same message to several people, as `post` does to one. One statement, whatever their number."""
    messages = [
        Message(
            key=f"{about} to {person.pk}",
            to=person.email,
            subject=subject,
            body=f"{body.strip()}\n\n{settings.SITE_ADDRESS}\n",
            written_at=now,
            next_try_at=now,
        )
        for person in sorted(people, key=lambda one: one.pk)
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if settings.SEND_MESSAGES_AT_ONCE:
        transaction.on_commit(partial(_send_all, [message.key for message in messages]), robust=True)


def _send_all(keys: list[str]) -> None:
    """Send the messages of these keys that still wait."""
    for pk in Message.objects.filter(key__in=keys, sent_at=None).order_by("pk").values_list("pk", flat=True):
        send(pk)


def send(pk: int) -> bool:
    """Claim one message and hand it to the mail server. True if it went; False if it was not due or was refused."""
    now = timezone.now()
    with transaction.atomic():
        message = Message.objects.due(now).select_for_update().filter(pk=pk).first()
        if message is None:
            return False
        message.claimed_at, message.attempts = now, message.attempts + 1
        message.save(update_fields=["claimed_at", "attempts"])
    try:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    except Exception as fault:  # noqa: BLE001  whatever the mail server's library raises, the message is kept
        wait = WAITS[message.attempts - 1] if message.attempts <= len(WAITS) else 60
        message.claimed_at, message.next_try_at = None, now + timedelta(minutes=wait)
        message.last_error = str(fault)
        message.save(update_fields=["claimed_at", "next_try_at", "last_error"])
        return False
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    return True
