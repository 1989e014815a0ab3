/* The palette: search over any page (Ctrl+K), as a combobox with a list below it; and the keys that lead to it.
   Without it the search box is a link to the page of search. */
(function () {
  "use strict";

  const OFF = "clockstart-keys";
  const SHAPES = { Do: "plus", Pages: "list", People: "people", Rules: "book" };
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const shape = (name) => make("span", { class: `cs-icon cs-shape-${name}`, "aria-hidden": "true" });
  const key = (words) => make("kbd", {}, words);

  const box = make("input", {
    type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "palette-list", autocomplete: "off",
    "aria-autocomplete": "list", "aria-label": "Search patients, pages, rules", spellcheck: "false", maxlength: "200",
  });
  const list = make("div", { id: "palette-list", role: "listbox", "aria-label": "Found" });
  const told = make("p", { role: "status", class: "cs-palette-told" });
  const close = make("button", { type: "button", "aria-label": "Close" }, key("Esc"));
  const hints = make("p", { class: "cs-palette-keys", "aria-hidden": "true" },
    key("↑"), key("↓"), " choose ", key("Enter"), " open ", key("Ctrl"), key("Enter"), " new tab");
  const palette = make("dialog", { class: "cs-palette", "aria-label": "Search" },
    make("div", { class: "cs-palette-box" }, shape("search"), box, close), list, told, hints);

  let options = [];
  let chosen = -1;
  let asked = null;
  let timer = 0;

  function choose(place) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = options.length ? (place + options.length) % options.length : -1;
    const option = options[chosen];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  // The words that were typed, marked in what was found.
  function mark(title) {
    const words = box.value.trim().split(/\s+/).filter(Boolean);
    const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const parts = pattern ? title.split(new RegExp(`(${pattern})`, "i")) : [title];
    return parts.map((part, place) => (place % 2 ? make("mark", {}, part) : part));
  }

  function draw(one, group) {
    const inApp = one.href.includes("#") ? {} : { "data-in-app": "1" };
    const attributes = { role: "option", id: `palette-${options.length}`, href: one.href, tabindex: "-1", ...inApp };
    const line = one.line ? [make("span", { class: "cs-quiet" }, one.line)] : [];
    const title = make("span", { class: "cs-palette-title" }, ...mark(one.title));
    const option = make("a", { ...attributes, "aria-selected": "false" }, shape(SHAPES[group] ?? "list"), title, ...line);
    options.push(option);
    return option;
  }

  function show(groups) {
    options = [];
    const parts = groups.map(({ title, found }, place) => {
      const heading = make("div", { id: `palette-group-${place}`, class: "cs-palette-group" }, title);
      const drawn = found.map((one) => draw(one, title));
      return make("div", { role: "group", "aria-labelledby": heading.id }, heading, ...drawn);
    });
    list.replaceChildren(...parts);
    box.setAttribute("aria-expanded", String(options.length > 0));
    say(options.length ? `${options.length} found` : "Nothing fits. Try part of a name, a number or a word of a rule.");
    told.classList.toggle("visually-hidden", options.length > 0);
    choose(0);
  }

  function say(words) {
    told.textContent = words;
    told.classList.remove("visually-hidden");
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    try {
      const wanted = new URLSearchParams({ q: box.value, scope: window.clockstartScope() });
      const answer = await fetch(`/search/found?${wanted}`, {
        signal: asked.signal, headers: { Accept: "application/json" },
      });
      const found = await answer.json();
      if (answer.ok) return show(found);
      say(found.message);
    } catch (problem) {
      if (problem.name !== "AbortError") say("Search cannot reach the server. Type again to try again.");
    }
  }

  function open() {
    if (document.querySelector("dialog[open]")) return;
    if (!palette.isConnected) document.body.append(palette);
    box.value = "";
    list.replaceChildren();
    say("");
    palette.showModal();
    ask();
  }

  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Enter" && options[chosen]) follow(options[chosen], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });

  function follow(option, inNewTab) {
    if (inNewTab) window.open(option.href);
    else option.click();
  }
  list.addEventListener("click", () => palette.close());
  close.addEventListener("click", () => palette.close());
  palette.addEventListener("click", (event) => event.target === palette && palette.close());

  const KEYS = [
    ["Ctrl+K", "Search patients, pages, rules and what you can do"],
    ["/", "Find in the list, or search where there is no list"],
    ["?", "This list"],
    ["J, K", "The next record of the list, and the one before"],
    ["Esc", "Close what is open"],
  ];
  const areOff = () => window.localStorage.getItem(OFF) === "off";

  // Single letters can be switched off, for people who speak to their computer (WCAG 2.1.4).
  function drawKeys() {
    const rows = KEYS.map(([name, words]) => make("div", {}, make("dt", {}, key(name)), make("dd", {}, words)));
    const off = make("input", { type: "checkbox", id: "keys-off", class: "form-check-input" });
    off.checked = areOff();
    off.addEventListener("change", () => window.localStorage.setItem(OFF, off.checked ? "off" : "on"));
    const label = make("label", { for: "keys-off", class: "form-check-label" }, "Switch off the keys of a single letter");
    const done = make("button", { type: "button", class: "btn btn-secondary", "data-close-dialog": "1" }, "Close");
    const title = make("h2", { id: "keys-title" }, "Keys");
    const check = make("div", { class: "form-check" }, off, label);
    const dialog = make("dialog", { class: "cs-keys", "aria-labelledby": "keys-title" },
      title, make("dl", {}, ...rows), check, done);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  function find() {
    const box = [...document.querySelectorAll("main [data-find], main input[type=search]")].find((one) => one.checkVisibility());
    if (box) box.focus();
    else open();
  }

  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable=true], dialog[open]");
  const ACTS = { "/": find, "?": drawKeys };
  const findStep = (name) => document.querySelector(`[data-way-step="${{ j: 1, k: -1 }[name]}"]`);

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return palette.open ? palette.close() : open();
    }
    const step = findStep(event.key);
    const act = step ? () => step.click() : ACTS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || areOff() || !act) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".cs-find");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
})();
