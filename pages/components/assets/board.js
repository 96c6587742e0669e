// Puts a page's HTML in place and its figures into their slots, changing only the nodes that differ.
const TEXT_PX = 14; // the text size that figures are written for; a wall, whose smallest text is the root, says its own
const CHANGED_MS = 10000;

function library() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return (window.riqingCharts ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("lib/plotly.min.js", new URL("/", document.baseURI)).href;
    script.onload = () => done(window.Plotly);
    script.onerror = failed;
    document.head.append(script);
  }));
}

const same = (a, b) =>
  a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.dataset?.key ?? "") === (b.dataset?.key ?? "");

function attributes(from, to) {
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && !name.startsWith("data-live")) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
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

function morph(from, to) {
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) {
      from.data = to.data;
      outline(from);
    }
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) return;
  attributes(from, to);
  if (!from.dataset.chart && from.dataset.tick === undefined) children(from, to);
}

function children(from, to) {
  const keyed = new Map([...from.children].filter((c) => c.dataset?.key).map((c) => [c.dataset.key, c]));
  let here = from.firstChild;
  for (const next of [...to.childNodes]) {
    const known = next.dataset?.key && keyed.get(next.dataset.key);
    if (known && known !== here) from.insertBefore(known, here);
    const match = known || here;
    if (match && same(match, next)) {
      morph(match, next);
      here = match.nextSibling;
    } else from.insertBefore(next, here);
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

// Text, marks and margins grow with the page; positions are data.
const SCALED = new Set(["size", "width", "l", "r", "t", "b", "xshift", "yshift"]);
function scaled(value, factor) {
  if (Array.isArray(value)) return value.map((v) => (v && typeof v === "object" ? scaled(v, factor) : v));
  const copy = {};
  for (const [name, v] of Object.entries(value)) {
    if (v && typeof v === "object") copy[name] = scaled(v, factor);
    else copy[name] = SCALED.has(name) && typeof v === "number" ? v * factor : v;
  }
  return copy;
}

function draw(host, trigger) {
  for (const slot of host.querySelectorAll("[data-chart]")) {
    const style = getComputedStyle(slot);
    const factor = parseFloat(style.fontSize) / (parseFloat(style.getPropertyValue("--figure-px")) || TEXT_PX);
    const spec = host.figures[slot.dataset.chart];
    if (!spec) continue;
    if (!slot.clientWidth) continue;
    const size = `${factor}|${slot.clientWidth}x${slot.clientHeight}`;
    const resized = slot.sized !== undefined && slot.sized !== size;
    if (!resized && slot.spec === spec) continue;
    slot.sized = size;
    slot.spec = spec;
    // one drawing of a slot waits for the one before: two at once lose labels
    slot.turn = Promise.all([library(), slot.turn?.catch(() => {})]).then(([Plotly]) => {
      const figure = scaled(JSON.parse(spec), factor);
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

function flip(button) {
  const panel = button.closest(".panel");
  const table = panel.toggleAttribute("data-live-table");
  button.setAttribute("aria-pressed", table);
}

// A link to another page takes language, theme and clock of this one along.
const CARRIED = ["lang", "theme", "clock", "asof", "known"];
function carry(link) {
  const to = new URL(link.getAttribute("href"), location.href);
  const here = new URLSearchParams(location.search);
  for (const name of CARRIED) if (here.get(name) && !to.searchParams.has(name)) to.searchParams.set(name, here.get(name));
  link.href = to.href;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".rq-host");
  const body = document.body.dataset;
  body.drawn = data.pulse;
  const jumped = document.body.hasAttribute("data-behind"); // another moment is shown: nothing has moved
  if (data.pulse === body.wanted || data.pulse !== body.before) document.body.removeAttribute("data-behind");
  const fresh = document.createElement("template");
  fresh.innerHTML = data.html;
  host.lang = data.lang;
  host.dataset.theme = data.theme;
  host.dataset.fit = data.fit;
  host.figures = data.charts;
  dataMoved = !jumped && host.view === data.view && host.pulse !== data.pulse;
  host.view = data.view;
  host.pulse = data.pulse;
  children(host, fresh.content);
  host.dataset.drawn = (Number(host.dataset.drawn) || 0) + 1;
  const set = (change) => setTriggerValue("set", change);
  host.onclick = (event) => {
    const text = event.target.closest("[data-open]");
    if (text) host.querySelector(`#${text.dataset.open}`)?.setAttribute("open", "");
    const target = event.target.closest("[data-set],[data-flip]");
    if (!target) return;
    if (target.dataset.flip) flip(target);
    else set(target.dataset.set);
  };
  host.onchange = (event) => {
    const list = event.target.closest("[data-pick]");
    if (list) set(`${list.dataset.pick}=${encodeURIComponent(list.value)}`);
  };
  for (const link of host.querySelectorAll("a.open, a.place, a[download]")) carry(link);
  for (const list of host.querySelectorAll("[data-pick]"))
    list.value = list.querySelector("option[selected]")?.value ?? list.value;
  draw(host, set);
  host.watch ??= new ResizeObserver(() => requestAnimationFrame(() => draw(host, set)));
  host.watch.disconnect();
  host.watch.observe(host);
  for (const slot of host.querySelectorAll("[data-chart]")) host.watch.observe(slot);
  return () => {
    host.watch?.disconnect();
    for (const slot of host.querySelectorAll("[data-chart]")) window.Plotly?.purge(slot);
  };
}
