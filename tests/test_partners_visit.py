"""Bidding with others in a browser: a lead asks, somebody new signs in by the link, reads, signs; both widths, axe, keyboard."""

import pytest

from commissioning.bids.models import Partner
from commissioning.bids.notifications import invitation_address
from providers.models import Role
from tests import play_bids
from tests.cast import make_member, make_provider
from tests.play_tenders import published_tender
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_lead_asks_a_partner_who_signs_off_its_share(cast, now, portal_clock, live_server, chromium):
    bid = play_bids.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    make_member(make_provider("Kiln Lane Workshop"), "Kit Kiln", Role.OWNER)

    lead = Visitor(chromium, live_server.url, "lead", "partners").sign_in(cast.writer.email)
    lead.go(f"/bids/{bid.pk}/partners/").choose("As a consortium, and we lead it").press("Save how you bid")
    lead.reads("Nobody yet.")
    lead.follow("Ask an organisation to take part")
    lead.fill("Their e-mail address", "kit@kiln.example").choose("Partner in the consortium")
    lead.fill("What will they do?", "Runs the repair workshop.").fill("Roughly what part of the price is theirs?", "30")
    lead.press("Send the invitation").reads("kit@kiln.example", "Nobody has answered yet.", "keeps about 70%")

    partner = Visitor(chromium, live_server.url, "partner", "partners")
    partner.go(invitation_address(Partner.own.get())).reads("Lea Valley Reuse is writing a bid")
    partner.follow("Sign in to answer").fill("Email", "kit.kiln@example.org").fill("Password", "correct horse battery")
    partner.press("Sign in").reads("Take part")
    partner.press("Take part and read your share").reads("Runs the repair workshop.")
    # By keyboard alone: the box, then the button after it.
    partner.page.get_by_label("I may sign for my organisation").focus()
    partner.page.keyboard.press("Space")
    partner.page.keyboard.press("Tab")
    with partner.page.expect_navigation():
        partner.page.keyboard.press("Enter")
    partner.look().reads("You have signed off your share.", "Withdraw the sign-off")
    partner.go("/bids/").reads("Your part in bids of others")

    lead.go(f"/bids/{bid.pk}/partners/").reads("Kit Kiln signed it off")
    lead.follow("Change the share").fill("What will they do?", "Runs two workshops.").press("Save the share")
    lead.reads("Changed since it was signed off")
    lead.go(f"/bids/{bid.pk}/declarations/").reads("Who meets condition 1?")
    lead.go(f"/bids/{bid.pk}/questions/3/").reads("Who will do it?")
    lead.go(f"/bids/{bid.pk}/check/").reads("Kiln Lane Workshop has not signed off its share.", "Who bids together")
    lead.go(f"/bids/{bid.pk}/partners/").follow("Take out of the bid").press("Take them out of the bid")
    lead.reads("Nobody yet.")
    partner.go(f"/partners/{Partner.own.get().pk}/").reads("has taken this part out of its bid")
