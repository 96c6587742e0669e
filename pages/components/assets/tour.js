// Round the command page once, in five steps: each stands beside a real part of it. Offered once, to a hand that has
// moved; left at any time; begun again under More. A projected screen nobody touches, one without a frame round it, and a
// browser that a program drives have nobody to be shown round.
const TOUR_AT = {
  time: ".rq-bar .back",
  tiles: ".rq .tiles",
  number: ".rq .tiles a.open",
  matrix: ".rq .panel:has(table.matrix)",
  decide: ".rq .decide",
};
const TOUR_KEY = "riqing-tour"; // in this browser: answered; in this visit: to begin when the page is there
const TOUR_OFFER_MS = 20000;
const TOUR_EDGE = 6; // px round what is pointed at
const TOUR_GAP = 12; // px beside it
const tour = (window.riqingTour ??= { hand: false });

function tourKept(store, value) {
  try {
    if (value === undefined) return store.getItem(TOUR_KEY);
    value ? store.setItem(TOUR_KEY, value) : store.removeItem(TOUR_KEY);
  } catch {
    return "barred"; // a browser that keeps nothing would be asked for ever
  }
}

const tourPart = (step) => {
  const found = document.querySelector(TOUR_AT[step.id]);
  return found?.checkVisibility() ? found : null;
};
const tourHere = () => document.querySelector(".rq .tiles") !== null;
const tourAlone = () => navigator.webdriver || document.fullscreenElement || matchMedia("(display-mode: fullscreen)").matches;

function tourButton(name, act, kind = "") {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.tour = name;
  button.className = kind;
  button.textContent = tour.words[name];
  button.onclick = act;
  return button;
}

function tourBox(tag, className) {
  const box = document.createElement(tag);
  box.className = `rq-tour ${className}`;
  box.lang = document.documentElement.lang;
  box.dataset.theme = document.documentElement.dataset.theme;
  document.body.append(box);
  return box;
}

function tourOffer() {
  const box = (tour.offer = tourBox("section", "offer"));
  const text = document.createElement("p");
  text.textContent = tour.words.offer;
  box.setAttribute("aria-label", tour.words.name);
  box.append(text, tourButton("start", tourStart, "main"), tourButton("no", tourEnd));
  box.onkeydown = (event) => event.key === "Escape" && tourEnd();
  setTimeout(() => box.remove(), TOUR_OFFER_MS); // unanswered, it is made again another day
}

function tourEnd() {
  tourKept(localStorage, "done");
  tour.offer?.remove();
  tour.box?.remove();
  tour.box = null;
  clearInterval(tour.places);
}

function tourStart() {
  tour.offer?.remove();
  tourKept(sessionStorage, "");
  tour.steps = tour.words.steps.filter(tourPart);
  tour.from = location.pathname;
  if (!tour.steps.length || tour.box) return;
  const box = (tour.box = tourBox("dialog", "step"));
  box.innerHTML = '<i class="ring"></i><div class="card"><div aria-live="polite"><p class="of"></p><h2 id="rq-tour-title"></h2><p id="rq-tour-text"></p></div><div class="ways"></div></div>';
  box.setAttribute("aria-labelledby", "rq-tour-title");
  box.setAttribute("aria-describedby", "rq-tour-text");
  box.querySelector(".ways").append(
    tourButton("leave", tourEnd),
    tourButton("back", () => tourShow(tour.at - 1)),
    tourButton("next", () => tourShow(tour.at + 1), "main"),
  );
  box.oncancel = box.onclose = tourEnd; // Escape
  box.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by && tour.at + by < tour.steps.length) tourShow(Math.max(tour.at + by, 0));
  };
  box.showModal();
  tourShow(0);
  tour.places = setInterval(tourPlace, 250); // the page may be drawn anew under it
}

function tourShow(at) {
  if (at >= tour.steps.length) return tourEnd();
  const { box, words } = tour, step = tour.steps[(tour.at = at)], last = at === tour.steps.length - 1;
  const put = (part, text) => (box.querySelector(part).textContent = text);
  put(".of", words.of.replace("#", at + 1).replace("@", tour.steps.length));
  put("h2", step.title);
  put("#rq-tour-text", step.text);
  put("[data-tour=next]", last ? words.end : words.next);
  box.querySelector("[data-tour=back]").hidden = at === 0;
  box.querySelector("[data-tour=leave]").hidden = last;
  tourPart(step)?.scrollIntoView({ block: "nearest" });
  tourPlace();
  box.querySelector("[data-tour=next]").focus();
}

// Below what is pointed at where there is room, else above it, else on it; never beyond the window.
function tourPlace() {
  const part = tour.box && tour.from === location.pathname && tourPart(tour.steps[tour.at]);
  if (!part) return tour.box && tourEnd();
  const at = part.getBoundingClientRect(), card = tour.box.querySelector(".card"), ring = tour.box.querySelector(".ring");
  const wide = document.documentElement.clientWidth, high = window.innerHeight;
  const held = (value, size, most) => Math.max(TOUR_GAP, Math.min(value, most - size - TOUR_GAP));
  const top = Math.max(at.top - TOUR_EDGE, 2), bottom = Math.min(at.bottom + TOUR_EDGE, high - 2);
  const left = Math.max(at.left - TOUR_EDGE, 2), right = Math.min(at.right + TOUR_EDGE, wide - 2);
  Object.assign(ring.style, { top: `${top}px`, left: `${left}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  const below = bottom + TOUR_GAP, above = top - TOUR_GAP - card.offsetHeight;
  const y = below + card.offsetHeight <= high - TOUR_GAP || above < TOUR_GAP ? below : above;
  Object.assign(card.style, { top: `${held(y, card.offsetHeight, high)}px`, left: `${held(left, card.offsetWidth, wide)}px` });
}

// At every beat of the bar: until it is answered, or asked for.
function tourTick(words) {
  tour.words = words;
  if (tour.box || !tourHere()) return;
  if (tourKept(sessionStorage) === "begin") return tourStart();
  if (tour.offer || !tour.hand || tourAlone() || tourKept(localStorage)) return;
  tourOffer();
}

// Under More, from whichever page.
function tourAsked(go) {
  tourKept(sessionStorage, "begin");
  if (!tourHere()) go("command");
}

for (const of of ["pointermove", "keydown"])
  window.addEventListener(of, (event) => (tour.hand ||= event.isTrusted), { passive: true });
