// Before anything is drawn: the colours that the reader chose.
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto";
}
document.documentElement.classList.remove("no-js");
