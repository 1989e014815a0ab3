/* Today, in the bar, moves on at midnight of London by the server's clock, and with it all that a page says of days: it is
   asked for again. Where something is typed that is not saved, it offers that instead. */
(function () {
  "use strict";

  const EVERY = 15_000;
  const OPEN = "dialog[open], .modal.show";
  let ahead = 0;
  let isOld = false;
  const typedIn = new Set();

  const london = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", ...options });
  const numbers = london({ year: "numeric", month: "2-digit", day: "2-digit" });
  const weekday = london({ weekday: "short" });
  const words = london({ day: "numeric", month: "long", year: "numeric" });
  const isoOf = (moment) => numbers.format(moment).split("/").reverse().join("-");
  const offer = () => document.getElementById("new-day");

  // The server's clock counts: that of the computer may be wrong.
  window.addEventListener("clockstart:clock", (event) => {
    const told = Date.parse(event.detail.date);
    if (!Number.isNaN(told)) ahead = told - Date.now();
  });

  // A record's form says itself whether it holds something that is not saved; on other pages it is what was typed into.
  const NOT_WORK = "[type=search], .ag-root-wrapper *, [data-form] *";
  document.addEventListener("input", ({ target }) => {
    if (target.closest?.("main") && !target.matches(NOT_WORK)) typedIn.add(target);
  });
  const isTyping = () =>
    Boolean(document.querySelector("main [data-dirty]")) || [...typedIn].some((one) => one.isConnected && one.value);

  window.addEventListener("clockstart:route", () => {
    typedIn.clear();
    isOld = false;
  });

  function moveOn() {
    const time = document.querySelector(".cs-today[data-moves-on] time");
    const now = new Date(Date.now() + ahead);
    if (!time || time.dateTime === isoOf(now)) return;
    time.dateTime = isoOf(now);
    time.textContent = `${weekday.format(now)} ${words.format(now)}`;
    isOld = true;
  }

  function look() {
    moveOn();
    if (!isOld || document.querySelector(OPEN)) return;
    isOld = false;
    if (isTyping()) {
      offer().hidden = false;
      return;
    }
    const { pathname, search } = window.location;
    window.dash_clientside.set_props("address", { pathname, search });
  }

  // A record's form goes on from a draft (`drafts.js`); any other page opens next to the one that is being filled in.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#new-day-show")) return;
    const asked = new CustomEvent("clockstart:go-on-from-draft", { cancelable: true });
    if (window.dispatchEvent(asked)) window.open(window.location.href);
    else offer().hidden = true;
  });

  window.setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();
