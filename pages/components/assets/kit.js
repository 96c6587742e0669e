// The kit's own tables and charts: their words in the page's language, and the tab key goes past them.
const KIT = {
  toolbar: "[data-testid=stElementToolbar]",
  search: ".gdg-search-bar",
  column: "[data-testid=stDataFrameColumnMenu]",
  columns: "[data-testid=stDataFrameColumnVisibilityMenu]",
  tooltip: "[data-testid=stTooltipContent]",
  chart: ".modebar",
};
const KIT_NAMES = ["aria-label", "title", "data-title"];
const kit = (window.riqingKit ??= { own: new WeakMap(), words: {} });

// "3 results" → "# results" and 3; "1 of 3 results" → "@ of # results", 1 and 3. `rest`: what the kit put behind a name.
function kitWord(text) {
  const [name, ...context] = text.split(": ");
  const rest = context.length ? `: ${context.join(": ")}` : "";
  const counts = name.match(/\d+/g) ?? [];
  const marks = counts.length > 1 ? ["@", "#"] : ["#"];
  let at = 0;
  const told = kit.words[name] ?? kit.words[name.replace(/\d+/g, () => marks[at++] ?? "#")];
  return told && told.replace(/[@#]/g, (mark) => counts[marks.indexOf(mark)] ?? mark) + rest;
}

// What the kit wrote is kept, so that another language can be told from it.
function kitSay(node, name, now, put) {
  const kept = kit.own.get(node) ?? {};
  const own = now === kept[name]?.told ? kept[name].own : now;
  const told = kitWord(own);
  if (!told) return;
  kit.own.set(node, { ...kept, [name]: { own, told } });
  if (told !== now) put(told);
}

function kitTell() {
  for (const part of document.querySelectorAll(Object.values(KIT).join())) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      kitSay(text, "text", text.data, (told) => (text.data = told));
    }
    for (const node of part.querySelectorAll(KIT_NAMES.map((name) => `[${name}]`).join()))
      for (const name of KIT_NAMES)
        if (node.hasAttribute(name)) kitSay(node, name, node.getAttribute(name), (told) => node.setAttribute(name, told));
  }
}

// Arrows walk the cells of a table; the kit would give them the tab key too, and what lies behind would be far away.
const KIT_CELLS = "[data-testid=stDataFrame]";
function kitPast(event) {
  if (event.key === "Tab" && event.target.closest?.(KIT_CELLS)) event.stopImmediatePropagation();
}

// A chart of the kit is scaled to the paper, never cropped.
function kitPaper(printed) {
  for (const drawn of document.querySelectorAll("[data-testid=stPlotlyChart] .main-svg"))
    if (printed) drawn.setAttribute("viewBox", `0 0 ${drawn.getAttribute("width")} ${drawn.getAttribute("height")}`);
    else drawn.removeAttribute("viewBox");
}

function keepKit(words) {
  const other = JSON.stringify(words) !== JSON.stringify(kit.words);
  kit.words = words;
  if (!kit.watch) {
    kit.watch = new MutationObserver(kitTell);
    kit.watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: KIT_NAMES });
    window.addEventListener("keydown", kitPast, true);
  }
  if (other) kitTell();
}

