// Whether the page rests: its script has run and all it said is drawn, in one theme and with its faces; nothing moves;
// and since it was first asked this `question`, nothing has changed for `still` ms but what ticks.
([question, still]) => {
  const part = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const noted = { subtree: true, childList: true, characterData: true, attributes: true };
  if (window.restAsked?.question !== question) {
    window.restAsked?.watch.disconnect();
    const asked = (window.restAsked = { question, since: performance.now() });
    asked.watch = new MutationObserver((changes) => {
      if (!changes.every((change) => part(change.target)?.closest("[data-tick]"))) asked.since = performance.now();
    });
    asked.watch.observe(document, noted);
  }
  const awaits = (found) => (window.restAsked.awaits = Object.keys(found).filter((what) => found[what])).length;
  const app = document.querySelector("[data-testid=stApp]");
  const early = {
    "the script runs": app && app.dataset.testScriptState !== "notRunning",
    "something changes": performance.now() - window.restAsked.since < still,
  };
  if (awaits(early)) return false; // what follows asks for a layout, which would be made for nothing
  // The kit turns its theme by itself, the board's own parts once the script has run again. A wall is a page of its own, without the kit.
  const theme = app && getComputedStyle(app).colorScheme;
  const own = document.querySelector(".rq-bar") && !document.documentElement.hasAttribute("data-paper");
  const charts = [...document.querySelectorAll("[data-chart], [data-testid=stPlotlyChart]")];
  const wide = (node) => node?.getBoundingClientRect().width;
  const fits = (chart) => (wide(chart.querySelector(".main-svg")) ?? Infinity) <= wide(chart) + 2;
  const moves = ({ playState, effect }) => playState === "running" && Number.isFinite(effect.getComputedTiming().endTime);
  return !awaits({
    "a face is fetched": document.fonts.status !== "loaded",
    "two themes": own && [...document.querySelectorAll("[data-theme]")].some((node) => node.dataset.theme !== theme),
    "a chart is drawn": !charts.every((chart) => chart.querySelector(".main-svg")),
    "a chart takes its width": ![...document.querySelectorAll("[data-testid=stPlotlyChart] .js-plotly-plot")].every(fits),
    "something moves": document.getAnimations().some(moves),
  });
}
