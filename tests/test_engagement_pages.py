"""Having one's say without an account, and what the portal must never do with it."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from commissioning.tenders.actions import response as response_actions
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Engagement, EngagementSession, Response
from commissioning.tenders.reports.engagement import summary_for
from commissioning.tenders.views.engagement import MOST_ANSWERS
from tests import play_engagement, play_tenders
from tests.crawl import browser
from tests.form_of import form_of
from tests.play_engagement import LASTS, response_to

SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Set the instant at which requests arrive; the cache is empty."""
    cache.clear()
    its = {"now": now}
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: its["now"])

    def set_to(moment):
        its["now"] = moment

    yield set_to
    cache.clear()


def page(name, engagement, *more):
    return reverse(name, args=[engagement.pk, *more])


def read(client, clock, now, engagement, audience="anyone", **answers):
    """Open the page of an audience, and come back half a minute later with the form to post."""
    clock(now)
    drawn = client.get(page("engagement_answer", engagement, audience))
    clock(now + timedelta(seconds=30))
    return form_of(drawn, "token", **answers)


def test_a_resident_answers_without_an_account_and_keeps_a_copy(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, answer_q1="Mend more chairs.", answer_q2="Often")
    answer = client.post(page("engagement_answer", engagement, "anyone"), form)
    given = Response.objects.get()
    assert given.answers == {"q1": "Mend more chairs.", "q2": "Often"}
    assert answer.headers["Location"] == page("engagement_copy", engagement, given.key)
    copy = client.get(answer.headers["Location"]).content.decode()
    assert "Mend more chairs." in copy and "Your words are not shown to others" in copy
    assert "sessionid" not in client.cookies
    # Sent twice, it is still one response, and the same copy.
    again = client.post(page("engagement_answer", engagement, "anyone"), form)
    assert (again.headers["Location"], Response.objects.count()) == (answer.headers["Location"], 1)


def test_the_copy_is_for_who_has_its_key(client, cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    other, given = play_engagement.open_engagement(cast, now), response_to(engagement, now)
    assert client.get(page("engagement_copy", engagement, given.key)).status_code == 200
    assert client.get(page("engagement_copy", other, given.key)).status_code == 404
    assert client.get(page("engagement_copy", engagement, "00000000-0000-4000-8000-000000000000")).status_code == 404


def test_a_provider_is_told_before_writing_that_it_is_published(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    drawn = client.get(page("engagement_answer", engagement, "providers")).content.decode()
    assert "Everything providers say is published for all to read" in drawn
    assert 'name="organisation"' in drawn and 'name="may_quote"' not in drawn
    form = read(client, clock, now, engagement, "providers", answer_q1="Vans.", organisation="Ash Works")
    client.post(page("engagement_answer", engagement, "providers"), form)
    assert Response.objects.get().organisation == "Ash Works"


def test_every_page_says_what_is_kept_and_until_when(client, cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    for audience in Audience:
        drawn = client.get(page("engagement_answer", engagement, audience.value)).content.decode()
        assert "We erase it after Sunday 30 December 2029" in drawn and "Easy read" in drawn


@pytest.mark.parametrize(
    "words", [SCRIPT, "'; DROP TABLE tenders_response; --", "مرحبا 🦔", "{{ 7|add:7 }}{% now 'Y' %}"]
)
def test_what_is_typed_is_shown_as_text_wherever_it_is_shown(cast, now, words):
    before = now - LASTS - timedelta(days=1)
    engagement = play_engagement.open_engagement(cast, before)
    provider = response_to(engagement, before, Audience.PROVIDERS, words, organisation=words[:150])
    resident = response_to(engagement, before, Audience.ANYONE, words, may_quote=True)
    response_actions.publish_quote(resident, words, by=cast.commissioner, now=now)
    response_actions.publish_responses(engagement, by=cast.commissioner, now=now)
    staff, nobody = browser(cast.commissioner), Client()
    for client, address in (
        (nobody, page("engagement", engagement)),
        (nobody, page("engagement_said", engagement)),
        (nobody, page("engagement_copy", engagement, resident.key)),
        (staff, page("engagement_responses", engagement)),
        (staff, page("engagement_response", engagement, provider.pk)),
    ):
        drawn = client.get(address).content.decode()
        assert "<script>alert" not in drawn and "<img src=x" not in drawn
        assert (
            words.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&quot;")
            .replace("'", "&#x27;")
            in drawn
        )


def test_a_hundred_in_a_row_are_limited_and_the_words_come_back(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    statuses = []
    for place in range(100):
        form = read(client, clock, now, engagement, answer_q1=f"Answer number {place}.")
        answer = client.post(page("engagement_answer", engagement, "anyone"), form)
        statuses.append(answer.status_code)
    assert statuses == [302] * MOST_ANSWERS + [429] * (100 - MOST_ANSWERS)
    assert Response.objects.count() == MOST_ANSWERS
    said = answer.content.decode()
    assert "Answer number 99." in said and "Wait ten minutes" in said
    # Another connection is not held up, and ten minutes later this one is not either.
    form = read(client, clock, now, engagement, answer_q1="From elsewhere.")
    there = client.post(page("engagement_answer", engagement, "anyone"), form, REMOTE_ADDR="192.0.2.7")
    later = now + timedelta(minutes=10)
    here = client.post(
        page("engagement_answer", engagement, "anyone"), read(client, clock, later, engagement, answer_q1="Later.")
    )
    assert (there.status_code, here.status_code) == (302, 302)


def test_no_address_is_kept_anywhere(client, cast, now, clock, monkeypatch):
    seen = []
    counting = SimpleNamespace(
        get_or_set=lambda key, make, seconds: make(),
        add=lambda key, count, seconds: seen.append(key),
        incr=lambda key: 1,
        touch=lambda key, seconds: True,
    )
    monkeypatch.setattr("socialvalue.limits.cache", counting)
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, answer_q1="Words.")
    client.post(page("engagement_answer", engagement, "anyone"), form, REMOTE_ADDR="192.0.2.77")
    (key,) = seen
    assert re.fullmatch(r"limits-engagement-\d+-[0-9a-f]{64}", key)
    assert "192.0.2.77" not in str(list(Response.objects.values()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"website": "http://spam.example"}, "A hidden box was filled in"),
        ({"token": "forged"}, "Press “Send” again"),
        ({"token": None}, "Press “Send” again"),
        ({"answer_q2": "Sometimes"}, "Select a valid choice"),
        ({"answer_q1": "kept word " * 300}, "Take out 100 words"),
        ({"answer_q1": "keptword" * 1000}, "This is too long"),
        ({"answer_q1": "kept\0word"}, "hidden control character"),
        ({"answer_q1": "  "}, "Answer at least one question"),
    ],
)
def test_what_cannot_be_sent_comes_back_with_every_word(client, cast, now, clock, change, said):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, **{"answer_q1": "My words.", **change})
    answer = client.post(page("engagement_answer", engagement, "anyone"), form)
    drawn = answer.content.decode()
    assert (answer.status_code, Response.objects.count()) == (422, 0)
    assert said in drawn
    assert (form["answer_q1"].strip() in drawn) and "spam.example" not in drawn


def test_a_forged_name_is_answered_with_one_that_works(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, answer_q1="My words.", token="forged")
    back = client.post(page("engagement_answer", engagement, "anyone"), form)
    clock(now + timedelta(minutes=1))
    assert client.post(page("engagement_answer", engagement, "anyone"), form_of(back, "token")).status_code == 302


def test_a_program_that_answers_at_once_is_held_up_and_a_person_is_not(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, answer_q1="My words.")
    clock(now + timedelta(seconds=1))
    back = client.post(page("engagement_answer", engagement, "anyone"), form)
    assert back.status_code == 422
    clock(now + timedelta(seconds=6))
    assert client.post(page("engagement_answer", engagement, "anyone"), form_of(back, "token")).status_code == 302


def test_a_name_made_for_one_page_does_not_work_on_another(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, "service-users", answer_q1="My words.")
    assert client.post(page("engagement_answer", engagement, "anyone"), form).status_code == 422


def test_questions_that_were_not_asked_are_left_out(client, cast, now, clock):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, answer_q1="Mine.", answer_q9="Smuggled.", hidden_at="x")
    client.post(page("engagement_answer", engagement, "anyone"), form | {"engagement": "1", "quote": "x"})
    assert Response.objects.get().answers == {"q1": "Mine."}


@pytest.mark.parametrize(
    ("days", "said"), [(29, "This closed at the end of Wednesday 30 December 2026"), (-1, "This opens on Wednesday 2")]
)
def test_too_late_or_too_early_gives_the_words_back(client, cast, now, clock, days, said):
    engagement = play_engagement.open_engagement(cast, now)
    form = read(client, clock, now, engagement, answer_q1="An hour's work.")
    clock(now + timedelta(days=days))
    answer = client.post(page("engagement_answer", engagement, "anyone"), form)
    drawn = answer.content.decode()
    assert (answer.status_code, Response.objects.count()) == (422, 0)
    assert said in drawn and "An hour&#x27;s work." in drawn and "What you wrote" in drawn
    assert 'name="token"' not in drawn


def test_an_audience_that_is_not_asked_has_no_page(client, cast, now):
    engagement = play_engagement.open_engagement(cast, now)
    engagement.invitations.filter(audience=Audience.ANYONE).update(questions=[])
    for audience in ("anyone", "nobody", "providers2"):
        assert client.get(page("engagement_answer", engagement, audience)).status_code == 404


DRAFT_READERS = {"commissioner", "procurement", "second_procurement", "auditor"}
EVERYBODY = (
    *("commissioner", "procurement", "second_procurement", "evaluator", "second_evaluator", "chair", "auditor"),
    *("contract_manager", "admin", "other_procurement", "owner", "rival", "stranger", None),
)


def who_gets(cast, address):
    people = {name: browser(getattr(cast, name) if name else None) for name in EVERYBODY}
    return {name for name, client in people.items() if client.get(address).status_code == 200}


def test_a_draft_is_there_for_those_who_work_on_it_only(cast, now):
    draft = play_engagement.draft_engagement(cast, now)
    for address in (
        page("engagement", draft),
        page("engagement_answer", draft, "anyone"),
        page("engagement_desk", draft),
    ):
        assert who_gets(cast, address) == DRAFT_READERS


def test_responses_as_written_are_for_commissioners_procurement_and_auditors(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    given = engagement.responses.first()
    for address in (
        page("engagement_responses", engagement),
        page("engagement_response", engagement, given.pk),
        page("engagement_themes", engagement),
        page("engagement_desk", engagement),
    ):
        assert who_gets(cast, address) == DRAFT_READERS


def test_a_response_of_another_engagement_is_not_found_under_this_one(cast, now):
    one, other = (play_engagement.ended_engagement(cast, now) for _ in range(2))
    client = browser(cast.commissioner)
    assert client.get(page("engagement_response", one, other.responses.first().pk)).status_code == 404
    assert client.get(page("engagement_theme", one, other.themes.get().pk)).status_code == 404


def test_what_residents_wrote_is_nowhere_to_be_read_and_small_numbers_are_not_shown(client, cast, now):
    tender = play_tenders.published_tender(cast, now)
    engagement = play_engagement.replied_engagement(cast, now, tender)
    public = client.get(page("engagement", engagement)).content.decode()
    said = client.get(page("engagement_said", engagement)).content.decode()
    assert "You said, we did" in public and "We ask for opening on Saturdays." in public
    assert "fewer than five from people who use the service" in public
    assert "It changed SV1" in public
    for drawn in (public, said):
        assert "Call before you come." not in drawn and "Open on Saturdays." not in drawn and "Ash" not in drawn
    assert "Two vans are too many to ask for." in said


def test_five_are_shown_as_five(client, cast, now):
    before = now - LASTS - timedelta(days=1)
    engagement = play_engagement.open_engagement(cast, before)
    for place in range(5):
        response_to(engagement, before, words=f"Words {place}.")
    hidden = response_to(engagement, before, Audience.SERVICE_USERS)
    response_actions.hide(hidden, "It names a driver.", by=cast.commissioner, now=now)
    drawn = " ".join(re.sub(r"<[^>]+>", " ", client.get(page("engagement", engagement)).content.decode()).split())
    assert "Providers none People who use the service none Anyone 5" in drawn


def test_providers_words_appear_when_they_are_published_edited_and_without_the_hidden_ones(client, cast, now):
    before = now - LASTS - timedelta(days=1)
    engagement = play_engagement.open_engagement(cast, before)
    kept, edited, hidden = (
        response_to(engagement, before, Audience.PROVIDERS, f"Words of {name}.") for name in ("kept", "Ash Works", "Jo")
    )
    response_actions.take_words_out(edited, {"q1": "Words of a firm."}, by=cast.commissioner, now=now)
    response_actions.hide(hidden, "It names Jo.", by=cast.commissioner, now=now)
    assert client.get(page("engagement_said", engagement)).status_code == 404
    response_actions.publish_responses(engagement, by=cast.commissioner, now=now)
    said = client.get(page("engagement_said", engagement)).content.decode()
    assert "Words of kept." in said and "Words of a firm." in said and said.count("Edited") == 1
    assert "Ash Works" not in said and "Jo" not in said
    assert kept.edited is None


def test_two_tabs_do_not_overwrite_each_other(cast, now):
    draft, client = play_engagement.draft_engagement(cast, now), browser(cast.commissioner)
    address = page("engagement_about", draft)
    mine, theirs = client.get(address), client.get(address)
    assert client.post(address, form_of(theirs, title="Their title")).status_code == 302
    clash = client.post(address, form_of(mine, title="My title"))
    said = clash.content.decode()
    assert clash.status_code == 409 and "Their title" in said and 'value="My title"' in said
    assert client.post(address, form_of(clash)).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "My title"


def test_two_tabs_do_not_overwrite_each_others_reply(cast, now):
    engagement, client = play_engagement.ended_engagement(cast, now), browser(cast.commissioner)
    theme = engagement.themes.get()
    address = page("engagement_theme", engagement, theme.pk)
    mine, theirs = client.get(address), client.get(address)
    theirs = form_of(theirs, "state", heard="They heard.", did="They did.", is_changed="yes", decision="reply")
    assert client.post(address, theirs).status_code == 302
    clash = client.post(address, form_of(mine, "state", heard="I heard.", did="I did.", decision="reply"))
    said = clash.content.decode()
    assert clash.status_code == 409 and "They heard." in said and "I heard." in said
    assert client.post(address, form_of(clash, "state", decision="reply")).status_code == 302
    theme.refresh_from_db()
    assert (theme.heard, theme.did) == ("I heard.", "I did.")


def test_a_part_with_faults_keeps_what_was_typed_and_saves_nothing(cast, now):
    draft, client = play_engagement.draft_engagement(cast, now), browser(cast.commissioner)
    address = page("engagement_invitation", draft, "anyone")
    form = form_of(client.get(address), introduction="Changed.", rows__0__options="Only one", rows__3__options="A\nB")
    back = client.post(address, form)
    said = back.content.decode()
    assert back.status_code == 422 and "Write two to 12 answers" in said and "Only one" in said and "Changed." in said
    assert "Write the question that these are the answers to." in said
    assert draft.invitations.get(audience="anyone").introduction == "Words for anyone."


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("We want to hear from you.\nIt takes two minutes.", "That is easy to read."),
        (
            "Notwithstanding the aforementioned considerations, participants may articulate representations.",
            "Aim for 9",
        ),
    ],
)
def test_the_reading_age_of_the_easy_read_text_is_advice(cast, now, text, advice):
    draft = play_engagement.draft_engagement(cast, now)
    draft.invitations.filter(audience="anyone").update(easy_read=text)
    drawn = browser(cast.commissioner).get(page("engagement_invitation", draft, "anyone")).content.decode()
    assert advice in drawn


def test_the_desk_does_what_is_decided_and_refuses_the_rest(cast, now):
    engagement = play_engagement.ended_engagement(cast, now)
    desk, client = page("engagement_desk", engagement), browser(cast.commissioner)
    assert client.post(desk, {"decision": "publish_responses"}).status_code == 302
    refused = client.post(desk, {"decision": "publish_replies"})
    assert refused.status_code == 422 and "Opening hours: say what you heard" in refused.content.decode()
    assert client.post(desk, {"decision": "everything"}).status_code == 422
    officer = browser(cast.procurement).post(desk, {"decision": "publish_replies"})
    assert officer.status_code == 422 and "Only a commissioner" in officer.content.decode()


def test_a_response_is_hidden_shown_edited_and_quoted_from_its_page(cast, now):
    engagement, client = play_engagement.ended_engagement(cast, now), browser(cast.commissioner)
    provider = engagement.responses.get(audience="providers")
    resident = engagement.responses.get(may_quote=True)
    here = page("engagement_response", engagement, provider.pk)
    for form in (
        {"decision": "words", "words_q1": "Some vans."},
        {"decision": "hide", "reason": "It names a driver."},
        {"decision": "show"},
    ):
        assert client.post(here, form).status_code == 302
    assert client.post(here, {"decision": "hide", "reason": " "}).status_code == 422
    assert client.post(here, {"decision": "quote", "quote": "x"}).status_code == 422
    there = page("engagement_response", engagement, resident.pk)
    assert client.post(there, {"decision": "quote", "quote": "Saturdays!"}).status_code == 302
    assert "Saturdays!" in Client().get(page("engagement", engagement)).content.decode()
    assert client.post(there, {"decision": "erase"}).headers["Location"] == page("engagement_responses", engagement)
    provider.refresh_from_db()
    assert (provider.edited, provider.hidden_at) == ({"q1": "Some vans."}, None)
    assert not Response.objects.filter(pk=resident.pk).exists()


def test_several_responses_get_a_theme_at_once_and_ticks_survive_a_refusal(cast, now):
    engagement, client = play_engagement.ended_engagement(cast, now), browser(cast.commissioner)
    numbers = [response.pk for response in engagement.responses.all()]
    here = page("engagement_responses", engagement)
    refused = client.post(here, {"ticked": numbers[:2]})
    assert refused.status_code == 422
    assert refused.content.decode().count("checked") == 2
    assert client.post(here, {"ticked": numbers[:2], "name": "Vans", "decision": "put_on"}).status_code == 302
    assert client.post(here, {"name": "Crews", "decision": "put_on"}).status_code == 422
    theme = engagement.themes.get(name="Vans")
    assert theme.responses.count() == 2 and not engagement.themes.filter(name="Crews").exists()
    client.post(here, {"ticked": numbers[:1], "theme": theme.pk, "decision": "take_off"})
    assert theme.responses.count() == 1
    only = client.get(here, {"theme": theme.pk, "audience": "service-users"}).content.decode()
    assert "1 response<" in only and "Call before you come." in only


def test_a_question_says_what_changed_it_in_the_preview_and_when_it_is_published(client, cast, now):
    draft = play_tenders.draft_tender(cast, now)
    engagement = play_engagement.ended_engagement(cast, now, draft)
    theme = engagement.themes.get()
    said = {"heard": "Hours.", "did": "Saturdays.", "is_changed": True, "question_ids": ["SV1"]}
    play_engagement.theme_actions.write_reply(theme, **said, by=cast.commissioner, now=now)
    link = f"{page('engagement', engagement)}#theme-{theme.pk}"
    assert link in browser(cast.commissioner).get(reverse("tender", args=[draft.pk])).content.decode()
    published = play_tenders.published_tender(cast, now)
    replied = play_engagement.replied_engagement(cast, now, published)
    drawn = client.get(reverse("tender", args=[published.pk])).content.decode()
    assert drawn.count("Changed by what people said") == 1
    assert f"{page('engagement', replied)}#theme-{replied.themes.get().pk}" in drawn
    Engagement.objects.filter(pk=replied.pk).update(replied_at=None)
    assert "Changed by what people said" not in client.get(reverse("tender", args=[published.pk])).content.decode()


def test_the_record_is_told_who_was_heard_in_numbers_that_point_at_nobody(cast, now):
    draft = play_tenders.draft_tender(cast, now)
    assert summary_for(draft) is None
    engagement = play_engagement.ended_engagement(cast, now, draft)
    summary = summary_for(draft)
    assert summary.counts == [
        ("Providers", "fewer than five"),
        ("People who use the service", "fewer than five"),
        ("Anyone", "fewer than five"),
    ]
    assert summary.themes == [
        ("Opening hours", "fewer than five from people who use the service and fewer than five from anyone else")
    ]
    assert (summary.address, summary.is_replied) == (page("engagement", engagement), False)
    assert summary.sentence == (
        "People were asked in “Furniture reuse”, Tuesday 3 November 2026 to Tuesday 1 December 2026; 1 theme came of it."
    )


def test_the_command_erases_what_is_due(cast, now, capsys):
    play_engagement.ended_engagement(cast, datetime(2020, 1, 10, 12, tzinfo=UTC))
    play_engagement.ended_engagement(cast, now)
    call_command("erase_responses")
    assert (capsys.readouterr().out, Response.objects.count()) == ("3 responses erased.\n", 3)


@pytest.mark.parametrize("count", [3, 30])
def test_public_pages_cost_the_same_however_many_answer(client, cast, now, count, django_assert_num_queries):
    before = now - LASTS - timedelta(days=1)
    tender = play_tenders.published_tender(cast, now)
    engagement = play_engagement.replied_engagement(cast, now, tender)
    Response.objects.bulk_create(
        Response(
            engagement=engagement,
            audience=Audience.PROVIDERS,
            key=f"00000000-0000-4000-8000-{place:012}",
            answers={"q1": "Words."},
            given_at=before,
        )
        for place in range(count)
    )
    EngagementSession.objects.bulk_create(
        EngagementSession(engagement=engagement, audience="anyone", starts_at=now, place="Hall") for _ in range(count)
    )
    engagement.themes.model.objects.bulk_create(
        engagement.themes.model(engagement=engagement, name=f"Theme {place}", heard="x", did="x")
        for place in range(count)
    )
    # The engagement with its tender, who is asked, sessions, how many answered, counts by theme, themes, quotes.
    with django_assert_num_queries(7):
        client.get(page("engagement", engagement))
    with django_assert_num_queries(4):
        client.get(page("engagement_said", engagement))
    with django_assert_num_queries(2):
        client.get(page("engagement_answer", engagement, "providers"))


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_two_queries(client, cast, now, count, django_assert_num_queries):
    Engagement.objects.bulk_create(
        Engagement(
            authority=cast.county,
            title=f"Number {place}",
            opens_on=now.date(),
            closes_on=now.date(),
            created_by=cast.commissioner,
            created_at=now,
            published_by=cast.commissioner,
            published_at=now,
        )
        for place in range(count)
    )
    with django_assert_num_queries(2):
        assert client.get(reverse("engagement_list")).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_staff_pages_cost_the_same_however_many_answer(cast, now, count, django_assert_num_queries):
    engagement = play_engagement.ended_engagement(cast, now, play_tenders.draft_tender(cast, now))
    theme = engagement.themes.get()
    before = now - LASTS - timedelta(days=1)
    made = Response.objects.bulk_create(
        Response(
            engagement=engagement,
            audience=Audience.ANYONE,
            key=f"00000000-0000-4000-8000-{place:012}",
            answers={"q1": "Words."},
            given_at=before,
        )
        for place in range(count)
    )
    theme.responses.add(*made)
    client = browser(cast.commissioner)
    for name, more, queries in (
        ("engagement_desk", [], 8),
        ("engagement_responses", [], 9),
        ("engagement_response", [made[0].pk], 7),
        ("engagement_themes", [], 7),
        ("engagement_theme", [theme.pk], 5),
    ):
        with django_assert_num_queries(queries):
            assert client.get(page(name, engagement, *more)).status_code == 200, name
