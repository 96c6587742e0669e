// A map that can be turned: its library is fetched and it is drawn where somebody scrolls to it; what moves is given to it
// in place, so it stays as it was turned.
const turnedBy = () => (window.riqingDecks ??= fetched("lib/deck.js").then(() => ({ create: window.createDeck, update: window.updateDeck })));
const NEAR_PX = "200px";
const DRAWN_FOR_PX = 650; // wide: on a smaller screen the whole of it is seen from further away

function told(slot) {
  const { deck, hover, press } = JSON.parse(slot.wanted);
  slot.deckOf = slot.wanted;
  slot.further ??= Math.min(Math.log2(slot.clientWidth / DRAWN_FOR_PX), 0);
  deck.initialViewState.zoom += slot.further;
  return turnedBy().then(({ create, update }) => {
    if (!slot.isConnected || slot.deckOf !== slot.wanted) return;
    if (slot.turned) update(deck, slot.turned), again(slot);
    else slot.turned = create({ container: ground(slot), jsonInput: deck, tooltip: hover });
    slot.turned.setProps({ onClick: ({ layer, object }) => layer?.id === press && slot.press(`area=${object.code}`) });
  });
}

// The library marks the box it draws in, and puts another beside it: both stand inside the slot, whose marks are the server's.
function ground(slot) {
  slot.innerHTML = '<div class="ground"><div class="ground"></div></div>';
  return slot.firstChild.firstChild;
}

// What stands under the pointer is told anew: the map has moved on, the pointer has not.
function again(slot) {
  const at = slot.pointer;
  if (at) slot.querySelector("canvas").dispatchEvent(new PointerEvent("pointermove", { ...at, pointerType: "mouse", bubbles: true }));
}

function watched(slot) {
  slot.addEventListener("pointermove", ({ clientX, clientY, isTrusted }) => isTrusted && (slot.pointer = { clientX, clientY }));
  slot.addEventListener("pointerleave", () => (slot.pointer = null));
  const seen = new IntersectionObserver((found) => {
    if (!found.some((one) => one.isIntersecting)) return;
    seen.disconnect();
    slot.inSight = true;
    told(slot);
  }, { rootMargin: NEAR_PX });
  seen.observe(slot);
  return seen;
}

(window.riqingDrawn ??= {}).decks = (host, press) => {
  for (const slot of host.slots ?? []) if (!slot.isConnected) slot.turned?.finalize(), slot.watch.disconnect();
  host.slots = [...host.querySelectorAll("[data-deck]")];
  for (const slot of host.slots) {
    slot.wanted = host.decks[slot.dataset.deck];
    slot.press = press;
    slot.watch ??= watched(slot);
    if (slot.inSight && slot.deckOf !== slot.wanted) told(slot);
  }
};
