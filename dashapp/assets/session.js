/* The session of this page: requests of Dash are held when it has ended, sent again once after signing in over the
   page, and never sent for somebody else. Warns before the session ends.

   A request that finds the server away never fails in a way that leaves the page waiting: what may be sent twice is sent
   again until the server answers, anything else is answered at once, so that its button can be pressed again. */
(function () {
  "use strict";

  const SECONDS_LEFT = "X-Session-Seconds-Left";
  const send = window.fetch.bind(window);
  const byId = (id) => document.getElementById(id);
  const dialog = () => byId("session-dialog");
  const told = (name, detail) => window.dispatchEvent(new CustomEvent(`clockstart:${name}`, { detail }));
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("clockstart-session") : null;

  let madeFor = "";
  let returning = null;
  let release = null;
  let endsAt = 0;
  let typedAt = 0;
  let alarm = 0;

  const pageOf = () => (madeFor = madeFor || dialog()?.dataset.uid || "");
  const warnBefore = () => Number(dialog()?.dataset.warnBefore || 300);

  function readCookie(name) {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  // Once: a second answer that asks for it would cut off the page on its way.
  let reloads = false;
  function reload() {
    if (reloads) return;
    reloads = true;
    document.documentElement.dataset.leaving = "1";
    window.location.reload();
  }

  // --- requests ---------------------------------------------------------------------------------------------------

  const addressOf = (resource) => new URL(resource, window.location.href);
  const isDash = (resource) => !(resource instanceof Request) && addressOf(resource).pathname.includes("/_dash-");

  function withHeaders(init) {
    const headers = new Headers(init?.headers);
    if (init?.method === "POST") headers.set("X-CSRFToken", readCookie("_csrf_token"));
    if (pageOf()) headers.set("X-Page-Of", pageOf());
    return { ...init, headers };
  }

  // A request is known by its output, so that the next success of the same callback takes its failure back.
  function keyOf(resource, init) {
    const output = typeof init?.body === "string" ? init.body.match(/"output":"((?:[^"\\]|\\.)*)"/) : null;
    return output ? output[1] : addressOf(resource).pathname;
  }

  // What only asks for something may be sent twice, and so may what carries an operation that the store knows again.
  const PAGE = "..page.children";
  const ASKS = [PAGE, "pick-found.data", "worklist-rows.data", "worklist-big-grid.getRowsResponse"];
  const SAVES = /"operation":"/;
  const savesWork = (init) => SAVES.test(String(init?.body ?? ""));
  const mayRepeat = (init, key) => init?.method !== "POST" || savesWork(init) || ASKS.some((one) => key.startsWith(one));

  const SLOW_AFTER = 5_000;
  const HUNG_AFTER = 30_000;
  const PATIENCE = 5_000;
  const AWAY = [502, 503, 504];
  const turns = new Map();
  const waits = new Set();

  const wakeAll = () => [...waits].forEach((wake) => wake());
  window.addEventListener("online", wakeAll);

  // Resolves after a while, which grows to five seconds, or as soon as there is a reason to try again.
  function pause(tries) {
    return new Promise((resolve) => {
      const wake = () => {
        window.clearTimeout(timer);
        waits.delete(wake);
        resolve();
      };
      const timer = window.setTimeout(wake, Math.min(PATIENCE, 500 * 2 ** tries));
      waits.add(wake);
    });
  }

  // A newer request of the same callback takes the place of one that waits to be sent again.
  function takeTurn(key) {
    const turn = (turns.get(key) ?? 0) + 1;
    turns.set(key, turn);
    wakeAll();
    return () => turns.get(key) === turn;
  }

  // The answer, or null when the server could not be reached. A save that hangs is given up and sent again.
  async function attempt(resource, init, key) {
    const saves = savesWork(init);
    const slow = window.setTimeout(() => {
      const words = saves ? "Not saved yet: Clockstart is not answering" : "Clockstart is taking long to answer.";
      if (init?.method === "POST") told("failed", { key, words, held: saves });
    }, SLOW_AFTER);
    try {
      const until = saves ? { signal: AbortSignal.timeout(HUNG_AFTER) } : {};
      return note(await send(resource, { ...withHeaders(init), ...until }));
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      return null;
    } finally {
      window.clearTimeout(slow);
    }
  }

  // The practice copy that the page is of; what is sent again later is still of it (dashapp/web/copies.py).
  window.clockstartScope = (search = window.location.search) => {
    const key = new URLSearchParams(search).get("scope") ?? "";
    return key.startsWith("practice-") ? key : "";
  };

  function inScope(init) {
    const headers = new Headers(init?.headers);
    if (window.clockstartScope()) headers.set("X-Scope", window.clockstartScope());
    return { ...init, headers };
  }

  async function guarded(resource, asked) {
    const init = inScope(asked);
    const key = keyOf(resource, init);
    const isNewest = takeTurn(key);
    const repeats = mayRepeat(init, key);
    for (let tries = 0; ; tries += 1) {
      const response = await attempt(resource, init, key);
      if (response?.status === 401) {
        await signInAgain();
      } else if (repeats && (!response || AWAY.includes(response.status))) {
        if (isNewest()) await report(response, key, sayAway(init, key));
        if (isNewest()) await pause(tries);
        if (!isNewest()) return new Response(null, { status: 204 });
      } else {
        return finish(response, key, init);
      }
    }
  }

  function sayAway(init, key) {
    if (key.startsWith(PAGE)) return "Clockstart cannot be reached. The page you asked for opens by itself when it is back.";
    if (savesWork(init)) return "Not saved: no connection, trying again";
    return "Clockstart cannot be reached, trying again.";
  }

  // What only a timer asks for comes again by itself.
  const TICKS = /"changedPropIds":\["[^"]*\.n_intervals"\]/;

  async function finish(response, key, init) {
    if (response?.ok) told("reached", { key });
    else if (!response && TICKS.test(String(init?.body))) told("failed", { key, words: "Clockstart cannot be reached, trying again." });
    else if (response?.status !== 304) await report(response, key);
    return withStillParts(response ?? new Response("{}", { status: 503 }));
  }

  function withStillParts(response) {
    const read = response.json.bind(response);
    response.json = async () => window.clockstartStill(await read());
    return response;
  }

  // A page that is not there, or no longer for this person, is shown as the server shows it.
  const NO_PAGE = [403, 404, 410];

  const LOST = "Not saved: Clockstart cannot be reached. What you have entered stays on this page.";

  async function report(response, key, held = "") {
    if (!response) return told("failed", { key, words: held || LOST, held: Boolean(held) });
    const answer = await response.clone().json().catch(() => ({}));
    if (answer.error === "another_person" || (key.startsWith(PAGE) && NO_PAGE.includes(response.status))) return reload();
    if (!answer.message && held) return told("failed", { key, words: held, held: true });
    const words = (answer.message || "Something went wrong. Try again in a moment.").replace(/^Your work has not been saved: /, "");
    const quote = response.status >= 500 && answer.trace && !held ? ` If you report this, quote ${answer.trace}.` : "";
    const start = [403, 404].includes(response.status) || answer.error === "not_known" || key.startsWith(PAGE) ? "" : "Not saved: ";
    return told("failed", { key, words: `${start}${words}${quote}`, signIn: response.status === 401, held: Boolean(held) });
  }

  window.fetch = (resource, init) => (isDash(resource) ? guarded(resource, init) : send(resource, init));

  // --- signing in over the page -----------------------------------------------------------------------------------

  const askJson = (path, init) => send(path, { ...init, headers: { Accept: "application/json", ...init?.headers } });

  // Resolves when the person this page was made for is signed in; all held requests wait for the same sign-in.
  function signInAgain() {
    if (!returning) {
      returning = new Promise((resolve) => { release = resolve; });
      askWhoIsThere();
    }
    return returning;
  }

  async function askWhoIsThere() {
    const answer = await askJson("/login").then((response) => response.json()).catch(() => ({}));
    if (answer.uid) arrive(answer.uid);
    else openDialog();
  }

  function arrive(uid) {
    if (pageOf() && uid !== pageOf()) return reload();
    const done = release;
    returning = release = null;
    dialog()?.close();
    told("reached", { key: "session" });
    tabs?.postMessage("signed-in");
    return done?.();
  }

  function putField(id, attributes) {
    if (byId(id)) return byId(id);
    const field = document.createElement("input");
    Object.assign(field, { id, className: "form-control", required: true }, attributes);
    field.setAttribute("aria-describedby", "session-problem");
    byId(`${id}-place`).append(field);
    return field;
  }

  function openDialog() {
    if (!dialog()) return window.location.assign(`/login?next=${encodeURIComponent(window.location.pathname)}`);
    const email = putField("session-email", { type: "email", autocomplete: "username" });
    const password = putField("session-password", { type: "password", autocomplete: "current-password" });
    email.value = email.value || dialog().dataset.email;
    byId("session-warning").close();
    if (!dialog().open) dialog().showModal();
    return (email.value ? password : email).focus();
  }

  async function submit() {
    const code = byId("session-code");
    const fields = { email: byId("session-email").value, password: byId("session-password").value, code: code?.value };
    byId("session-problem").textContent = "";
    try {
      const { csrf_token: token } = await (await askJson("/login")).json();
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const response = note(await askJson("/login", { method: "POST", headers, body: JSON.stringify(fields) }));
      const answer = await response.json();
      if (answer.error === "code_needed") return askForCode(answer.message);
      if (!response.ok) return refuse(answer.message, code);
      byId("session-password").value = "";
      if (code) code.value = "";
      return arrive(answer.uid);
    } catch (problem) {
      return refuse("Clockstart cannot be reached. Try again in a moment.");
    }
  }

  function askForCode(words) {
    byId("session-code-question").hidden = false;
    refuse(words, putField("session-code", { inputMode: "numeric", autocomplete: "one-time-code" }));
  }

  function refuse(words, field) {
    byId("session-problem").textContent = words;
    (field || byId("session-password")).focus();
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "session-form") return;
    event.preventDefault();
    submit();
  });

  // Closed with Escape: nothing is lost, the requests stay held, and the bar offers the dialog again.
  document.addEventListener("close", (event) => {
    const closed = event.target.id;
    if (closed === "session-dialog" && returning) {
      told("failed", { key: "session", words: "Not saved: you are signed out. Sign in to send what you have entered.", signIn: true });
    }
    if (closed === "session-warning" && secondsLeft() > 0) extend();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#session-extend")) byId("session-warning").close();
    if (event.target.closest?.("#connection-sign-in")) openDialog();
    if (event.target.closest?.("#connection-retry")) wakeAll();
  });

  tabs?.addEventListener("message", () => {
    if (returning) askWhoIsThere();
    else look();
  });

  // --- the warning ------------------------------------------------------------------------------------------------

  const secondsLeft = () => Math.round((endsAt - Date.now()) / 1000);

  function note(response) {
    told("clock", { date: response.headers.get("Date") });
    const left = response.headers.get(SECONDS_LEFT);
    if (left !== null) reckon(Number(left));
    return response;
  }

  function reckon(left) {
    endsAt = Date.now() + left * 1000;
    const warning = byId("session-warning");
    if (warning?.open && left > warnBefore()) warning.close();
    wake((left - warnBefore()) * 1000);
  }

  function wake(after) {
    window.clearTimeout(alarm);
    alarm = window.setTimeout(look, Math.max(1000, after));
  }

  // Ask the server before saying anything: another tab may have kept the session alive, or somebody is typing here.
  async function look() {
    const response = await askJson("/session", { headers: { "X-Background": "1" } }).catch(() => null);
    if (!response) return wake(30_000);
    if (response.status === 401) return signInAgain();
    if ((await note(response).json()).uid !== pageOf()) return reload();
    if (secondsLeft() > warnBefore()) return undefined;
    if (typedAt > Date.now() - warnBefore() * 1000) return extend();
    return warn();
  }

  function warn() {
    const minutes = Math.max(1, Math.round(secondsLeft() / 60));
    byId("session-left").textContent = minutes === 1 ? "1 minute" : `${minutes} minutes`;
    if (!byId("session-warning").open && !dialog().open) byId("session-warning").showModal();
    return wake(Math.min(60_000, secondsLeft() * 1000 + 1000));
  }

  async function extend() {
    const response = await askJson("/session/extend", { method: "POST", headers: { "X-CSRFToken": readCookie("_csrf_token") } }).catch(() => null);
    if (!response) return wake(5_000);
    if (response.status === 401) return signInAgain();
    tabs?.postMessage("extended");
    return note(response);
  }

  document.addEventListener("input", () => { typedAt = Date.now(); }, true);
})();
