// A run as a card. Of a group with many actors only the rows on the screen are drawn.
const huge = 200;
const columns = ["State", "Started", "Ready", "Told to stop", "Ended", "After", "Exception"];
function cells(actor, group, now) {
  const times = [actor.startMs, actor.readyMs, actor.toldMs, actor.endMs].map(ms => ms == null ? "–" : span(ms));
  const { exception } = actor, said = !exception ? "–" : exception.message == null ? `${exception.type} (its message is in the log)` : `${exception.type}: ${exception.message}`;
  const state = [words[actor.state], untold(actor, group) && "not told yet", blocked(actor, now) && "blocks its thread", doing(actor)].filter(each => each).join(", ");
  return [state, ...times, list(actor.after), said].map((text, i) => element("td", { role: "cell", "data-column": columns[i], class: i < 6 ? "" : `exceptional${said === "–" ? " nothing" : ""}` }, text));
}

let cards = 0;
function build(group, past) {
  const parts = { rows: [], visible: new Set(), version: 0, size: group.actors.length, order: group.actors.map(a => a.id).join() }, id = `g${cards++}`;
  const part = (name, tag = "p") => parts[name] = element(tag, { class: name });
  const head = element("div", { class: "head" }, part("title", past ? "h3" : "h2"), part("pill", "span"), part("since", "span"));
  parts.since.className = "quiet"; parts.title.id = id;
  const chart = parts.chart = element("ul", { class: `chart${group.actors.length > 12 ? " many" : ""}${group.actors.length > huge ? " huge" : ""}` });
  parts.box = element("section", { "aria-labelledby": id }, head, part("lost"), part("headline"), part("waits"), part("begun"), part("facts"), part("others", "ul"), chart, part("detail"));
  parts.detail.className = "detail quiet"; parts.facts.className = "facts quiet"; parts.begun.className = "begun quiet";
  chart.setAttribute("aria-label", `Timeline of ${group.name}; arrow keys move between actors`);
  parts.axis = shape("svg", { class: "axis" });
  chart.append(element("li", { class: "axis-row", "aria-hidden": "true" }, element("span"), parts.axis, element("span")));
  const seen = group.actors.length > huge && new IntersectionObserver(entries => {
    for (const entry of entries) entry.isIntersecting ? parts.visible.add(entry.target.row) : parts.visible.delete(entry.target.row);
    for (const entry of entries) if (entry.isIntersecting) showRow(parts, entry.target.row);
  }, { rootMargin: "300px" });
  group.actors.forEach((actor, i) => {
    const row = { line: element("li", { tabindex: i ? -1 : 0 }), name: element("span", { class: "name", title: actor.name }, actor.shown), svg: shape("svg", { "aria-hidden": "true" }), state: element("span", { class: "state" }), id: actor.id };
    if (actor.depth) row.line.style.setProperty("--depth", actor.depth);
    row.line.append(row.name, row.svg, row.state);
    row.line.row = row;
    parts.rows.push(row);
    chart.append(row.line);
    seen ? seen.observe(row.line) : parts.visible.add(row);
  });
  const say = event => {
    const row = event.target.closest("li")?.row;
    if (row) { parts.told = row.id; tell(parts); }
  };
  chart.addEventListener("focusin", say);
  chart.addEventListener("pointerover", say);
  chart.addEventListener("keydown", event => {
    const lines = chart.children, from = [...lines].indexOf(document.activeElement), end = lines.length - 1; // the first is the axis
    const to = { ArrowDown: Math.min(from + 1, end), ArrowUp: Math.max(from - 1, 1), Home: 1, End: end }[event.key];
    if (to === undefined || from < 1) return;
    event.preventDefault();
    lines[from].tabIndex = -1;
    lines[to].tabIndex = 0;
    lines[to].focus();
  });
  parts.body = element("tbody", { role: "rowgroup" }); // roles, for some browsers forget them where rows are drawn as cards
  const heads = element("tr", { role: "row" }, ...["Actor", ...columns].map(c => element("th", { scope: "col", role: "columnheader" }, c)));
  const table = element("table", { role: "table" }, element("caption", {}, "Times from the start of the group."), element("thead", { role: "rowgroup" }, heads), parts.body);
  parts.table = element("details", {}, element("summary", {}, "As a table"), element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Table of ${group.name}` }, table));
  parts.table.addEventListener("toggle", () => fill(parts));
  parts.earlier = element("details", { class: "earlier" }, element("summary"), element("ul"));
  parts.previous = element("details", { class: "previous" }, element("summary"));
  parts.box.append(parts.table, parts.previous, parts.earlier);
  return parts;
}

const hint = () => `${matchMedia("(hover: none)").matches ? "Tap an actor for its times." : "Point at an actor for its times, or go there by keyboard and use the arrow keys."}`;
function tell(parts) {
  const actor = parts.group.byId.get(parts.told);
  write(parts.detail, actor ? describe(actor, parts.group) : parts.group.actors.length && !parts.box.previousElementSibling ? hint() : "");
}
function fill(parts) {
  if (!parts.table.open || parts.filled === parts.group.version) return;
  parts.filled = parts.group.version;
  parts.body.replaceChildren(...parts.group.actors.map(a => element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, a.name), ...cells(a, parts.group, parts.now))));
}

const used = new Set();
function showRow(parts, row) {
  const { group, now, map, gone } = parts, actor = group.byId.get(row.id);
  if (!actor) return;
  const first = (group.cause ? group.cause.id : group.stop?.actorId) === actor.id, bad = ["Failed", "Abandoned"].includes(actor.state) || actor.exception;
  row.line.className = `${actor.exception && actor.state !== "Abandoned" ? "Failed" : actor.state}${untold(actor, group) ? " untold" : ""}${bad ? " bad" : ""}${first ? " first" : ""}${blocked(actor, now) && " blocks"}${actor.degraded ? " degraded" : ""}`;
  const text = stateOf(actor, group, now), past = (gone || group.state === "Lost") && active(actor.state);
  write(row.state, past ? had(text.startsWith("has ") ? text : `was ${text}`) : text);
  draw(row.svg, actor, group, map, now, used);
  if (actor.trace && !row.trace) row.line.append(row.trace = element("pre", { class: "trace" }));
  if (row.trace) { row.trace.hidden = !actor.trace; write(row.trace, actor.trace ?? ""); }
}

function show(parts, group, now, { gone = "", past = false, previous } = {}) {
  Object.assign(parts, { group, now, gone });
  const { state, cause } = group, width = parts.axis.clientWidth;
  parts.map = scale(group, now, width);
  const top = headline(group, now, gone), failing = state === "Stopping" && cause?.kind === "Failed";
  write(parts.title, past && group.number ? `${group.name}, run ${group.number}` : group.name);
  write(parts.pill, gone ? `gone (was ${failing ? "failing" : words[state]})` : failing ? "failed, stopping" : words[state]);
  parts.pill.className = `pill ${gone ? "gone" : failing ? "Failed" : state}`;
  write(parts.since, group.startedAt && state !== "Lost" ? `since ${timeOf(group, group.sinceMs)}` : "");
  write(parts.lost, gone);
  parts.lost.hidden = !gone;
  parts.box.classList.toggle("gone", !!gone);
  parts.box.classList.toggle("hot", cause?.kind === "Failed");
  const said = report(top.exception), text = JSON.stringify([top.strong, top.rest, said, gone]);
  if (parts.said !== text) { // what is selected or scrolled stays until there is news
    parts.said = text;
    parts.headline.replaceChildren(element("strong", {}, gone ? tense(top.strong) : top.strong), gone ? tense(top.rest) : top.rest, ...(said ? [":", element("span", { class: "exception" }, said)] : []));
  }
  parts.headline.className = `headline${top.kind ? ` bad ${top.kind}` : ""}`;
  const waiting = waits(group, now);
  write(parts.waits, gone ? tense(waiting) : waiting);
  write(parts.begun, begun(group));
  write(parts.facts, facts(group, now, gone));
  for (const name of ["waits", "begun", "facts"]) parts[name].hidden = !parts[name].textContent;
  const lines = others(group), sentences = JSON.stringify(lines);
  parts.others.hidden = !lines.length;
  if (parts.sentences !== sentences) {
    parts.sentences = sentences;
    parts.others.replaceChildren(...lines.map(([kind, text, said]) => element("li", { class: kind }, ...(said ? [`${text}: `, element("span", { class: "exception" }, said)] : [`${text}.`]))));
  }
  parts.chart.hidden = parts.table.hidden = !group.actors.length;
  if (group.startedAt) drawAxis(parts.axis, group, parts.map, width);
  for (const row of parts.visible) showRow(parts, row);
  tell(parts);
  fill(parts);
  showEarlier(parts, group);
  parts.previous.hidden = !previous || !!group.earlier?.some(run => run.startedAt === previous.startedAt);
  if (previous && parts.previousOf !== previous) {
    parts.previousOf = previous;
    const card = build(previous, true);
    parts.previous.replaceChildren(element("summary", {}, `Previous run: ${summary(previous)}`), card.box);
    show(card, previous, previous.stoppedMs ?? previous.lastMs, { gone: previous.stoppedMs == null ? `Last seen at ${timeOf(previous, previous.lastMs)}. What followed is not known here.` : "", past: true });
    parts.previous.addEventListener("toggle", () => show(card, previous, card.now, { gone: card.gone, past: true }), { once: true });
  }
}
const summary = group => {
  if (group.stoppedMs == null) return `${group.cause?.kind === "Failed" ? "failing" : words[group.state]} when last seen at ${timeOf(group, group.lastMs)}`;
  const top = headline(group, group.lastMs ?? group.stoppedMs ?? group.elapsedMs, ""); return `${words[group.state]}, ${top.strong}${top.rest}${top.exception ? `: ${report(top.exception)}` : ""}`;
};

function showEarlier(parts, group) {
  const runs = (group.earlier ?? []).filter(run => !run.startedAt || run.startedAt !== group.startedAt);
  parts.earlier.hidden = !runs.length;
  if (parts.runs === group.earlier && parts.runsOf === group.startedAt) return;
  [parts.runs, parts.runsOf] = [group.earlier, group.startedAt];
  const bad = runs.filter(run => ["Failed", "Lost"].includes(run.state)).length;
  write(parts.earlier.firstChild, `Earlier runs: ${runs.length}${bad ? `, ${bad} of them failed, killed or exited` : ""}`);
  if (runs.length && ["Failed", "Lost"].includes(runs[0].state)) parts.earlier.open = true;
  parts.earlier.lastChild.replaceChildren(...runs.map(run => {
    const link = element("a", { href: `?group=${encodeURIComponent(group.name)}&run=${run.number}` }, `run ${run.number}`);
    const how = run.state !== "Lost" ? words[run.state] : run.exitCode == null ? "killed, last seen" : `exited with code ${run.exitCode}`;
    const who = run.actor ? ` · ${quote(run.actor)}${run.exception ? `: ${report(run.exception)}` : { Failed: " did not stop in time", Lost: " was waited for" }[run.state] ?? " stopped it"}` : "";
    return element("li", { class: run.state }, link, ` · ${how}${run.endedAt ? ` ${clock(run.endedAt)}` : ""}${who}`);
  }));
}
