"""What is typed about tenders: one part of the draft a file."""

from commissioning.tenders.forms.conditions import ConditionsEditor, DocumentsEditor
from commissioning.tenders.forms.consideration import ConsiderationEditor
from commissioning.tenders.forms.criteria import USUAL_CRITERIA, CriteriaEditor
from commissioning.tenders.forms.editor import Editor
from commissioning.tenders.forms.facts import (
    AboutEditor,
    FrameworksEditor,
    TiesEditor,
    TimetableEditor,
    ValueEditor,
)
from commissioning.tenders.forms.findings import RecordedReasonForm, SetAsideForm, place_findings
from commissioning.tenders.forms.lists import MonitoringEditor, SpecificationEditor
from commissioning.tenders.forms.lots import LotsEditor
from commissioning.tenders.forms.question import QuestionForm, initial_from_bank, initial_of
from commissioning.tenders.forms.scale import ScaleEditor
from commissioning.tenders.forms.tender import (
    BankSearchForm,
    CodeSearchForm,
    EarlierSearchForm,
    ImportForm,
    ReasonForm,
    SaveSearchForm,
    SearchForm,
    StartForm,
    StartFromForm,
    UnlockForm,
)
from commissioning.tenders.forms.timetable import ChoicesForm, usual_choices
from commissioning.tenders.readiness import Section

EDITORS: dict[Section, type[Editor]] = {
    editor.section: editor
    for editor in (
        AboutEditor,
        ConsiderationEditor,
        ValueEditor,
        TimetableEditor,
        SpecificationEditor,
        FrameworksEditor,
        CriteriaEditor,
        ScaleEditor,
        LotsEditor,
        ConditionsEditor,
        DocumentsEditor,
        MonitoringEditor,
        TiesEditor,
    )
}
"""The sections that are edited on one page each. Questions have a page each of their own."""

__all__ = [
    "EDITORS",
    "USUAL_CRITERIA",
    "BankSearchForm",
    "ChoicesForm",
    "CodeSearchForm",
    "CriteriaEditor",
    "EarlierSearchForm",
    "Editor",
    "ImportForm",
    "QuestionForm",
    "ReasonForm",
    "RecordedReasonForm",
    "SaveSearchForm",
    "SearchForm",
    "SetAsideForm",
    "StartForm",
    "StartFromForm",
    "TimetableEditor",
    "UnlockForm",
    "initial_from_bank",
    "initial_of",
    "place_findings",
    "usual_choices",
]
