// The buttons of the controls page. Whatever comes from requests is shown as text, never as markup.
"use strict";

const by = (id) => document.getElementById(id);
const KEEP = 200;
// What leads back into the space that this page is about.
const ROOT = document.body.dataset.root;
const SPACES = "/_emulator/spaces";
let known = {};
let seen = "";
let leaving = false;
let pending = Promise.resolve();

async function ask(method, path, parameters = {}) {
  return send(method, `${ROOT}/_emulator${path}`, parameters);
}

async function send(method, address, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  const answer = await fetch(`${address}${query ? `?${query}` : ""}`, {method});
  const document = await answer.json();
  if (!answer.ok) throw new Error(document.error || `HTTP ${answer.status}`);
  return document;
}

function say(text) {
  by("said").hidden = !text;
  by("said").textContent = text;
}

async function act(work, done) {
  try {
    await work();
    say(done);
    await refresh();
  } catch (error) {
    say(String(error.message || error));
  }
}

function cell(row, text) {
  const made = row.insertCell();
  made.textContent = text;
  return made;
}

function clock(seconds) {
  const moment = new Date(seconds * 1000);
  return Number.isNaN(moment.getTime()) ? String(seconds) : moment.toISOString().replace(/\.\d+Z$/, "Z");
}

function showFaults(on) {
  const rows = document.createDocumentFragment();
  const body = document.createElement("tbody");
  for (const fault of on) {
    const row = body.insertRow();
    cell(row, fault.fault);
    cell(row, String(fault.hits));
    cell(row, fault.left === null ? "all" : String(fault.left));
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Off";
    button.setAttribute("aria-label", `Switch off ${fault.fault}`);
    button.addEventListener("click", () =>
      act(() => ask("DELETE", "/faults", {number: fault.number}), `Switched off: ${fault.fault}`));
    cell(row, "").append(button);
    rows.append(row);
  }
  by("on").replaceChildren(rows);
  if (!on.length) cell(by("on").insertRow(), "None is on.").colSpan = 4;
}

function showJournal(entries) {
  const wanted = by("filter").value.trim().toLowerCase();
  const rows = document.createDocumentFragment();
  const body = document.createElement("tbody");
  for (const entry of entries.slice().reverse()) {
    const line = `${entry.method} ${entry.host}${entry.path}${entry.query ? `?${entry.query}` : ""}`;
    const what = entry.operation ? `${entry.api} ${entry.operation}` : entry.api || "";
    const remarks = [entry.problem, ...entry.faults].filter(Boolean).join("; ");
    const status = entry.status === null ? "…" : String(entry.status);
    if (wanted && !`${line} ${what} ${status} ${remarks}`.toLowerCase().includes(wanted)) continue;
    const row = body.insertRow();
    cell(row, clock(entry.time).slice(11, 19));
    cell(row, line);
    cell(row, what);
    cell(row, status);
    cell(row, remarks);
    rows.append(row);
    if (rows.childNodes.length >= KEEP) break;
  }
  by("journal").replaceChildren(rows);
  if (!by("journal").rows.length) cell(by("journal").insertRow(), "None yet.").colSpan = 5;
}

function showMail(mails) {
  by("mailbox").replaceChildren();
  for (const mail of mails.slice(-20).reverse()) {
    const item = document.createElement("li");
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = `${mail.subject} — to ${mail.recipient}, from ${mail.host}`;
    const text = document.createElement("pre");
    text.textContent = mail.text;
    details.append(summary, text);
    item.append(details);
    by("mailbox").append(item);
  }
  if (!mails.length) {
    const item = document.createElement("li");
    item.textContent = "None yet.";
    by("mailbox").append(item);
  }
}

function refresh() {
  // What asks a space that was just removed would make it again.
  if (!leaving) pending = look();
  return pending;
}

async function look() {
  const [state, time, faults, requests, mails, pictures] = await Promise.all([
    fetch(`${ROOT}/_emulator/`, {headers: {Accept: "application/json"}}).then((answer) => answer.json()),
    ask("GET", "/clock"), ask("GET", "/faults"), ask("GET", "/requests"), ask("GET", "/mail"),
    ask("GET", "/pictures"),
  ]);
  by("errors").textContent = state.internal_errors;
  by("pictures").textContent = pictures.length;
  by("mails").textContent = mails.length;
  by("now").textContent = clock(time.now);
  const now = JSON.stringify([faults, requests, mails, by("filter").value]);
  if (now === seen) return;
  seen = now;
  showFaults(faults);
  showJournal(requests);
  showMail(mails);
}

function offerFaults() {
  const form = by("fault").elements;
  const names = {};
  for (const [host, faults] of Object.entries(known)) {
    if (!form.host.value || form.host.value === host) Object.assign(names, faults);
  }
  const chosen = form.name.value;
  form.name.replaceChildren(...Object.keys(names).map((name) => new Option(name, name)));
  if (chosen in names) form.name.value = chosen;
  by("meaning").textContent = names[form.name.value] || "";
}

by("fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = [...new FormData(event.target)].filter(([, value]) => value !== "");
  act(() => ask("PUT", "/faults", given), "Switched on.");
});
by("fault").addEventListener("change", offerFaults);
by("reset").addEventListener("click", () => {
  if (window.confirm("Delete all pictures, accounts and settings of this emulator?")) {
    act(() => ask("POST", "/reset"), "Everything is as at the start.");
  }
});
by("forget").addEventListener("click", () => act(() => ask("DELETE", "/requests"), "Forgotten."));
by("filter").addEventListener("input", () => act(async () => {}, ""));
for (const button of document.querySelectorAll("[data-advance]")) {
  const unit = button.dataset.advance;
  button.addEventListener("click", () =>
    act(() => ask("POST", "/clock", {[unit]: 1}), `The clock went on: ${button.textContent}.`));
}

async function showSpaces() {
  const spaces = await send("GET", SPACES);
  const here = by("space").dataset.name;
  by("space").replaceChildren(
    new Option("the emulator itself", "", false, !here),
    ...spaces.map(({name}) => new Option(name, name, false, name === here)));
  by("remove").disabled = !here;
}

function offerSpaces() {
  by("choose").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = by("new").value.trim();
    act(async () => {
      if (name) await send("PUT", `${SPACES}/${encodeURIComponent(name)}`);
      const chosen = name || by("space").value;
      window.location.assign(chosen ? `${SPACES}/${chosen}/_emulator/` : "/_emulator/");
    }, "");
  });
  by("remove").addEventListener("click", () => {
    const name = by("space").dataset.name;
    if (window.confirm(`Remove the space ${name} with everything in it?`)) {
      act(async () => {
        leaving = true;
        await pending.catch(() => {});
        await send("DELETE", `${SPACES}/${name}`);
        window.location.assign("/_emulator/");
      }, "");
    }
  });
  showSpaces().catch((error) => say(error.message));
}

async function live() {
  if (by("live").checked) {
    await refresh().catch((error) => say(`The emulator does not answer: ${error.message}`));
  }
  window.setTimeout(live, 1500);
}

ask("GET", "/faults/known").then((found) => {
  known = found;
  offerFaults();
}, (error) => say(error.message));
refresh().catch((error) => say(error.message)).then(live);
if (by("choose")) offerSpaces();
