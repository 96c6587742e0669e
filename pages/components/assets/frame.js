// The bar on top of every page: menu, replay, language, theme.
const STORED = { light: '"Light"', dark: '"Dark"' };

const themeKey = () => `stActiveTheme-${window.location.pathname}-v2`;

// The framework's own widgets follow the theme it has stored for this path; it reads that once, when the page loads.
function keepTheme(data) {
  if (!data.theme_is_set) return;
  const wanted = STORED[data.theme];
  if (localStorage.getItem(themeKey()) === wanted) return;
  localStorage.setItem(themeKey(), wanted);
  if (sessionStorage.getItem("riqing-theme") === themeKey() + wanted) return;
  sessionStorage.setItem("riqing-theme", themeKey() + wanted);
  window.location.reload();
}

// The framework's own widgets turn with the viewer's system at once, and ask for nothing: the board's own parts would stay
// as they are until the data move, and dark ink stand on dark ground.
function followSystem() {
  const { data, ask } = link.bar;
  const turned = getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme;
  const alike = data.theme_is_set || turned === data.theme || document.documentElement.hasAttribute("data-paper");
  if (alike) return (link.turnDue = null);
  const t = performance.now();
  link.turnDue ??= t + TURN_MS;
  if (t < link.turnDue) return;
  link.turnDue = t + ASK_MS[1];
  ask("");
}

function turnTheme(theme) {
  localStorage.setItem(themeKey(), STORED[theme]);
  const address = new URL(window.location);
  address.searchParams.set("theme", theme);
  window.location.assign(address);
}

// Paper is light whatever the screen is; the board's own part draws the charts for it (board.js).
window.riqingPaper = (printed) => {
  document.documentElement.toggleAttribute("data-paper", printed);
  for (const node of document.querySelectorAll("[data-theme]")) {
    if (printed) node.onScreen ??= node.dataset.theme;
    node.dataset.theme = printed ? "light" : (node.onScreen ?? node.dataset.theme);
    if (!printed) delete node.onScreen;
  }
  const page = document.documentElement;
  if (printed) page.dataset.screen = page.onScreen ?? "";
  else delete page.dataset.screen;
};

const TURN_MS = 2000; // a press at that moment brings the page anew, and must not be lost to another question
const ASKS = 3; // of a page that somebody sits at, who can load it again

function tickBar() {
  tick();
  if (!follows()) askAgain(ASKS);
  followSystem();
  tourTick(link.bar.data.tour);
  document.body.toggleAttribute("data-link-lost", lineLost());
}

// Until a page of the new moment is there, the old one must not be read under the new time.
const told = (window.riqingTold ??= {});
function turnBack(data) {
  const body = document.body;
  body.toggleAttribute("data-past", Boolean(data.past));
  body.toggleAttribute("data-own", Boolean(data.own));
  if (told.text && told.text !== data.clock.text) {
    body.dataset.before = body.dataset.drawn ?? "";
    body.toggleAttribute("data-behind", body.dataset.before !== data.version);
  }
  told.text = data.clock.text;
  body.dataset.wanted = data.version;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".rq-bar");
  if (host.told !== data.html) {
    Idiomorph.morph(host, data.html, { morphStyle: "innerHTML" });
    host.told = data.html;
  }
  host.dataset.theme = data.theme;
  host.lang = document.documentElement.lang = data.lang;
  document.documentElement.dir = data.dir;
  document.documentElement.dataset.theme = data.theme;
  const skip = document.querySelector("[data-testid=stSkipToContent]");
  if (skip && skip.textContent !== data.skip) skip.textContent = data.skip;
  document.documentElement.style.setProperty("--sideways", JSON.stringify(data.sideways));
  keepKit(data.kit);
  turnBack(data);
  window.onbeforeprint ??= () => window.riqingPaper(true);
  window.onafterprint ??= () => window.riqingPaper(false);
  link.moved = (version) => setTriggerValue("moved", version);
  keepTime(data.clock, data.version);
  keepTheme(data);
  link.bar = { data, ask: (change) => setTriggerValue("set", change) };
  host.onclick = (event) => {
    const target = event.target.closest("[data-set],[data-go],[data-theme-to],[data-look],[data-tour-from]");
    if (!target) return;
    if (target.dataset.tourFrom !== undefined) {
      event.preventDefault();
      target.closest("details").open = false;
      return tourAsked((page) => setTriggerValue("go", page));
    }
    if (target.dataset.themeTo) return turnTheme(target.dataset.themeTo);
    if (target.dataset.go !== undefined) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      return setTriggerValue("go", target.dataset.go);
    }
    if (target.dataset.look !== undefined) {
      const typed = [...host.querySelectorAll("[data-typed]")].map((i) => `${i.dataset.typed}=${encodeURIComponent(i.value)}`);
      return setTriggerValue("set", typed.join("&"));
    }
    setTriggerValue("set", target.dataset.set);
  };
  // A folded menu closes when anything else is pressed.
  document.onclick = (event) => {
    for (const open of host.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
  };
  tickBar();
  clearInterval(link.ticker);
  link.ticker = setInterval(tickBar, 250);
}
