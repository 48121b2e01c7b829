"""Addresses of bids and of their opening."""

from django.urls import path

from commissioning.bids import views

BID = "bids/<uuid:pk>/"
TENDER = "tenders/<int:pk>/"

urlpatterns = [
    path("bids/", views.bid_list, name="bid_list"),
    path(BID, views.bid, name="bid"),
    path(f"{BID}write/", views.write, name="bid_write"),
    path(f"{BID}questions/<int:number>/", views.answer, name="bid_answer"),
    path(f"{BID}questions/<int:number>/save/", views.answer_save, name="bid_answer_save"),
    path(f"{BID}questions/<int:number>/versions/", views.answer_versions, name="bid_answer_versions"),
    path(f"{BID}questions/<int:number>/commitments/", views.commitment_add, name="bid_commitment_add"),
    path(f"{BID}questions/<int:number>/comments/", views.comments, name="bid_comments"),
    path(f"{BID}who/", views.who, name="bid_who"),
    path(f"{BID}sign-off/", views.sign_off, name="bid_sign_off"),
    path(f"{BID}decline/", views.decline, name="bid_decline"),
    path(f"{BID}commitments/<int:commitment_pk>/", views.commitment, name="bid_commitment"),
    path(f"{BID}commitments/<int:commitment_pk>/chain/", views.commitment_chain, name="bid_commitment_chain"),
    path(f"{BID}commitments/<int:commitment_pk>/remove/", views.commitment_remove, name="bid_commitment_remove"),
    path(f"{BID}price/", views.price, name="bid_price"),
    path(f"{BID}declarations/", views.declarations, name="bid_declarations"),
    path(f"{BID}documents/", views.documents, name="bid_documents"),
    path(f"{BID}documents/<int:number>/", views.document, name="bid_document"),
    path(f"{BID}documents/<int:number>/file/", views.document_file, name="bid_document_file"),
    path(f"{BID}documents/<int:number>/remove/", views.document_remove, name="bid_document_remove"),
    path(f"{BID}partners/", views.partners, name="bid_partners"),
    path(f"{BID}partners/add/", views.partner_add, name="bid_partner_add"),
    path(f"{BID}partners/<int:partner_pk>/", views.partner, name="bid_partner"),
    path(f"{BID}partners/<int:partner_pk>/again/", views.partner_again, name="bid_partner_again"),
    path(f"{BID}partners/<int:partner_pk>/remove/", views.partner_remove, name="bid_partner_remove"),
    path("partners/<int:partner_pk>/", views.share, name="bid_share"),
    path("partners/invitations/<str:code>/", views.invitation, name="bid_invitation"),
    path(f"{BID}offline/", views.offline, name="bid_offline"),
    path(f"{BID}offline/bid-draft.docx", views.offline_file, name="bid_offline_file"),
    path(f"{BID}offline/compare/", views.offline_compare, name="bid_offline_compare"),
    path(f"{BID}check/", views.check, name="bid_check"),
    path(f"{BID}confirm/", views.confirm, name="bid_confirm"),
    path(f"{BID}withdraw/", views.withdraw, name="bid_withdraw"),
    path(f"{BID}receipts/<int:version>/", views.receipt, name="bid_receipt"),
    path(f"{BID}receipts/<int:version>/bid.json", views.receipt_file, name="bid_receipt_file"),
    path(f"{BID}receipts/<int:version>/receipt.pdf", views.receipt_paper, name="bid_receipt_paper"),
    path("receipts/", views.receipts, name="receipts"),
    path(f"{BID}more-time/", views.extension_ask, name="extension_ask"),
    path(f"{TENDER}bid/", views.bid_start, name="bid_start"),
    path(f"{TENDER}opening/", views.opening, name="opening"),
    path(f"{TENDER}more-time/", views.extension_list, name="extension_list"),
    path(f"{TENDER}more-time/<int:extension_pk>/", views.extension, name="extension"),
    path("authorities/<slug:slug>/outages/", views.outage_list, name="outage_list"),
    path("authorities/<slug:slug>/outages/<int:outage_pk>/", views.outage, name="outage"),
    path(f"{TENDER}bids/<uuid:bid_pk>/", views.opened_bid, name="opened_bid"),
    path(f"{TENDER}bids/<uuid:bid_pk>/documents/<int:number>/", views.opened_document, name="opened_document"),
]
