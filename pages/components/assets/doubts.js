// Doubts of many files in one list: a key goes on to the next one that nobody has confirmed, a link to its file's card.

const BOXES = ".st-key-panel-doubts [data-testid=stCheckbox] input";
const TYPED = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=combobox]";

function onward() {
  const boxes = [...document.querySelectorAll(BOXES)];
  const at = boxes.indexOf(document.activeElement);
  const open = [...boxes.slice(at + 1), ...boxes.slice(0, at + 1)].find((box) => !box.checked);
  open?.focus();
  open?.closest("label")?.scrollIntoView({ block: "center" });
}

function pressed(event) {
  if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(TYPED) || !document.querySelector(BOXES)) return;
  event.preventDefault();
  onward();
}

function followed(event) {
  const link = event.target.closest?.("a[href^='#panel-']");
  const place = link && document.querySelector(`.st-key-${link.getAttribute("href").slice(1)}`);
  if (!place) return;
  event.preventDefault();
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = onward;
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", followed);
  return () => {
    document.removeEventListener("keydown", pressed);
    document.removeEventListener("click", followed);
  };
}
