"""What may be done to a tender, by whom and when."""

from tests import play_tenders


def test_published_tender_has_a_frozen_pack(cast, now):
    """Publication freezes the document with its hash."""
    tender = play_tenders.published_tender(cast, now)
    pack = tender.packs.get()
    assert (pack.version, pack.document) == (1, tender.document)
