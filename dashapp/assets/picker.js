/* Finding one's own records: a combobox beside each list of them. What is chosen goes into the list, which is the answer,
   and what it knows into the boxes next to it. */
(function () {
  "use strict";

  const WAIT = 250;
  const SHORTEST = 2;
  let turn = 0;
  let knowing = false;
  let held = null;

  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const fieldOf = (path) => document.querySelector(`[data-field="${CSS.escape(path)}"]`);
  const placeOf = (path) => document.querySelector(`[data-pick-for="${CSS.escape(path)}"]`);
  const selectOf = (path) => fieldOf(path)?.querySelector("select");
  function ask(place, what) {
    set("pick-asked", { data: { ...placeIn(place), turn: ++turn, ...what } });
    if (what.id) knowing = true;
    else goOn();
  }
  const placeIn = (place) => ({ kind: place.dataset.pick, path: place.dataset.pickFor, slug: place.closest("[data-form]")?.dataset.form });

  // A Save that is pressed while a chosen record is asked what it knows waits for that, so that it is saved with the rest.
  document.addEventListener("click", (event) => {
    const save = knowing && event.target.closest?.("#record-save, #record-save-and-add");
    if (!save) return;
    event.stopImmediatePropagation();
    held = save;
  }, true);

  function goOn() {
    knowing = false;
    if (held) window.setTimeout(pressAgain, 0, held);
    held = null;
  }

  // The form lets the button go first: it takes no second press before an answer.
  function pressAgain(save) {
    window.dispatchEvent(new CustomEvent("clockstart:answered"));
    save.click();
  }

  window.addEventListener("clockstart:failed", ({ detail }) => detail.key.includes("pick-found") && goOn());

  function make(name, attributes, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  function build(place) {
    const id = `find-${place.dataset.pickFor}`;
    const input = make("input", {
      id, type: "search", role: "combobox", class: "form-control cs-control", autocomplete: "off",
      "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list`,
    });
    place.append(
      make("label", { for: id, class: "cs-hint" }, place.dataset.pickWords),
      make("div", { class: "cs-pick-box" }, input,
        make("ul", { id: `${id}-list`, role: "listbox", "aria-label": place.dataset.pickWords, class: "cs-pick-list", hidden: "" })),
      make("p", { class: "cs-quiet cs-pick-told", "aria-live": "polite" })
    );
  }

  const parts = (place) => ({
    input: place.querySelector("input"),
    list: place.querySelector("[role=listbox]"),
    told: place.querySelector(".cs-pick-told"),
  });

  function close(place) {
    const { input, list } = parts(place);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show(place, found, total) {
    const { input, list, told } = parts(place);
    const options = found.map((one, index) => {
      const option = make("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": "false" }, one.label);
      option.picked = one;
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    const more = total > found.length ? `, the newest ${found.length} are shown; type more to narrow them` : "";
    told.textContent = total ? `${total.toLocaleString("en-GB")} found${more}.` : found.length ? "None found. Names like it:" : "None found.";
  }

  function move(place, step) {
    const { input, list } = parts(place);
    const options = [...list.children];
    if (list.hidden || !options.length) return;
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length;
    options.forEach((one, index) => one.setAttribute("aria-selected", String(index === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }

  // The list takes the record in when it does not hold it, and has it chosen.
  function choose(path, one) {
    const select = selectOf(path);
    if (!select) return;
    const options = [...select.options].map((option) => ({ label: option.text, value: option.value }));
    if (!options.some((option) => option.value === one.id)) options.push({ label: one.label, value: one.id });
    set({ answer: path }, { options, value: one.id });
    touch();
    const place = placeOf(path);
    parts(place).input.value = "";
    close(place);
    ask(place, { id: one.id });
  }

  const touch = () => window.dispatchEvent(new CustomEvent("clockstart:changed"));

  // What the chosen record knows goes into boxes that are empty, or hold what the one chosen before knew, and says so.
  const boxesOf = (field) => [...field.querySelectorAll(`[id^='{"answer":']`)].filter((box) => !box.id.includes(".confirm"));
  const isEmpty = (field) => ![...field.querySelectorAll("input, select, textarea")].some((box) =>
    ["radio", "checkbox"].includes(box.type) ? box.checked : box.value);
  const start = (path) => path.replace(/[^.]*$/, "");
  const isNextTo = (path, field) => start(path) === start(field.dataset.field);

  function mark(field) {
    field.dataset.fromPathway = "1";
    window.dash_clientside.clockstart.reveal(field);
  }

  function fillIn(path, known) {
    const fields = [...document.querySelectorAll("[data-field]")].filter((field) => isNextTo(path, field));
    const free = fields.filter((field) => field.dataset.fromPathway || (known[field.dataset.field] && isEmpty(field)));
    for (const field of free) {
      const values = known[field.dataset.field];
      for (const box of boxesOf(field)) {
        const id = JSON.parse(box.id);
        set(id, { value: values?.[id.answer] ?? "" });
      }
      if (values) mark(field);
      else delete field.dataset.fromPathway;
    }
    if (free.length) touch();
    return free.filter((field) => field.dataset.fromPathway).length;
  }

  function tell(place, label, count) {
    const from = count ? ` ${count === 1 ? "1 answer" : `${count} answers`} taken from it.` : "";
    parts(place).told.textContent = `Chosen: ${label}.${from}`;
  }

  const changed = ({ target }) => target.closest?.("[data-from-pathway]")?.removeAttribute("data-from-pathway");
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  let typing = 0;
  document.addEventListener("input", (event) => {
    const place = event.target.closest?.("[data-pick]");
    if (!place) return;
    window.clearTimeout(typing);
    const text = event.target.value.trim();
    if (text.length < SHORTEST) {
      turn += 1;
      goOn();
      close(place);
      parts(place).told.textContent = "";
    } else {
      typing = window.setTimeout(() => ask(place, { text }), WAIT);
    }
  });

  document.addEventListener("keydown", (event) => {
    const place = event.target.closest?.("[data-pick]");
    if (!place || event.target.getAttribute("role") !== "combobox") return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const active = document.getElementById(event.target.getAttribute("aria-activedescendant") ?? "");
    if (step) move(place, step);
    else if (event.key === "Enter" && active) choose(place.dataset.pickFor, active.picked);
    else if (event.key === "Escape" && !parts(place).list.hidden) close(place);
    else return;
    event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    const field = event.target.matches?.("select") ? event.target.closest("[data-kind=pick]") : null;
    const place = field && placeOf(field.dataset.field);
    if (!place) return;
    parts(place).told.textContent = "";
    if (event.target.value) ask(place, { id: event.target.value });
    else fillIn(place.dataset.pickFor, {});
  });

  // An option takes the press before the box loses the focus, so that the list does not close under it.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-pick] [role=option]")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    const place = pressed?.closest("[data-pick]");
    const option = pressed?.closest("[role=option]");
    if (place && option) choose(place.dataset.pickFor, option.picked);
    if (pressed?.closest("[data-pick-new]")) document.getElementById("pick-new")?.showModal();
  });

  document.addEventListener("focusout", (event) => {
    const place = event.target.closest?.("[data-pick]");
    if (place && !place.contains(event.relatedTarget)) close(place);
  });

  function refresh() {
    queued = false;
    for (const place of document.querySelectorAll("[data-pick]:empty")) build(place);
  }

  let queued = false;
  new MutationObserver(() => {
    if (!queued) window.requestAnimationFrame(refresh);
    queued = true;
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      markFromPathway: (paths) => paths.map(fieldOf).filter(Boolean).forEach(mark),

      // What a finder was answered: what was found, what the chosen record knows, or a record made on the way.
      showPicks(answer) {
        const place = answer && placeOf(answer.path);
        if (!place) return window.dash_clientside.no_update;
        if (answer.created) {
          document.getElementById("pick-new").close();
          choose(answer.path, answer.created);
          selectOf(answer.path).focus();
        } else if (answer.held) {
          fieldOf(answer.held)?.querySelector("input, select, textarea")?.focus();
        } else if (answer.turn === turn) {
          if (answer.chosen) {
            tell(place, answer.chosen, fillIn(answer.path, answer.known));
            goOn();
          } else show(place, answer.found, answer.total);
        }
        return window.dash_clientside.no_update;
      },
    },
  });
})();
