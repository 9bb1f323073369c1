// A run as bars, on a scale of its own.
// The longest time in which nothing happened, and when something happened last.
function quiet(group) {
  const times = [0, group.stop?.atMs ?? 0];
  for (const a of group.actors) times.push(a.startMs ?? 0, a.readyMs ?? 0, a.toldMs ?? 0, a.endMs ?? 0, a.abandonedMs ?? 0);
  times.sort((a, b) => a - b);
  let from = 0, to = 0;
  for (let i = 1; i < times.length; i++) if (times[i] - times[i - 1] > to - from) [from, to] = [times[i - 1], times[i]];
  return { from, to, last: times.at(-1) };
}
// The longest quiet time is drawn shorter, with a break: the start and the stop stay visible after a week. But they stay small: a quick start must not look like half a life.
function scale(group, now, width) {
  let { from, to, last } = group.quiet;
  if (now - last > to - from) [from, to] = [last, now];
  const total = Math.max(last, now, 1), length = (to - from) / total * 100;
  const share = (ms, most) => Math.max(ms / total * 100, Math.min(ms / 10, length * most)); // what takes but milliseconds is not blown up
  const before = share(from, .15), after = share(total - to, group.stop ? .4 : .15), quiet = 100 - before - after;
  const folded = quiet < length * .9;
  return {
    at: folded ? ms => ms <= from ? ms / Math.max(from, 1) * before : ms <= to ? before + (ms - from) / (to - from) * quiet : 100 - after + (ms - to) / (total - to) * after : ms => ms / total * 100,
    ticks: folded ? [0, now, from, to] : steps(total, width),
    fold: folded ? before + quiet / 2 : null,
  };
}
const second = 1000, minute = 60000, hour = 3600000, day = 86400000;
const round = [1, 2, 5, 10, 20, 50, 100, 200, 500, ...[1, 2, 5, 10, 15, 30].map(n => n * second), ...[1, 2, 5, 10, 15, 30].map(n => n * minute), ...[1, 2, 3, 6, 12].map(n => n * hour), ...[1, 2, 7, 14, 30, 90, 365].map(n => n * day)];
function steps(total, width) {
  const most = Math.min(Math.max(Math.floor(width / 120), 2), 8);
  const step = round.find(each => total / each <= most) ?? total;
  return Array.from({ length: Math.floor(total / step) + 1 }, (_, i) => i * step);
}
const tickText = ms => ms === 0 ? "0" : ms < second ? `${Math.round(ms)} ms` : ms < minute ? `${+(ms / second).toFixed(1)} s` : span(ms);

const shapes = { ready: "M0-5 4.5 3.5H-4.5Z", told: "M-4-4H4V4H-4Z", end: "M0-7V7", failed: "M-4.5-4.5 4.5 4.5M4.5-4.5-4.5 4.5", abandoned: "M-3-5 3 0-3 5" };
const legends = {
  opening: "starting", steady: "ready", untold: "ready, not told to stop yet", closing: "stopping",
  ready: "ready", told: "told to stop", end: "ended", failed: "failed", abandoned: "abandoned", stop: "the stop began", fold: "a long time, drawn short",
};
const fold = x => shape("svg", { x: `${x}%`, y: "50%", width: 1, height: 1, class: "fold" }, shape("path", { d: "M-5.5 8-.5-8H5.5L.5 8Z" }), shape("path", { d: "M-5.5 8-.5-8M.5 8 5.5-8", class: "edge" }));
const mark = (kind, x) => shape("svg", { x: `${x}%`, y: "50%", width: 1, height: 1 }, ...(["failed", "abandoned"].includes(kind) ? [shape("path", { d: shapes[kind], class: "halo" })] : []), shape("path", { d: shapes[kind], class: `mark ${kind}${["ready", "told"].includes(kind) ? "" : " line"}` }));

function draw(svg, actor, group, { at, fold: gap }, now, used) {
  const parts = [shape("line", { class: "track", x1: 0, x2: "100%", y1: "50%", y2: "50%" })];
  const bar = (from, to, kind) => {
    if (to < from) return;
    used.add(kind);
    parts.push(shape("rect", { class: `bar ${kind}`, x: `${at(from)}%`, y: "20%", width: `${Math.max(at(to) - at(from), .15)}%`, height: "60%", rx: 2 }));
  };
  const put = (kind, ms) => { used.add(kind); parts.push(mark(kind, at(ms))); };
  const { startMs: start, readyMs: ready, toldMs: told, abandonedMs: abandoned } = actor;
  const hangs = told != null && over(actor.state) && actor.running.length && abandoned == null; // its hook, or a callback of its token
  const ended = actor.endMs ?? abandoned;
  if (start != null) {
    const end = ended ?? now, stop = Math.min(told ?? end, end), life = Math.min(ready ?? stop, stop);
    if (life > start || ready == null) bar(start, life, "opening");
    const asked = Math.max(life, Math.min(group.stop?.atMs ?? stop, stop));
    if (ready != null && ready < asked) bar(ready, asked, "steady");
    if (asked < stop) bar(asked, stop, "untold");
    if (told != null && told < end) bar(told, end, "closing");
    if (hangs) bar(Math.max(told, end), now, "closing");
    if (abandoned > end) bar(end, abandoned, "closing");
  }
  if (gap != null) { used.add("fold"); parts.push(fold(gap)); }
  if (group.stop) { used.add("stop"); parts.push(shape("line", { class: "stop", x1: `${at(group.stop.atMs)}%`, x2: `${at(group.stop.atMs)}%`, y1: "-10%", y2: "110%" })); }
  if (ready != null) put("ready", ready);
  if (told != null && (ended == null || told < ended || hangs)) put("told", told);
  if (actor.endMs != null && actor.state !== "Failed") put("end", actor.endMs);
  if (actor.state === "Failed" && (actor.failedMs ?? actor.endMs) != null) put("failed", actor.failedMs ?? actor.endMs);
  if (abandoned != null) put("abandoned", abandoned);
  svg.replaceChildren(...parts);
}

// Round times from the start, and the time of day where it differs from the one before it.
function drawAxis(svg, group, map, width) {
  const ticks = [];
  for (const ms of map.ticks) {
    const x = map.at(ms);
    if (!ticks.some(tick => Math.abs(tick.x - x) < 10500 / Math.max(width, 1))) ticks.push({ x, ms });
  }
  ticks.sort((a, b) => a.x - b.x);
  let last;
  const texts = ticks.flatMap(({ x, ms }) => {
    const place = { x: `${x}%`, "text-anchor": x < 3 ? "start" : x > 95 ? "end" : "middle" }, time = group.startedAt ? timeOf(group, ms).replace(/^.*, /, "") : "";
    const lines = [shape("text", { ...place, y: "40%" }, tickText(ms)), ...(time !== last ? [shape("text", { ...place, y: "92%" }, time)] : [])];
    last = time;
    return lines;
  });
  svg.replaceChildren(...texts, ...(map.fold == null ? [] : [fold(map.fold)]));
}

function drawLegend(used) {
  const kinds = Object.keys(legends).filter(kind => used.has(kind)), key = kinds.join();
  if ($("legend").dataset.kinds === key) return;
  $("legend").dataset.kinds = key;
  $("legend").replaceChildren(...kinds.map(kind => {
    const drawn = kind in shapes ? mark(kind, 50) : kind === "fold" ? fold(50) : kind === "stop" ? shape("line", { class: "stop", x1: "50%", x2: "50%", y1: 0, y2: "100%" })
      : shape("rect", { class: `bar ${kind}`, width: "100%", height: "60%", y: "20%", rx: 2 });
    return element("li", {}, shape("svg", { "aria-hidden": "true" }, drawn), legends[kind]);
  }));
}
