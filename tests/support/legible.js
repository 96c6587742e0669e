// What a room could not read on the wall's view now shown. `far`: farthest seat ÷ picture height. Gives sentences.
(far) => {
  const faults = [];
  const floor = 0.00665 * far * Math.min(innerHeight, (innerWidth * 9) / 16);
  const slack = Math.max(3, floor * 0.06); // what rounding adds
  const margin = { x: 0.03 * innerWidth - 6, y: 0.03 * innerHeight - 6 }; // the picture moves by 2 px against burn-in
  const told = (n) => `${n.className?.baseVal ?? n.className} “${n.textContent.trim().slice(0, 30)}”`;
  const rgb = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (n) => {
    for (let at = n; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] > 0.5) return c;
    }
    return [255, 255, 255];
  };
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector(".wall"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    const style = getComputedStyle(owner);
    if (!walker.currentNode.data.trim() || !owner.getClientRects().length || style.visibility === "hidden") continue;
    if (owner.closest(".twin")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const size = parseFloat(style.fontSize);
    const all = range.getBoundingClientRect();
    const middle = (all.top + all.bottom) / 2; // a face's own box is higher than its ink
    const high = size * 0.52;
    const box = { left: all.left, right: all.right, top: middle - high, bottom: middle + high };
    texts.push({ owner, box });
    if (size < floor - 0.05) faults.push(`${size.toFixed(1)} px of ${floor.toFixed(1)}: ${told(owner)}`);
    if (box.left < margin.x || box.top < margin.y || box.right > innerWidth - margin.x || box.bottom > innerHeight - margin.y)
      faults.push(`in the margin: ${told(owner)}`);
    const card = owner.closest(".tile,.group,.gauge,.stage,.multiple,.view td,.view th,.wall-head")?.getBoundingClientRect();
    if (card && (box.right > card.right + 2 || box.left < card.left - 2)) faults.push(`over its edge: ${told(owner)}`);
    if (owner.closest("svg")) continue; // labels of a chart lie on its own fills
    const [a, b] = [light(rgb(style.color)), light(behind(owner))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faults.push(`contrast ${((a + 0.05) / (b + 0.05)).toFixed(1)}: ${told(owner)}`);
  }
  for (let i = 0; i < texts.length; i++)
    for (let j = i + 1; j < texts.length; j++) {
      const [a, b] = [texts[i], texts[j]];
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (a.owner !== b.owner && wide > 3 && high > 0.3 * Math.min(a.box.bottom - a.box.top, b.box.bottom - b.box.top))
        faults.push(`over one another: ${told(a.owner)} and ${told(b.owner)}`);
    }
  for (const node of document.querySelectorAll(".wall, .wall .view[data-live-shown], .wall .view[data-live-shown] .body, .wall .view[data-live-shown] .body > *, .wall h1"))
    if (getComputedStyle(node).visibility !== "hidden" && (node.scrollHeight > node.clientHeight + slack || node.scrollWidth > node.clientWidth + slack))
      faults.push(`does not fit: ${node.className || node.tagName} ${node.scrollWidth}x${node.scrollHeight} in ${node.clientWidth}x${node.clientHeight}`);
  if (document.documentElement.scrollHeight > innerHeight + 1) faults.push("the page scrolls");
  return [...new Set(faults)];
};
