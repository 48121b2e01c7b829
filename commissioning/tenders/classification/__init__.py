"""What kind of service is bought: the codes of the Common Procurement Vocabulary, found by plain words.

Plain Python over two data files: no Django, no clock, no user.
"""

from .codes import CODES, Code, described, is_code
from .search import Found, search, services_meant

__all__ = ["CODES", "Code", "Found", "described", "is_code", "search", "services_meant"]
