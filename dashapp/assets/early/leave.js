/* On a page without the app: Ctrl+K leads to the search, and with signing out the copies of what this person typed leave
   the browser (see drafts.js). */
(function () {
  "use strict";

  let uid = "";
  fetch("/session", { headers: { Accept: "application/json", "X-Background": "1" } })
    .then((response) => response.json())
    .then((session) => { uid = session.uid ?? ""; })
    .catch((problem) => console.warn("Clockstart does not know who is signed in:", problem.message));

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    window.location.assign("/search");
  });

  document.addEventListener("submit", (event) => {
    if (!uid || new URL(event.target.action, window.location.href).pathname !== "/logout") return;
    const mine = `clockstart:typed:${uid}:`;
    try {
      Object.keys(window.localStorage).filter((name) => name.startsWith(mine)).forEach((name) => window.localStorage.removeItem(name));
    } catch (problem) {
      console.warn("Clockstart cannot reach the storage of this browser:", problem.name);
    }
  });
})();
