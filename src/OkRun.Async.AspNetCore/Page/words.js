"use strict";
// What there is to say. Text comes in by textContent only: names and messages are what developers, and others, write.
const $ = id => document.getElementById(id);
const space = "http://www.w3.org/2000/svg";
function made(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
const element = (tag, attributes = {}, ...children) => made(document.createElement(tag), attributes, children);
const shape = (tag, attributes, ...children) => made(document.createElementNS(space, tag), attributes, children);
function write(node, text) { if (node.textContent !== text) node.textContent = text; }

const words = { NotStarted: "not started", Waiting: "waiting", Starting: "starting", Ready: "ready", Stopping: "stopping", Stopped: "stopped", Ended: "ended", Failed: "failed", Abandoned: "abandoned", Lost: "killed or exited" };
const over = state => ["Ended", "Failed", "Abandoned"].includes(state);
const active = state => ["Starting", "Ready", "Stopping"].includes(state);

function span(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 59.5) return `${s.toFixed(s < 9.95 ? 1 : 0)} s`;
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const i = units.findIndex(([, size]) => s >= size || size === 60);
  const [name, size] = units[i], [next, small] = units[i + 1];
  const whole = Math.max(1, Math.floor(s / size)), rest = Math.max(0, Math.floor((s - whole * size) / small));
  return `${whole} ${name}${rest ? ` ${rest} ${next}` : ""}`;
}
// The time of day; the date too, unless it is today's.
function clock(moment) {
  const date = new Date(moment);
  return date.toDateString() === new Date().toDateString() ? date.toLocaleTimeString() : date.toLocaleString();
}
const timeOf = (group, ms) => clock(Date.parse(group.startedAt) + ms);
const quote = name => `'${name}'`;
function list(items, more = 4) {
  if (items.length > more) return `${items.slice(0, more).join(", ")} and ${items.length - more} more`;
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
const short = type => type.replace(/`.*/, "").split(/[.+]/).at(-1);
const report = exception => !exception ? "" : exception.message == null ? `${short(exception.type)} (its message is in the log)` : `${short(exception.type)}: ${exception.message}`;

// What is known of the actors beyond their data, once for each message: who comes after whom, and who is whose part.
function study(group) {
  group.byId = new Map(group.actors.map(actor => [actor.id, actor]));
  group.users = new Map();
  for (const actor of group.actors) {
    for (const id of actor.afterIds) group.users.has(id) ? group.users.get(id).push(actor) : group.users.set(id, [actor]);
  }
  for (const actor of group.actors) {
    const parent = group.byId.get(actor.parentId);
    actor.depth = parent ? parent.depth + 1 : 0;
    actor.shown = parent && actor.name.startsWith(`${parent.name}/`) ? actor.name.slice(parent.name.length + 1) : actor.name;
  }
  group.cause = causeOf(group);
  group.quiet = quiet(group);
}

// What a failed group failed with, or what kept it from stopping in time; of several the first.
function causeOf({ stop, actors }) {
  if (stop?.reason === "Failed") return { kind: "Failed", id: stop.actorId, name: stop.actor, atMs: stop.atMs, exception: stop.exception, said: "failed" };
  let first, late;
  for (const actor of actors) {
    if (actor.exception && !(first?.failedMs <= actor.failedMs)) first = actor;
    if (actor.state === "Abandoned") late ??= actor;
  }
  if (first) return { kind: "Failed", id: first.id, name: first.name, atMs: first.failedMs ?? first.endMs, exception: first.exception, said: failure(first, stop) };
  return late && { kind: "Abandoned", id: late.id, name: late.name, atMs: late.abandonedMs, said: tooLate(late) };
}
const inside = actor => actor.failedIn.includes("Hook") ? "its hook, or a token callback" : "a token callback";
const isInterrupt = actor => actor.failedIn.includes("Callbacks");
const failure = (actor, stop) => isInterrupt(actor) ? `failed in ${inside(actor)}, when told to stop,` : stop && actor.failedMs >= stop.atMs ? "failed while stopping" : "failed";
const tooLate = actor => `did not stop within ${span(actor.limitMs ?? 0)}`;

function reason({ stop, state }) {
  const ended = state !== "Stopping";
  switch (stop?.reason) {
    case "Ended": return [`${quote(stop.actor)} returned`, ", which stopped the group"];
    case "Failed": return [`${quote(stop.actor)} failed`, ", which stopped the group"];
    case "Cancelled": return ["The caller cancelled the run", ""];
    case "HostStopping": return [ended ? "The host stopped" : "The host is stopping", ""];
    case "AllEnded": return ["Every actor ended", ""];
    case "Asked": return ["Stop() was called", ""];
    default: return [ended ? "Stopped" : "It stops", ""];
  }
}

// Each actor runs on its thread for a moment; one that has not returned its task after a second blocks it.
const blocked = (actor, now) => actor?.blocksThread && now - actor.startMs >= 1000 ? `has blocked its thread since its start (${span((actor.abandonedMs ?? now) - actor.startMs)})` : "";
// What of an actor is waited for.
function part({ actor, running }) {
  const name = quote(actor), hook = running.includes("Hook"), callbacks = running.includes("Callbacks");
  const rest = [...(hook ? ["hook"] : []), ...(callbacks ? ["token callback"] : [])];
  if (!rest.length) return name;
  return running.includes("Execute") ? `${name} and its ${rest.join(" and its ")}` : `the ${rest.join(" and the ")} of ${name}`;
}
function whom(group, now, verb) {
  const told = w => w.sinceMs == null ? "" : ` (${verb(span(Math.max(now - w.sinceMs, 0)).replaceAll(" ", "\u00a0"))})`;
  const names = group.waitingFor.map(w => [part(w) + told(w), blocked(group.byId.get(w.actorId), now)]);
  const words = names.map(([name, blocks]) => name + (blocks && `, which ${blocks}`));
  return names.length > 1 && names.length <= 4 && names.some(([, blocks]) => blocks) ? words.join("; ") : list(words);
}
function waits(group, now) {
  const next = list(group.next.map(w => quote(w.actor)));
  if (!["Stopping", "Lost"].includes(group.state) || !group.stop) return "";
  if (group.waitingFor.length) return `Waiting for ${whom(group, now, time => `told ${time} ago`)}${next ? `, then ${next}` : ""}.`;
  return next ? `About to tell ${next} to stop.` : "";
}

// The first thing people read: the cause, if something went wrong.
function headline(group, now, gone) {
  const { state, cause, stop } = group, count = group.actors.filter(actor => actor.depth === 0).length;
  const at = ms => ms == null || !group.startedAt ? "" : ` at ${timeOf(group, ms)}`;
  if (cause) {
    const actor = group.byId.get(cause.id), after = actor?.startMs != null && cause.atMs != null ? ` (after ${span(cause.atMs - actor.startMs)})` : "";
    return { kind: cause.kind, strong: `${quote(cause.name)} ${cause.said}`, rest: `${at(cause.atMs)}${cause.kind === "Failed" ? after : ""}`, exception: cause.exception };
  }
  if (state === "Lost") return { kind: "Lost", ...lost(group) };
  if (stop || state === "Stopping") {
    const [strong, rest] = reason(group);
    return { strong, rest: `${rest}${at(stop?.atMs)}` };
  }
  switch (state) {
    case "NotStarted": return { strong: "Not started", rest: "" };
    case "Ready": return { strong: count === 1 ? "Its actor is ready" : `All ${count} actors are ready`, rest: "" };
    default: {
      const held = group.next.map(w => quote(w.actor));
      const rest = held.length ? `; ${list(held)} ${held.length > 1 ? "wait" : "waits"} for ${group.waitingFor.length > 1 ? "them" : "it"}` : "";
      return { strong: group.waitingFor.length ? `Waiting for ${whom(group, now, time => `starting for ${time}`)}` : "Its actors start", rest };
    }
  }
}
function lost(group) {
  const when = group.stop ? "while it stopped" : group.actors.length && group.actors.every(a => a.state === "Ready" || a.oneShot && a.state === "Ended") ? "while all were ready" : "before all were ready";
  const seen = group.startedAt ? `; last seen at ${timeOf(group, group.elapsedMs)}` : "";
  return group.exitCode != null
    ? { strong: `The process exited with code ${group.exitCode} ${when}`, rest: group.startedAt ? ` at ${timeOf(group, group.elapsedMs)}` : "" }
    : { strong: `The process was killed ${when}`, rest: `, or could not write its end${seen}` };
}
const had = text => text.replaceAll("has blocked its", "had blocked its");
const tense = text => had(text).replace("are ready", "were ready").replace("is ready", "was ready").replace(/^Waiting for/, "Was waiting for").replace(/^About to/, "Was about to").replace(/\bwaits? for (it|them)$/, "waited for $1");

function facts(group, now, gone) {
  if (!group.startedAt) return "";
  const { stop, state } = group, begin = `started ${timeOf(group, 0)}`;
  if (group.stoppedMs != null) return [begin, `ran ${span(group.stoppedMs)}`, ...(stop ? [`stop took ${span(group.stoppedMs - stop.atMs)}`] : [])].join(" · ");
  const verb = gone || state === "Lost" ? ["had run", "had been stopping"] : ["running", "stopping"];
  return [begin, ...(state === "Ready" ? [`ready after ${span(group.sinceMs)}`] : []), `${verb[0]} for ${span(now)}`, ...(stop ? [`${verb[1]} for ${span(now - stop.atMs)}`] : [])].join(" · ");
}
// The stop was begun by something else than what the headline tells.
function begun(group) {
  const { stop, cause } = group;
  if (!stop || stop.reason === "Failed" || !(cause || group.state === "Lost")) return "";
  const [strong, rest] = reason(group);
  return `The stop began at ${timeOf(group, stop.atMs)}: ${strong.replace(/^The/, "the")}${rest}.`;
}
// Which other actors went wrong: sentences, each with its kind and what its exception says.
function others({ stop, actors, cause }) {
  const failed = actors.filter(a => a.exception && a.id !== cause?.id), late = failed.splice(3);
  const abandoned = actors.filter(a => a.state === "Abandoned" && !(cause?.kind === "Abandoned" && a.id === cause.id));
  return [
    ...failed.map(a => ["Failed", `${quote(a.name)} ${failure(a, stop).replace(/,$/, "")}`, report(a.exception)]),
    ...(late.length ? [["Failed", `${list(late.map(a => quote(a.name)))} failed, too`]] : []),
    ...abandoned.slice(0, 3).map(a => ["Abandoned", `${quote(a.name)} ${tooLate(a)} and was abandoned`]),
    ...(abandoned.length > 3 ? [["Abandoned", `${list(abandoned.slice(3).map(a => quote(a.name)))} were abandoned, too`]] : []),
    ...actors.filter(a => a.degraded).slice(0, 3).map(a => ["Starting", `${quote(a.name)} is degraded`, a.degraded]),
  ];
}

// In a stop, an actor is told when those that come after it are over.
const untold = (actor, group) => group.state === "Stopping" && actor.state === "Ready" && actor.toldMs == null;
const isOver = actor => !active(actor.state) && (actor.state === "Abandoned" || !actor.running.length);
const heldBy = (actor, group) => (group.users.get(actor.id) ?? []).filter(other => !["Waiting", "NotStarted"].includes(other.state) && !isOver(other)).map(other => quote(other.name));
const unready = (actor, group) => actor.afterIds.map(id => group.byId.get(id)).filter(other => other && other.state !== "Ready" && !(other.oneShot && other.state === "Ended")).map(other => quote(other.name));
const doing = ({ detail: { role, since, ...rest } = {} }) => // what it reports of itself
  [role, ...Object.entries(rest).filter(([name, value]) => name !== "term" || value).map(each => each.join(" "))].filter(each => each).join(" · ") + (since ? ` since ${clock(since)}` : "");
function stateOf(actor, group, now) {
  const { state, running, startMs, endMs, toldMs } = actor, life = endMs != null && startMs != null ? ` after ${span(endMs - startMs)}` : "";
  const still = running.filter(each => each !== "Execute").map(each => each === "Hook" ? "hook" : "token callback").join(" and ");
  if (state === "Waiting") return `waits for ${list(unready(actor, group), 2) || list(actor.after.map(quote), 2)}`;
  if (untold(actor, group)) return ["not told yet", ...[list(heldBy(actor, group), 2)].filter(names => names).map(names => `waits for ${names}`)].join(", ");
  const blocks = blocked(actor, now);
  if (state === "Abandoned") return tooLate(actor) + (blocks && `; ${blocks}`);
  if (over(state)) {
    const word = state === "Failed" ? (isInterrupt(actor) ? `failed in ${inside(actor)}` : `failed${life}`) : actor.oneShot ? `done${life}` : toldMs == null || endMs < toldMs || group.stop?.actorId === actor.id ? `returned${life}` : `ended${life}`;
    return still && toldMs != null ? `${word}; its ${still} runs, told ${span(now - toldMs)} ago` : word;
  }
  if (state === "Stopping") return `told ${span(now - toldMs)} ago${still ? `, its ${still} runs` : ""}${blocks && `; ${blocks}`}`;
  if (blocks) return blocks;
  const since = { Ready: actor.readyMs, Starting: startMs }[state];
  return doing(actor) || (since == null ? words[state] : `${words[state]} for ${span(Math.max(now - since, 0))}`);
}
function describe(actor, group) {
  const when = [["started", actor.startMs], ["ready", actor.readyMs], ["told to stop", actor.toldMs], [over(actor.state) && actor.state !== "Abandoned" ? words[actor.state] : "ended", actor.endMs], ["abandoned", actor.abandonedMs]];
  const held = untold(actor, group) ? list(heldBy(actor, group)) : "";
  return [
    `${actor.name}: ${words[actor.state]}`, ...[doing(actor), actor.degraded].filter(each => each), ...(actor.blocksThread && active(actor.state) ? ["it has not returned its task: it blocks its thread"] : []), ...when.filter(([, ms]) => ms != null).map(([what, ms]) => `${what} at ${span(ms)} (${timeOf(group, ms)})`),
    ...(held ? [`not told to stop before ${held} are over`] : []), ...(actor.after.length ? [`after ${list(actor.after.map(quote))}`] : []),
    ...(actor.oneShot ? ["one-shot"] : []), ...(actor.exception ? [report(actor.exception)] : []),
  ].join(", ");
}
