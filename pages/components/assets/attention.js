// Where a wall goes by itself: to the view in which a state changed, for as long as that view stays, and back. Never for
// more than a third of the time: before it, twice as long passes in the ordinary turn.
const TURNS = 2; // so many times as long
const SLACK_MS = 1000; // it ends at a tick
const LONGEST_MS = 60000;
const NEWS_MS = 600000; // what changed longer ago is none any more
const SERIOUS = ["will_miss", "at_risk", "on_track"]; // what nobody can judge calls nobody

// `views`, in their order: {key, dwell, judged: {id: [name, state, word]}}; `t`: milliseconds.
class Attention {
  constructor(t) {
    this.turningSince = t;
    this.judged = new Map();
    this.calls = new Map();
    this.held = null; // {key, until, calls}
  }

  // A drawing of a day. What the first one says is where things stand.
  see(t, day, views) {
    if (day !== this.day) {
      this.judged.clear();
      this.calls.clear();
      this.day = day;
    }
    for (const view of views)
      for (const [id, [name, state, word]] of Object.entries(view.judged))
        if (SERIOUS.includes(state)) this.judge(t, id, { name, state, word });
  }

  judge(t, id, now) {
    const before = this.judged.get(id) ?? now;
    this.judged.set(id, now);
    if (before.state === now.state) return;
    const first = this.calls.get(id)?.before ?? before;
    if (first.state === now.state) this.calls.delete(id);
    else this.calls.set(id, { id, before: first, now, at: t });
  }

  // What to hold now, if anything. `free`: it may go by itself.
  tick(t, views, free) {
    if (this.held && (!free || t >= this.held.until || !views.some((v) => v.key === this.held.key))) this.end(t);
    if (!this.held && free) this.held = this.called(t, views);
    return this.held;
  }

  end(t) {
    this.held = null;
    this.turningSince = t;
  }

  // The gravest call that there is a view for, in the view that says least beside it.
  called(t, views) {
    for (const [id, call] of this.calls) if (t - call.at > NEWS_MS) this.calls.delete(id);
    const grave = [...this.calls.values()].sort(
      (a, b) => SERIOUS.indexOf(a.now.state) - SERIOUS.indexOf(b.now.state) || a.at - b.at);
    for (const { id } of grave) {
      const size = (view) => Object.keys(view.judged).length;
      const [view] = views.filter((v) => id in v.judged).sort((a, b) => size(a) - size(b));
      if (!view) continue;
      const length = Math.min(view.dwell * 1000, LONGEST_MS);
      if (t - this.turningSince < TURNS * (length + SLACK_MS)) return null;
      const calls = grave.filter((call) => call.id in view.judged);
      for (const call of calls) this.calls.delete(call.id);
      return { key: view.key, until: t + length, calls };
    }
    return null;
  }
}
