/* Answers in a record form: which questions are asked, which choices are offered, what describes a control. */
(function () {
  "use strict";

  /* Text as it is looked for, as words/folding.py folds it: without capitals, accents, apostrophes and hyphens. */
  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss" };
  const fold = (text) =>
    String(text ?? "")
      .toLowerCase()
      .replace(/['’‘ʼʻʹ`´′＇]/g, "")
      .replace(/[-‐‑‒–—―−﹣－]/g, " ")
      .replace(/[øłđðþæœıß]/g, (letter) => LETTERS[letter])
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/\s+/g, " ")
      .trim();

  window.clockstartFold = fold;
  window.clockstartPlain = plain;

  const CONTROLS = "input, select, textarea";

  function container(path) {
    return document.querySelector(`[data-field="${CSS.escape(path)}"]`);
  }

  // The answers a question has now: a list, so that a group of ticks and one choice are read alike.
  function given(path) {
    const field = container(path);
    if (!field || field.hidden) return [];
    const groups = [...field.querySelectorAll("input[type=radio], input[type=checkbox]")];
    if (groups.length) return groups.filter((one) => one.checked).map((one) => one.value);
    const control = field.querySelector(CONTROLS);
    return control && control.value ? [control.value] : [];
  }

  // What hangs on a question that is not on the page is asked as the server says.
  function askWhen(field) {
    if (!container(field.dataset.when)) return;
    const wanted = JSON.parse(field.dataset.whenValues);
    const asked = given(field.dataset.when).some((value) => wanted.includes(value));
    if (field.hidden === asked) field.hidden = !asked;
  }

  function offerChoices(place) {
    const lists = JSON.parse(place.dataset.choices);
    const offered = new Set(given(place.dataset.choicesBy).flatMap((value) => lists[value] ?? []));
    const select = place.querySelector("select");
    for (const option of select.options) {
      const fits = option.value === "" || offered.has(option.value) || option.selected;
      option.hidden = !fits;
      option.disabled = !fits;
    }
  }

  // What is behind a "More about …" is opened when it is asked for.
  function reveal(part) {
    for (let more = part?.closest("details"); more; more = more.parentElement.closest("details")) more.open = true;
  }

  const isAnswered = (control) => (["radio", "checkbox"].includes(control.type) ? control.checked : control.value !== "");
  const isFilled = (field) => [...field.querySelectorAll(CONTROLS)].some(isAnswered);
  const isAsked = (field) => !field.closest("[data-field][hidden]");

  // What each section still wants, next to the link that leads to it.
  function tellState(link) {
    const section = document.getElementById(link.hash.slice(1));
    const asked = [...section.querySelectorAll("[data-field]")].filter(isAsked);
    const needed = asked.filter((field) => field.dataset.required);
    const left = needed.filter((field) => !isFilled(field)).length;
    const filled = asked.filter(isFilled).length;
    const says = section.querySelector(".cs-problem-place:not(:empty)") ? ["problem", "problem"]
      : left ? ["left", `${left} required`]
      : needed.length ? ["complete", "complete"]
      : filled ? ["complete", `${filled} answered`] : ["optional", "optional"];
    set(link, "data-state", says[0]);
    const place = link.querySelector(".cs-way-state");
    if (place.textContent !== says[1]) place.textContent = says[1];
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-open-all]")) document.querySelectorAll("details.cs-further").forEach((one) => { one.open = true; });
  });

  // The hint and the problem belong to the control, or to the group of radios, ticks or date boxes.
  function describe(field) {
    const path = field.dataset.field;
    const place = [...field.querySelectorAll(".cs-problem-place")].find((one) => one.closest("[data-field]") === field);
    const problem = place?.querySelector("[id$='-problem']");
    if (problem) reveal(field);
    const hint = document.getElementById(`hint-${path}`);
    const described = [hint, problem].filter(Boolean).map((one) => one.id);
    const target = field.querySelector("fieldset") ?? field.querySelector(CONTROLS);
    if (target && !field.querySelector("[data-field]")) {
      set(target, "aria-describedby", described.join(" "));
      for (const control of field.querySelectorAll(CONTROLS)) mark(control, problem);
    }
    const confirm = field.querySelector(`[data-confirm="${CSS.escape(path)}"]`);
    if (confirm && place?.querySelector("[data-ask-confirm]")) confirm.hidden = false;
  }

  // Of a date only the box that is wrong is marked, and it says why.
  function mark(control, problem) {
    const boxes = problem?.dataset.boxes ? problem.dataset.boxes.split(" ") : [];
    const isWrong = problem && (!boxes.length || boxes.includes(control.id.match(/\.(day|month|year)"}$/)?.[1]));
    set(control, "aria-invalid", isWrong ? "true" : "");
    if (control.closest(".cs-date")) set(control, "aria-describedby", isWrong ? problem.id : "");
  }

  function set(element, name, value) {
    if (!value && element.hasAttribute(name)) element.removeAttribute(name);
    if (value && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  // What is pasted comes with spaces and dashes of every kind; an NHS number is shown in its groups.
  function plain(text) {
    const spaced = text.replace(/\p{Cf}/gu, "").replace(/[\p{Pd}\u2212]/gu, "-").replace(/\s+/gu, " ").trim();
    const digits = spaced.replace(/[ -]/g, "");
    return /^\d{10}$/.test(digits) ? digits.replace(/(\d{3})(\d{3})/, "$1 $2 ") : spaced;
  }

  function refresh() {
    queued = false;
    document.querySelectorAll("[data-when]").forEach(askWhen);
    document.querySelectorAll("[data-choices-by]").forEach(offerChoices);
    document.querySelectorAll("[data-field]").forEach(describe);
    document.querySelectorAll(".cs-way a").forEach(tellState);
  }

  let queued = false;
  function queue() {
    if (queued) return;
    queued = true;
    window.requestAnimationFrame(refresh);
  }

  document.addEventListener("input", queue);
  document.addEventListener("change", queue);
  window.addEventListener("clockstart:changed", () => window.setTimeout(queue, 0));
  new MutationObserver(queue).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      reveal,

      // A sentence beside each question that has a problem, and nothing beside the others.
      placeProblems(found) {
        const places = window.dash_clientside.callback_context.outputs_list;
        const first = new Map();
        for (const one of found ?? []) if (!first.has(one.path)) first.set(one.path, one);
        const part = (type, props) => ({ namespace: "dash_html_components", type, props });
        return places.map(({ id }) => {
          const one = first.get(id.problem);
          if (!one) return "";
          const words = [part("Span", { children: "Problem: ", className: "visually-hidden" }), one.sentence];
          const sentence = part("P", { children: words, id: one.id, className: "cs-problem", "data-boxes": one.boxes });
          return one.confirm ? part("Div", { children: sentence, "data-ask-confirm": "1" }) : sentence;
        });
      },

      takeAway(clicks) {
        if (!clicks) return window.dash_clientside.no_update;
        window.dispatchEvent(new CustomEvent("clockstart:changed"));
        return [];
      },

      title(words) {
        if (words) document.title = `${words} – Clockstart`;
        return window.dash_clientside.no_update;
      },

      counts(counts) {
        for (const place of document.querySelectorAll("[data-count]")) {
          const count = counts?.[place.dataset.count];
          if (count !== undefined) place.textContent = count ? count.toLocaleString("en-GB") : "";
        }
        return window.dash_clientside.no_update;
      },
    },
  });
})();
