// What does not fit on the page: cut texts, texts over texts, parts outside the window. Gives sentences; none is good.
() => {
  const faults = [];
  const name = (n) => `${n.className?.baseVal ?? n.className} “${n.textContent.trim().slice(0, 30)}”`;
  const seen = (n) => n.getClientRects().length && n.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  // What a box that scrolls shows at this moment; the rest is read by scrolling it.
  const shown = new Map();
  const window_of = (n) => {
    const box = n.parentElement;
    if (!box || box.matches("[data-testid=stMain]")) return null;
    if (!shown.has(box)) shown.set(box, /auto|scroll/.test(getComputedStyle(box).overflow) ? box.getBoundingClientRect() : window_of(box));
    return shown.get(box);
  };
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const owner = node.parentElement;
    if (!node.data.trim() || !seen(owner) || owner.closest("style,script,.js-plotly-plot,[data-testid=stSkipToContent]")) continue;
    const note = owner.closest(".note")?.getBoundingClientRect();
    const within = window_of(owner);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if ((!note || box.top < note.top + box.height / 2) && (!within || (box.bottom <= within.bottom && box.right <= within.right && box.top >= within.top))) texts.push({ owner, box });
  }
  for (const node of document.querySelectorAll(".rq *, .rq-bar *")) {
    if (!seen(node) || node.closest(".js-plotly-plot,.twin")) continue;
    const style = getComputedStyle(node);
    if (node.matches(".panel > header > .note")) continue; // remarks that have no room step aside whole
    const cuts = style.overflowX !== "visible" || style.textOverflow === "ellipsis";
    if (cuts && node.clientWidth && node.scrollWidth > node.clientWidth + 1) faults.push(`cut: ${name(node)}`);
  }
  for (const { owner, box } of texts) {
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1) faults.push(`outside: ${name(owner)}`);
    const panel = owner.closest(".panel,.tile,.group,.strip-head,.cell");
    if (panel) {
      const p = panel.getBoundingClientRect();
      if (box.right > p.right + 1 || box.bottom > p.bottom + 1 || box.left < p.left - 1) faults.push(`over its edge: ${name(owner)}`);
    }
  }
  const labels = [...document.querySelectorAll(".js-plotly-plot .annotation-text, .js-plotly-plot .xtick text, .js-plotly-plot .ytick text")];
  for (const owner of labels) if (seen(owner)) texts.push({ owner, box: owner.getBoundingClientRect() });
  for (let i = 0; i < texts.length; i++)
    for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i], b = texts[j];
      if (a.owner === b.owner) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const both = Math.min(a.box.height, b.box.height);
      if (wide > 2 && high > both * 0.34) faults.push(`over one another: ${name(a.owner)} and ${name(b.owner)}`);
    }
  const main = document.querySelector("[data-testid=stMain]");
  if (main && main.scrollHeight > main.clientHeight + 1) faults.push(`scrolls: ${main.scrollHeight} in ${main.clientHeight}`);
  return [...new Set(faults)];
};
