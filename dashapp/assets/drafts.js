/* What becomes of what is typed in a record's form, and the one sentence that says so: unsaved, being saved, saved, or why
   not. Until it is saved the server keeps a draft of it, and until the server has that, this browser keeps a copy. A copy
   belongs to the person who is signed in: it is handed to the server when that person opens a page again, shown to nobody
   before that, and gone at sign-out. */
(function () {
  "use strict";

  const STATUS = "record-form-status";
  const DRAFT = "record-draft-kept";
  const COPY = "clockstart:typed:";
  const COPIED_AFTER = 250;
  const SAVES = "#record-save, #record-save-and-add";
  const LEAVES = "#record-remove-confirm, [id*='\"discard\":']";

  const nothing = () => window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const form = () => document.querySelector("[data-form]");
  const isDirty = () => Boolean(form()?.dataset.dirty);
  const mine = () => `${COPY}${document.getElementById("session-dialog")?.dataset.uid ?? ""}:`;
  const nameOf = (one) => `${mine()}${window.clockstartScope()}${one.slug}/${one.record_id}`;

  let about = null;
  let drafted = "";
  let edits = 0;
  let sent = 0;
  let saving = false;
  let pressed = null;
  let focused = null;
  let arriving = null;
  let timer = 0;
  let handedOver = null;

  // --- the copy in this browser -----------------------------------------------------------------------------------

  // A browser may close its storage to pages, or have no room left: then what is on the page is all there is.
  function stored(act) {
    try {
      return act(window.localStorage);
    } catch (problem) {
      console.warn("Clockstart cannot keep a copy in this browser:", problem.name);
      return undefined;
    }
  }

  const forget = (name) => stored((storage) => storage.removeItem(name));
  const listNames = () => stored((storage) => Object.keys(storage).filter((name) => name.startsWith(mine()))) ?? [];

  function copy() {
    window.clearTimeout(timer);
    if (!about || !isDirty()) return;
    const { slug, record_id, seen_rev, operation, section } = about;
    const scope = window.clockstartScope();
    const text = JSON.stringify({ slug, record_id, seen_rev, operation, section, scope, typed: gather() });
    stored((storage) => storage.setItem(nameOf(about), text));
  }

  // What stands in the boxes, by path.
  function gather() {
    const controls = [...form().querySelectorAll(`[id^='{"answer":']`)];
    return Object.fromEntries(controls.map((one) => [JSON.parse(one.id).answer, valueOf(one)]));
  }

  function valueOf(control) {
    if (control.matches("input, select, textarea")) return control.value;
    const ticked = [...control.querySelectorAll("input:checked")].map((one) => one.value);
    return control.querySelector("input[type=radio]") ? ticked[0] ?? "" : ticked;
  }

  // Give the server what this browser has kept; resolves to whether it has taken it.
  function handOver() {
    const copies = listNames().map((name) => JSON.parse(stored((storage) => storage.getItem(name))));
    if (!copies.length) return Promise.resolve(true);
    return new Promise((resolve) => {
      handedOver = resolve;
      set("typed-here", { data: copies });
    });
  }

  window.addEventListener("pagehide", copy);
  window.addEventListener("clockstart:route", () => window.setTimeout(handOver, 0));
  window.addEventListener("clockstart:failed", ({ detail }) => {
    if (detail.key.startsWith("typed-here-kept")) handedOver?.(false);
  });

  // Signing out waits until the server has what was typed, so that nothing has to stay in this browser.
  let isLeaving = false;
  document.addEventListener("submit", (event) => {
    if (isLeaving || !event.target.matches(".cs-sign-out")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    copy();
    handOver().then((taken) => taken && window.setTimeout(leave, 0, event.target));
  }, true);

  function leave(signOut) {
    form()?.removeAttribute("data-dirty");
    listNames().forEach(forget);
    isLeaving = true;
    signOut.requestSubmit();
    isLeaving = false;
  }

  // The page is asked for again while answers are unsaved: they go on as a draft, once the server has it.
  window.addEventListener("clockstart:go-on-from-draft", (event) => {
    if (!isDirty() || !about) return;
    event.preventDefault();
    const here = new URL(window.location.href);
    here.searchParams.delete("saved");
    here.searchParams.set("draft", about.record_id);
    copy();
    if (!listNames().includes(nameOf(about))) return;
    handOver().then((taken) => {
      if (!taken) return;
      form()?.removeAttribute("data-dirty");
      window.location.assign(here);
    });
  });

  // --- the state of saving -----------------------------------------------------------------------------------------

  const UNSAVED = "Unsaved changes";
  const place = () => document.getElementById(STATUS);
  const isUnsaved = () => Boolean(place()?.textContent.startsWith(UNSAVED));
  const say = (words) => place() && place().textContent !== words && set(STATUS, { children: words });

  function change() {
    if (!form()) return;
    edits += 1;
    form().dataset.dirty = "1";
    if (!saving && !isUnsaved()) say(UNSAVED);
    window.clearTimeout(timer);
    timer = window.setTimeout(copy, COPIED_AFTER);
  }

  document.addEventListener("input", (event) => event.target.closest?.("[data-form]") && change());
  window.addEventListener("clockstart:changed", change);

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-send-again]")) pressed.click();
    if (target?.closest(LEAVES)) sent = edits;
    if (target?.closest("[data-change-cancel]")) isClean();
    if (!target?.closest(SAVES)) return;
    pressed = target.closest(SAVES);
    focused = document.activeElement;
    sent = edits;
    wait(true);
    copy();
    say("Saving…");
  });

  // `held` offers to send it again at once: it is being tried all the time.
  function wait(isSaving, held = false) {
    saving = isSaving;
    const again = document.querySelector("[data-send-again]");
    if (again) again.hidden = !held;
  }

  const isSave = (key) => key.includes(STATUS);
  window.addEventListener("clockstart:reached", ({ detail }) => isSave(detail.key) && wait(false));
  window.addEventListener("clockstart:failed", ({ detail }) => {
    if (isSave(detail.key)) {
      wait(Boolean(detail.held), detail.held);
      say(detail.words);
    } else if (saving) {
      if (detail.signIn) say("Not saved: you are signed out");
    } else if (detail.key.startsWith(DRAFT) && isUnsaved()) {
      say(`${UNSAVED}, kept in this browser until the connection is back`);
    }
  });

  function isClean() {
    sent = edits;
    form()?.removeAttribute("data-dirty");
    forget(nameOf(about));
  }

  // The store has confirmed what was sent; what was typed since then is not in it. Whoever types on keeps the focus.
  function settle() {
    drafted = "";
    if (edits > sent) return say(UNSAVED);
    isClean();
    if ([focused, document.body].includes(document.activeElement)) place().focus({ preventScroll: true });
    return undefined;
  }

  // A page that a save has led to says so, and the focus is there.
  function arrive() {
    const words = arriving?.to === window.location.pathname + window.location.search && arriving.told;
    arriving = null;
    if (words) set(STATUS, { children: words });
    if (words || place()?.textContent) window.setTimeout(show, 0);
  }

  function show() {
    place()?.focus({ preventScroll: true });
    place()?.scrollIntoView({ block: "nearest" });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      // The record the form is of, on its newest version.
      knowForm(state) {
        if (!state) return nothing();
        about = state;
        if (state.saved) settle();
        if (!state.opened) return nothing();
        drafted = "";
        edits = sent = 0;
        saving = false;
        window.dash_clientside.clockstart.markFromPathway(state.from_pathway ?? []);
        arrive();
        return nothing();
      },

      knowRead(state) {
        if (state) arrive();
        return nothing();
      },

      // What has been typed, by path, when it is other than what was last kept; nothing while it is being saved.
      keepTyped() {
        if (!isDirty() || saving) return nothing();
        const typed = gather();
        if (JSON.stringify(typed) === drafted) return nothing();
        drafted = JSON.stringify(typed);
        return typed;
      },

      // The server has a draft, or says that what was typed is what is stored; unless more has been typed.
      draftKept(kept) {
        if (!about || !form() || saving || drafted !== JSON.stringify(gather())) return nothing();
        if (kept.at) forget(nameOf(about));
        else isClean();
        if (isUnsaved()) say(kept.at ? `${UNSAVED}, draft kept ${kept.at}` : "");
        return nothing();
      },

      // The server has taken these copies. A form that was opened before it had them is drawn again.
      copiesTaken(taken) {
        (taken ?? []).forEach((one) => forget(mine() + one));
        handedOver?.(true);
        const open = `${window.clockstartScope()}${window.location.pathname.split("/")[1]}/`;
        const here = (taken ?? []).some((one) => one.startsWith(open));
        if (here && form() && !isDirty()) window.location.reload();
        return nothing();
      },

      // Where to go next: an address, or from a save the record's page, which says what was `told` of it. With something
      // typed after the press the form stays, at the address that it has now.
      go(target) {
        if (!target) return nothing();
        const { to, told, stay } = target.to ? target : { to: target };
        if (edits > sent) {
          if (stay) window.history.replaceState({ samePage: true }, "", stay);
          return nothing();
        }
        form()?.removeAttribute("data-dirty");
        if (!told) return window.location.assign(to) ?? nothing();
        arriving = { to, told };
        if (window.location.pathname !== to.split("?")[0]) window.scrollTo(0, 0);
        window.history.replaceState({}, "", to);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
        return nothing();
      },
    },
  });
})();
