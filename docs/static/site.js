// What the pages do by themselves: tabs, copying, and old addresses that lead on.
(() => {
  "use strict";
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } },
  };

  // Tabs: one choice for all calls, kept for the next page. Without scripts all panels are shown.
  const groups = [...document.querySelectorAll(".tabs")].map((group) => ({
    tabs: [...group.querySelectorAll("[role=tab]")],
    panels: [...group.querySelectorAll("[role=tabpanel]")],
  }));
  const show = (key) => {
    for (const { tabs, panels } of groups) {
      const chosen = tabs.find((tab) => tab.dataset.tab === key) || tabs[0];
      tabs.forEach((tab, index) => {
        const here = tab === chosen;
        tab.setAttribute("aria-selected", here);
        tab.tabIndex = here ? 0 : -1;
        panels[index].hidden = !here;
      });
    }
  };
  const choose = (tab) => {
    const before = tab.getBoundingClientRect().top;
    show(tab.dataset.tab);
    store.set("form", tab.dataset.tab);
    // Panels above have other heights now; the reader stays where the tab is.
    window.scrollBy({ top: tab.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
  for (const { tabs } of groups) {
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => choose(tab));
      tab.addEventListener("keydown", (event) => {
        if (!(event.key in STEPS)) return;
        event.preventDefault();
        const step = STEPS[event.key];
        const next = Number.isFinite(step)
          ? tabs[(index + step + tabs.length) % tabs.length]
          : tabs[step < 0 ? 0 : tabs.length - 1];
        next.focus();
        choose(next);
      });
    });
  }
  const kept = store.get("form");
  if (groups.length && kept && kept !== groups[0].tabs[0].dataset.tab) {
    show(kept);
    // The browser went to its section before the panels had their heights.
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView({ behavior: "instant" });
  }

  // On paper everything is open.
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) {
      part.open = true;
      part.dataset.printed = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("details[data-printed]")) {
      part.open = false;
      delete part.dataset.printed;
    }
  });

  // A button to copy on every block of code that is typed or run.
  const spoken = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  spoken.setAttribute("role", "status");
  document.body.append(spoken);
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page from a disk, or one that may not use the clipboard.
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  for (const block of document.querySelectorAll(".highlight > pre")) {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "copy",
      textContent: "Copy",
    });
    button.addEventListener("click", async () => {
      await copied(block.textContent.replace(/\n$/, ""));
      button.textContent = "Copied";
      spoken.textContent = "Copied";
      setTimeout(() => {
        button.textContent = "Copy";
        spoken.textContent = "";
      }, 2000);
    });
    block.before(button);
    // What can be scrolled must be reached by the keyboard.
    if (!block.hasAttribute("tabindex")) block.tabIndex = 0;
  }

  for (const table of document.querySelectorAll(".table-wrapper")) {
    table.tabIndex = 0;
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", "Table");
  }

  // A section that has moved to a page of its own: its old address is an entry that leads there.
  const follow = () => {
    const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const link = entry && entry.closest(".moved") ? entry.querySelector("a") : null;
    if (link) location.replace(link.href);
  };
  follow();
  window.addEventListener("hashchange", follow);
})();
