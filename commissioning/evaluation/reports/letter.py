"""The letters under which bidders go."""


def letter_at(place: int) -> str:
    """A, B ... Z, then AA, AB, for places from 0."""
    return (letter_at(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
