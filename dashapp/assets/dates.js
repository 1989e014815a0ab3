/* A date that is pasted or typed whole into Day goes into its three boxes, where everybody sees how it was read. The server
   reads such a date as well (dashapp/services/records/date_boxes.py), in more ways. */
(function () {
  "use strict";

  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  const IN_WORDS = /^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/., ]*([a-z]{3,9})[-/., ]*'?(\d{4}|\d\d)$/;
  const IN_FIGURES = /^(\d{1,2})[-/., ]+(\d{1,2})[-/., ]+(\d{4}|\d\d)$/;
  const YEAR_FIRST = /^(\d{4})[-/.]+(\d{1,2})[-/.]+(\d{1,2})$/;

  const tidy = (text) =>
    text.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/[\p{Pd}\u2212]/gu, "-").replace(/\s+/gu, " ").trim().toLowerCase();

  const monthOf = (text) => (/^\d+$/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3)) + 1);
  const yearOf = (text) => (text.length === 4 ? Number(text) : Number(text) + (Number(text) < 30 ? 2000 : 1900));

  function read(text) {
    const plain = tidy(text);
    const first = plain.match(YEAR_FIRST);
    const [, day, month, year] = first ? [first[0], first[3], first[2], first[1]] : plain.match(IN_WORDS) ?? plain.match(IN_FIGURES) ?? [];
    if (!day || monthOf(month) < 1 || monthOf(month) > 12) return null;
    return { day: Number(day), month: monthOf(month), year: yearOf(year) };
  }

  function spread(box) {
    const path = box.id?.match(/^{"answer":"(.+)\.day"}$/)?.[1];
    const found = path && box.closest(".cs-date") && read(box.value);
    if (!found) return;
    for (const [part, value] of Object.entries(found)) {
      window.dash_clientside.set_props({ answer: `${path}.${part}` }, { value: String(value) });
    }
    window.dispatchEvent(new CustomEvent("clockstart:changed"));
  }

  document.addEventListener("change", (event) => spread(event.target));
  document.addEventListener("input", (event) => {
    if (event.inputType === "insertFromPaste") window.setTimeout(spread, 0, event.target);
  });
})();
