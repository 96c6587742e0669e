// Text that paper does not show: light letters where no dark ground is printed under them. Gives sentences; none is good.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const once = (make, kept = new Map()) => (of) => kept.get(of) ?? kept.set(of, make(of)).get(of);
  const rgba = once((colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255);
  });
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const under = (n) => {
    for (let box = n; box; box = box.parentElement) {
      const style = getComputedStyle(box), ground = rgba(style.backgroundColor);
      if (style.backgroundImage !== "none") return null; // a hatch: its two colours are near one another
      if (ground[3] > 0.5) return light(ground);
    }
    return 1;
  };
  const faults = new Set();
  const walker = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !owner.getClientRects().length || owner.closest("style,script,svg,.out")) continue;
    if (!owner.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const ground = under(owner);
    if (ground === null) continue;
    const ink = light(rgba(getComputedStyle(owner).color));
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (contrast < 3) faults.add(`too pale (${contrast.toFixed(1)}): ${owner.textContent.trim().slice(0, 40)}`);
  }
  return [...faults];
};
