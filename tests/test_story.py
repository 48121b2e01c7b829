"""The demonstration story: it plays, every stage is there, and nothing in it breaks the portal's own rules."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf.global_settings import PASSWORD_HASHERS
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from commissioning import story
from commissioning.authorities.models import Authority, Role, Staff
from commissioning.authorities.policy import FIGURES
from commissioning.authorities.reports import policy_in_force
from commissioning.bids.lifecycle import Status as BidStatus
from commissioning.bids.models import Answer, Bid, Submission
from commissioning.contracts.lifecycle import PeriodPhase, ReturnStatus, period_phase
from commissioning.contracts.models import Contract, Return
from commissioning.evaluation.lifecycle import Status as EvaluationStatus
from commissioning.evaluation.models import Consensus, Mark, PanelMember
from commissioning.evaluation.reports import ranking
from commissioning.evaluation.reports.report import evaluation_report
from commissioning.story.calendar import Calendar
from commissioning.story.cast import told
from commissioning.story.document import document_of
from commissioning.story.playing import TENDERS
from commissioning.tenders import readiness
from commissioning.tenders.lifecycle import EngagementPhase, Phase
from commissioning.tenders.models import Engagement, Tender
from commissioning.tenders.proportionality.reach import reach, shown
from commissioning.tenders.reports.engagement import changed_by
from commissioning.tenders.reports.reach import market_for
from commissioning.tenders.tenderfile import each_question
from commissioning.tenders.timetable import uk_day
from providers.models import Member, Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditRecord, first_broken_link
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from socialvalue.setup import ROOT
from socialvalue.text import UK, count_words
from tests.cast import make_person

SEALED = {"HCC-DEMO-03", "DBC-DEMO-04", "HCC-DEMO-05"}
OPENED = {"HWE-DEMO-02", "HCC-DEMO-07", "HCC-DEMO-06", "DBC-DEMO-03"}


class PlayedToday(TestCase):
    """The story as it stands on the day it is played."""

    @classmethod
    def setUpTestData(cls):
        cls.now = timezone.now()
        story.play(now=cls.now)

    def case(self, reference: str) -> Tender:
        return Tender.objects.get(reference=reference)

    def test_every_stage_is_there(self):
        assert {
            tender.reference: (tender.phase(self.now), getattr(getattr(tender, "evaluation", None), "status", None))
            for tender in Tender.objects.all()
        } == {
            "HCC-DEMO-01": (Phase.DRAFT, None),
            "HCC-DEMO-02": (Phase.IN_REVIEW, None),
            "HCC-DEMO-03": (Phase.OPEN, None),
            "DBC-DEMO-04": (Phase.OPEN, None),
            "HCC-DEMO-05": (Phase.CLOSED, None),
            "DBC-DEMO-03": (Phase.CLOSED, EvaluationStatus.MARKING),
            "HCC-DEMO-06": (Phase.CLOSED, EvaluationStatus.MODERATION),
            "HCC-DEMO-07": (Phase.CLOSED, EvaluationStatus.RECOMMENDED),
            "HWE-DEMO-02": (Phase.CLOSED, EvaluationStatus.CONCLUDED),
            "HCC-DEMO-09": (Phase.CANCELLED, None),
        }

    def test_one_engagement_has_ended_and_changed_a_tender_and_one_is_open(self):
        ended, opened = Engagement.objects.order_by("closes_on")
        assert [one.phase(self.now) for one in (ended, opened)] == [EngagementPhase.ENDED, EngagementPhase.OPEN]
        tender = self.case("HCC-DEMO-03")
        assert ended.replied_at < tender.sent_at and ended.tender == tender
        asked = {question.id for _, question in each_question(tender.file)}
        assert {"T1", "T2", "SV2"} <= changed_by(tender).keys() <= asked
        assert opened.tender == self.case("HCC-DEMO-01") and opened.responses.count() == 6

    def test_bids_close_at_noon_on_a_working_day(self):
        for tender in Tender.objects.all():
            closes_at = tender.closes_at.astimezone(UK)
            assert (closes_at.hour, closes_at.minute, closes_at.weekday() in (1, 2, 3)) == (12, 0, True)

    def test_the_audit_trail_holds_and_runs_in_the_order_of_time(self):
        assert first_broken_link() is None
        moments = list(AuditRecord.objects.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] == self.now

    def test_nothing_sealed_can_be_seen(self):
        assert {bid.tender.reference for bid in Bid.own.all()} == SEALED | OPENED
        assert {bid.tender.reference for bid in Bid.objects.all()} == OPENED
        assert {each.bid.tender.reference for each in Submission.objects.all()} == OPENED
        assert Counter((bid.tender.reference, bid.status) for bid in Bid.own.filter(tender__reference__in=SEALED)) == {
            ("HCC-DEMO-03", BidStatus.SUBMITTED): 2,
            ("HCC-DEMO-03", BidStatus.DRAFT): 2,
            ("DBC-DEMO-04", BidStatus.SUBMITTED): 1,
            ("DBC-DEMO-04", BidStatus.DRAFT): 1,
            ("HCC-DEMO-05", BidStatus.SUBMITTED): 3,
        }

    def test_one_officer_has_asked_to_open_the_sealed_bids(self):
        opening = self.case("HCC-DEMO-05").opening
        assert (opening.asked_by.name, opening.opened_at) == ("Priya Nair", None)

    def test_every_answer_keeps_its_word_limit(self):
        counted = 0
        for bid in Bid.own.select_related("tender"):
            limits = {question.id: question.word_limit for _, question in each_question(bid.tender.file)}
            for answer in Answer.own.filter(bid=bid):
                counted += 1
                assert 0 < count_words(answer.text) <= limits[answer.question_id], (bid, answer)
        assert counted == sum(len(bid["answers"]) for name in TENDERS for bid in told(name).get("bids", []))

    def test_no_two_texts_are_the_same(self):
        texts = [text for answer in Answer.own.all() for text in answer.text.split("\n\n")]
        texts += Mark.objects.values_list("reason", flat=True)
        texts += Consensus.objects.values_list("reason", flat=True)
        texts += Return.objects.values_list("story", flat=True)
        assert [text for text, times in Counter(texts).items() if times > 1] == []

    def test_one_evaluator_has_locked_another_has_begun_and_one_has_not(self):
        panel = self.case("DBC-DEMO-03").evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR)
        assert {member.user.name: (member.marks.count(), member.locked_at is not None) for member in panel} == {
            "Chloe Tran": (12, True),
            "George Fenwick": (4, False),
            "Iwona Zielińska": (0, False),
        }

    def test_moderation_has_spread_a_conflict_and_some_marks_agreed(self):
        evaluation = self.case("HCC-DEMO-06").evaluation
        marks = Mark.objects.filter(evaluator__evaluation=evaluation)
        widest = [mark.mark for mark in marks.filter(bid__provider__name="Second Shelf Reuse", question_id="Q1")]
        assert (marks.count(), min(widest), max(widest)) == (33, 2, 5)
        assert evaluation.conflicts.filter(is_conflicted=True).get().user.name == "Marcus Bell"
        assert evaluation.consensus.count() == 3

    def test_the_ranking_is_the_one_that_the_recommendation_speaks_of(self):
        ranked = {bid.provider: bid.rank for bid in ranking(self.case("HCC-DEMO-07").evaluation).bids}
        assert ranked == {
            "Three Oaks Building Co-operative": 1,
            "Ashdown and Vale Builders": 2,
            "Kingfisher Interiors": 3,
            "J Rai Property Maintenance": None,
        }
        ranked = {bid.provider: bid.rank for bid in ranking(self.case("HWE-DEMO-02").evaluation).bids}
        assert ranked == {"Chess Valley Befrienders": 1, "Evergreen Years": 2, "Open Door Home Care Co-operative": None}

    def test_what_the_chair_signed_is_what_the_report_says(self):
        for reference in ("HCC-DEMO-07", "HWE-DEMO-02"):
            report = evaluation_report(self.case(reference).evaluation)
            assert report.signature.sha256 == report.sha256

    def test_the_contract_has_returns_of_every_kind(self):
        contract = Contract.objects.get()
        today = timezone.localdate(self.now)
        newest = [(period, period.returns.last()) for period in contract.periods.all()]
        phases = [
            period_phase(period.ends_on, period.due_on, ReturnStatus(last.status) if last else None, today)
            for period, last in newest
        ]
        assert phases == [
            PeriodPhase.ACCEPTED,
            PeriodPhase.ACCEPTED,
            PeriodPhase.QUERIED,
            PeriodPhase.OVERDUE,
            PeriodPhase.DUE,
            *[PeriodPhase.NOT_YET] * 7,
        ]
        assert [last.version for _, last in newest[:3]] == [1, 2, 1]
        assert list(contract.indicators.values_list("question_id", flat=True)) == ["SV2", "SV3", "SV4"]

    def test_nobody_bids_to_an_authority_they_work_for(self):
        both = User.objects.filter(staff_roles__isnull=False, memberships__isnull=False).distinct()
        assert [person.name for person in both] == ["Siobhan Keane"]
        own = Bid.own.filter(provider__members__user__in=both)
        assert {bid.tender.reference for bid in own} == {"HWE-DEMO-02"}
        assert not own.filter(tender__authority__staff__user__in=both).exists()

    def test_there_is_somebody_in_every_role(self):
        county = Authority.objects.get(slug="hertfordshire")
        assert {Role(role) for role in Staff.objects.filter(authority=county).values_list("role", flat=True)} == set(
            Role
        )
        assert Provider.objects.count() == 28
        assert set(Provider.objects.values_list("kind", flat=True)) == set(Provider.Kind)
        assert set(Provider.objects.values_list("size", flat=True)) == set(Provider.Size)
        assert not Provider.objects.exclude(pk__in=Member.objects.filter(role="signatory").values("provider")).exists()

    def test_two_authorities_have_a_policy_and_they_differ(self):
        county, borough = (
            policy_in_force(Authority.objects.get(slug=slug), uk_day(self.now)) for slug in ("hertfordshire", "dacorum")
        )
        assert len(county.values) == len(FIGURES)
        figures = ("rate.per_hour", "questions.small", "reading.age")
        assert [county.number(key) for key in figures] == [32, 3, 13]
        assert [borough.number(key) for key in figures] == [40, 6, 14]
        assert borough.source("questions.small").startswith("Bradford Council, published social value policy")

    def test_the_reach_of_the_draft_has_something_to_show(self):
        document = self.case("HCC-DEMO-01").file
        found = reach(document, market_for(document))
        assert [(one.id, shown(one.share.all.shut_out)) for one in found.conditions] == [
            ("C1", "5 to 9"),
            ("C2", "5 to 9"),
        ]
        assert [group.name for group in found.together.by_kind] == ["charity", "others"]

    def test_everybody_on_the_list_can_sign_in(self):
        listed = {one.email for one in story.sign_ins()}
        assert listed == set(User.objects.values_list("email", flat=True))
        assert {email for email, _ in story.waiting()} < listed
        assert len({person.password for person in User.objects.all()}) == 1
        with self.settings(
            PASSWORD_HASHERS=PASSWORD_HASHERS
        ):  # the story was played before the tests' quick one was set
            person = authenticate(email="nour@secondshelf.example", password=story.PASSWORD)
        assert person.name == "نور الحسيني"

    def test_its_messages_count_as_sent_and_none_is_mailed(self):
        assert Message.objects.exists()
        assert not Message.objects.filter(sent_at=None).exists()
        assert not Message.objects.due(self.now).exists()
        assert mail.outbox == []

    def test_it_is_played_once(self):
        before = AuditRecord.objects.count()
        with pytest.raises(Refused, match="played once"):
            story.play(now=self.now)
        assert AuditRecord.objects.count() == before

    def test_the_command_keeps_a_story_that_is_there(self):
        before, out = AuditRecord.objects.count(), StringIO()
        call_command("demo", "--no-serve", stdout=out)
        assert AuditRecord.objects.count() == before
        lines = out.getvalue().splitlines()
        assert lines[1].split() == ["Name", "E-mail", "Role", "Organisation"]
        assert f"Everybody's password: {story.PASSWORD}" in lines
        assert lines[-1] == "Everything is prepared. To serve it: python3 manage.py demo"


@pytest.mark.parametrize("now", [datetime(2027, 1, 2, 8, tzinfo=UTC), datetime(2027, 8, 30, 21, tzinfo=UTC)])
def test_it_plays_on_any_day(db, now):
    """On a Saturday after the holidays, and late on a bank holiday in summer time."""
    story.play(now=now)
    assert story.played_at() == now
    assert AuditRecord.objects.filter(at__gt=now).count() == 0
    assert Tender.objects.open_at(now).count() == 2


def test_its_tenders_can_be_published_whatever_the_day():
    """Every thirteenth day for a year and a half: the dates of each tender are in order and long enough."""
    said = {name: told(name) for name in TENDERS}
    for weeks in range(0, 550, 13):
        calendar = Calendar(date(2026, 11, 1) + timedelta(days=weeks))
        for name, one in said.items():
            step = next((step for step in ("published", "sent") if step in one["days"]), None)
            document = document_of(one, calendar)
            if step:
                found = readiness.problems(document, calendar.at(one["days"][step], 14))
                assert [problem.sentence for problem in found] == [], (name, calendar.today)


def test_it_is_never_played_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused, match="never played in production"):
        story.play(now=timezone.now())
    with pytest.raises(CommandError, match="DJANGO_PRODUCTION"):
        call_command("demo", "--no-serve")
    assert not User.objects.exists()


@pytest.mark.parametrize("options", [["--no-serve"], ["--no-serve", "--reset"]])
def test_the_command_leaves_other_work_alone(db, options):
    make_person("Stan Stranger")
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("demo", *options)
    assert [person.name for person in User.objects.all()] == ["Stan Stranger"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes a database file of its own")
def test_the_command_empties_plays_and_serves(tmp_path):
    """Set up a database, play, spoil the story, reset, serve, and end with the worker."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/story.sqlite3", "PYTHONUNBUFFERED": "1"}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "django", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    count = "from socialvalue.accounts.models import User; print(User.objects.count())"
    run("migrate", "--verbosity=0")
    run("createcachetable")
    run("demo", "--no-serve")
    people = run("shell", "--verbosity=0", "--command", count)
    run("shell", "--verbosity=0", "--command", "from tests.cast import make_person; make_person('Stan Stranger')")

    command = [sys.executable, "-m", "django", "demo", "--reset", "--port=0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as served:
        ready = next(line for line in served.stdout if line.startswith("The portal is ready at "))
        address = ready.split()[-1]
        with urllib.request.urlopen(address) as home:
            assert home.status == 200
        served.send_signal(signal.SIGTERM)
        assert served.stdout.read().strip() == "Stopped."
    assert served.returncode == 0
    assert run("shell", "--verbosity=0", "--command", count) == people
