// What the server says, as it comes; and what is known once it says nothing more.
const shown = new Map(), groups = new Map(), previous = new Map(), patience = 3000;
let stream, heard = performance.now(), heardAt = Date.now(), lostSince = null, lastWord = false, pause = 3, version = 0;

const runOf = group => `${group.run} ${group.startedAt}`;
function receive({ ageMs, isLast, groups: news }) {
  lastWord = !!isLast;
  for (const group of news) {
    const known = groups.get(group.name);
    if (group.partial && !known) continue;
    if (group.partial) {
      for (const actor of group.actors) known.byId.set(actor.id, actor);
      group.actors = known.actors.map(actor => known.byId.get(actor.id));
      group.earlier ??= known.earlier;
    } else if (known?.startedAt && runOf(known) !== runOf(group)) {
      known.lastMs = nowOf(known, true);
      previous.set(group.name, known);
    }
    group.received = performance.now() - ageMs;
    group.version = ++version;
    study(group);
    groups.set(group.name, group);
  }
}
// The clock of the page goes on between two messages, and stands still where no more came.
function nowOf(group, lost) {
  if (!group.startedAt || group.stoppedMs != null) return group.elapsedMs;
  return group.elapsedMs + Math.max(0, (lost ? heard : performance.now()) - group.received);
}

function render() {
  const lost = lostSince != null, isGone = lost && (performance.now() - lostSince >= patience || lastWord);
  const ago = span(Math.max(1000, Math.floor((Date.now() - heardAt) / 1000) * 1000)).replace(".0", "");
  const gone = !isGone ? "" : lastWord ? `The server stopped at ${clock(heardAt)} (${ago} ago). What followed is in its log.` : `No answer since ${clock(heardAt)} (${ago} ago). This is what was last known.`;
  for (const group of groups.values()) {
    let parts = shown.get(group.name);
    if (!parts || parts.order !== (parts.checked === group.version ? parts.order : group.actors.map(a => a.id).join())) {
      const rebuilt = build(group);
      parts ? parts.box.replaceWith(rebuilt.box) : $("groups").append(rebuilt.box);
      shown.set(group.name, rebuilt);
      parts = rebuilt;
    }
    parts.checked = group.version;
    show(parts, group, nowOf(group, lost), { gone, previous: previous.get(group.name) });
  }
  drawLegend(used);
  used.clear();
  const states = [...groups.values()].map(group => `${group.name}: ${isGone ? "gone" : words[group.state]}`);
  document.title = states.length ? states.join(", ") : "Actor groups";
  write($("news"), [...groups.values()].map(group => `${group.name}: ${words[group.state]}.${group.cause || group.stop ? ` ${headline(group, 0).strong}.` : ""}${others(group).map(([, text]) => ` ${text}.`).join("")}`).join(" "));
}

function live(text, kind) { write($("live"), text); $("live").className = kind; }
function off(why, when) {
  lostSince ??= performance.now();
  live(`${why}${groups.size ? ": this is what was last known" : ""}. Trying again${when}…`, "off");
}
function hear() { [heard, heardAt, lostSince, pause] = [performance.now(), Date.now(), null, 3]; live("Live", "on"); }

let asked = performance.now();
function connect() {
  asked = performance.now();
  stream = new EventSource(location.href.split("#")[0]);
  stream.onmessage = event => { receive(JSON.parse(event.data)); hear(); render(); };
  stream.addEventListener("still", hear);
  stream.onerror = () => {
    asked = performance.now();
    // A browser asks again by itself where a connection broke, but never after an answer that is no stream, such as a proxy's 502 during a restart.
    const refused = stream.readyState === EventSource.CLOSED;
    off(refused ? "Not live" : "Connection lost", refused ? ` in ${pause} s` : "");
    if (refused) {
      setTimeout(connect, pause * 1000);
      pause = Math.min(2 * pause, 30); // it may be refused for good, where the reader is signed out
    }
    render();
  };
}
// The server has something to say every five seconds. Where three times that long nothing came it is gone, and a browser would not notice: a connection can be dead on one side only.
function listen() {
  if (stream.readyState !== EventSource.CLOSED && performance.now() - Math.max(heard, asked) >= 15000) {
    stream.close();
    off(groups.size ? "Connection lost" : "No answer", "");
    connect();
  }
}

async function showRun() {
  $("groups").before(element("p", {}, element("a", { href: location.pathname }, "Live page")));
  const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
  if (!answer.ok) { live(await answer.text(), "off"); return; }
  receive({ ageMs: 0, groups: (await answer.json()).groups });
  live("An earlier run", "");
  for (const group of groups.values()) {
    const parts = build(group);
    $("groups").append(parts.box);
    const draw = () => show(parts, group, group.stoppedMs ?? group.elapsedMs, { past: true });
    draw();
    addEventListener("resize", draw);
  }
  drawLegend(used);
}

if (new URLSearchParams(location.search).has("run")) {
  showRun();
} else {
  connect();
  setInterval(() => { listen(); if (!document.hidden) render(); }, 1000);
  addEventListener("resize", render);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) render(); });
}
