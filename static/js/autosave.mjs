// Saves an answer while it is typed. What is not saved yet is kept in this browser until the server has it. Nothing is ever
// overwritten: each save says from which version it started, and where another has been saved since, the writer chooses.
// Without this there is the Save button, and the same choice on the page that it leads to.

import { token } from "./token.mjs";
import { forget, keep, kept } from "./kept.mjs";

const PAUSE = 1000;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const LONGEST_LEAVING = 60000; // browsers take no more than 64 KB from a page that is being left
const IN_BROWSER = "Your text is kept in this browser.";
const ON_PAGE = "Your text is only on this page: copy it before you leave.";

// As the server keeps it: one kind of line end, no white space around.
const plain = (text) => text.replace(/\r\n?/g, "\n").trim();

class Autosave {
  constructor(root) {
    this.root = root;
    this.box = document.getElementById(root.dataset.box);
    this.carrier = this.box.form.elements[root.dataset.carries];
    // A browser that draws the page again must not put an older version back into it. (HTML allows no such attribute there.)
    this.carrier.autocomplete = "off";
    this.key = root.dataset.key;
    this.version = Number(root.dataset.version);
    this.saved = plain(this.box.defaultValue);
    this.wait = FIRST_WAIT;
    this.isAskedFor = false;
    // The page came back with text that the server refused: only its Save button says what becomes of it.
    this.isStopped = "refused" in root.dataset;
    this.part("use-kept").addEventListener("click", () => this.useKept());
    this.part("drop-kept").addEventListener("click", () => this.dropKept());
    this.part("keep-mine").addEventListener("click", () => this.keepMine());
    this.part("take-theirs").addEventListener("click", () => this.takeTheirs());
    this.part("edit-mine").addEventListener("click", () => this.editMine());
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("blur", () => this.save());
    if (this.isStopped) this.saved = null;
    if (this.isStopped) keep(this.key, this.box.value);
    else this.offerKept();
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  get isUnsaved() {
    return plain(this.box.value) !== this.saved;
  }

  say(words) {
    const state = this.part("state");
    if (state.textContent !== words) state.textContent = words;
  }

  // What the browser kept from before a crash, a reload or a lost session.
  offerKept() {
    const before = kept(this.key);
    if (!before) return;
    if (plain(before.text) === this.saved) return forget(this.key);
    this.part("kept-text").textContent = before.text;
    this.part("kept").hidden = false;
    this.say("Not saved: text that this browser kept. Choose what to do with it.");
  }

  useKept() {
    this.box.value = this.part("kept-text").textContent;
    this.part("kept").hidden = true;
    this.isAskedFor = true;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.box.focus();
    this.save();
  }

  dropKept() {
    forget(this.key);
    this.part("kept").hidden = true;
    this.say("");
    this.box.focus();
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.isUnsaved) {
      if (this.part("kept").hidden) forget(this.key);
      return;
    }
    this.isKept = keep(this.key, this.box.value);
    if (!this.isStopped) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // One save at a time: what is typed meanwhile goes with the next.
  async save(isLeaving = false) {
    clearTimeout(this.timer);
    if (this.isStopped || !this.isUnsaved) return;
    if (this.running) {
      await this.running;
      if (!isLeaving) await this.save();
      return;
    }
    this.running = this.send(isLeaving);
    try {
      await this.running;
    } finally {
      this.running = null;
    }
  }

  async send(isLeaving) {
    const text = this.box.value;
    const form = new FormData();
    form.set("text", text);
    form.set("from_version", this.version);
    form.set("writer", this.root.dataset.writer);
    form.set("question", this.root.dataset.question);
    form.set("csrfmiddlewaretoken", token());
    if (this.isAskedFor) form.set("asked_for", "1");
    this.say("Saving");
    const keepalive = isLeaving && new Blob([text]).size < LONGEST_LEAVING;
    let answer;
    let said = {};
    try {
      answer = await fetch(this.root.dataset.autosave, { method: "POST", body: form, keepalive, redirect: "error" });
      if (answer.headers.get("Content-Type")?.includes("json")) said = await answer.json();
    } catch {
      return this.later("no connection");
    }
    this.part("sign-in").hidden = answer.status !== 401;
    if (answer.status === 200) this.done(text, said);
    else if (answer.status === 409) this.conflict(said);
    else if (answer.status === 401) this.later("", "You have been signed out.");
    else if (said.old_form) this.later("the page was open for too long");
    else if (answer.status === 422) this.refused(said.problems);
    else if (answer.status === 404) this.refused(["This bid is no longer open to you."]);
    else this.later("the portal did not answer");
  }

  done(text, said) {
    this.saved = plain(text);
    this.version = said.version;
    this.isAskedFor = false;
    this.wait = FIRST_WAIT;
    this.carry(said);
    // Another tab may have kept a newer text under the same name: that one is not ours to erase.
    if (kept(this.key)?.text === text) forget(this.key);
    if (this.isUnsaved) this.typed();
    else this.say(`Saved at ${said.saved}.`);
  }

  // The form's own Save button must start from the version that is saved now.
  carry(said) {
    this.carrier.value = this.carrier.name === "from_version" ? said.version : said.began;
  }

  refused(problems) {
    this.say(`Not saved. ${problems.join(" ")} ${this.where()}`);
  }

  where() {
    return this.isKept === false ? ON_PAGE : IN_BROWSER;
  }

  later(why, instead = "") {
    this.say(`${instead || `Not saved: ${why}.`} ${this.where()}`);
    this.timer = setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  conflict(said) {
    this.isStopped = true;
    this.theirs = said;
    this.part("who").textContent = said.by ? `${said.by} saved it at ${said.at}.` : "";
    this.part("theirs").textContent = said.theirs || "Nothing is written there.";
    for (const one of this.root.querySelectorAll("[data-choose]")) one.hidden = false;
    this.part("conflict").hidden = false;
    this.say(`Not saved: this answer was saved somewhere else meanwhile. Choose below. ${this.where()}`);
  }

  choose() {
    this.isStopped = false;
    this.isAskedFor = true;
    this.version = this.theirs.version;
    this.saved = plain(this.theirs.theirs);
    this.carry(this.theirs);
  }

  keepMine() {
    this.choose();
    this.part("conflict").hidden = true;
    this.box.focus();
    this.save();
  }

  takeTheirs() {
    this.choose();
    this.box.value = this.theirs.theirs;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.part("conflict").hidden = true;
    this.say("Theirs is in the box. It is saved.");
    this.box.focus();
  }

  editMine() {
    this.choose();
    for (const one of this.root.querySelectorAll("[data-choose]")) one.hidden = true;
    this.say("Theirs stays below while you write. Yours is saved when you have changed it.");
    this.box.focus();
  }
}

const all = [...document.querySelectorAll("[data-autosave]")].map((root) => new Autosave(root));
const saveAll = (isLeaving = false) => Promise.all(all.map((one) => one.save(isLeaving)));

addEventListener("pageshow", () => all.forEach((one) => delete one.box.form.dataset.waits));

// Whatever may mean that a save would go through now, or that there will be no other chance.
addEventListener("online", () => saveAll());
addEventListener("focus", () => saveAll());
addEventListener("pagehide", () => saveAll(true));
document.addEventListener("visibilitychange", () => saveAll(document.visibilityState === "hidden"));

// A Save button waits for the save that is under way, so that nobody is in conflict with themselves. `data-waits` says so.
let isSent = false;
for (const form of new Set(all.map((one) => one.box.form))) {
  form.addEventListener("submit", async (event) => {
    if (isSent || !all.some((one) => one.running || (one.isUnsaved && !one.isStopped))) return;
    event.preventDefault();
    form.dataset.waits = "";
    await Promise.race([saveAll(), new Promise((resolve) => setTimeout(resolve, 4000))]);
    const inConflict = all.find((one) => one.theirs && one.isStopped);
    if (inConflict) {
      delete form.dataset.waits;
      return inConflict.part("conflict").focus();
    }
    isSent = true;
    form.requestSubmit(event.submitter);
    isSent = false;
  });
}
