// The offline copy: what is looked at stands behind the # of the address; each block is unpacked when it is first needed.
const frame = JSON.parse(document.getElementById("frame").textContent);
const copy = document.getElementById("copy");
const newest = frame.slots.at(-1).id;
const blocks = {};

async function unpacked(name) {
  const packed = Uint8Array.from(atob(document.getElementById(`block-${name}`).textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
const block = (name) => (blocks[name] ??= unpacked(name).then(JSON.parse));

// The chart library, once, as a script of the page itself, when it is asked for: until then a picture stands in each
// slot, for reading it takes seconds on a slow machine.
const painted = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
let reading;
const charts = () => (reading ??= painted().then(() => unpacked("library")).then((text) => {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script);
  return window.Plotly;
}));

Object.defineProperty(window, "riqingCharts", { get: charts });

function asked() {
  const of = new URLSearchParams(location.hash.slice(1));
  const pick = (value, all, other) => (all.includes(value) ? value : other);
  const langs = Object.keys(frame.languages);
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return {
    lang: pick(of.get("lang"), langs, langs.find((l) => navigator.language.startsWith(l)) ?? langs[0]),
    theme: pick(of.get("theme"), frame.themes, system),
    slot: pick(of.get("slot"), frame.slots.map((s) => s.id), newest),
    to: of.get("to") ?? frame.languages[langs[0]].pages[0][0],
  };
}

const go = (change) => (location.hash = new URLSearchParams({ ...asked(), ...change }).toString());

// What a press, a link or a list of the page asks for, as an address of this copy.
function goes(change) {
  const of = new URLSearchParams(change);
  const [page] = asked().to.split("?");
  const [id, area, line] = [of.get("id"), of.get("area"), of.get("line")];
  if (id) return go({ to: `number?id=${id}${area ? `&area=${area}` : ""}` });
  if (frame.districts.includes(area)) return go({ to: `district?area=${area}` });
  if (line && page !== "district") return go({ to: `${page}?line=${line}` });
  if (line) go({ to: `number?id=${line}` });
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.hash.startsWith("#to") || !copy.contains(link)) return;
  const to = link.getAttribute("href");
  if (to.startsWith("#")) return;
  event.preventDefault();
  const url = new URL(to, "http://copy/");
  const page = url.pathname.split("/").at(-1);
  if (page === "number") return goes(url.search);
  if (url.searchParams.get("area") || url.searchParams.get("line")) goes(url.search);
  else if (page) go({ to: page });
}

function element(name, attributes = {}, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith("on")) node[key] = value;
    else if (value !== undefined && value !== null) node.setAttribute(key, value);
  node.append(...inside);
  return node;
}

const address = (change) => `#${new URLSearchParams({ ...asked(), ...change })}`;
const clockOf = (ms) => { const d = new Date(ms); return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`; };
const slotName = (slot) => (clockOf(slot.ms) === "00:00" ? "24:00" : clockOf(slot.ms));

function choice(label, options, chosen, on) {
  const list = element("select", { "aria-label": label, title: label, onchange: () => on(list.value) });
  for (const [value, text] of options) list.append(element("option", value === chosen ? { value, selected: "" } : { value }, text));
  return list;
}

function bar(me, told) {
  const w = told.words;
  const [page] = me.to.split("?");
  const nav = element("nav", {}, ...told.pages.map(([id, name]) =>
    element("a", { href: address({ to: id }), ...(id === page ? { "aria-current": "page" } : {}) }, name)));
  nav.append(element("a", { href: address({ to: "wall" }), title: w.wall_keys }, w.wall));
  return element("div", { class: "rq-bar", lang: told.tag, "data-theme": me.theme },
    element("span", { class: "brand" }, element("i"), told.title), nav);
}

function chosen(me, told) {
  const w = told.words;
  const found = element("div", { class: "found", hidden: "" });
  const box = element("input", { type: "search", placeholder: w.search, "aria-label": w.search, oninput: () => search(box, found, told) });
  return element("div", { class: "chosen" },
    choice(w.slot, frame.slots.map((s) => [s.id, slotName(s)]), me.slot, (slot) => go({ slot })),
    choice("中文 / English", Object.entries(frame.languages).map(([id, l]) => [id, l.name]), me.lang, (lang) => go({ lang })),
    choice(`${w.light} / ${w.dark}`, frame.themes.map((t) => [t, w[t]]), me.theme, (theme) => go({ theme })),
    box, found);
}

function search(box, found, told) {
  const typed = box.value.trim().toLocaleLowerCase();
  const hits = typed ? told.found.filter(([text]) => text.toLocaleLowerCase().includes(typed)).slice(0, 30) : [];
  found.hidden = !typed;
  found.replaceChildren(...hits.map(([text, to]) => element("a", { href: address({ to, slot: newest }) }, text)));
  if (typed && !hits.length) found.append(element("p", {}, told.words.nothing_found));
}

function stands(me, told) {
  const before = frame.slots.find((s) => s.id === me.slot && s.id !== newest);
  const line = element("div", { class: "still", lang: told.tag });
  if (told.mark) line.append(element("b", {}, told.mark));
  line.append(element("span", {}, before ? `${told.words.slot} ${slotName(before)}` : told.at));
  if (before) line.append(element("span", {}, told.words.slot_hint));
  if (told.simulated) line.append(element("b", {}, told.simulated));
  line.append(element("span", {}, told.words.still), chosen(me, told));
  return line;
}

function foot(told) {
  const checksum = document.querySelector("meta[name=checksum]").content;
  const facts = [...told.notes, [told.words.hash, `${checksum} · ${told.words.hash_hint}`]];
  return element("footer", { lang: told.tag }, element("dl", {}, ...facts.flatMap(([k, v]) => [element("dt", {}, k), element("dd", {}, v)])));
}

// Where the drawing of an address is held; of an earlier slot each page as it opens.
function held(me) {
  if (me.to.startsWith("number")) return [`${me.lang}-numbers`, [me.to, me.to.split("&")[0]]];
  const [page] = me.to.split("?");
  if (me.slot === newest || me.to.startsWith("wall")) return [me.lang, [me.to, page]];
  return [`${me.lang}-slots`, [`${me.to}@${me.slot}`, `${page}@${me.slot}`]];
}

// All is held as the light shows it: in the dark it has other colours.
const COLOUR = /#[0-9A-F]{6}|rgba\(\d+,\d+,\d+,/g;
function laid(pieces, theme, parts, between) {
  const text = parts.map((n) => pieces[n]).join(between);
  return theme === "dark" ? text.replace(COLOUR, (colour) => frame.dark[colour] ?? colour) : text;
}

let asking = 0;
async function render() {
  const turn = ++asking;
  const me = asked();
  const told = frame.languages[me.lang];
  const root = document.documentElement;
  [root.lang, root.dir, root.dataset.theme, document.title] = [told.tag, told.dir, me.theme, told.title];
  const wall = me.to === "wall";
  const body = element("div", { class: "page" }, element("p", { class: "working" }, told.words.working));
  const around = wall ? [body, element("button", { class: "leave", onclick: () => history.back() }, told.words.back)]
    : [bar(me, told), stands(me, told), body, foot(told)];
  copy.replaceChildren(element("p", { class: "stamp" }, [told.mark, told.title, told.simulated].filter(Boolean).join(" · ")), ...around);
  const [name, addresses] = held(me);
  const { pieces, views } = await block(name);
  if (turn !== asking) return;
  const view = addresses.map((a) => views[a]).find(Boolean);
  if (!view) return body.replaceChildren(element("p", { class: "working" }, told.words.absent));
  const slot = frame.slots.find((s) => s.id === me.slot);
  link.clock = { ms: me.slot === newest || wall ? frame.now : slot.ms, speed: 0 };
  link.clockAt = performance.now();
  const host = element("div", { class: "rq rq-host" });
  body.replaceChildren(host);
  const every = (of, between) => Object.fromEntries(
    Object.entries(of).map(([id, parts]) => [id, laid(pieces, me.theme, parts, between)]));
  const drawn = {
    html: laid(pieces, me.theme, view.html, ""), charts: every(view.charts, ","), stills: every(view.stills, ""),
    lang: told.tag, theme: me.theme, view: location.hash, version: me.slot, paper: frame.paper,
    fit: wall ? "wall" : me.to.startsWith("command") ? "screen" : "page",
  };
  drawBoard({ data: new TextEncoder().encode(JSON.stringify(drawn)), parentElement: body, setTriggerValue: (_, change) => goes(change) });
  if (name.endsWith("numbers")) body.prepend(element("p", { class: "still" }, told.words.number_city));
  if (wall) shown(0);
  ticks();
  if (!wall && scrolled !== me.to) scrollTo(0, 0);
  scrolled = me.to;
  document.body.dataset.ready = location.hash;
}
let scrolled = "";

// The wall's own views, one after another.
let viewed = 0;
function shown(by) {
  const views = [...document.querySelectorAll(".wall .view")];
  viewed = (viewed + by + views.length) % views.length;
  views.forEach((v, n) => v.toggleAttribute("data-live-shown", n === viewed));
  ticks();
}
TICKS.hour = () => clockOf(now());
TICKS.turn = () => `${viewed + 1}/${document.querySelectorAll(".wall .view").length}`;
TICKS.lost = () => "";
function ticks() {
  for (const node of document.querySelectorAll("[data-tick]")) {
    const text = TICKS[node.dataset.tick]?.(node);
    if (text !== undefined) node.textContent = text;
  }
}

document.addEventListener("click", follow);
document.addEventListener("keydown", (event) => {
  if (asked().to !== "wall") return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") shown(event.key === "ArrowRight" ? 1 : -1);
  else if (event.key === "Escape") go({ to: frame.languages[asked().lang].pages[0][0] });
});
window.onhashchange = render;
if (typeof DecompressionStream === "undefined") copy.textContent = Object.values(frame.languages).map((l) => l.words.old_browser).join(" ");
else render();
