// What axe-core finds against `within` that is serious or critical: rules that it counts as less are not asked (half of
// the time of all but contrast). Contrast is nine tenths of its time: of text that looks alike (ink, face, size,
// what lies under it, element and class) it reads the first, a middle one and the last, not a thousand cells. Text that
// looks like what was read before and found good (`known`: on another page) is not read again: what lies under it is
// taken from the picture then, not from the elements around it alone. Gives the findings, and the looks that are good.
async ([within, known]) => {
  const CLEAR = "rgba(0, 0, 0, 0)", CONTRAST = "color-contrast", GRAVE = ["serious", "critical"];
  const grounds = new Map();
  const ground = (node) => {
    if (!node) return "";
    if (!grounds.has(node)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(node);
      const plain = backgroundColor === CLEAR && backgroundImage === "none" && opacity === "1";
      const own = plain ? "" : [backgroundColor, backgroundImage, opacity].join(" ");
      grounds.set(node, `${ground(node.parentElement)}|${own}`.replace(/\|$/, ""));
    }
    return grounds.get(node);
  };
  const says = (node) => [...node.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
  const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const look = (node) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(node);
    return [node.tagName, node.getAttribute("class"), color, fontSize, fontWeight, textShadow, ground(node)].join("~");
  };
  // What is painted over and under the middle of a text, from the front to the first ground that hides the rest.
  const painted = (node) => {
    const { left, top, width, height } = node.getBoundingClientRect(), found = [];
    for (const part of document.elementsFromPoint(left + width / 2, top + height / 2)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(part), own = part.namespaceURI.endsWith("svg");
      if (own || backgroundColor !== CLEAR || backgroundImage !== "none" || opacity !== "1" || part.matches("canvas,img,iframe"))
        found.push([part.tagName, own && getComputedStyle(part).fill, backgroundColor, backgroundImage, opacity].join(" "));
      if (/^rgb\(/.test(backgroundColor) && opacity === "1") break;
    }
    return found.join("|");
  };
  const all = [...document.querySelector(within).querySelectorAll("*")];
  const alike = Object.values(Object.groupBy(all.filter((node) => says(node) && seen(node)), look));
  const good = new Set(known), seenAs = (node) => `${look(node)}~${painted(node)}`;
  const some = alike.flatMap((of) => [...new Set([of[0], of[of.length >> 1], of.at(-1)])]);
  const read = some.filter((node) => !good.has(seenAs(node)));
  const only = { resultTypes: ["violations"] };
  const asked = ({ id, impact }) => id !== CONTRAST && GRAVE.includes(impact);
  const rules = Object.fromEntries(axe._audit.rules.filter((rule) => !asked(rule)).map(({ id }) => [id, { enabled: false }]));
  const built = await axe.run(within, { ...only, rules });
  const told = { resultTypes: ["violations", "passes"], runOnly: [CONTRAST], elementRef: true };
  const inked = read.length ? await axe.run({ include: read }, told) : { violations: [], passes: [] };
  const faults = [...built.violations, ...inked.violations].filter(({ impact }) => GRAVE.includes(impact));
  return {
    faults: faults.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
    good: inked.passes.flatMap(({ nodes }) => nodes.map(({ element }) => seenAs(element))),
  };
}
