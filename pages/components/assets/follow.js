// A page of hosts is followed: what moved comes to them as a scene, and the page's script is asked for nothing but to lay
// out what it alone can.
const SCENE_AGAIN_MS = 2000; // one that did not come
const HEARD_MS = 6000; // a beat and a half without a word: the line's words are asked for
const ASKED_EVERY_MS = [1500, 2500];
const TROUBLE_MS = 20000; // what the line cannot say the script is asked for, so often at most
const PAGE_COMES_MS = 30000; // before a line that nobody opened counts as lost: a page of a busy server comes late
const MOUNTS_MS = 3000; // after its script has ended, before a page counts as one without a part of the board's own
const follow = (link.follow ??= { heardAt: performance.now(), againAt: 0, askAt: 0, layAt: 0, troubleAt: -TROUBLE_MS });
// The one that says how its page is followed; beside it others may stand still.
function page() {
  const every = [...document.querySelectorAll(".rq-host")];
  return every.find((host) => host.follows) ?? every[0];
}
const hostsOf = (follows) => [...document.querySelectorAll(".rq-host")].filter((host) => host.follows === follows);
const streamOf = (follows) => `/api/events?${follows}`;

link.hears = ["scene", "over", "trouble"];
link.says = (name, text) => {
  if (name === "scene") return heardScene(JSON.parse(text), link.listensTo);
  const t = performance.now();
  if (t - follow.troubleAt < TROUBLE_MS) return;
  follow.troubleAt = t;
  link.moved?.(link.seen);
};

function heardScene(news, stream) {
  follow.heardAt = performance.now();
  follow.news = news;
  follow.of = stream;
  link.seen = news.version;
  followScene();
}

// The scene that was named, unless something else has been chosen or drawn in the meantime.
async function followScene() {
  const follows = page()?.follows, { scene, drawn, within } = follow.news ?? {};
  if (!follows || !scene || follow.of !== streamOf(follows)) return;
  const every = hostsOf(follows);
  const behind = every.filter((host) => host.scene !== scene).map((host) => [host, host.scene]);
  if (!behind.length) return stand(every, drawn);
  const newer = behind.some(([host]) => host.drawnAt > follow.heardAt); // by its script: what was heard before is older
  if (newer || follow.busy || performance.now() < follow.againAt) return;
  follow.busy = true;
  try {
    await new Promise((go) => setTimeout(go, Math.random() * within));
    const made = await sceneOf(scene, follows);
    for (const [host, before] of behind) {
      if (!host.isConnected || host.follows !== follows || host.scene !== before) continue;
      if (made.hosts[host.part]) host.show(made, drawn, scene);
      else Object.assign(host, { scene, wants: made.laid });
    }
  } catch {
    follow.againAt = performance.now() + SCENE_AGAIN_MS;
  } finally {
    follow.busy = false;
  }
}

// Nothing to be drawn. Where the script would lay out something else by now (a form for what has come, or for what is
// over), it is asked.
function stand(every, drawn) {
  for (const host of every) if (host.version !== drawn) document.body.dataset.drawn = host.version = drawn;
  const other = every.find((host) => host.wants && host.wants !== host.laid);
  const t = performance.now();
  if (!other || t < follow.layAt) return;
  follow.layAt = t + TROUBLE_MS;
  link.moved?.(drawn);
}

// True where the page is followed; then its own line is listened to, and where that is silent its words are asked for.
// Until the page is there nobody knows which line is its own: one that was opened before would be closed at once.
function follows() {
  const host = page();
  if (host) link.stream = host.follows ? streamOf(host.follows) : undefined;
  if (!host?.follows) {
    if (host?.version || link.source || !pageComes()) listen(link.clock.text);
    return false;
  }
  if (link.listensTo !== link.stream) follow.heardAt = performance.now();
  listen(link.clock.text);
  const t = performance.now();
  if (t - follow.heardAt > HEARD_MS && t > follow.askAt && !follow.asking) askScene(host.follows);
  followScene();
  return true;
}

// A page without a part of the board's own, and one that could not be drawn, has come when its script has ended; a part
// is put into the page a moment after that.
function pageComes() {
  const t = performance.now();
  follow.since ??= t;
  const runs = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning";
  follow.endedAt = runs ? undefined : (follow.endedAt ?? t);
  return t - follow.since < PAGE_COMES_MS && (runs || t - follow.endedAt < MOUNTS_MS);
}

async function askScene(follows) {
  const [least, most] = ASKED_EVERY_MS;
  follow.asking = true;
  try {
    const seen = encodeURIComponent(link.seen ?? "");
    const answer = await fetch(`/api/scene?${follows}&seen=${seen}`, { cache: "no-store", signal: AbortSignal.timeout(WORDS_WAIT_MS) });
    if (answer.ok) heardScene(await answer.json(), streamOf(follows));
  } catch {
    // not yet
  } finally {
    follow.askAt = performance.now() + least + Math.random() * (most - least);
    follow.asking = false;
  }
}
