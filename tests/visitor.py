"""One person at a browser. Every page they see is held to the same rules, and kept for the HTML checker."""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.cast import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text
PAGES = ROOT / "build" / "pages"
# WCAG 2.2 AA and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
# A form that is refused comes back with one of these: the browser notes it, and the page is judged like any other.
COMES_BACK = re.compile("status of (409|422|429) ")


PATIENCE = 20_000
"""Milliseconds: only a visitor who waits in vain waits this long; a busy machine may need some of it."""


class Visitor:
    """A person with a browser of their own: signs in, goes to pages, fills fields by label, presses buttons by name."""

    def __init__(self, browser: Browser, address: str, name: str, story: str) -> None:
        self.name, self.story, self.seen = name, story, 0
        self.page: Page = browser.new_context(
            base_url=address, viewport={"width": WIDTHS[0], "height": 900}, accept_downloads=True
        ).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self._answer: Response
        self.page.on("response", self._keep)
        self.page.on("console", self._hear)

    def _keep(self, response: Response) -> None:
        """Hold on to the HTML of the page as the portal sent it, before any script touched it."""
        if response.request.is_navigation_request() and "text/html" in response.headers.get("content-type", ""):
            self._answer = response

    def _hear(self, said: ConsoleMessage) -> None:
        """Hold on to what a script complains of."""
        if said.type == "error" and not COMES_BACK.search(said.text):
            self.faults.append(said.text)

    def sign_in(self, email: str) -> "Visitor":
        """Sign in with an e-mail address."""
        self.go("/accounts/login/")
        self.fill("Email", email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        return self

    def go(self, path: str) -> "Visitor":
        """Open a page by its address."""
        self.page.goto(path)
        return self.look()

    def follow(self, name: str | re.Pattern[str]) -> "Visitor":
        """Follow a link, or a button that is one, by its words."""
        link, button = (self.page.get_by_role(role, name=name) for role in ("link", "button"))
        link.or_(button).first.click()
        return self.look()

    def press(self, name: str | re.Pattern[str]) -> "Visitor":
        """Press a button by its words."""
        self.page.get_by_role("button", name=name).first.click()
        return self.look()

    def fill(self, label: str | re.Pattern[str], text: str) -> "Visitor":
        """Type into the field with this label."""
        self.page.get_by_label(label).first.fill(text)
        return self

    def fill_empty(self, label: str, text: str) -> "Visitor":
        """Type into the field with this label if it is on the page and empty."""
        field = self.page.get_by_label(label)
        if field.count() and not field.first.input_value():
            field.first.fill(text)
        return self

    def fill_name(self, name: str, text: str) -> "Visitor":
        """Type into the field that is posted under this name."""
        self.page.locator(f'[name="{name}"]').fill(text)
        return self

    def day(self, name: str, day: int, month: int, year: int) -> "Visitor":
        """Type a date into its three boxes."""
        for part, figure in (("day", day), ("month", month), ("year", year)):
            self.fill_name(f"{name}_{part}", str(figure))
        return self

    def select(self, label: str | re.Pattern[str], option: str) -> "Visitor":
        """Choose from the list with this label."""
        self.page.get_by_label(label).first.select_option(label=option)
        return self

    def save(self) -> "Visitor":
        """Press the page's first button that saves."""
        return self.press(re.compile("^Save"))

    def choose(self, label: str | re.Pattern[str]) -> "Visitor":
        """Choose the radio button or tick box with this label."""
        self.page.get_by_label(label).first.check()
        return self

    def download(self, name: str | re.Pattern[str]) -> bytes:
        """Follow a link that gives a file, and return the file."""
        with self.page.expect_download() as found:
            self.page.get_by_role("link", name=name).first.click()
        return Path(found.value.path()).read_bytes()

    def text(self) -> str:
        """The words on the page."""
        return self.page.inner_text("body")

    def reads(self, *words: str) -> "Visitor":
        """Fail unless the page says all of these."""
        said = " ".join(self.text().split())
        missing = [one for one in words if one not in said]
        assert not missing, f"{self.page.url} does not say {missing}:\n{said[:3000]}"
        return self

    def look(self) -> "Visitor":
        """Hold the page to the rules: no axe violation, no broken fragment, no script error, no sideways scroll at 390."""
        self.page.locator("form[data-waits]").first.wait_for(state="detached")  # a page that saves before it is left
        self.page.wait_for_load_state("load")
        self.seen += 1
        slug = (
            re.sub(r"[^a-z0-9]+", "-", self.page.url.split("://", 1)[1].split("/", 1)[1].lower()).strip("-") or "home"
        )
        name = f"{self.story}-{self.name}-{self.seen:03}-{slug[:60]}"
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / f"{name}.html").write_bytes(self._answer.body())
        self.page.evaluate(AXE())
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
        )
        faults = [
            f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
            for one in found["violations"]
        ]
        faults += self.page.evaluate(
            """() => [...document.querySelectorAll('a[href^="#"]')]
                .filter(link => link.hash && !document.getElementById(decodeURIComponent(link.hash.slice(1))))
                .map(link => 'leads nowhere: ' + link.outerHTML)"""
        )
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if folder := os.environ.get("SCREENSHOTS"):
                Path(folder).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide = self.page.evaluate(
                """() => [...document.querySelectorAll('main *')]
                    .filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest('[role=region]'))
                    .slice(0, 3).map(one => one.outerHTML.slice(0, 200))"""
            )
            faults.append(f"scrolls sideways at {WIDTHS[-1]} pixels: {wide} sticks out")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        faults += self.faults
        self.faults = []
        assert not faults, f"{self.page.url} as {self.name}:\n" + "\n".join(faults)
        return self
