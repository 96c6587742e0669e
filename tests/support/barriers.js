// What axe-core finds against `within` that is serious or critical: rules that it counts as less are not asked (half of
// the time of all but contrast). Contrast is nine tenths of its time: of text that looks alike (ink, face, size,
// what lies under it, element and class) it reads the first, a middle one and the last, not a thousand cells.
async (within) => {
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
  const all = [...document.querySelector(within).querySelectorAll("*")];
  const alike = Object.values(Object.groupBy(all.filter((node) => says(node) && seen(node)), look));
  const read = alike.flatMap((of) => [...new Set([of[0], of[of.length >> 1], of.at(-1)])]);
  const only = { resultTypes: ["violations"] };
  const asked = ({ id, impact }) => id !== CONTRAST && GRAVE.includes(impact);
  const rules = Object.fromEntries(axe._audit.rules.filter((rule) => !asked(rule)).map(({ id }) => [id, { enabled: false }]));
  const built = await axe.run(within, { ...only, rules });
  const inked = await axe.run({ include: read }, { ...only, runOnly: [CONTRAST] });
  return [...built.violations, ...inked.violations].filter(({ impact }) => GRAVE.includes(impact));
}
