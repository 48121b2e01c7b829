"""Rules."""

from collections.abc import Callable, Iterator

from .case import Case
from .finding import Finding

RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = ()
