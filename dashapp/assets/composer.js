/* The composer of a record: what happened is found by typing, its day is typed as people write it, and the band shows at once
   what it would do. What is typed goes to the server as {event, day, answers, asked}; dashapp/module_page/composer.py answers. */
(function () {
  "use strict";

  const WAIT_MS = 60;
  const nothing = () => window.dash_clientside.no_update;
  const timers = new WeakMap();
  // What is typed and not added yet, by record: it is here again when its record is, until the browser leaves these pages.
  const unsaved = new Map();

  function make(name, attributes, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  // --- the controls, made here because the page's own components take no attributes of a combobox ---

  function fillWhat(place) {
    const label = make("label", { for: place.dataset.id, class: "visually-hidden" }, "What happened?");
    const box = make("input", {
      id: place.dataset.id, type: "text", role: "combobox", class: "form-control cs-composer-what", autocomplete: "off",
      placeholder: "What happened?", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": place.dataset.list,
    });
    place.replaceChildren(label, box);
  }

  function fillDay(place) {
    const read = make("span", { class: "cs-composer-read", "aria-live": "polite" }, place.dataset.read);
    const box = make("input", { id: place.dataset.id, type: "text", class: "form-control cs-composer-day", autocomplete: "off" });
    box.value = "today";
    place.replaceChildren(make("label", { for: box.id, class: "visually-hidden" }, "Date"), box, read);
  }

  function fillAsk(place) {
    const { id, words, kind } = place.dataset;
    const composer = composerOf(place);
    const typed = unsaved.get(nameOf(composer))?.answers[place.dataset.name];
    const value = typed ?? place.dataset.value;
    if (value !== place.dataset.value) sendSoon(composer);
    const offered = Object.entries(JSON.parse(place.dataset.choices));
    if (kind === "switch") {
      const buttons = offered.map(([slug, label]) => {
        const radio = make("input", { type: "radio", id: `${id}-${slug}`, name: id, value: slug });
        radio.checked = slug === value;
        return make("label", { for: radio.id }, radio, make("span", {}, label));
      });
      place.replaceChildren(make("fieldset", {}, make("legend", {}, words), make("div", { class: "cs-switch" }, ...buttons)));
      return;
    }
    const control = kind === "list"
      ? make("select", { id, class: "form-select" }, make("option", { value: "" }), ...offered.map(([slug, label]) => make("option", { value: slug }, label)))
      : make("input", { id, type: "text", class: "form-control", autocomplete: "off" });
    control.value = value;
    place.replaceChildren(make("label", { for: id }, words), control);
  }

  const FILL = { what: fillWhat, day: fillDay, ask: fillAsk };

  function fillAll() {
    const drawn = [];
    for (const place of document.querySelectorAll("[data-compose]")) {
      if (place.filled === place.dataset.stamp && place.firstChild) continue;
      place.filled = place.dataset.stamp;
      FILL[place.dataset.compose](place);
      if (place.dataset.compose === "what") drawn.push(composerOf(place));
    }
    drawn.forEach(begin);
  }

  // Which findings what is tried would put right.
  let cleared = "";
  function markCleared() {
    const codes = document.querySelector("[data-clears]")?.dataset.clears ?? "";
    if (codes === cleared) return;
    cleared = codes;
    for (const one of document.querySelectorAll("[data-finding]")) {
      one.classList.toggle("cs-cleared", codes.split(" ").includes(one.dataset.finding));
    }
  }

  function settle() {
    fillAll();
    markCleared();
  }

  new MutationObserver(settle).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-stamp"] });

  // --- what is typed ---

  const composerOf = (element) => element?.closest?.("[data-composer]");
  const whatOf = (composer) => composer.querySelector("[role=combobox]");
  const listOf = (composer) => composer.querySelector("[role=listbox]");
  const nameOf = (composer) => `${composer.dataset.composer}/${composer.dataset.record}`;
  const idOf = (composer, part) => ({ composer: part, slug: composer.dataset.composer, record: composer.dataset.record });

  function gather(composer) {
    const answers = {};
    for (const ask of composer.querySelectorAll("[data-compose=ask]")) {
      const control = ask.querySelector("input:checked, select, input[type=text]");
      answers[ask.dataset.name] = control?.value ?? "";
    }
    const asked = composer.querySelector("[data-asked]")?.dataset.asked ?? "";
    const event = composer.dataset.event ?? "";
    const day = composer.querySelector(".cs-composer-day").value;
    return { event, day, asked, answers: asked === event ? answers : {} };
  }

  function send(composer) {
    window.clearTimeout(timers.get(composer));
    composer.classList.toggle("cs-composing", Boolean(composer.dataset.event));
    const data = gather(composer);
    const text = JSON.stringify(data);
    if (text === composer.sent) return;
    composer.sent = text;
    keep(composer, data);
    window.dash_clientside.set_props(idOf(composer, "typed"), { data });
  }

  function sendSoon(composer) {
    window.clearTimeout(timers.get(composer));
    timers.set(composer, window.setTimeout(send, WAIT_MS, composer));
  }

  // Until its questions are there, the answers of before are those that are typed.
  function keep(composer, { event, day, asked, answers }) {
    const name = nameOf(composer);
    const before = unsaved.get(name);
    if (!event) return unsaved.delete(name);
    const typed = asked === event ? answers : before?.event === event ? before.answers : {};
    return unsaved.set(name, { event, day, answers: typed, what: whatOf(composer).value });
  }

  // The page has been drawn again: what is typed and not added yet is taken up again.
  function begin(composer) {
    const typed = unsaved.get(nameOf(composer));
    delete composer.dataset.event;
    composer.sent = "";
    composer.classList.remove("cs-composing");
    lower(composer);
    if (!typed) return;
    composer.dataset.event = typed.event;
    whatOf(composer).value = typed.what;
    composer.querySelector(".cs-composer-day").value = typed.day;
    send(composer);
  }

  // --- on a phone: a sheet from below, with the band in sight above it ---

  const isPhone = window.matchMedia("(max-width: 700px)");
  const SHEET = "cs-sheet";

  function raise(composer) {
    if (!isPhone.matches || composer.classList.contains(SHEET) || !composer.closest(".cs-record")) return;
    const place = composer.parentElement;
    place.style.minHeight = `${place.offsetHeight}px`;
    composer.classList.add(SHEET);
    document.querySelector(".cs-band")?.scrollIntoView();
  }

  function lower(composer) {
    composer.classList.remove(SHEET);
    composer.parentElement.style.minHeight = "";
  }

  function cancel(composer) {
    empty(composer);
    lower(composer);
    document.querySelector("[data-open-composer]")?.focus({ preventScroll: true });
  }

  function choose(composer, event) {
    const option = listOf(composer).querySelector(`[data-event="${CSS.escape(event)}"]`);
    composer.dataset.event = event;
    whatOf(composer).value = option?.textContent ?? "";
    close(composer);
    send(composer);
  }

  function empty(composer) {
    delete composer.dataset.event;
    whatOf(composer).value = "";
    composer.querySelector(".cs-composer-day").value = "today";
    close(composer);
    send(composer);
  }

  function clear(composer) {
    empty(composer);
    whatOf(composer).focus();
  }

  // --- the list ---

  const shownOf = (composer) => [...listOf(composer).querySelectorAll("[role=option]")].filter((one) => !one.hidden);

  function open(composer) {
    const list = listOf(composer);
    const words = whatOf(composer).value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = Boolean(composer.dataset.event);
    const listed = new Set();
    let heading = null;
    for (const row of list.children) {
      if (row.getAttribute("role") !== "option") {
        heading = row;
        heading.hidden = true;
        continue;
      }
      // With words typed each event is listed once, first those that are entered most.
      const text = `${row.textContent} ${row.dataset.also ?? ""}`.toLowerCase();
      row.hidden = !chosen && words.length > 0 && (listed.has(row.dataset.event) || !words.every((word) => text.includes(word)));
      if (row.hidden) continue;
      heading.hidden = false;
      listed.add(row.dataset.event);
    }
    list.hidden = shownOf(composer).length === 0;
    whatOf(composer).setAttribute("aria-expanded", String(!list.hidden));
    point(composer, words.length && !chosen ? 0 : -1);
  }

  function close(composer) {
    listOf(composer).hidden = true;
    whatOf(composer).setAttribute("aria-expanded", "false");
    whatOf(composer).removeAttribute("aria-activedescendant");
  }

  function point(composer, index) {
    const options = shownOf(composer);
    options.forEach((one, at) => {
      one.id ||= `${listOf(composer).id}-${at}-${one.dataset.event}`;
      one.setAttribute("aria-selected", String(at === index));
    });
    if (!options[index]) return whatOf(composer).removeAttribute("aria-activedescendant");
    whatOf(composer).setAttribute("aria-activedescendant", options[index].id);
    options[index].scrollIntoView({ block: "nearest" });
  }

  function move(composer, step) {
    if (listOf(composer).hidden) return open(composer);
    const options = shownOf(composer);
    const now = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    point(composer, (now + step + options.length) % options.length);
  }

  // Enter in the day, or in a line below it, adds.
  function addWith(event, composer) {
    if (event.key !== "Enter" || !event.target.matches("input[type=text]")) return;
    event.preventDefault();
    composer.querySelector(".cs-composer-acts > .btn-primary").click();
  }

  document.addEventListener("input", (event) => {
    const composer = composerOf(event.target);
    if (!composer) return;
    raise(composer);
    if (event.target !== whatOf(composer)) return sendSoon(composer);
    if (composer.dataset.event) {
      delete composer.dataset.event;
      send(composer);
    }
    open(composer);
  });

  document.addEventListener("change", (event) => {
    const composer = composerOf(event.target);
    if (composer && event.target !== whatOf(composer)) sendSoon(composer);
  });

  document.addEventListener("keydown", (event) => {
    const composer = composerOf(event.target);
    if (!composer || event.isComposing) return;
    if (event.target !== whatOf(composer)) return addWith(event, composer);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(composer, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !listOf(composer).hidden) {
      const chosen = shownOf(composer).find((one) => one.getAttribute("aria-selected") === "true");
      if (chosen) choose(composer, chosen.dataset.event);
      event.preventDefault();
    } else if (event.key === "Escape" && !listOf(composer).hidden) {
      event.preventDefault();
      close(composer);
    }
  });

  document.addEventListener("keydown", (event) => {
    const sheet = event.key === "Escape" && !event.defaultPrevented && document.querySelector(`.cs-composer.${SHEET}`);
    if (sheet) cancel(sheet);
  });

  document.addEventListener("focusout", (event) => {
    const composer = composerOf(event.target);
    if (composer && event.target === whatOf(composer)) window.setTimeout(close, 150, composer);
  });

  // Pressing an option leaves the focus in the box.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-composer] [role=listbox]")) event.preventDefault();
  });

  // What is added is what stands in the boxes now, before the page's own handler of the button takes it.
  document.addEventListener("click", (event) => {
    const composer = event.target instanceof Element && event.target.closest(".cs-composer-acts > .btn-primary") && composerOf(event.target);
    if (composer) send(composer);
  }, true);

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    if (pressed?.closest("[data-open-composer]")) {
      const composer = document.querySelector("[data-composer]");
      if (!composer) return;
      raise(composer);
      if (!composer.classList.contains(SHEET)) composer.scrollIntoView({ block: "center" });
      whatOf(composer).focus({ preventScroll: true });
      return open(composer);
    }
    const composer = composerOf(pressed);
    if (!composer) return;
    if (pressed.closest("[data-composer-cancel]")) return cancel(composer);
    raise(composer);
    const named = pressed.closest("[data-event]:not([data-composer])");
    if (named) return choose(composer, named.dataset.event);
    if (pressed.closest("[data-composer-clear]")) return clear(composer);
    if (pressed === whatOf(composer)) return open(composer);
    if (pressed.closest("[data-composer-all]")) {
      whatOf(composer).focus();
      open(composer);
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      // How the day was read, next to what was typed.
      dayRead(read, id) {
        const composer = document.querySelector(`[data-composer="${CSS.escape(id?.slug ?? "")}"][data-record="${CSS.escape(id?.record ?? "")}"]`);
        const place = composer?.querySelector(".cs-composer-read");
        if (place && read) place.textContent = read.text;
        return nothing();
      },

      // An entry is stored. A page of the record is drawn again and says so; a panel over a list is told.
      entered(saved) {
        if (!saved) return nothing();
        if (saved.told.added) unsaved.delete(`${saved.slug}/${saved.record}`);
        document.dispatchEvent(new CustomEvent("clockstart:entered", { detail: saved }));
        if (!document.querySelector(".cs-record")) return nothing();
        window.history.replaceState({}, "", saved.to);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
        window.scrollTo(0, 0);
        return nothing();
      },
    },
  });
})();
