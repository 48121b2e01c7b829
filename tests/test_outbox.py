"""Messages: written in the transaction, sent after it, retried, never twice."""

from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from socialvalue.outbox.models import Message, post, send


@pytest.fixture
def tell(cast):
    """Post one message about something."""

    def tell_about(about="tender 7 published"):
        post(to=cast.writer, subject="A tender is open", body="Read it.", about=about, now=timezone.now())

    return tell_about


def test_sent_once_the_transaction_commits(tell, settings, django_capture_on_commit_callbacks):
    settings.SEND_MESSAGES_AT_ONCE = True
    with django_capture_on_commit_callbacks(execute=True):
        tell()
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["wendy.writer@example.org"]]
    assert Message.objects.get().sent_at is not None


def test_nothing_is_sent_if_the_transaction_fails(tell, settings, django_capture_on_commit_callbacks):
    settings.SEND_MESSAGES_AT_ONCE = True
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        tell()
        raise ZeroDivisionError
    assert mail.outbox == []
    assert Message.objects.count() == 0


def test_the_same_news_is_told_once(tell):
    tell()
    tell()
    tell("tender 8 published")
    assert Message.objects.count() == 2


def test_sending_twice_sends_once(tell):
    tell()
    key = Message.objects.get().pk
    assert [send(key), send(key)] == [True, False]
    assert len(mail.outbox) == 1


def test_a_refusal_is_tried_again_later(tell):
    tell()
    message = Message.objects.get()
    with mock.patch.object(EmailBackend, "send_messages", side_effect=OSError("server away")):
        assert send(message.pk) is False
    message.refresh_from_db()
    assert (message.sent_at, message.claimed_at, message.attempts, message.last_error) == (None, None, 1, "server away")
    assert send(message.pk) is False, "not before its next try"
    Message.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert send(message.pk) is True
    assert len(mail.outbox) == 1


def test_a_message_whose_fate_is_unknown_is_named_and_not_sent_again(tell):
    tell()
    Message.objects.update(claimed_at=timezone.now())
    said = StringIO()
    call_command("send_messages", stdout=said)
    assert mail.outbox == []
    assert "Perhaps sent, not tried again" in said.getvalue()


def test_the_command_sends_what_waits(tell):
    tell()
    tell("tender 8 published")
    said = StringIO()
    call_command("send_messages", stdout=said)
    assert said.getvalue() == "2 sent, 0 to be tried again.\n"
    assert len(mail.outbox) == 2
