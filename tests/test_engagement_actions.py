"""What may be done with an engagement, by whom and when, and what is kept of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from commissioning.tenders import actions as tender_actions
from commissioning.tenders.actions import engagement as actions
from commissioning.tenders.actions import response as response_actions
from commissioning.tenders.actions import theme as theme_actions
from commissioning.tenders.lifecycle import Audience, EngagementPhase, engagement_phase
from commissioning.tenders.models import Engagement, Response
from socialvalue.audit.models import AuditRecord, first_broken_link
from socialvalue.refusals import Refused
from tests import play_engagement, play_tenders
from tests.play_engagement import LASTS, response_to

NOT_COMMISSIONERS = ("procurement", "evaluator", "chair", "auditor", "admin", "other_procurement", "owner", "stranger")
DAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("is_published", "today", "phase"),
    [
        (False, DAY, EngagementPhase.DRAFT),
        (True, DAY - timedelta(days=1), EngagementPhase.COMING),
        (True, DAY, EngagementPhase.OPEN),
        (True, DAY + timedelta(days=3), EngagementPhase.OPEN),
        (True, DAY + timedelta(days=4), EngagementPhase.ENDED),
    ],
)
def test_the_phase_follows_from_publication_and_the_days(is_published, today, phase):
    assert engagement_phase(is_published, DAY, DAY + timedelta(days=3), today) is phase


def test_the_last_day_ends_at_midnight_in_the_uk(cast):
    opened = datetime(2026, 6, 1, 9, tzinfo=UTC)
    engagement = play_engagement.open_engagement(cast, opened)
    last_minute = datetime(2026, 6, 29, 22, 59, tzinfo=UTC)  # a minute to midnight, summer time
    assert engagement.phase(last_minute) is EngagementPhase.OPEN
    assert engagement.phase(last_minute + timedelta(minutes=1)) is EngagementPhase.ENDED


@pytest.mark.parametrize("person", NOT_COMMISSIONERS)
def test_only_a_commissioner_of_the_authority_works_on_it(cast, now, person):
    by = getattr(cast, person)
    draft = play_engagement.draft_engagement(cast, now)
    ended = play_engagement.ended_engagement(cast, now)
    response, theme = ended.responses.first(), ended.themes.get()
    for act in (
        lambda: actions.start(cast.county, title="x", opens_on=DAY, closes_on=DAY, by=by, now=now),
        lambda: actions.publish(draft, by=by, now=now),
        lambda: actions.save_sessions(draft, [], from_version=draft.version, by=by, now=now),
        lambda: actions.link_tender(draft, None, by=by, now=now),
        lambda: theme_actions.add_theme(ended, "x", by=by, now=now),
        lambda: theme_actions.rename_theme(theme, "x", by=by, now=now),
        lambda: theme_actions.tag(theme, [response.pk], by=by, now=now),
        lambda: theme_actions.publish_replies(ended, by=by, now=now),
        lambda: response_actions.hide(response, "x", by=by, now=now),
        lambda: response_actions.take_words_out(response, {}, by=by, now=now),
        lambda: response_actions.publish_quote(response, "", by=by, now=now),
        lambda: response_actions.publish_responses(ended, by=by, now=now),
    ):
        with pytest.raises(Refused, match="Only a commissioner"):
            act()


def test_a_stale_save_is_refused_and_changes_nothing(cast, now):
    draft = play_engagement.draft_engagement(cast, now)
    with pytest.raises(actions.StaleEngagement):
        actions.save_sessions(draft, [], from_version=draft.version - 1, by=cast.commissioner, now=now)
    assert draft.sessions.count() == 1


def test_publication_names_all_that_is_missing(cast, now):
    empty = actions.start(cast.county, title="x", opens_on=DAY, closes_on=DAY, by=cast.commissioner, now=now)
    with pytest.raises(Refused) as refused:
        actions.publish(empty, by=cast.commissioner, now=now + timedelta(days=1))
    assert refused.value.problems == [
        "Say what is planned.",
        "The last day has passed. Choose a later one.",
        "Ask at least one audience at least one question.",
    ]
    actions.save_invitation(
        empty,
        Audience.ANYONE,
        introduction="",
        easy_read="",
        questions=play_engagement.QUESTIONS[Audience.ANYONE],
        from_version=empty.version,
        by=cast.commissioner,
        now=now,
    )
    with pytest.raises(Refused) as refused:
        actions.publish(empty, by=cast.commissioner, now=now)
    assert refused.value.problems[1:] == ["Anyone: write an introduction.", "Anyone: write an easy-read text."]


def test_what_is_asked_is_fixed_once_it_is_published(cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    with pytest.raises(Refused, match="can’t be changed"):
        actions.save_invitation(
            engagement,
            Audience.ANYONE,
            introduction="",
            easy_read="",
            questions=(),
            from_version=engagement.version,
            by=cast.commissioner,
            now=now,
        )
    actions.save_sessions(engagement, [], from_version=engagement.version, by=cast.commissioner, now=now)
    assert engagement.sessions.count() == 0


def test_a_response_keeps_what_was_said_and_nothing_about_who_said_it(cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    said = response_actions.respond(
        engagement,
        Audience.PROVIDERS,
        answers={"q2": "Two years", "q1": " The insurance. "},
        key=uuid4(),
        organisation="Ash Works",
        may_quote=True,
        now=now,
    )
    said.refresh_from_db()
    assert list(said.answers.items()) == [("q1", "The insurance."), ("q2", "Two years")]
    assert (said.organisation, said.may_quote) == ("Ash Works", False)
    assert {field.name for field in Response._meta.fields} == {
        *("id", "engagement", "audience", "key", "answers", "organisation", "may_quote", "given_at", "edited", "quote"),
        *("hidden_at", "hidden_by", "hidden_reason"),
    }
    trail = AuditRecord.objects.get(event="engagement.answered")
    assert (trail.person_id, trail.sentence, trail.facts) == (
        "",
        "took in a response: Providers.",
        {"audience": "Providers"},
    )


def test_only_a_provider_names_an_organisation(cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    assert response_to(engagement, now, Audience.ANYONE, organisation="Ash Works").organisation == ""


def test_the_same_key_is_one_response(cast, now):
    engagement, key = play_engagement.open_engagement(cast, now), uuid4()
    first, second = (
        response_actions.respond(engagement, Audience.ANYONE, answers={"q1": words}, key=key, now=now)
        for words in ("Once.", "Twice.")
    )
    assert (first.pk, second.answers, Response.objects.count()) == (second.pk, {"q1": "Once."}, 1)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({}, "at least one"),
        ({"q1": "  "}, "at least one"),
        ({"q9": "x"}, "was not asked"),
        ({"q2": "Sometimes"}, "are offered"),
        ({"q1": "word " * 501}, "500 words"),
        ({"q1": "w" * 5001}, "500 words"),
        ({"q1": "a\0b"}, "500 words"),
    ],
)
def test_a_response_that_cannot_be_taken_in(cast, now, answers, why):
    engagement = play_engagement.open_engagement(cast, now)
    with pytest.raises(Refused, match=why):
        response_actions.respond(engagement, Audience.ANYONE, answers=answers, key=uuid4(), now=now)
    assert not Response.objects.exists()


def test_nobody_is_heard_before_or_after_its_days_or_in_a_draft(cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    with pytest.raises(Refused, match="closed at the end of Wednesday 30 December 2026"):
        response_to(engagement, now + LASTS + timedelta(days=1))
    with pytest.raises(Refused, match="opens on"):
        response_to(engagement, now - timedelta(days=1))
    with pytest.raises(Refused, match="opens on"):
        response_to(play_engagement.draft_engagement(cast, now), now)


def test_there_is_a_ceiling_for_one_engagement(cast, now, monkeypatch):
    monkeypatch.setattr(response_actions, "MOST_RESPONSES", 2)
    engagement = play_engagement.open_engagement(cast, now)
    for _ in range(2):
        response_to(engagement, now)
    with pytest.raises(Refused, match="So many people"):
        response_to(engagement, now)
    assert response_to(play_engagement.open_engagement(cast, now), now).pk


def test_themes_are_added_renamed_merged_and_tagged_together(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    by, hours = cast.commissioner, engagement.themes.get()
    first = engagement.responses.order_by("pk").first()
    vans = theme_actions.add_theme(engagement, "  Vans\n and crews ", by=by, now=now)
    assert vans.name == "Vans and crews"
    with pytest.raises(Refused, match="already"):
        theme_actions.rename_theme(vans, "OPENING hours", by=by, now=now)
    theme_actions.rename_theme(vans, "vans and crews", by=by, now=now)
    everyone = [response.pk for response in engagement.responses.all()]
    assert theme_actions.tag(vans, everyone, by=by, now=now) == 3
    assert theme_actions.tag(vans, [first.pk, 10**12], by=by, now=now, take_off=True) == 1
    theme_actions.tag(vans, [first.pk], by=by, now=now)
    theme_actions.merge_themes(vans, hours, by=by, now=now)
    assert (engagement.themes.count(), hours.responses.count()) == (1, 3)
    with pytest.raises(Refused, match="Choose another theme"):
        theme_actions.merge_themes(hours, hours, by=by, now=now)


def test_a_response_of_another_engagement_is_not_tagged(cast, now):
    theme = play_engagement.ended_engagement(cast, now).themes.get()
    other = response_to(play_engagement.open_engagement(cast, now), now)
    with pytest.raises(Refused, match="Tick at least one"):
        theme_actions.tag(theme, [other.pk], by=cast.commissioner, now=now)


def test_a_hidden_response_is_kept_with_its_reason_and_can_come_back(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    response = engagement.responses.first()
    with pytest.raises(Refused, match="Say why"):
        response_actions.hide(response, " ", by=cast.commissioner, now=now)
    hidden = response_actions.hide(response, "It names a driver.", by=cast.commissioner, now=now)
    assert (hidden.hidden_by, hidden.answers) == (cast.commissioner, response.answers)
    said = AuditRecord.objects.history_of(engagement).last()
    assert said.sentence == f"hid response {response.pk}: It names a driver."
    assert response_actions.show(hidden, by=cast.commissioner, now=now).hidden_at is None


def test_a_quote_needs_the_writers_agreement(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    agreed, silent = engagement.responses.get(may_quote=True), engagement.responses.get(audience="service-users")
    with pytest.raises(Refused, match="did not agree"):
        response_actions.publish_quote(silent, "Call before.", by=cast.commissioner, now=now)
    quoted = response_actions.publish_quote(agreed, "Saturdays!", by=cast.commissioner, now=now)
    assert response_actions.publish_quote(quoted, "", by=cast.commissioner, now=now).quote == ""


def test_what_providers_said_is_published_once_for_all_after_the_end(cast, now):
    running = play_engagement.open_engagement(cast, now)
    with pytest.raises(Refused, match="last day"):
        response_actions.publish_responses(running, by=cast.commissioner, now=now)
    engagement = play_engagement.ended_engagement(cast, now)
    by, provider = cast.commissioner, engagement.responses.get(audience=Audience.PROVIDERS)
    edited = response_actions.take_words_out(provider, {"q1": "Some vans."}, by=by, now=now)
    assert (edited.shown, edited.answers) == ({"q1": "Some vans."}, {"q1": "Two vans are too many to ask for."})
    with pytest.raises(Refused, match="Only the words"):
        response_actions.take_words_out(provider, {"q7": "x"}, by=by, now=now)
    with pytest.raises(Refused, match="Only what providers say"):
        response_actions.take_words_out(engagement.responses.get(audience="anyone"), {}, by=by, now=now)
    response_actions.publish_responses(engagement, by=by, now=now)
    with pytest.raises(Refused, match="published already"):
        response_actions.take_words_out(provider, {"q1": "Other vans."}, by=by, now=now)
    with pytest.raises(Refused, match="published already"):
        response_actions.publish_responses(engagement, by=by, now=now)


def test_a_tender_waits_until_all_can_read_what_providers_said_before_it(cast, now):
    draft = play_tenders.draft_tender(cast, now)
    engagement = play_engagement.ended_engagement(cast, now, draft)
    with pytest.raises(Refused, match="so that nobody gains"):
        tender_actions.send_for_approval(draft, by=cast.commissioner, now=now)
    sent = play_tenders.sent_tender(cast, now)
    response_actions.publish_responses(engagement, by=cast.commissioner, now=now)
    tender_actions.send_for_approval(draft, by=cast.commissioner, now=now)
    # One that is linked after it was sent holds its publication up as well; a hidden response does not.
    late = play_engagement.ended_engagement(cast, now, sent)
    with pytest.raises(Refused, match="so that nobody gains"):
        tender_actions.publish(sent, by=cast.procurement, now=now)
    response_actions.hide(late.responses.get(audience=Audience.PROVIDERS), "Abuse.", by=cast.commissioner, now=now)
    assert tender_actions.publish(sent, by=cast.procurement, now=now).published_at == now


def test_a_response_is_erased_when_its_writer_asks(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    response = engagement.responses.first()
    number = response.pk
    response_actions.erase(response, by=cast.commissioner, now=now)
    assert not engagement.responses.filter(pk=number).exists()
    assert AuditRecord.objects.history_of(engagement).last().sentence.startswith(f"erased response {number}, as")


def test_no_theme_is_passed_over_in_silence(cast, now):
    tender = play_tenders.draft_tender(cast, now)
    engagement, by = play_engagement.ended_engagement(cast, now, tender), cast.commissioner
    theme = engagement.themes.get()

    def write(**changes):
        said = {"heard": "Hours.", "did": "Saturdays.", "is_changed": True, "question_ids": ["SV1"], **changes}
        return theme_actions.write_reply(theme, **said, by=by, now=now)

    with pytest.raises(Refused, match="Opening hours: say what you heard"):
        theme_actions.publish_replies(engagement, by=by, now=now)
    with pytest.raises(Refused, match="Choose questions"):
        write(question_ids=["SV9"])
    with pytest.raises(Refused, match="name no question"):
        write(is_changed=False)
    assert write(question_ids=["SV2", "SV1"]).question_ids == ["SV1", "SV2"]
    theme_actions.publish_replies(engagement, by=by, now=now)
    with pytest.raises(Refused, match="This is published"):
        write(did="")


def test_another_tender_takes_the_ties_to_questions_away(cast, now):
    tender = play_tenders.published_tender(cast, now)
    engagement = play_engagement.replied_engagement(cast, now, tender)
    actions.link_tender(engagement, play_tenders.draft_tender(cast, now), by=cast.commissioner, now=now)
    assert engagement.themes.get().question_ids == []


def test_responses_are_erased_when_the_promised_time_is_over(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    kept = play_engagement.ended_engagement(cast, now + timedelta(days=2))
    last = datetime(engagement.kept_until.year, engagement.kept_until.month, engagement.kept_until.day, tzinfo=UTC)
    assert engagement.kept_until == date(2029, 12, 1)
    assert response_actions.erase_expired(now=last) == 0
    assert response_actions.erase_expired(now=last + timedelta(days=1)) == 3
    assert (engagement.responses.count(), kept.responses.count()) == (0, 3)
    assert AuditRecord.objects.history_of(engagement).last().person_name == "The portal"
    assert first_broken_link() is None


def test_a_leap_day_is_kept_until_the_day_before_its_missing_anniversary():
    assert Engagement(closes_on=date(2028, 2, 29)).kept_until == date(2031, 2, 28)
