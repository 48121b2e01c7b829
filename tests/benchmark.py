"""How long the portal's long pages take, in floor pages: `.venv/bin/python -m tests.benchmark` after `manage.py test`.

The floor is a plain Django page: session, person, one query, 50 rows in an idiomatic template. Ratios to it carry from
machine to machine; seconds do not, so nothing here passes or fails. CPU of this process is counted, the best of several
runs, on SQLite in memory.
"""

import os
import sys
import time
from datetime import UTC, datetime

import django

FLOOR = """<!DOCTYPE html><html lang="en-GB"><head><title>Floor</title></head><body><h1>Tenders</h1><table>
{% for tender in tenders %}<tr><td><a href="{% url 'tender' tender.pk %}">{{ tender.title }}</a></td>
<td>{{ tender.reference }}</td><td>{{ tender.created_at|date:"j F Y H:i" }}</td><td>{{ tender.closes_at|date:"j F Y H:i" }}</td>
<td>{{ tender.published_at|date:"j F Y H:i" }}</td><td>{{ tender.value|floatformat:2 }}</td>
<td><a href="{% url 'tender_draft' tender.pk %}">Draft</a></td></tr>{% endfor %}</table></body></html>"""
RUNS = 12


def main() -> None:
    """Build a world in a test database, fetch each page `RUNS` times, print the ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_DEBUG"] = "0"
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.template import engines
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from commissioning.evaluation import reports
    from commissioning.tenders import proportionality
    from commissioning.tenders.models import Tender
    from tests import play_evaluation as play
    from tests import play_tenders
    from tests.cast import make_cast
    from tests.test_checker_figures import long_tender as long_document
    from tests.test_evaluation_queries import asking
    from tests.test_tender_queries import many_questions

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SEND_MESSAGES_AT_ONCE = False
    now, cast = datetime(2026, 12, 2, 9, 30, tzinfo=UTC), make_cast()
    for _ in range(50):
        play_tenders.published_tender(cast, now)
    long_tender = play_tenders.published_tender(cast, now, **many_questions(60))
    evaluation = play.marking(
        cast,
        now,
        bids=12,
        evaluators=play.more_evaluators(cast, 4),
        **asking(20),
    )
    play.mark_all(evaluation, cast.evaluator, now)
    cell = reports.marking_matrix(evaluation, cast.evaluator).rows[0].cells[0]

    template = engines["django"].from_string(FLOOR)

    def floor(client: Client) -> None:
        """Session and person as any page, one query, 50 rows."""
        session = client.session
        assert session["_auth_user_id"]
        type(cast.evaluator).objects.get(pk=session["_auth_user_id"])
        template.render({"tenders": Tender.objects.defer("document")[:50]})

    def best(person: object, act) -> float:
        """The least CPU of `RUNS` runs, in milliseconds."""
        client = Client()
        client.force_login(person)
        act(client)
        taken = []
        for _ in range(RUNS):
            started = time.process_time()
            act(client)
            taken.append(time.process_time() - started)
        return min(taken) * 1000

    def page(person: object, name: str, address: str, unit: float) -> None:
        """Print one page's line."""

        def fetch(client: Client) -> None:
            assert client.get(address).status_code == 200, address

        spent = best(person, fetch)
        sys.stdout.write(f"{name:58} {spent:7.1f} ms {spent / unit:6.2f} floors\n")

    def check_once(_client: Client) -> None:
        assert proportionality.check(hundred, today=now.date())

    hundred = long_document(100)
    sys.stdout.write(f"{'check of a tender with 100 questions':58} {best(cast.evaluator, check_once):7.1f} ms\n")
    unit = best(cast.evaluator, floor)
    sys.stdout.write(f"{'floor: 50 rows, 3 dates, 2 addresses, 1 sum each':58} {unit:7.1f} ms   1.00 floors\n")
    pk = evaluation.tender_id
    page(cast.procurement, "desk of 52 tenders", reverse("dashboard"), unit)
    page(cast.procurement, "public list, 20 of 52 tenders", reverse("tender_list"), unit)
    page(cast.commissioner, "public page of a tender with 61 questions", reverse("tender", args=[long_tender.pk]), unit)
    page(cast.evaluator, "marks of 12 bids x 20 questions", reverse("marking", args=[pk]), unit)
    page(cast.evaluator, "one mark", cell.address, unit)
    play.finish_marking(evaluation, cast, now)
    evaluation = play.actions.start_moderation(evaluation, by=cast.chair, now=now)
    page(cast.chair, "moderation of 12 x 20 x 4 marks", reverse("moderation", args=[pk]), unit)
    play.agree_all(evaluation, cast, now)
    play.actions.lock_consensus(evaluation, by=cast.chair, now=now)
    page(cast.procurement, "ranking of 12 bids", reverse("ranking", args=[pk]), unit)
    page(cast.procurement, "evaluation report as a page", reverse("evaluation_report", args=[pk]), unit)


if __name__ == "__main__":
    main()
