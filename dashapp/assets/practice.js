/* Practice by keyboard: 1 to 9 decide, Enter answers or goes on, F flags, H takes a hint, arrows change the case. Keys
   of one character can be turned off. */
(function () {
  "use strict";

  const isTyping = (element) => element?.closest?.("input:not([type=radio]), textarea, select");

  function decide(key) {
    const choice = document.querySelectorAll(".cs-practice-decision input[type=radio]")[Number(key) - 1];
    choice?.click();
    choice?.focus({ preventScroll: true });
    return Boolean(choice);
  }

  function goOn(target) {
    if (target?.closest?.("a, button, summary, select, dialog")) return false;
    const onward = document.querySelector("#practice-answer, .cs-practice-next");
    onward?.click();
    return Boolean(onward);
  }

  const OFF = "clockstart-practice-keys-off";
  const root = document.documentElement;
  root.dataset.practiceKeys = localStorage.getItem(OFF) ? "off" : "on";

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-practice-keys]:not(html)")) return;
    root.dataset.practiceKeys = root.dataset.practiceKeys === "off" ? "on" : "off";
    if (root.dataset.practiceKeys === "off") localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });

  function press(selector) {
    const found = document.querySelector(selector);
    found?.click();
    return Boolean(found);
  }

  const ARROWS = { ArrowRight: "li:has([aria-current]) + li a", ArrowLeft: "li:has(+ li [aria-current]) a" };

  function act(key) {
    if (key in ARROWS) return press(`.cs-practice-cases ${ARROWS[key]}`);
    if (root.dataset.practiceKeys === "off") return false;
    if (/^[1-9]$/.test(key)) return decide(key);
    if (/^f$/i.test(key)) return press(".cs-practice-flag");
    return /^h$/i.test(key) && press("#practice-hints button");
  }

  document.addEventListener("keydown", (event) => {
    if (!document.querySelector(".cs-practice") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const { key, target } = event;
    const inForm = isTyping(target) || (key in ARROWS && target.closest?.("input, [role=grid]"));
    const done = key === "Enter" ? goOn(target) : !inForm && act(key);
    if (done) event.preventDefault();
  });
})();
