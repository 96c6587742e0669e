// The kit's own tables: their words in the page's language, and the tab key goes past them.
const KIT = {
  toolbar: "[data-testid=stElementToolbar]",
  search: ".gdg-search-bar",
  column: "[data-testid=stDataFrameColumnMenu]",
  columns: "[data-testid=stDataFrameColumnVisibilityMenu]",
  tooltip: "[data-testid=stTooltipContent]",
  pages: "[data-testid=stPagination]",
};
// What the kit has in English only, by the catalogue's names; # and @: how many, and which of them.
const KIT_OWN = {
  "Search": "search", "Close Search": "close_search", "Next Result": "next", "Previous Result": "previous",
  "Type to search": "type", "# results": "found", "# result": "found", "@ of # results": "found_at",
  "@ of # result": "found_at", "over 1000": "many", "@ of over #": "many_at", "Fullscreen": "full", "Close fullscreen": "full_off",
  "Show/hide columns": "columns", "Select all": "all", "Clear selection": "clear", "Dataframe column menu": "menu",
  "Copy column name": "copy", "Sort ascending": "up", "Sort descending": "down", "Autosize": "fit",
  "(index)": "order", "Page #": "page", "Next page": "next_page", "Previous page": "previous_page",
  "Pin column": "pin", "Unpin column": "unpin", "Hide column": "hide", "text": "text", "number": "number",
  "progress": "share", "datetime": "moment", "date": "day", "link": "link",
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
  const own = Object.hasOwn(KIT_OWN, name) ? name : name.replace(/\d+/g, () => marks[at++] ?? "#");
  const told = Object.hasOwn(KIT_OWN, own) && kit.words[KIT_OWN[own]];
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

