"""What a browser would post from a page, read from its HTML: what was drawn is what is sent."""

from html.parser import HTMLParser

from django.http import HttpResponse

NOT_SENT = frozenset({"submit", "button", "file", "reset"})


class _Form(HTMLParser):
    """Gathers the fields of the one form in <main> that has the `marker` field, or of the last one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, list[str]]] = []
        self._area: str | None = None
        self._select: str | None = None

    def _send(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field as it begins."""
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea":
            self._area = name
            self._send(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            self._send(self._select, said.get("value") or "")
        elif tag == "input" and name and said.get("type") not in NOT_SENT:
            is_box = said.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in said:
                self._send(name, said.get("value") or ("on" if is_box else ""))

    def handle_data(self, data: str) -> None:
        """Add to the text of a text area."""
        if self._area is not None:
            self.forms[-1][self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a field; a text area's first line end belongs to its markup."""
        if tag == "textarea" and self._area is not None:
            values = self.forms[-1][self._area]
            values[-1] = values[-1].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None


def form_of(response: HttpResponse, marker: str = "version", **changes: object) -> dict[str, object]:
    """Return the fields of the first form on the page that has `marker`, changed by `changes` (None takes one away).

    In the names of `changes`, "__" stands for "-", as in `rows__0__text`.
    """
    reader = _Form()
    reader.feed(response.content.decode())
    found = next(form for form in reader.forms if marker in form)
    form: dict[str, object] = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
    for name, value in changes.items():
        form[name.replace("__", "-")] = value
    return {name: value for name, value in form.items() if value is not None and name != "csrfmiddlewaretoken"}
