"""A visitor who has no mouse and a narrow screen: everything is reached with Tab, and worked with Enter, Space and arrows."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator

from tests.visitor import Visitor

NARROW = {"width": 390, "height": 844}
MOST_TABS = 150
"""More than any page of ours has stops; who needs more is lost."""


class KeyboardVisitor(Visitor):
    """The same person as `Visitor`, held to the same rules, at 390 pixels and by keyboard alone."""

    def __init__(self, browser: Browser, address: str, name: str, story: str) -> None:
        super().__init__(browser, address, name, story)
        self.page.set_viewport_size(NARROW)
        # While somebody listens the browser hands every file chooser over; listening only at the press can come too late.
        self.page.on("filechooser", lambda _chooser: None)

    def look(self) -> "KeyboardVisitor":
        """The rules of every page; then back to the narrow screen."""
        super().look()
        self.page.set_viewport_size(NARROW)
        return self

    def reach(self, wanted: Locator) -> Locator:
        """Press Tab until the focus is on `wanted`, which must then be in sight. Fail if it can't be reached."""
        place = wanted.first
        place.wait_for(state="attached")
        self.page.evaluate("document.activeElement.blur()")
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if place.evaluate("one => one === document.activeElement"):
                return place
        raise AssertionError(f"{self.page.url}: Tab never reaches {wanted}")

    def follow(self, name: str | re.Pattern[str]) -> "KeyboardVisitor":
        """Follow a link, or a button that is one."""
        link, button = (self.page.get_by_role(role, name=name) for role in ("link", "button"))
        self.reach(link.or_(button))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def press(self, name: str | re.Pattern[str]) -> "KeyboardVisitor":
        """Press a button that sends a form."""
        self.reach(self.page.get_by_role("button", name=name))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def fill(self, label: str | re.Pattern[str], text: str) -> "KeyboardVisitor":
        """Type into the field with this label, over what is there."""
        return self._type(self.page.get_by_label(label), text)

    def fill_name(self, name: str, text: str) -> "KeyboardVisitor":
        """Type into the field that is posted under this name."""
        return self._type(self.page.locator(f'[name="{name}"]'), text)

    def _type(self, field: Locator, text: str) -> "KeyboardVisitor":
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def choose(self, label: str | re.Pattern[str]) -> "KeyboardVisitor":
        """Tick a box with Space; choose a radio button with Space on the first of its group, then the arrows."""
        wanted = self.page.get_by_label(label).first
        if wanted.get_attribute("type") == "checkbox":
            self.reach(wanted)
            self.page.keyboard.press("Space")
            assert wanted.is_checked()
            return self
        group = self.page.locator(f'[name="{wanted.get_attribute("name")}"]')
        checked = self.page.locator(f'[name="{wanted.get_attribute("name")}"]:checked')
        self.reach(checked if checked.count() else group)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows never reach {label}")

    def select(self, label: str | re.Pattern[str], option: str) -> "KeyboardVisitor":
        """Choose from a list by typing the option's first letters, as one does."""
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.type(option)
        chosen = self.page.get_by_label(label).first.evaluate("one => one.selectedOptions[0].label")
        assert chosen == option, f"typing {option} chose {chosen}"
        return self

    def attach(self, label: str | re.Pattern[str], name: str, content: bytes) -> "KeyboardVisitor":
        """Open the file chooser with Space and choose a file in it."""
        self.reach(self.page.get_by_label(label))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        return self

    def download(self, name: str | re.Pattern[str]) -> bytes:
        """Follow a link that gives a file, and return the file."""
        self.reach(self.page.get_by_role("link", name=name))
        with self.page.expect_download() as found:
            self.page.keyboard.press("Enter")
        return Path(found.value.path()).read_bytes()
