"""The portal's doors: what every answer carries, forged forms, redirects, hosts, downloads, and sign-in under attack."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import path

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Paper
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.security import POLICY
from socialvalue.urls import urlpatterns as ours
from tests import play_bids, play_contracts, play_evaluation, play_tenders
from tests.cast import PASSWORD
from tests.crawl import browser
from tests.test_no_500 import DOCUMENTS, clock  # noqa: F401


def broken(request):
    """A view with a fault."""
    raise RuntimeError("a fault of ours")


urlpatterns = [path("broken/", broken), *ours]


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()
    yield
    cache.clear()


def test_every_answer_carries_the_policy(cast, settings):
    settings.ROOT_URLCONF = __name__
    client = browser(cast.commissioner)
    client.raise_request_exception = False
    forged = Client(enforce_csrf_checks=True)
    answers = {
        200: client.get("/"),
        302: Client().get("/desk/"),
        403: forged.post("/accounts/login/", {"login": "a@example.org"}),
        404: client.get("/no/such/page/"),
        405: client.post("/"),
        422: client.post("/tenders/new/", {"title": "x"}),
        500: client.get("/broken/"),
        400: client.get("/", headers={"host": "evil.example"}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    for status, answer in answers.items():
        assert answer.headers["Content-Security-Policy"] == POLICY, status
        if status != 400:  # a host that is not ours is refused before anything else is done
            assert answer.headers["X-Content-Type-Options"] == "nosniff", status
            assert answer.headers["Referrer-Policy"] == "same-origin", status
            assert answer.headers["X-Frame-Options"] == "DENY", status
    assert "evil.example" not in answers[400].content.decode()
    assert "unsafe" not in POLICY and "*" not in POLICY


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "testserver@evil.example", "", "a b", "\0"])
def test_a_host_that_is_not_ours_makes_no_link(cast, host, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    answer = Client(raise_request_exception=False).post(
        "/accounts/password/reset/", {"email": cast.owner.email}, headers={"host": host}
    )
    assert answer.status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize(
    "page",
    ["/tenders/new/", "/tenders/{tender}/draft/about/", "/tenders/{tender}/draft/review/", "/tenders/{tender}/cancel/"],
)
def test_a_forged_form_does_nothing(cast, now, page):
    tender = play_tenders.draft_tender(cast, now)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.commissioner)
    before = list(Tender.objects.values())
    form = {"title": "Forged", "value": "1", "reason": "Forged.", "version": tender.version, "procedure": "open"}
    assert client.post(page.format(tender=tender.pk), form).status_code == 403
    assert list(Tender.objects.values()) == before


@pytest.mark.parametrize(
    "then",
    [
        *("https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example"),
        *("javascript:alert(1)", "data:text/html,x", "http:///evil.example", " //evil.example", "/\t/evil.example"),
    ],
)
def test_nobody_is_led_away(cast, then):
    client = Client()
    answer = client.post(
        f"/accounts/login/?next={then}", {"login": cast.stranger.email, "password": PASSWORD, "next": then}
    )
    assert (answer.status_code, "evil" in answer.url, answer.url[0], answer.url[:2] == "//") == (302, False, "/", False)
    facts = {"name": "Ash Works", "kind": "community_group", "size": "micro", "postcode": "SG13 8DE"}
    client.post("/providers/register/", facts, query_params={"next": then})
    client.get("/providers/register/", {"next": then})
    answer = client.post("/providers/register/reach/", {"services": "environment", "areas": "Ware"})
    assert re.fullmatch(r"/providers/\d+/", answer.url)
    answer = client.post("/accounts/logout/", {"next": then})
    assert (answer.status_code, "evil" in answer.url, answer.url[0]) == (302, False, "/")


def test_every_file_is_a_download_and_never_a_page(cast, now, clock):  # noqa: F811
    page = b"<html><script>alert(1)</script></html>"
    tender = play_tenders.published_tender(cast, now, documents=DOCUMENTS, title="<script>x</script>")
    bid = play_bids.submitted_bid(cast, tender, now=now, file_name='a"\r\nX-Evil: 1\u202e.html')
    play_bids.open_bids(cast, tender)
    contract = play_contracts.contract_made(cast, now)
    report = play_contracts.reported(contract, by=cast.owner, file=SimpleUploadedFile("story.html", page, "text/html"))
    evaluation = play_evaluation.told(cast, now).evaluation
    papers = [
        play_evaluation.actions.ask_for_paper(evaluation, kind, by=cast.procurement, now=now) for kind in Paper.Kind
    ]
    clock(tender.closes_at)
    files = [
        (f"/tenders/{tender.pk}/pack/", cast.procurement),
        (f"/tenders/{tender.pk}/export/", cast.procurement),
        (f"/bids/{bid.pk}/documents/1/file/", cast.owner),
        (f"/bids/{bid.pk}/receipts/1/bid.json", cast.owner),
        (f"/tenders/{tender.pk}/bids/{bid.pk}/documents/1/", cast.procurement),
        (f"/contracts/{contract.pk}/returns/{report.period_id}/1/file/", cast.contract_manager),
        *(
            (f"/tenders/{evaluation.tender_id}/evaluation/report/papers/{paper.pk}/download/", cast.procurement)
            for paper in papers
        ),
    ]
    for address, person in files:
        answer = browser(person).get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Content-Disposition"].startswith("attachment"), address
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert answer.headers["Content-Type"] in ("application/octet-stream", "application/json"), address
        assert "X-Evil" not in answer.headers, address
        assert answer.headers["Content-Security-Policy"] == POLICY, address


def test_a_document_of_a_sealed_bid_is_for_its_bidder_alone(cast, now, clock):  # noqa: F811
    tender = play_tenders.published_tender(cast, now, documents=DOCUMENTS)
    bid = play_bids.submitted_bid(cast, tender, now=now)
    clock(now)
    address = f"/bids/{bid.pk}/documents/1/file/"
    people = ("owner", "writer", "signatory", "viewer", "rival", "stranger", "procurement", "admin", "auditor", "chair")
    got = {name for name in people if browser(getattr(cast, name)).get(address).status_code == 200}
    assert got == {"owner", "writer", "signatory", "viewer"}
    assert Bid.objects.count() == 0


def sign_in(email: str, password: str, **more: str):
    """One try at the door."""
    return Client().post("/accounts/login/", {"login": email, "password": password}, **more)


def test_guessing_a_password_is_stopped_even_from_many_addresses(cast):
    for place in range(5):
        assert sign_in(cast.owner.email, f"guess {place}", REMOTE_ADDR=f"192.0.2.{place}").status_code == 200
    stopped = sign_in(cast.owner.email, PASSWORD, REMOTE_ADDR="192.0.2.99")
    assert stopped.status_code == 200
    assert "Too many tries." in stopped.content.decode()
    assert sign_in(cast.writer.email, PASSWORD, REMOTE_ADDR="192.0.2.99").status_code == 302


def test_guessing_many_people_from_one_address_is_stopped_whatever_it_says_it_is(cast):
    statuses = [
        sign_in(f"person{place}@example.org", "a guess", headers={"x-forwarded-for": f"192.0.2.{place}"})
        for place in range(12)
    ]
    said = [answer.content.decode() for answer in statuses]
    assert "Too many tries." in said[-1] or statuses[-1].status_code == 429


def without_token(answer) -> str:
    """A page without what differs from one request to the next, and without the address that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@example\.org", "", page)


def test_sign_in_does_not_tell_who_has_an_account(cast):
    known, unknown = sign_in(cast.owner.email, "a guess"), sign_in("nobody@example.org", "a guess")
    assert known.status_code == unknown.status_code
    assert without_token(known) == without_token(unknown)


@pytest.mark.parametrize("page", ["/accounts/password/reset/", "/accounts/signup/"])
def test_a_new_password_and_a_new_account_do_not_tell_who_has_one(cast, page, settings):
    """As in production, where an address must be confirmed before it is used."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    answers = []
    for email in (cast.owner.email, "nobody@example.org"):
        client = Client()
        form = {"email": email, "name": "Ash Works", "password1": "a long winter walk"}
        answer = client.post(page, form)
        answers.append((answer.status_code, answer.headers.get("Location"), without_token(client.get(answer.url))))
    assert answers[0] == answers[1]
    assert User.objects.filter(email=cast.owner.email).count() == 1
    assert len(mail.outbox) == 2
