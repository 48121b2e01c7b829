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
    path(f"{BID}questions/<int:number>/commitments/", views.commitment_add, name="bid_commitment_add"),
    path(f"{BID}commitments/<int:commitment_pk>/", views.commitment, name="bid_commitment"),
    path(f"{BID}commitments/<int:commitment_pk>/chain/", views.commitment_chain, name="bid_commitment_chain"),
    path(f"{BID}commitments/<int:commitment_pk>/remove/", views.commitment_remove, name="bid_commitment_remove"),
    path(f"{BID}price/", views.price, name="bid_price"),
    path(f"{BID}declarations/", views.declarations, name="bid_declarations"),
    path(f"{BID}documents/", views.documents, name="bid_documents"),
    path(f"{BID}documents/<int:number>/", views.document, name="bid_document"),
    path(f"{BID}documents/<int:number>/file/", views.document_file, name="bid_document_file"),
    path(f"{BID}documents/<int:number>/remove/", views.document_remove, name="bid_document_remove"),
    path(f"{BID}check/", views.check, name="bid_check"),
    path(f"{BID}confirm/", views.confirm, name="bid_confirm"),
    path(f"{BID}withdraw/", views.withdraw, name="bid_withdraw"),
    path(f"{BID}receipts/<int:version>/", views.receipt, name="bid_receipt"),
    path(f"{BID}receipts/<int:version>/bid.json", views.receipt_file, name="bid_receipt_file"),
    path(f"{TENDER}bid/", views.bid_start, name="bid_start"),
    path(f"{TENDER}opening/", views.opening, name="opening"),
    path(f"{TENDER}bids/<uuid:bid_pk>/", views.opened_bid, name="opened_bid"),
    path(f"{TENDER}bids/<uuid:bid_pk>/documents/<int:number>/", views.opened_document, name="opened_document"),
]
