// The bar on top of every page: menu, replay, language, theme; the clock that ticks here; the line to the server.
const BEAT_LOST_MS = 12000;
const state = (window.riqingFrame ??= { seen: null, beat: performance.now() });
const STORED = { light: '"Light"', dark: '"Dark"' };

const themeKey = () => `stActiveTheme-${window.location.pathname}-v2`;

// The framework's own widgets follow the theme it has stored for this path; it reads that once, when the page loads.
function keepTheme(data) {
  if (!data.theme_is_set) return;
  const wanted = STORED[data.theme];
  if (localStorage.getItem(themeKey()) === wanted) return;
  localStorage.setItem(themeKey(), wanted);
  if (sessionStorage.getItem("riqing-theme") === themeKey() + wanted) return;
  sessionStorage.setItem("riqing-theme", themeKey() + wanted);
  window.location.reload();
}

function turnTheme(theme) {
  localStorage.setItem(themeKey(), STORED[theme]);
  const address = new URL(window.location);
  address.searchParams.set("theme", theme);
  window.location.assign(address);
}

// Wall-clock figures of the operation's own zone, carried as if they were UTC: no zone of the browser enters.
function now() {
  const c = state.clock;
  if (!c) return 0;
  const t = c.ms + (performance.now() - state.clockAt) * c.speed;
  return c.end ? Math.min(t, c.end) : t;
}

const two = (n) => String(n).padStart(2, "0");
const TICKS = {
  now(node) {
    const d = new Date(now());
    const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
    return state.clock.speed > 60 ? clock : `${clock}:${two(d.getUTCSeconds())}`;
  },
  left(node) {
    const minutes = Math.round((Number(node.dataset.at) - now()) / 60000);
    const m = Math.abs(minutes);
    const form = m >= 1440 ? node.dataset.days : m >= 60 ? node.dataset.hours : node.dataset.minutes;
    const told = form
      .replace("{d}", Math.floor(m / 1440))
      .replace("{h}", Math.floor((m % 1440) / 60))
      .replace("{m}", m % 60);
    node.dataset.past = minutes < 0;
    return (minutes < 0 ? node.dataset.after : node.dataset.before).replace("{left}", told);
  },
};

function tick() {
  if (!state.clock) return;
  for (const node of document.querySelectorAll("[data-tick]")) {
    const text = TICKS[node.dataset.tick](node);
    if (node.textContent !== text) node.textContent = text;
  }
  const lost = performance.now() - state.beat > BEAT_LOST_MS;
  document.body.toggleAttribute("data-link-lost", lost);
}

function listen(text) {
  if (state.source && state.listensTo === text && state.source.readyState !== EventSource.CLOSED) return;
  state.source?.close();
  state.listensTo = text;
  state.source = new EventSource(`/api/events?clock=${encodeURIComponent(text)}`);
  state.source.onopen = () => (state.beat = performance.now());
  state.source.addEventListener("beat", () => (state.beat = performance.now()));
  state.source.onmessage = (event) => {
    state.beat = performance.now();
    if (event.data === state.seen) return;
    state.seen = event.data;
    state.moved?.(event.data);
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".rq-bar");
  if (host.told !== data.html) {
    host.innerHTML = data.html;
    host.told = data.html;
  }
  host.dataset.theme = data.theme;
  host.lang = document.documentElement.lang = data.lang;
  document.documentElement.dataset.theme = data.theme;
  const skip = document.querySelector("[data-testid=stSkipToContent]");
  if (skip && skip.textContent !== data.skip) skip.textContent = data.skip;
  const body = document.body;
  body.toggleAttribute("data-past", Boolean(data.past));
  // Until a page of the new moment is there, the old one must not be read under the new time.
  if (state.clock && state.clock.text !== data.clock.text) {
    body.dataset.before = body.dataset.drawn ?? "";
    body.toggleAttribute("data-behind", body.dataset.before !== data.pulse);
  }
  body.dataset.wanted = data.pulse;
  state.clock = data.clock;
  state.clockAt = performance.now();
  state.moved = (pulse) => setTriggerValue("moved", pulse);
  if (state.seen === null) state.seen = data.pulse;
  listen(data.clock.text);
  keepTheme(data);
  host.onclick = (event) => {
    const target = event.target.closest("[data-set],[data-go],[data-theme-to],[data-look]");
    if (!target) return;
    if (target.dataset.themeTo) return turnTheme(target.dataset.themeTo);
    if (target.dataset.go !== undefined) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      return setTriggerValue("go", target.dataset.go);
    }
    if (target.dataset.look !== undefined) {
      const typed = [...host.querySelectorAll("[data-typed]")].map((i) => `${i.dataset.typed}=${encodeURIComponent(i.value)}`);
      return setTriggerValue("set", typed.join("&"));
    }
    setTriggerValue("set", target.dataset.set);
  };
  // A folded menu closes when anything else is pressed.
  document.onclick = (event) => {
    for (const open of host.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
  };
  tick();
  clearInterval(state.ticker);
  state.ticker = setInterval(tick, 250);
}
