// Puts a page's HTML in place, where idiomorph changes only the nodes that differ, and its figures into their slots.
const TEXT_PX = 14; // the text size that figures are written for; a wall, whose smallest text is the root, says its own
const CHANGED_MS = 10000;

function fetched(path) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(path, new URL("/", document.baseURI)).href;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

function library() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return (window.riqingCharts ??= fetched("lib/plotly.min.js").then(() => window.Plotly));
}

// A figure that new data changed stands out for a while; one that another choice or language changed does not.
let dataMoved = false;
function outline(node) {
  const figure = dataMoved && node.parentElement?.closest("[data-fig]");
  if (!figure) return;
  figure.setAttribute("data-live-changed", "");
  clearTimeout(figure.fades);
  figure.fades = setTimeout(() => figure.removeAttribute("data-live-changed"), CHANGED_MS);
}

// What is known by a key is known to the library by an id: its own key behind those of what it stands in, for a district
// has a row in several tables of a page.
function named(part, host) {
  for (const node of part.querySelectorAll("[data-key]"))
    node.id ||= `${node.parentElement?.closest("[data-key]")?.id ?? host.name}/${node.dataset.key}`;
}

// What the browser draws itself: the attributes are the server's, what is inside is not, nor the class by which the
// chart library knows what it drew and lays its layers on one another.
const DRAWN = "js-plotly-plot";
const inOwn = (node) => node.parentElement?.matches("[data-chart], [data-deck], [data-tick]");
const PATCHED = {
  morphStyle: "innerHTML",
  callbacks: {
    beforeNodeMorphed(old, fresh) {
      if (inOwn(old)) return false;
      if (old.classList?.contains(DRAWN)) fresh.classList.add(DRAWN);
      if (old.nodeType === Node.TEXT_NODE && old.data !== fresh.data) outline(old);
    },
    beforeNodeRemoved: (node) => !inOwn(node),
    beforeAttributeUpdated: (name, node, how) =>
      how !== "remove" || !(name.startsWith("data-live") || (name === "open" && node.matches("details"))),
  },
};

// Text, marks and margins grow with the page; positions are data.
const SCALED = new Set(["size", "width", "l", "r", "t", "b", "xshift", "yshift"]);
const LEAST_PX = 10; // of any text
function scaled(value, factor, of = "") {
  if (Array.isArray(value)) return value.map((v) => (v && typeof v === "object" ? scaled(v, factor, of) : v));
  const copy = {};
  const least = of.endsWith("font") ? LEAST_PX : 0;
  for (const [name, v] of Object.entries(value)) {
    if (v && typeof v === "object") copy[name] = scaled(v, factor, name);
    else copy[name] = SCALED.has(name) && typeof v === "number" ? (least && name === "size" ? Math.max(v * factor, least) : v * factor) : v;
  }
  return copy;
}

// Where there is little room every second label of the time goes, rather than all of them aslant.
const NARROW_EM = { screen: 34, paper: 48 };
function thinned(figure, room, narrow) {
  for (const [name, axis] of Object.entries(figure.layout)) {
    if (room > narrow || !/^xaxis\d*$/.test(name)) continue;
    axis.tickangle = 0;
    for (const of of ["tickvals", "ticktext"]) if (axis[of]?.length > 4) axis[of] = axis[of].filter((_, i) => i % 2 === 0);
  }
  return figure;
}

// A map and its enlarged part stand one below the other where they have no room side by side.
const BESIDE_EM = 30;
function stacked(figure, room) {
  const { xaxis, yaxis, xaxis2, yaxis2, annotations } = figure.layout;
  if (room > BESIDE_EM || yaxis2?.scaleanchor !== "x2") return;
  xaxis.domain = xaxis2.domain = [0, 1];
  yaxis.domain = [0.5, 1];
  yaxis2.domain = [0, 0.45];
  for (const note of annotations ?? []) if (note.yref === "paper" && note.y > 0.9) note.y = 0.5;
}

// A picture stands in for a chart until somebody turns to it.
const TURNS = ["pointerenter", "touchstart", "focusin"];
function waking(slot, host, trigger) {
  for (const turn of TURNS) slot.addEventListener(turn, () => library().then(() => draw(host, trigger)), { once: true });
}

function draw(host, trigger) {
  if (onPaper()) return;
  for (const slot of host.querySelectorAll("[data-chart]")) {
    const style = getComputedStyle(slot);
    const factor = parseFloat(style.fontSize) / (parseFloat(style.getPropertyValue("--figure-px")) || TEXT_PX);
    const spec = host.figures[slot.dataset.chart];
    if (!spec) continue;
    if (!slot.clientWidth) continue;
    const size = `${factor}|${slot.clientWidth}x${slot.clientHeight}`;
    const resized = slot.sized !== undefined && slot.sized !== size;
    if (!resized && slot.spec === spec) continue;
    const still = host.stills?.[slot.dataset.chart];
    if (still && !window.Plotly) {
      if (!slot.firstChild) (slot.innerHTML = still), waking(slot, host, trigger);
      continue;
    }
    if (slot.querySelector(":scope > svg")) slot.replaceChildren();
    slot.sized = size;
    slot.spec = spec;
    // one drawing of a slot waits for the one before: two at once lose labels
    slot.turn = Promise.all([library(), slot.turn?.catch(() => {})]).then(([Plotly]) => {
      if (onPaper()) return; // printed in the meantime: drawn again afterwards
      const figure = scaled(JSON.parse(spec), factor);
      const room = slot.clientWidth / factor / TEXT_PX;
      if (!slot.closest(".wall")) thinned(figure, room, NARROW_EM.screen), stacked(figure, room);
      return Plotly.react(slot, figure.data, { ...figure.layout, autosize: true }, { displayModeBar: false, responsive: false })
        .then(() => resized && Plotly.Plots.resize(slot))
        .then(() => {
          slot.removeAllListeners?.("plotly_click");
          slot.on("plotly_click", (event) => {
            const meta = event.points?.[0]?.data?.meta;
            if (meta) trigger(meta);
          });
        });
    });
  }
}

// Paper is light and A4: each chart is drawn anew for it before it is printed, and back afterwards.
const onPaper = () => document.documentElement.hasAttribute("data-paper");
const CHART_ON_PAPER = { factor: 0.8, least: 0.3, most: 0.75, high: 380 }; // text size; height of its width, and px

function toPaper(host) {
  if (!window.riqingPaper) return; // a wall is not printed
  window.riqingPaper(true);
  const { factor, least, most, high: highest } = CHART_ON_PAPER;
  for (const slot of host.querySelectorAll("[data-chart]")) {
    if (!slot.querySelector(".main-svg") || !slot.sized) continue;
    const [, wide, high] = slot.sized.split(/[|x]/).map(Number);
    const light = slot.spec.replace(/#[0-9A-Fa-f]{6}/g, (colour) => host.paper[colour.toUpperCase()] ?? colour);
    const figure = scaled(JSON.parse(light), factor);
    const width = slot.clientWidth;
    thinned(figure, width / factor / TEXT_PX, NARROW_EM.paper);
    const height = Math.min(width * Math.min(Math.max(high / wide, least), most), highest);
    const fit = () => {
      for (const drawn of slot.querySelectorAll(".main-svg")) drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
    };
    window.Plotly.react(slot, figure.data, { ...figure.layout, autosize: false, width, height }).then(() => onPaper() && fit());
    fit();
  }
}

function toScreen(host, trigger) {
  window.riqingPaper?.(false);
  for (const slot of host.querySelectorAll("[data-chart]")) {
    for (const drawn of slot.querySelectorAll(".main-svg")) drawn.removeAttribute("viewBox");
    slot.sized = "paper";
  }
  draw(host, trigger);
}

// Many buttons of one table, of the tiles or of the groups are one stop of the tab key; arrows go on from there.
const ROVED = ".matrix, .tiles, .strip";
const stopsOf = (group) => [...group.querySelectorAll("button[data-set]")];

function rove(host) {
  for (const group of host.querySelectorAll(ROVED)) {
    if (group.closest(".wall")) continue;
    const stops = stopsOf(group);
    const kept = stops.find((b) => b === document.activeElement) ?? stops.find((b) => b.dataset.set === group.stop);
    const chosen = kept ?? stops.find((b) => b.getAttribute("aria-pressed") === "true") ?? stops[0];
    if (chosen) stopAt(group, chosen);
  }
}

function stopAt(group, chosen) {
  group.stop = chosen.dataset.set;
  for (const stop of stopsOf(group)) {
    const index = stop === chosen ? 0 : -1;
    stop.tabIndex = index;
    const beside = stop.nextElementSibling;
    if (beside?.matches("a.open")) beside.tabIndex = index;
  }
}

// What has to be scrolled is reached by the tab key, where nothing inside it is.
const SCROLLS = ".panel, .fill, .wide";
function reachable(host) {
  for (const box of host.querySelectorAll(SCROLLS)) {
    if (box.closest(".wall")) continue;
    const over = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    const cut = over && /auto|scroll/.test(getComputedStyle(box).overflow);
    box.toggleAttribute("data-live-more", cut && box.scrollWidth > box.clientWidth + 1);
    if (cut && !box.querySelector("a[href],button,input,select,[tabindex]")) box.tabIndex = 0;
    else if (!cut) box.removeAttribute("tabindex");
  }
}

// Whatever brought the focus to one of them, the tab key goes on from there.
function settle(event) {
  const group = event.target.matches?.("button[data-set]") && event.target.closest(ROVED);
  if (group && !group.closest(".wall")) stopAt(group, event.target);
}

// The nearest in the direction of the arrow, what lies straight ahead first.
const AHEAD = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
function step(event) {
  const group = event.target.matches?.("button[data-set]") && event.target.closest(ROVED);
  const ahead = AHEAD[event.key];
  if (!group || group.closest(".wall") || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = stopsOf(group);
  let to = { Home: stops[0], End: stops.at(-1) }[event.key];
  if (ahead) {
    const middle = (b) => ((r) => [r.left + r.width / 2, r.top + r.height / 2])(b.getBoundingClientRect());
    const [x, y] = middle(event.target);
    let best = Infinity;
    for (const stop of stops) {
      const [dx, dy] = middle(stop).map((v, i) => v - [x, y][i]);
      const along = dx * ahead[0] + dy * ahead[1], aside = Math.abs(dx * ahead[1]) + Math.abs(dy * ahead[0]);
      if (along > 2 && along + 4 * aside < best) [best, to] = [along + 4 * aside, stop];
    }
  }
  if (!to && !ahead) return;
  event.preventDefault();
  if (!to) return;
  stopAt(group, to);
  to.focus();
}

function flip(button) {
  const panel = button.closest(".panel");
  const table = panel.toggleAttribute("data-live-table");
  button.setAttribute("aria-pressed", table);
}

// A link to another page takes language, theme and clock of this one along.
const CARRIED = ["lang", "theme", "clock", "asof", "known"];
function carry(link, host) {
  const to = new URL(link.getAttribute("href"), location.href);
  const here = new URLSearchParams(location.search);
  const picture = "picture" in link.dataset; // of this page, as it is chosen
  if (picture) to.searchParams.set("page", location.pathname.split("/").at(-1) || "command");
  const about = new URLSearchParams(host.follows).get("about"); // the line it speaks of, where none was chosen
  if (picture && about) to.searchParams.set("line", here.get("line") ?? about);
  for (const name of picture ? [...CARRIED, "line", "area"] : CARRIED) if (here.get(name) && !to.searchParams.has(name)) to.searchParams.set(name, here.get(name));
  link.href = to.href;
}

export default function drawPage({ data: given, parentElement, setTriggerValue }) {
  const data = given.html === undefined ? JSON.parse(new TextDecoder().decode(given)) : given; // the framework's bytes
  const host = parentElement.querySelector(".rq-host");
  const body = document.body.dataset;
  body.drawn = data.version;
  const jumped = document.body.hasAttribute("data-behind"); // another moment is shown: nothing has moved
  if (data.version === body.wanted || data.version !== body.before) document.body.removeAttribute("data-behind");
  const fresh = document.createElement("template");
  fresh.innerHTML = data.html;
  host.lang = data.lang;
  host.dir = data.dir || "";
  host.dataset.theme = data.theme;
  host.dataset.fit = data.fit;
  host.figures = data.charts;
  host.decks = data.decks;
  host.paper = data.paper;
  host.stills = data.stills;
  dataMoved = !jumped && host.view === data.view && host.version !== data.version;
  host.view = data.view;
  host.version = data.version;
  host.follows = data.follows;
  host.scene = data.scene;
  host.part = data.part;
  host.laid = data.laid;
  host.wants = data.wants; // what its script would lay out by now
  host.drawnAt = performance.now();
  host.show = ({ hosts, laid, ...around }, version, scene) =>
    drawPage({ data: { ...data, ...around, ...hosts[data.part], version, scene, wants: laid }, parentElement, setTriggerValue });
  host.name ??= `part${(window.riqingParts = (window.riqingParts ?? 0) + 1)}`;
  named(fresh.content, host);
  Idiomorph.morph(host, fresh.content, PATCHED);
  host.dataset.drawn = (Number(host.dataset.drawn) || 0) + 1;
  const set = (change) => setTriggerValue("set", change);
  host.onclick = (event) => {
    const text = event.target.closest("[data-open]");
    if (text) document.querySelector(`#${text.dataset.open}`)?.setAttribute("open", "");
    const target = event.target.closest("[data-set],[data-flip]");
    if (!target) return;
    if (target.dataset.flip) flip(target);
    else set(target.dataset.set);
  };
  host.onkeydown = step;
  host.addEventListener("focusin", settle);
  rove(host);
  host.press = set;
  const hosts = () => [...document.querySelectorAll(".rq-host")].filter((h) => h.figures); // a page may have several
  window.onbeforeprint = () => hosts().forEach(toPaper);
  window.onafterprint = () => hosts().forEach((h) => toScreen(h, h.press));
  host.onchange = (event) => {
    const list = event.target.closest("[data-pick]");
    if (list) set(`${list.dataset.pick}=${encodeURIComponent(list.value)}`);
  };
  for (const link of host.querySelectorAll("a.open, a.place, a.every, a[download]")) carry(link, host);
  for (const list of host.querySelectorAll("[data-pick]"))
    list.value = list.querySelector("option[selected]")?.value ?? list.value;
  draw(host, set);
  for (const drawn of Object.values(window.riqingDrawn ?? {})) drawn(host, set); // sheets, and maps that can be turned
  reachable(host);
  host.watch ??= new ResizeObserver(() => requestAnimationFrame(() => (draw(host, set), reachable(host))));
  host.watch.disconnect();
  host.watch.observe(host);
  for (const slot of host.querySelectorAll("[data-chart]")) host.watch.observe(slot);
  return () => {
    host.watch?.disconnect();
    for (const slot of host.querySelectorAll("[data-chart]")) window.Plotly?.purge(slot);
    for (const slot of host.querySelectorAll("[data-deck]")) slot.turned?.finalize();
  };
}
