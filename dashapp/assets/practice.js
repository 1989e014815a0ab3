/* Practice by keyboard: 1 to 9 decide, Enter answers or goes on. */
(function () {
  "use strict";

  const isTyping = (element) => element?.closest?.("input:not([type=radio]), textarea, select, a, button, summary");

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

  document.addEventListener("keydown", (event) => {
    if (!document.querySelector(".cs-practice") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const { key, target } = event;
    const done = key === "Enter" ? goOn(target) : /^[1-9]$/.test(key) && !isTyping(target) && decide(key);
    if (done) event.preventDefault();
  });
})();
