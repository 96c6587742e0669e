// What cannot be read on this window, or on `paper`: gives sentences; none is good.
(paper) => {
  const faults = new Set();
  const name = (n) => `${n.tagName.toLowerCase()}.${n.className?.baseVal ?? n.className} “${n.textContent.trim().slice(0, 30)}”`;
  const seen = (n) => n.getClientRects().length && n.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const main = document.querySelector("[data-testid=stMain]");
  // A box that scrolls shows the rest by scrolling it, but not on paper; what is only cut off is lost.
  const once = (make, kept = new Map()) => (of) => kept.get(of) ?? kept.set(of, make(of)).get(of);
  const scrolled = once((n) => !paper && n !== main && n && (/auto|scroll/.test(getComputedStyle(n).overflowX) || scrolled(n.parentElement)));
  const around = { X: once((n) => cuts(n, "X")), Y: once((n) => cuts(n, "Y")) };
  const cuts = (n, axis) => {
    const box = n.parentElement;
    if (!box || box === main) return false;
    const how = getComputedStyle(box)[`overflow${axis}`];
    return how !== "visible" ? { box, scrolls: !paper && /auto|scroll/.test(how) } : around[axis](box);
  };
  const walker = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(owner)) continue;
    if (owner.closest("style,script,.note,.out,[data-testid=stSkipToContent],[data-testid=stFileUploader]")) continue;
    const size = parseFloat(getComputedStyle(owner).fontSize);
    if (size > 0 && size < (paper ? 8 : 10)) faults.add(`${size.toFixed(1)} px: ${name(owner)}`);
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const text of range.getClientRects()) {
      if (!text.width) continue;
      if (owner.closest("svg.main-svg")) {
        const plot = owner.closest(".js-plotly-plot").getBoundingClientRect();
        if (text.right > plot.right + 2 || text.left < plot.left - 2 || text.bottom > (owner.closest('.panel')?.getBoundingClientRect() ?? plot).bottom) faults.add(`outside its chart: ${name(owner)}`);
        continue;
      }
      const wide = around.X(owner), high = around.Y(owner);
      if (!scrolled(owner) && (text.right > innerWidth + 1 || text.left < -1)) faults.add(`outside the window: ${name(owner)}`);
      if (wide && !wide.scrolls && text.right > wide.box.getBoundingClientRect().right + 2) faults.add(`cut at the side: ${name(owner)}`);
      if (high && !high.scrolls && text.bottom > high.box.getBoundingClientRect().bottom + text.height / 2) faults.add(`cut below: ${name(owner)}`);
    }
  }
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    if (!seen(plot)) continue;
    const drawn = plot.querySelector(".main-svg").getBoundingClientRect(), room = plot.getBoundingClientRect();
    const tops = new Set([...plot.querySelectorAll(".main-svg")].map((layer) => Math.round(layer.getBoundingClientRect().top)));
    if (!paper && tops.size > 1) faults.add(`the layers of a chart lie apart: ${plot.dataset.chart}`);
    if (drawn.width > room.width + 2 || drawn.height > room.height + 2) faults.add(`a chart larger than its place: ${plot.dataset.chart}`);
  }
  for (const box of document.querySelectorAll(".rq :is(.panel, .fill, .wide)")) {
    const head = box.closest(".panel")?.querySelector(":scope > header");
    if (!head || !seen(box) || box.scrollWidth <= box.clientWidth + 1 || !/auto|scroll/.test(getComputedStyle(box).overflowX)) continue;
    if (getComputedStyle(head, "::after").content === "none") faults.add(`goes on sideways and does not say so: ${name(head)}`);
  }
  if (main.scrollWidth > main.clientWidth + 1) faults.add(`wider than the window: ${main.scrollWidth} in ${main.clientWidth}`);
  return [...faults];
};
