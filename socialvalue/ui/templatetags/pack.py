"""How the crispy template pack draws a field: its kind of control, and its parts as the design system wants them."""

from dataclasses import dataclass

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from socialvalue.forms import Boxes, missing_message
from socialvalue.text import size_text

register = template.Library()
DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
CONTROL_CLASSES = {"textarea": "govuk-textarea", "select": "govuk-select", "file": "govuk-file-upload"}


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or tick box."""

    id: str
    name: str
    value: str
    label: str
    chosen: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Box:
    """One of several short boxes for one answer."""

    id: str
    label: str
    control: SafeString


@dataclass(frozen=True, slots=True)
class Drawing:
    """A field ready to draw. `kind` is input, password, textarea, select, file, tick, radios, checkboxes or boxes.

    `kept` is a file that waits: id, name and size.
    """

    kind: str
    control: SafeString | str = ""
    options: tuple[Option, ...] = ()
    boxes: tuple[Box, ...] = ()
    word_limit: int | None = None
    again: str = ""
    kept: tuple[str, str, str] | None = None
    described_by: str = ""

    @property
    def is_group(self) -> bool:
        """Whether the answer has several controls, so that it needs a fieldset and a legend."""
        return self.kind in {"radios", "checkboxes", "boxes"}


def kind_of(widget: forms.Widget) -> str:
    """Which kind of control a widget is."""
    for widget_class, kind in (
        (Boxes, "boxes"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "tick"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
    ):
        if isinstance(widget, widget_class):
            return kind
    return "input"


@register.simple_tag
def drawing(field: BoundField) -> Drawing:
    """Make a bound field ready to draw."""
    widget, kind = field.field.widget, kind_of(field.field.widget)
    described_by = _described_by(field)
    if kind == "boxes":
        return Drawing(kind, boxes=_boxes(field), described_by=described_by)
    if kind in {"radios", "checkboxes"}:
        return Drawing(kind, options=_options(field), described_by=described_by)
    described = {"aria-describedby": described_by} if described_by else {}
    if kind == "tick":
        return Drawing(kind, field.as_widget(attrs={"class": "govuk-checkboxes__input", **described}))
    block = CONTROL_CLASSES.get(kind, "govuk-input")
    classes = [block, widget.attrs.get("class", "")]
    if field.errors:
        classes.append(f"{block}--error")
    if width := getattr(field.field, "width", 0):
        classes.append(f"govuk-input--width-{width}")
    if kind == "password":
        classes.append("govuk-password-input__input govuk-js-password-input-input")
    word_limit = getattr(field.field, "word_limit", None)
    # A placeholder vanishes when typing starts and is too faint to read: hints take its place.
    attrs = {"class": " ".join(filter(None, classes)), "placeholder": False, **described}
    control = field.as_widget(attrs=attrs)
    if kept := getattr(field.form, "kept", {}).get(field.name):
        return Drawing(kind, control, kept=(str(kept.upload.pk), kept.name, size_text(kept.size)))
    return Drawing(kind, control, word_limit=word_limit, again=_file_to_choose_again(field, kind))


def _described_by(field: BoundField) -> str:
    """The ids of what stands around a field and explains it: hint, fault, count of words, findings."""
    ids = [field.aria_describedby or ""]
    if field.auto_id and getattr(field.field, "word_limit", None):
        ids.append(f"{field.auto_id}-info")
    if hasattr(field.field, "findings"):
        ids.append(f"{field.auto_id}_findings")
    return " ".join(filter(None, ids))


def _file_to_choose_again(field: BoundField, kind: str) -> str:
    """The name of a good file that the browser drops because another answer was refused; "" otherwise."""
    if kind != "file" or not field.form.is_bound or not field.form.errors or field.errors:
        return ""
    upload = field.form.files.get(field.html_name)
    return upload.name if upload else ""


def _options(field: BoundField) -> tuple[Option, ...]:
    """The options of radio buttons or tick boxes, with a hint each where the field has `option_hints` by value."""
    hints = getattr(field.field, "option_hints", {})
    return tuple(
        Option(
            id=option.data["attrs"].get("id", ""),
            name=option.data["name"],
            value=str(option.data["value"]),
            label=option.data["label"],
            chosen=option.data["selected"],
            hint=hints.get(str(option.data["value"]), ""),
        )
        for option in field.subwidgets
    )


def _boxes(field: BoundField) -> tuple[Box, ...]:
    """The boxes of a day or a moment, each with its own label."""
    typed = field.value()
    values = typed if isinstance(typed, list) else field.field.widget.decompress(typed)
    made = []
    for place, ((name, label, width), value) in enumerate(zip(field.field.widget.boxes, values, strict=True)):
        box_id = f"{field.auto_id}_{place}"
        attrs = {
            "id": box_id,
            "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}"
            + (" govuk-input--error" if field.errors else ""),
            "inputmode": "text" if name == "time" else "numeric",
        }
        if field.errors:
            attrs["aria-invalid"] = "true"
        control = forms.TextInput().render(f"{field.html_name}_{name}", value, attrs)
        made.append(Box(box_id, label, control))
    return tuple(made)


@register.filter
def error_messages(field: BoundField) -> list[str]:
    """The faults of a field in words; Django's "This field is required." becomes what to fill in, by name."""
    return [
        missing_message(field.field) if message == DJANGO_REQUIRED else str(message)
        for error in field.errors.as_data()
        for message in error.messages
    ]


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of an error summary: what is wrong, and the control it leads to ("" when it is about the whole form)."""

    target: str
    message: str


def first_control(field: BoundField) -> str:
    """The id of a field's first control: for radio buttons, tick boxes and dates that is not the field's own id."""
    if field.is_hidden:
        return ""
    kind = kind_of(field.field.widget)
    if kind in {"radios", "checkboxes"}:
        return f"{field.auto_id}_0" if len(field.subwidgets) else field.auto_id
    return f"{field.auto_id}_0" if kind == "boxes" else field.id_for_label


def faults(form: forms.BaseForm) -> list[Fault]:
    """Every fault of a form, in the order of the page."""
    found = [Fault("", message) for message in form.non_field_errors()]
    for field in form:
        found += [Fault(first_control(field), message) for message in error_messages(field)]
    return found


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_and_sets: object, problems: list[str] | None = None) -> dict[str, list[Fault]]:
    """List every fault of the forms and formsets, each leading to its control, after the `problems` of an action."""
    found = [Fault("", problem) for problem in problems or []]
    for item in forms_and_sets:
        if isinstance(item, forms.BaseFormSet):
            if item.is_bound:
                found += [Fault("", message) for message in item.non_form_errors()]
                found += [fault for form in item for fault in faults(form)]
        elif isinstance(item, forms.BaseForm) and item.is_bound:
            found += faults(item)
    return {"faults": found}
