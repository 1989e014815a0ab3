/* A record that was opened from a list says which place it has there, and leads to the next and the one before (worklist.js
   remembers the list). */
(function () {
  "use strict";

  function make(name, attributes, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  // At either end of the list nothing stands in the place of the link.
  function draw(href, step, words) {
    const icon = make("span", { class: "cs-icon cs-shape-chevron", "aria-hidden": "true" });
    const said = make("span", { class: "visually-hidden" }, words);
    return href ? make("a", { href, class: "cs-way-step", "data-way-step": step, "data-in-app": "1" }, icon, said) : make("span", { class: "cs-way-step" });
  }

  function fill() {
    const place = document.querySelector("[data-way-back]");
    const scope = window.clockstartScope();
    const here = window.location.pathname + (scope && `?scope=${scope}`);
    if (!place || place.dataset.drawn === here) return;
    place.dataset.drawn = here;
    place.querySelector("nav")?.remove();
    const left = JSON.parse(sessionStorage.getItem("list-left") ?? "null");
    const at = left ? left.rows.indexOf(here) : -1;
    if (at < 0) return;
    const link = place.querySelector("a");
    if (link.pathname !== left.path.split("?")[0]) {
      link.href = left.path;
      link.lastChild.textContent = left.title;
    }
    const many = left.isCounted ? ` of ${left.rows.length.toLocaleString("en-GB")}` : "";
    const words = `${left.view ? `${left.view}, ` : ""}${(at + 1).toLocaleString("en-GB")}${many}`;
    const steps = [draw(left.rows[at - 1], -1, "Previous record"), draw(left.rows[at + 1], 1, "Next record")];
    place.append(make("nav", { class: "cs-way-place", "aria-label": "Place in the list" }, make("span", {}, words), ...steps));
  }

  new MutationObserver(fill).observe(document.documentElement, { childList: true, subtree: true });
})();
