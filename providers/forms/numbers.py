"""The numbers of an organisation: how each is written, and what is wrong with one that is typed, in words.

Only the form of a number is judged. Nothing is looked up in a register.
"""

import re

from django.core.exceptions import ValidationError

# England and Wales: 6 or 7 digits, and "-2" for a linked charity. Scotland: SC and 6 digits. Northern Ireland: NIC and
# 6 digits. (The forms in which the three regulators print them.)
CHARITY_NUMBER = re.compile(r"\d{6,7}(-\d{1,2})?|SC\d{6}|NIC\d{6}", re.ASCII)
# Companies House: 8 digits, or two letters and the rest. After IP, SP, RS, NP and SO, which mutual societies have, letters
# may follow; one letter may end the others. (Tried on 13.6 million numbers: chguide.co.uk/general/company-number.html)
COMPANY_NUMBER = re.compile(
    r"\d{8}|(IP|SP|RS|NP|SO)[A-Z\d]{6}"
    r"|(AC|CE|CS|EN|ES|FC|FE|GE|GN|GS|IC|LP|NA|NC|NF|NI|NL|NO|NZ|OC|OE|PC|R0|RC|SA|SC|SE|SF|SG|SI|SL|SR|SZ|ZC)\d{5}[A-Z\d]",
    re.ASCII,
)
# The platform makes them of 4 letters, 4 digits and 4 letters (source code of the Central Digital Platform, PponService).
PPON = re.compile(r"[A-Z]{4}-\d{4}-[A-Z]{4}", re.ASCII)
# The platform makes them of 8 letters and digits, and tells capitals from small letters (the same, ShareCodeExtensions).
SHARE_CODE = re.compile(r"[A-Za-z0-9]{8}", re.ASCII)
VAT_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)


def charity_number(typed: str) -> str:
    """A charity number in capitals without spaces, or "" for none. ValidationError says what is wrong."""
    number = squeezed(typed)
    if not number or CHARITY_NUMBER.fullmatch(number):
        return number
    if number.startswith("SC"):
        raise ValidationError("A charity number of Scotland is SC and 6 digits, like SC012345.")
    if number.startswith("NI"):
        raise ValidationError("A charity number of Northern Ireland is NIC and 6 digits, like NIC100123.")
    if number.isdecimal():
        raise ValidationError(f"A charity number of England and Wales has 6 or 7 digits. This one has {len(number)}.")
    raise ValidationError("Enter a charity number like 1123456, SC012345 or NIC100123.")


def company_number(typed: str) -> str:
    """A company number in capitals without spaces, with the noughts that people leave out, or "" for none."""
    number = squeezed(typed)
    if number.isdecimal() and number.isascii():
        number = number.zfill(8)
    if not number or COMPANY_NUMBER.fullmatch(number):
        return number
    if len(number) != 8:
        raise ValidationError(f"A company number has 8 letters and digits, like SC123456. This one has {len(number)}.")
    raise ValidationError("Enter a company number like 01234567 or SC123456.")


def ppon(typed: str) -> str:
    """A Public Procurement Organisation Number in capitals with its hyphens, or "" for none."""
    letters = squeezed(typed).removeprefix("GB-PPON").replace("-", "").removeprefix(":")
    number = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    if number and not PPON.fullmatch(number):
        raise ValidationError("A PPON has 4 letters, 4 digits and 4 letters, like PQRS-1234-TVWX.")
    return number


def vat_number(typed: str) -> str:
    """A VAT number without GB and spaces, or "" for none. Its last two of nine digits check the first seven.

    The first seven times 8 to 2, and the last two, add up to a multiple of 97, with 55 added or without. Three more digits
    name a branch. (As published in python-stdnum, stdnum.gb.vat.)
    """
    number = squeezed(typed).removeprefix("GB")
    if not number:
        return number
    if not re.fullmatch(r"\d{9}(\d{3})?", number, re.ASCII):
        raise ValidationError("A VAT number has 9 digits, or 12 for a branch, like GB 980 7806 84.")
    total = sum(weight * int(digit) for weight, digit in zip(VAT_WEIGHTS, number, strict=False)) + int(number[7:9])
    if total % 97 and (total + 55) % 97:
        raise ValidationError(
            "The digits of this VAT number don’t fit together. Check each one against your certificate."
        )
    return number


def share_code(typed: str) -> str:
    """A share code of the Central Digital Platform as it was given, or "" for none."""
    code = "".join(typed.split())
    if code and not SHARE_CODE.fullmatch(code):
        raise ValidationError("A share code has 8 letters and digits. Copy it from Find a Tender.")
    return code


def squeezed(number: str) -> str:
    """A number without spaces and in capitals."""
    return "".join(number.split()).upper()
