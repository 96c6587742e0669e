// The wall: shows one view after another, and says within seconds when what it shows is not live any more.
const BEAT_LOST_MS = 12000; // three beats of the driver
const BEHIND_MS = 9000; // the data moved, and the drawing did not follow
const STUCK_MS = 120000;
const GRACE_MS = 2500; // after the server is back, for the framework's own line to come back
const AGAIN_MS = 20000; // a page that does not help is not loaded again and again
const PAGE_LIVES_MS = 3600000;
const SHIFT_EVERY_MS = 300000;
const SHIFTS = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];
const AGED = { withheld: "withheld", stale: "hatched", ageing: "amber" };
const wall = (window.riqingWall ??= {
  beat: null, beatAt: performance.now(), okAt: performance.now(), turnedAt: performance.now(), key: null, paused: false,
});

const host = () => document.querySelector(".rq-host");
const views = () => [...document.querySelectorAll(".wall .view")];
const memory = () => `riqing-wall ${location.search}`;

TICKS.hour = () => {
  const d = new Date(now());
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
};
TICKS.turn = (node) => {
  const all = views();
  const n = all.findIndex((v) => v.dataset.key === wall.key);
  return `${wall.paused ? `${node.dataset.paused} ` : ""}${Math.max(n, 0) + 1}/${all.length}`;
};
TICKS.lost = (node) => {
  if (!wall.lost) return "";
  const seconds = Math.floor((performance.now() - wall.okAt) / 1000);
  const age = seconds < 60 ? node.dataset.seconds.replace("{s}", seconds) : lasted(Math.floor(seconds / 60), node.dataset);
  return node.dataset.told.replace("{age}", age);
};

// Live: the event line is heard, the framework's line beats, and the drawing follows the data.
function isLive() {
  const t = performance.now();
  const drawn = host()?.version;
  if (drawn !== wall.drawn || drawn === link.seen) wall.behindSince = null;
  if (drawn !== undefined && drawn !== link.seen) wall.behindSince ??= t;
  wall.drawn = drawn;
  askAgain(Infinity);
  return !lineLost() && t - wall.beatAt < BEAT_LOST_MS && !(wall.behindSince && t - wall.behindSince > BEHIND_MS);
}

function watch() {
  const t = performance.now();
  const live = isLive();
  if (live) wall.okAt = Math.min(link.beat, wall.beatAt);
  wall.lost = !live;
  document.body.toggleAttribute("data-wall-lost", wall.lost);
  if (wall.lost) heal(t);
  else wall.backAt = null;
}

// The server answers again but the framework's line does not: a new page is faster than its patience.
function heal(t) {
  const cut = document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState !== "CONNECTED";
  const deaf = cut || t - wall.okAt > STUCK_MS; // a stuck server would show a new page nothing, so it is given time
  if (!deaf || t - link.beat > BEAT_LOST_MS / 2) return (wall.backAt = null);
  wall.backAt ??= t;
  const again = Date.now() - Number(sessionStorage.getItem("riqing-wall-reloaded")) < AGAIN_MS;
  if (t - wall.backAt < GRACE_MS || wall.trying || again) return;
  wall.trying = true;
  reload().finally(() => (wall.trying = false));
}

// Only when the whole page can be had: a browser's own error page would stay for ever.
async function reload() {
  try {
    const answers = await Promise.all(["/readyz", location.href].map((a) => fetch(a, { cache: "no-store" })));
    if (answers.every((a) => a.ok)) {
      sessionStorage.setItem("riqing-wall-reloaded", Date.now());
      location.reload();
    }
  } catch {
    // not yet
  }
}

function show(view) {
  if (!view) return;
  wall.key = view.dataset.key;
  wall.turnedAt = performance.now();
  sessionStorage.setItem(memory(), wall.key);
  for (const v of views()) v.toggleAttribute("data-live-shown", v === view);
}

function step(by) {
  const all = views();
  const n = all.findIndex((v) => v.dataset.key === wall.key);
  show(all[(Math.max(n, 0) + by + all.length) % all.length]);
}

function turn() {
  const all = views();
  if (!all.length) return;
  const shown = all.find((v) => v.dataset.key === wall.key);
  if (!shown) return show(all.find((v) => v.dataset.key === sessionStorage.getItem(memory())) ?? all[0]);
  if (!shown.hasAttribute("data-live-shown")) show(shown);
  const over = performance.now() - wall.turnedAt > Number(shown.dataset.dwell) * 1000;
  if (!over) return;
  const old = performance.now() > PAGE_LIVES_MS && !wall.lost;
  if (wall.rotate && !wall.paused && all.length > 1) step(1);
  else wall.turnedAt = performance.now();
  if (old) reload(); // between two views, where nobody sees it
}

// A title that is too long for its line gets smaller, never below what the last row can read.
function fitTitles() {
  for (const title of document.querySelectorAll(".wall .view > h1")) {
    const mark = `${title.textContent}|${title.clientWidth}|${getComputedStyle(title.parentElement).fontSize}`;
    if (title.fitted === mark) continue;
    title.fitted = mark;
    title.style.fontSize = "";
    const share = title.clientWidth / title.scrollWidth;
    if (share >= 1) continue;
    const em = parseFloat(getComputedStyle(title.parentElement).fontSize);
    title.style.fontSize = `${Math.max((parseFloat(getComputedStyle(title).fontSize) * share) / em - 0.005, 1)}em`;
  }
}

// How late each feed is, in its own cadences; the hours in which nothing is due do not count.
function ages() {
  const told = document.querySelector("[data-feeds]")?.dataset.feeds;
  if (!told) return;
  const { feeds, ages, withheld, whole } = JSON.parse(told);
  for (const node of document.querySelectorAll(".wall [data-feed]")) {
    const feed = feeds[node.dataset.feed];
    const late = feed ? 1 + (now() - feed.next) / 60000 / feed.cadence : 0;
    const age = AGED[Object.keys(ages).find((word) => late >= ages[word])];
    if (age) node.dataset.liveAge = age;
    else delete node.dataset.liveAge;
    if (age) node.dataset.liveTold = node.matches(".view") ? whole.replace("{feed}", feed.name) : withheld;
  }
}

function shift() {
  const [x, y] = SHIFTS[Math.floor(performance.now() / SHIFT_EVERY_MS) % SHIFTS.length];
  document.querySelector(".wall")?.style.setProperty("translate", `${x}px ${y}px`);
}

function tickWall() {
  watch();
  turn();
  ages();
  fitTitles();
  spotlight();
  shift();
  tick();
}

// A meeting: the presenter's screen tells the server, the server tells every screen with the same key.
function tell(change) {
  if (!link.meeting) return;
  const headers = { "Content-Type": "application/json" };
  fetch(`/wall-meeting/${link.meeting}`, { method: "POST", headers, body: JSON.stringify(change) }).catch(() => {});
}

function met(meeting) {
  wall.paused = meeting.paused;
  const all = views();
  if (all.length) show(all.find((v) => v.dataset.key === meeting.view));
  else wall.key = meeting.view; // they are still on their way: turn() shows it
  wall.spot = meeting.spot;
  freeze(meeting.clock);
}

// All rooms at one moment: the clock in the address is the meeting's until it lets go.
function freeze(clock) {
  const address = new URL(location);
  const own = address.searchParams.get("own_clock");
  if (clock ? address.searchParams.get("clock") === clock : own === null) return;
  if (clock && own === null) address.searchParams.set("own_clock", address.searchParams.get("clock") ?? "");
  if (clock) address.searchParams.set("clock", clock);
  else {
    address.searchParams.delete("clock");
    if (own) address.searchParams.set("clock", own);
    address.searchParams.delete("own_clock");
  }
  location.replace(address);
}

function spotlight() {
  for (const node of document.querySelectorAll(".wall tr[data-key], .wall .multiple")) {
    if (!/^\d{6}$/.test(node.dataset.key)) continue;
    node.toggleAttribute("data-live-spot", node.dataset.key === wall.spot);
    node.toggleAttribute("data-live-dim", !!wall.spot && node.dataset.key !== wall.spot);
  }
}

// Right and left step, space pauses, d puts one district after another in the light, f freezes the moment for all.
function keys(event) {
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    step(event.key === "ArrowRight" ? 1 : -1);
    tell({ view: wall.key, paused: true });
    if (link.meeting) wall.paused = true;
  } else if (event.key === " ") {
    wall.paused = !wall.paused;
    tell({ view: wall.key, paused: wall.paused });
  } else if (event.key === "d") {
    const codes = ["", ...(wall.districts ?? [])];
    wall.spot = codes[(codes.indexOf(wall.spot ?? "") + 1) % codes.length];
    tell({ spot: wall.spot });
  } else if (event.key === "f") {
    const frozen = new URL(location).searchParams.has("own_clock");
    tell({ freeze: frozen ? "" : link.clock.text, view: wall.key, paused: true });
  }
}

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  document.documentElement.dataset.theme = data.theme;
  if (data.beat !== wall.beat) wall.beatAt = performance.now();
  wall.beat = data.beat;
  wall.rotate = data.rotate;
  wall.districts = data.districts;
  link.meeting = data.meeting;
  link.met = met;
  link.moved = (version) => setTriggerValue("moved", version);
  keepTime(data.clock, data.version);
  document.onkeydown = keys;
  tickWall();
  clearInterval(link.ticker);
  link.ticker = setInterval(tickWall, 250);
}
