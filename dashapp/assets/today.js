/* Today, in the bar, moves on at midnight of London by the server's clock; the page is then asked for again, unless
   somebody is filling in a form on it. */
(function () {
  "use strict";

  const EVERY = 15_000;
  let ahead = 0;

  const london = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", ...options });
  const numbers = london({ year: "numeric", month: "2-digit", day: "2-digit" });
  const words = london({ day: "numeric", month: "long", year: "numeric" });
  const isoOf = (moment) => numbers.format(moment).split("/").reverse().join("-");

  // The server's clock counts: that of the computer may be wrong.
  window.addEventListener("clockstart:clock", (event) => {
    const told = Date.parse(event.detail.date);
    if (!Number.isNaN(told)) ahead = told - Date.now();
  });

  function look() {
    const time = document.querySelector(".cs-today[data-moves-on] time");
    const now = new Date(Date.now() + ahead);
    if (!time || time.dateTime === isoOf(now)) return;
    time.dateTime = isoOf(now);
    time.textContent = words.format(now);
    const { pathname, search } = window.location;
    if (!document.querySelector("[data-form]")) window.dash_clientside.set_props("address", { pathname, search });
  }

  window.setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();
