// The wall: shows one view after another, and says within seconds when what it shows is not live any more.
const BEAT_LOST_MS = 12000; // three beats of the server
const BEHIND_MS = 9000; // the data moved, and the drawing did not follow
const SILENT_MS = 4400; // a beat is missed: what the line would say is asked for
const FIRST_MS = 300; // nothing is shown yet: nearly at once, lest a proxy holds the line back
const ASK_EVERY_MS = [1500, 2500]; // many walls do not ask at one instant
const MOST_DOUBLED = 3; // a line that does not come is tried less and less often: what is asked heals as well
const SLEPT_MS = 3000;
const AGAIN_MS = 2000; // a scene that did not come
const OVER_MS = 20000;
const PAGE_LIVES_MS = 3600000;
const PICTURE = "riqing-wall-picture"; // what a page shows that is loaded again, until it hears of the next
const PICTURE_MS = 20000;
const SHIFT_EVERY_MS = 300000;
const SHIFTS = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];
const SHAPES = { will_miss: "■", at_risk: "▲", on_track: "●" };
const AGED = { withheld: "withheld", stale: "hatched", ageing: "amber" };
const wall = (window.riqingWall ??= {
  beatAt: performance.now(), lineAt: performance.now(), okAt: performance.now(), turnedAt: performance.now(), askAt: 0, againAt: 0, tries: 0,
  awake: Date.now() - performance.now(),
  key: null, paused: false, step: 0,
});

const attention = new Attention(performance.now());

const host = () => document.querySelector(".rq-host");
const views = () => [...document.querySelectorAll(".wall .view")];
const asking = (path, more = "wall=on") => `${path}${location.search}${location.search ? "&" : "?"}${more}`;
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
TICKS.why = (node) => {
  const call = attention.held?.calls[node.dataset.n];
  node.dataset.liveState = call?.now.state ?? "";
  if (!call) return "";
  const { before, now } = call;
  return node.dataset.told.replace("{name}", now.name).replace("{before}", before.word)
    .replace("{after}", `${SHAPES[now.state]} ${now.word}`);
};
TICKS.lost = (node) => {
  if (!wall.lost) return "";
  const seconds = Math.floor((performance.now() - wall.okAt) / 1000);
  const age = seconds < 60 ? node.dataset.seconds.replace("{s}", seconds) : lasted(Math.floor(seconds / 60), node.dataset);
  return node.dataset.told.replace("{age}", age);
};

// Live: the event line is heard, or its words are asked for, and the drawing follows the data.
function isLive() {
  const t = performance.now();
  const drawn = host().version;
  if (drawn !== wall.drawn || drawn === link.seen) wall.behindSince = null;
  if (drawn !== undefined && drawn !== link.seen) wall.behindSince ??= t;
  wall.drawn = drawn;
  return t - wall.beatAt < BEAT_LOST_MS && !(wall.behindSince && t - wall.behindSince > BEHIND_MS);
}

function watch() {
  const live = isLive();
  if (live) wall.okAt = wall.beatAt;
  wall.lost = !live && drawnOnce();
  document.body.toggleAttribute("data-wall-lost", wall.lost);
}

const drawnOnce = () => host().version !== undefined;

// A line that is cut closes nothing, and one that a proxy holds back opens: the words are asked for as well.
function keepLine() {
  const t = performance.now();
  if (!link.source || (t - wall.lineAt > LINE_LOST_MS && t - link.tried > link.retry)) {
    link.retry = RETRY_MS * 2 ** Math.min(wall.tries++, MOST_DOUBLED) * (1 + Math.random()); // not all at once
    listen("", true);
  }
  if (t - wall.lineAt > (drawnOnce() ? SILENT_MS : FIRST_MS) && !wall.asking && t > wall.askAt) ask(t);
}

const between = ([least, most]) => least + Math.random() * (most - least);

// While a computer sleeps, its browser's own time may stand still: what was heard before is as old as the clock on the
// wall says, and the clock shown has gone on.
function wake() {
  const awake = Date.now() - performance.now();
  const slept = awake - wall.awake;
  wall.awake = awake;
  if (slept < SLEPT_MS) return;
  for (const of of ["beatAt", "lineAt", "okAt"]) wall[of] -= slept;
  for (const of of ["clockAt", "tried"]) link[of] -= slept;
}

// The first answer comes at once, for a beat was missed; a further one when there is another data version than the one
// heard of last, or after half a beat. A server that answers slowly is asked less often: many walls must not keep it from
// getting well.
async function ask(t) {
  wall.asking = true;
  let waited = 0; // by the server, until there was something to say
  try {
    const seen = `seen=${encodeURIComponent((wall.answered && link.seen) || "")}`;
    const answer = await fetch(asking("/api/scene", seen), { cache: "no-store", signal: AbortSignal.timeout(WORDS_WAIT_MS) });
    if (answer.status === 401 || answer.status === 403) over(""); // the page says why
    else if (answer.ok) {
      const news = await answer.json();
      waited = news.waited;
      wall.answered = true;
      heard(news);
    } else if (!drawnOnce()) tell(await answer.text());
  } catch {
    // not yet
  } finally {
    const now = performance.now();
    wall.askAt = now + Math.max(between(ASK_EVERY_MS) - (now - t), now - t - waited);
    wall.asking = false;
  }
}

link.stream = asking("/api/events");
link.hears = ["scene", "meeting", "over", "trouble"];
link.says = (name, text) => {
  wall.lineAt = performance.now();
  wall.tries = 0;
  wall.answered = false;
  if (name === "scene") heard(JSON.parse(text));
  else if (name === "meeting") met(JSON.parse(text));
  else if (name === "over") over(text);
  else if (!drawnOnce()) tell(text);
};

// What the server says of this wall: which scene it has now, of which data, and what its clock shows.
function heard(news) {
  wall.beatAt = performance.now();
  wall.news = news;
  wall.rotate = news.rotate;
  wall.attend = news.attend;
  link.meeting = news.meeting;
  link.seen = news.version;
  keepTime(news.clock, news.version);
  listen(news.clock.text);
  if (news.met && news.met.step !== wall.step) met(news.met);
  if (news.why && !drawnOnce()) tell(news.why);
  follow();
}

// The scene that was named, fetched once, at a moment of this wall's own: a thousand do not ask at one instant.
async function follow() {
  const { scene, drawn, within } = wall.news ?? {};
  if (!scene || wall.following || performance.now() < wall.againAt) return;
  if (scene === wall.scene) return void (host().version = drawn);
  wall.following = true;
  try {
    if (drawnOnce()) await new Promise((go) => setTimeout(go, Math.random() * within));
    draw(await sceneOf(scene, asking("").slice(1)), scene, drawn);
  } catch {
    wall.againAt = performance.now() + AGAIN_MS; // by then it may have another name
  } finally {
    wall.following = false;
  }
}

function draw(scene, name, version) {
  document.documentElement.lang = scene.lang;
  document.documentElement.dir = scene.dir;
  document.documentElement.dataset.theme = scene.theme;
  wall.districts = scene.districts;
  wall.scene = name;
  wall.kept = scene;
  trouble().hidden = true;
  const data = { ...scene, version, view: "", fit: "wall", paper: {} };
  drawBoard({ data, parentElement: document.querySelector("#wall"), setTriggerValue: () => {} });
  wall.seen = views().map(({ dataset }) => ({ ...dataset, judged: JSON.parse(dataset.judged ?? "{}") }));
  attention.see(performance.now(), document.querySelector("[data-day]")?.dataset.day, wall.seen);
  tickWall();
}

// In place of figures, while there are none.
const trouble = () => document.querySelector("#trouble");
function tell(sentence) {
  trouble().textContent = sentence;
  trouble().hidden = false;
}

// Nothing may be read any more: the figures go, and what is asked again is the page.
function over(sentence) {
  sessionStorage.removeItem(PICTURE);
  if (!sentence) return location.reload();
  wall.over = true;
  link.source.close();
  clearInterval(wall.ticker);
  document.body.removeAttribute("data-wall-lost");
  document.querySelector("#wall").remove();
  tell(sentence);
  setInterval(() => fetch(`/api/scene${location.search}`).then((a) => a.ok && location.reload()).catch(() => {}), OVER_MS);
}

// Only when the page can be had: a browser's own error page would stay for ever. The picture stands until the next one.
async function reload() {
  try {
    const answers = await Promise.all(["/readyz", location.href].map((a) => fetch(a, { cache: "no-store" })));
    if (!answers.every((a) => a.ok)) return;
    keepPicture();
    location.reload();
  } catch {
    // not yet
  }
}

function keepPicture() {
  const { clock, version } = wall.news;
  const picture = { clock: { ...clock, ms: now() }, at: Date.now(), version, drawn: host().version, name: wall.scene, scene: wall.kept };
  try {
    sessionStorage.setItem(PICTURE, JSON.stringify(picture));
  } catch {
    // it was too large: the page comes up as the first time
  }
}

function showPicture() {
  const kept = sessionStorage.getItem(PICTURE);
  sessionStorage.removeItem(PICTURE);
  if (!kept) return;
  const { clock, at, version, drawn, name, scene } = JSON.parse(kept);
  if (Date.now() - at > PICTURE_MS) return;
  link.clock = { ...clock, ms: clock.ms + (Date.now() - at) * clock.speed };
  link.clockAt = performance.now();
  link.seen = version;
  draw(scene, name, drawn);
}

function show(view) {
  if (!view) return;
  wall.key = view.dataset.key;
  wall.turnedAt = performance.now();
  sessionStorage.setItem(memory(), wall.key);
  for (const v of views()) v.toggleAttribute("data-live-shown", v === view);
}

// The server was brought up to date: its page is another.
const newer = () => wall.news && (wall.page ??= wall.news.page) !== wall.news.page;

function step(by) {
  const all = views();
  const n = all.findIndex((v) => v.dataset.key === wall.key);
  show(all[(Math.max(n, 0) + by + all.length) % all.length]);
}

// By itself to the view that changed, and back to where the turn was. Whoever steps, pauses or presents leads.
function lead() {
  if (attention.held && wall.key !== attention.held.key) attention.end(performance.now());
  const from = attention.held;
  const free = wall.attend && !wall.paused && !link.meeting && !wall.lost && wall.seen?.length > 1;
  const to = attention.tick(performance.now(), wall.seen ?? [], free);
  if (from === to) return !!to;
  const find = (key) => views().find((v) => v.dataset.key === key);
  if (from) {
    show(find(wall.left.key));
    wall.turnedAt = performance.now() - wall.left.shown;
  }
  if (to) {
    wall.left = { key: wall.key, shown: performance.now() - wall.turnedAt };
    show(find(to.key));
  }
  return !!to;
}

function turn() {
  const all = views();
  if (!all.length) return;
  const shown = all.find((v) => v.dataset.key === wall.key);
  if (!shown) return show(all.find((v) => v.dataset.key === sessionStorage.getItem(memory())) ?? all[0]);
  if (!shown.hasAttribute("data-live-shown")) show(shown);
  if (lead()) return;
  const over = performance.now() - wall.turnedAt > Number(shown.dataset.dwell) * 1000;
  if (!over) return;
  const old = (performance.now() > PAGE_LIVES_MS || newer()) && !wall.lost;
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
  wake();
  keepLine();
  follow();
  watch();
  turn();
  ages();
  fitTitles();
  spotlight();
  shift();
  tick();
}

// A meeting: the presenter's screen tells the server, the server tells every screen with the same key.
function present(change) {
  if (!link.meeting) return;
  const headers = { "Content-Type": "application/json" };
  fetch(`/wall-meeting/${link.meeting}`, { method: "POST", headers, body: JSON.stringify(change) }).catch(() => {});
}

function met(meeting) {
  wall.step = meeting.step;
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
    present({ view: wall.key, paused: true });
    if (link.meeting) wall.paused = true;
  } else if (event.key === " ") {
    wall.paused = !wall.paused;
    present({ view: wall.key, paused: wall.paused });
  } else if (event.key === "d") {
    const codes = ["", ...(wall.districts ?? [])];
    wall.spot = codes[(codes.indexOf(wall.spot ?? "") + 1) % codes.length];
    present({ spot: wall.spot });
  } else if (event.key === "f") {
    const frozen = new URL(location).searchParams.has("own_clock");
    present({ freeze: frozen ? "" : link.clock.text, view: wall.key, paused: true });
  }
}

document.onkeydown = (event) => wall.over || keys(event);
showPicture();
tickWall();
wall.ticker = setInterval(tickWall, 250);
