/* A change of route inside the app: tell the rest of our scripts, and move the focus to the new page's h1. */
(function () {
  "use strict";

  let path = window.location.pathname;
  let waiting = false;
  let oldHeading = null;

  let sought = decodeURIComponent(window.location.hash.slice(1));

  // A link to a part of a page (/rules#A5) is followed when that part has arrived.
  function seek() {
    const part = sought && document.getElementById(sought);
    if (!part) return;
    sought = "";
    waiting = false;
    window.dash_clientside.clockstart.reveal(part);
    if (part.tabIndex < 0) part.setAttribute("tabindex", "-1");
    part.focus({ preventScroll: true });
    part.scrollIntoView();
  }

  function heading() {
    return document.querySelector("#main h1");
  }

  function onRoute() {
    window.dispatchEvent(new CustomEvent("clockstart:route"));
    if (window.location.pathname === path) return;
    path = window.location.pathname;
    sought = decodeURIComponent(window.location.hash.slice(1));
    oldHeading = heading()?.textContent ?? null;
    waiting = !window.history.state?.samePage;
    settle();
  }

  // However long the server was away: it is from its answer on that the page may be expected.
  const isPage = (event) => event.detail.key.startsWith("..page.children");
  window.addEventListener("clockstart:reached", (event) => {
    if (!isPage(event)) return;
    // A part with the focus in it is slow to take away.
    if (waiting && document.activeElement?.closest("#main")) document.activeElement.blur();
    const here = path;
    window.setTimeout(() => here === path && waiting && settleSame(), 1500);
    window.setTimeout(() => here === path && (waiting = false), 8000);
  });

  // Two pages may share a heading: once nothing is loading any more, it is the new page's.
  function settleSame() {
    if (document.querySelector("[data-dash-is-loading=true]")) return;
    oldHeading = null;
    settle();
  }

  // The page arrives some time after the address has changed; what is said of problems or of a save keeps the focus.
  function settle() {
    const found = heading();
    if (!waiting || !found || found.textContent === oldHeading) return;
    waiting = false;
    if (document.activeElement?.closest(".cs-problems, [role=status]")) return;
    found.setAttribute("tabindex", "-1");
    found.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...args) {
      const result = original.apply(this, args);
      window.setTimeout(onRoute, 0);
      return result;
    };
  }
  window.addEventListener("popstate", () => window.setTimeout(onRoute, 0));

  let first = true;
  new MutationObserver(() => {
    seek();
    settle();
    if (first && document.getElementById("main")) {
      first = false;
      window.dispatchEvent(new CustomEvent("clockstart:route"));
    }
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();
