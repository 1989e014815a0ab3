/* The frame: menus that close, current page in the navigation, CSRF token of plain forms. No server callback. */
(function () {
  "use strict";

  const openMenus = () => document.querySelectorAll(".cs-menu[open]");

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // The longest address that the current one starts with: /dna-management/42 belongs to /dna-management, and to
  // the tab that stands for all lists.
  function findCurrent(links, path) {
    const holds = (href) => href === path || (href !== "/" && path.startsWith(href + "/"));
    const fitting = links.filter((link) => (link.dataset.also || link.getAttribute("href")).split(" ").some(holds));
    return fitting.sort((a, b) => b.getAttribute("href").length - a.getAttribute("href").length)[0];
  }

  // Of two links to one page the first, among those at hand, is marked; a page that is not there opens its group.
  function markIn(nav) {
    const links = [...nav.querySelectorAll("a[href]")];
    const current = findCurrent(links, window.location.pathname);
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const group = current?.closest("details");
    if (group) group.open = true;
  }

  function markCurrent() {
    document.querySelectorAll(".cs-nav, .cs-tabs").forEach(markIn);
  }

  window.addEventListener("clockstart:route", markCurrent);

  function readCookie(name) {
    const found = document.cookie.split("; ").find((one) => one.startsWith(name + "="));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  // Plain forms that post to this site carry the token of the moment they are sent.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || new URL(form.action, location.href).origin !== location.origin) return;
      let field = form.querySelector("input[name=csrf_token]");
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = "csrf_token";
        form.append(field);
      }
      field.value = readCookie("_csrf_token");
    },
    true
  );
})();
