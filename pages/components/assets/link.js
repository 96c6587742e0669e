// What the bar and the wall share: the clock that ticks here, and the line to the server that says when to redraw.
const LINE_LOST_MS = 12000;
const RETRY_MS = 3000;
const ASK_MS = [4000, 8000]; // a redraw that does not come is asked for again, then every so often
const WORDS_WAIT_MS = 6000; // for what the line would say
const SCENE_WAITS_MS = 5000;
const link = (window.riqingLink ??= { seen: null, beat: performance.now() });

// Wall-clock figures of the operation's own zone, carried as if they were UTC: no zone of the browser enters.
function now() {
  const c = link.clock;
  if (!c) return 0;
  const t = c.ms + (performance.now() - link.clockAt) * c.speed;
  return c.end ? Math.min(t, c.end) : t;
}

const two = (n) => String(n).padStart(2, "0");

// A length of time in the words the node brings for days, hours and minutes.
function lasted(minutes, words) {
  const m = Math.abs(minutes);
  const form = m >= 1440 ? words.days : m >= 60 ? words.hours : words.minutes;
  return form
    .replace("{d}", Math.floor(m / 1440))
    .replace("{h}", Math.floor((m % 1440) / 60))
    .replace("{m}", m % 60);
}

const TICKS = {
  now() {
    const d = new Date(now());
    const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
    return link.clock.speed > 60 ? clock : `${clock}:${two(d.getUTCSeconds())}`;
  },
  left(node) {
    const minutes = Math.round((Number(node.dataset.at) - now()) / 60000);
    node.dataset.past = minutes < 0;
    return (minutes < 0 ? node.dataset.after : node.dataset.before).replace("{left}", lasted(minutes, node.dataset));
  },
  age(node) {
    const minutes = Math.max(Math.floor((now() - Number(node.dataset.at)) / 60000), 0);
    return node.dataset.told.replace("{age}", lasted(minutes, node.dataset));
  },
};

const lineLost = () => performance.now() - link.beat > LINE_LOST_MS;

function tick() {
  if (!link.clock) return;
  for (const node of document.querySelectorAll("[data-tick]")) {
    const text = TICKS[node.dataset.tick](node);
    if (node.textContent !== text) node.textContent = text;
  }
  // a cut cable closes nothing: the browser would wait on the old line for minutes
  if (lineLost() && performance.now() - link.tried > (link.retry ?? RETRY_MS)) listen(link.clock.text, true);
}

function listen(text, again = false) {
  const stream = link.stream ?? `/api/events?clock=${encodeURIComponent(text)}`;
  if (!again && link.source && link.listensTo === stream && link.source.readyState !== EventSource.CLOSED) return;
  link.source?.close();
  link.listensTo = stream;
  link.tried = performance.now();
  link.source = new EventSource(stream);
  const heard = () => (link.beat = performance.now());
  link.source.onopen = heard;
  link.source.addEventListener("beat", heard);
  for (const name of link.hears ?? []) link.source.addEventListener(name, (event) => (heard(), link.says(name, event.data)));
  link.source.onmessage = (event) => {
    heard();
    if (event.data === link.seen) return;
    link.seen = event.data;
    link.moved?.(event.data);
  };
}

// The redraw that was asked for, or its answer, got lost on the way: when a run begins while the last words of the one
// before are on their way, the framework throws these away. Without this the page would wait for the next change.
function askAgain(most) {
  const drawn = document.querySelector(".rq-host")?.version;
  if (drawn === undefined || drawn === link.seen) return (link.behind = null);
  const t = performance.now();
  if (link.behind?.of !== link.seen) link.behind = { of: link.seen, due: t + ASK_MS[0], asked: 0 };
  if (t < link.behind.due || link.behind.asked >= most) return;
  link.behind.due = t + ASK_MS[1];
  link.behind.asked += 1;
  link.moved?.(link.seen);
}

// The clock as the server read it just now.
function keepTime(clock, version) {
  link.clock = clock;
  link.clockAt = performance.now();
  link.seen ??= version;
}

// A scene, held against its name. A server that has not drawn it yet, for another of the same board named it, is told
// what is to be drawn.
async function sceneOf(name, address) {
  const signal = AbortSignal.timeout(SCENE_WAITS_MS);
  let answer = await fetch(`/scene/${name}`, { signal });
  if (answer.status === 404) answer = await fetch(`/scene/${name}?${address}`, { signal });
  if (!answer.ok) throw new Error(answer.status);
  const bytes = await answer.arrayBuffer();
  if (!(await isNamed(name, bytes))) throw new Error("another scene");
  return JSON.parse(new TextDecoder().decode(bytes));
}

// Browsers give their hashes to pages that came encrypted, or from this machine, alone.
async function isNamed(name, bytes) {
  if (!crypto.subtle) return true;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((b) => b.toString(16).padStart(2, "0")).join("").startsWith(name);
}
