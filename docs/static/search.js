// The search: what a query names comes first, then what its words say; guides before members of classes.
window.searchSite = (() => {
  "use strict";
  const KINDS = { Guide: 130, API: 110, Call: 120, Error: 100, Quirk: 90, Model: 50, Python: 40, Class: 40, Member: 0 };
  const PYTHON = new Set(["Python", "Class", "Member"]);
  // Words of questions that say nothing, and other words for what the pages say.
  const EMPTY = new Set(
    ("a an and any at be by can curl do does for from get given has have how i in is it its many me my of on one or the to through"
      + " today until was what when where which while who why with without happen happens hit").split(" "),
  );
  const ALIKE = {
    image: ["image", "picture"], photo: ["picture"], pagination: ["pag"], paginate: ["page"], anonymously: ["anonymous"],
    fake: ["fake", "fault", "fail"], simulate: ["fault"], mock: ["emulator"], remove: ["remove", "delete"],
    erase: ["delete"], maximum: ["maximum", "limit", "largest"], quota: ["quota", "limit"], size: ["size", "bytes", " mb"],
  };
  const plain = (text) => text.toLowerCase().replace(/[‘’“”"'`]/g, "").replace(/\(\)$/, "").replace(/\s+/g, " ").trim();
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // A word of a query is the beginning of a word of the text; a plural finds the singular.
  const pattern = (word) => {
    const stem = word.length > 3 ? word.replace(/s$/, "") : word;
    return new RegExp(`(^|[^a-z0-9])(?:${(ALIKE[stem] || [stem]).map(escaped).join("|")})`);
  };

  const prepared = (window.SEARCH || []).map((entry) => ({
    ...entry,
    title: plain(entry.t),
    text: plain(entry.x),
    names: entry.n.map(plain),
  }));

  const score = (entry, query, words, least) => {
    let missing = 0;
    let found = KINDS[entry.k];
    if (entry.names.includes(query)) found += 1000;
    // A class is often named like the word that many guides are about.
    else if (PYTHON.has(entry.k)) found += entry.names.some((name) => name.includes(query)) ? 40 : 0;
    else if (entry.names.some((name) => name.startsWith(query))) found += 300;
    // The whole text of an error, with what the host put into it, is longer than its pattern.
    else if (entry.names.some((name) => name.length > 12 && query.includes(name))) found += 400;
    else if (entry.names.some((name) => name.includes(query))) found += 150;
    if (entry.title.includes(query) && !PYTHON.has(entry.k)) found += 120;
    if (words.length > 1 && entry.text.includes(query)) found += 60;
    const names = entry.names.join(" ");
    for (const word of words) {
      if (word.test(entry.title)) found += 60;
      else if (word.test(names)) found += 30;
      else if (word.test(entry.text)) found += 15;
      else if (!entry.names.some((name) => name.length > 12 && query.includes(name))) {
        missing += 1;
        found -= 70;
      }
    }
    return words.length - missing >= least ? found : 0;
  };

  return (text, limit = 50) => {
    const query = plain(text);
    if (!query) return [];
    const typed = query.split(" ");
    const telling = typed.filter((word) => !EMPTY.has(word));
    const words = (telling.length ? telling : typed).map(pattern);
    const rated = (least) => prepared
      .map((entry) => ({ entry, score: score(entry, query, words, least) }))
      .filter(({ score: value }) => value > 0);
    // Where nothing has all the words, what has most of them.
    const whole = rated(words.length);
    return (whole.length || words.length < 2 ? whole : rated(Math.ceil(words.length / 2)))
      .sort((one, two) => two.score - one.score || one.entry.t.length - two.entry.t.length)
      .slice(0, limit)
      .map(({ entry }) => entry);
  };
})();

(() => {
  "use strict";
  const field = document.getElementById("search-field");
  const list = document.getElementById("search-results");
  const count = document.getElementById("search-count");
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  // What stands around the first word of the query, where that is not at the beginning.
  const excerpt = (text, query) => {
    const word = query.trim().toLowerCase().split(/\s+/)[0] || "";
    const at = text.toLowerCase().indexOf(word.length > 3 ? word.replace(/s$/, "") : word);
    const from = at > 120 ? text.lastIndexOf(" ", at - 60) + 1 : 0;
    return `${from ? "… " : ""}${text.slice(from, from + 200)}${text.length > from + 200 ? " …" : ""}`;
  };
  const show = () => {
    const found = window.searchSite(field.value);
    list.replaceChildren(
      ...found.map((entry) => {
        const item = element("li");
        item.append(element("a", { href: entry.u, textContent: entry.t }));
        item.append(element("span", { className: "kind", textContent: entry.k }));
        if (entry.x) item.append(element("p", { textContent: excerpt(entry.x, field.value) }));
        return item;
      }),
    );
    const none = field.value.trim() ? "Nothing was found." : "";
    count.textContent = found.length ? `${found.length === 50 ? "The best 50" : found.length} results` : none;
    document.title = field.value.trim() ? `${field.value.trim()} - Search` : "Search";
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  document.getElementById("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    show();
  });
  show();
})();
