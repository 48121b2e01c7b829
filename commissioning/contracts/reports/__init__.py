"""Contracts as rows ready to be drawn: finished strings in frozen dataclasses, in as many queries at any size."""

from commissioning.contracts.reports.benchmarks import benchmarks_of
from commissioning.contracts.reports.contract import ContractPage, contract_page
from commissioning.contracts.reports.periods import DueRow, due_rows
from commissioning.contracts.reports.promises import Promise, promises_in
from commissioning.contracts.reports.returns import ReturnPage, return_page
from commissioning.contracts.reports.watching import ContractRow, contract_rows

__all__ = [
    "ContractPage",
    "ContractRow",
    "DueRow",
    "Promise",
    "ReturnPage",
    "benchmarks_of",
    "contract_page",
    "contract_rows",
    "due_rows",
    "promises_in",
    "return_page",
]
