"""What of a page not everybody can use: axe-core in a browser, and pages wider than a screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from contracts.support.browser import Browser

__all__ = ["PHONE", "SCREEN", "SEEN", "WIDE", "appearing", "barriers", "long_lines", "overflow"]

#: Widths of a phone, of a screen, and of a wide one.
PHONE, SCREEN, WIDE = 360, 1440, 1600
#: So many times the height of its letters may a paragraph be wide: about a hundred characters.
LONGEST_LINE = 48
HEIGHT = 900
#: The rules that colours and the width of the window matter to.
SEEN = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
#: What axe-core finds that keeps somebody out, one line each. The contrast of texts, which takes by
#: far the longest, is asked of one text of each style: a style is the names and classes of an
#: element and all that it is in, and whether a row is odd.
FIND = """
const [rules, done] = arguments;
const style = (each) => {
  const path = [];
  for (let at = each; at && at !== document.documentElement; at = at.parentElement)
    path.push(at.tagName, at.getAttribute("class"), at.getAttribute("style"),
      at.tagName === "TR" && at.rowIndex % 2);
  return path.join(" ");
};
const written = (each) => each.matches("input, select, textarea")
  || [...each.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
const seen = new Set();
for (const each of document.body.querySelectorAll("*"))
  if (written(each) && each.checkVisibility() && !seen.has(style(each))) {
    seen.add(style(each));
    each.setAttribute("data-style-seen", "");
  }
axe.configure({ rules: [{ id: "color-contrast", selector: "[data-style-seen]" }] });
const chosen = rules.length ? { runOnly: rules } : {};
axe.run(document, { resultTypes: ["violations"], ...chosen }).then(
  (found) => done(found.violations
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .flatMap((each) => each.nodes.map((node) =>
      `${each.id}: ${node.html.slice(0, 160)}: ${[node.any, node.all, node.none].flat()
        .map((check) => check.message).join("; ").slice(0, 200)}`))),
  (error) => done([String(error)]));
"""
#: How far the page goes beyond the window, and what does; what scrolls by itself may.
BEYOND = """
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
const wide = [...document.body.querySelectorAll("*")]
  .filter((each) => each.getBoundingClientRect().right > width + 1 && !each.closest(".wide"))
  .slice(0, 5)
  .map((each) => each.outerHTML.slice(0, 120));
return [`${document.documentElement.scrollWidth} pixels in ${width}`, ...wide];
"""


#: Paragraphs that are too wide to be read.
LONG = """
return [...document.querySelectorAll("p, li")]
  .filter((each) => each.clientWidth > arguments[0] * parseFloat(getComputedStyle(each).fontSize))
  .filter((each) => each.textContent.trim().length > 120)
  .slice(0, 5).map((each) => `${each.clientWidth} pixels: ${each.outerHTML.slice(0, 100)}`);
"""


@cache
def axe() -> str:
    """The source of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@contextmanager
def appearing(browser: Browser, scheme: str, width: int, height: int = HEIGHT) -> Iterator[None]:
    """Show pages light or dark, in a window of a width; the page that is open changes at once."""
    tell = browser.driver.execute_cdp_cmd
    preferred = [{"name": "prefers-color-scheme", "value": scheme}]
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    tell("Emulation.setEmulatedMedia", {"features": preferred})
    tell("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        tell("Emulation.setEmulatedMedia", {"features": []})
        tell("Emulation.clearDeviceMetricsOverride", {})


def barriers(browser: Browser, *rules: str) -> list[str]:
    """What is serious or critical on the open page, a line each; by all rules, or by these."""
    if not browser.driver.execute_script("return 'axe' in window"):
        browser.driver.execute_script(axe())
    found: list[str] = browser.driver.execute_async_script(FIND, rules)
    return found


def overflow(browser: Browser) -> list[str]:
    """How much wider than its window the page is, and what makes it so; nothing where it fits."""
    found: list[str] = browser.driver.execute_script(BEYOND)
    return found


def long_lines(browser: Browser) -> list[str]:
    """Paragraphs of the open page whose lines are too long to be read."""
    found: list[str] = browser.driver.execute_script(LONG, LONGEST_LINE)
    return found
