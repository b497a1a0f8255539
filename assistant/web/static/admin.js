// The owner's view. The token stays in this variable and goes only to this site. Text never becomes HTML: every node is
// made with textContent.
"use strict";

const form = document.getElementById("token");
const status = document.getElementById("status");
const place = document.getElementById("report");
let token = "";

form.addEventListener("submit", (event) => {
  event.preventDefault();
  token = document.getElementById("secret").value;
  show();
});

async function call(path, body) {
  const response = await fetch(`/api/admin/${path}`, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const found = await response.json();
  if (!response.ok) throw new Error(found.message);
  return found;
}

async function show() {
  status.textContent = "Reading…";
  try {
    const [report, decided, back] = await Promise.all([call("report?days=7"), call("decisions"), call("retractions")]);
    place.replaceChildren(...parts(report, decided, back));
    status.textContent = `${report.answers} answers of the last ${report.days} days${report.complete ? "" : " (the newest)"}.`;
    form.hidden = true;
  } catch (error) {
    status.textContent = error.message;
  }
}

function parts(report, decided, back) {
  return [
    section("Questions", counts(report.by_kind), counts(report.by_status)),
    section("Refusals", counts(report.refusals)),
    section("Withheld sentences", counts(report.withheld)),
    section("Engine", counts({ ...report.engines, cached: report.cached })),
    section("Votes", counts(report.votes), counts(report.reasons)),
    section("Times", ...report.latency.filter((one) => one.count).map(latency)),
    section(`Not answered (${report.unanswered})`, ...gaps(report)),
    section(`To take back (${back.retractions.length})`, ...back.retractions.map(retraction)),
    section("Decided", readOnly(decided.read_only), decisionForm(), ...decided.decisions.map(decision)),
  ];
}

function counts(found) {
  const rows = Object.entries(found);
  if (!rows.length) return element("p", "none");
  const table = element("table");
  for (const [name, count] of rows) {
    const row = element("tr");
    row.append(element("th", name), element("td", String(count)));
    row.firstChild.scope = "row";
    table.append(row);
  }
  return table;
}

function latency(one) {
  const figure = element("figure");
  const [p50, p95, p99] = [one.p50, one.p95, one.p99].map((ms) => ms.toFixed(1));
  figure.append(element("figcaption", `${one.part}: ${one.count} answers, p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`));
  figure.append(bars(one));
  return figure;
}

function bars(one) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const most = Math.max(...one.histogram, 1);
  const width = 28;
  svg.setAttribute("viewBox", `0 0 ${one.histogram.length * width} 80`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `How many took up to ${one.edges.join(", ")} ms, and longer`);
  one.histogram.forEach((count, n) => {
    const height = (60 * count) / most;
    const bar = document.createElementNS(svg.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ x: n * width + 2, y: 60 - height, width: width - 4, height })) {
      bar.setAttribute(name, value);
    }
    const label = document.createElementNS(svg.namespaceURI, "text");
    label.setAttribute("x", n * width + 2);
    label.setAttribute("y", 74);
    label.textContent = n < one.edges.length ? `≤${one.edges[n] >= 1000 ? `${one.edges[n] / 1000}s` : one.edges[n]}` : ">";
    svg.append(bar, label);
  });
  return svg;
}

function gaps(report) {
  if (report.gaps_note) return [element("p", report.gaps_note)];
  return report.gaps.map((gap) => {
    const details = element("details");
    details.append(element("summary", `${gap.count} × ${gap.about}`), ...gap.questions.map((one) => element("p", one)));
    return details;
  });
}

function retraction(one) {
  const details = element("details");
  const link = element("a", "the answer");
  link.href = `/a/${one.answer}`;
  details.append(element("summary", one.question || one.answer), link);
  for (const fact of one.changed) {
    details.append(element("p", `${fact.metric} (${fact.fact}): said ${fact.said}, now ${fact.now === null ? "not said" : fact.now}`));
  }
  details.append(button("Block this answer", () => decide("answer", one.answer, "block", "value changed")));
  return details;
}

function readOnly(now) {
  const line = element("p", now.on ? `Read-only: nothing is kept. ${now.reason || ""} ` : "Answers and feedback are kept. ");
  line.append(button(now.on ? "Keep again" : "Make read-only", async () => act("read-only", { on: !now.on, reason: null })));
  return line;
}

function decisionForm() {
  const form = element("form");
  const target = choice(["answer", "guide", "passage"]);
  const verb = choice(["block", "pin", "clear"]);
  const id = element("input");
  id.required = true;
  id.placeholder = "id";
  id.setAttribute("aria-label", "Id");
  target.setAttribute("aria-label", "What");
  verb.setAttribute("aria-label", "Decision");
  form.append(verb, target, id, element("button", "Decide"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    decide(target.value, id.value.trim(), verb.value, null);
  });
  return form;
}

function choice(names) {
  const select = element("select");
  select.append(...names.map((name) => element("option", name)));
  return select;
}

function decision(one) {
  const line = element("p", `${one.decision}: ${one.target} ${one.id} ${one.note ? `(${one.note}) ` : ""}`);
  line.append(button("Clear", () => decide(one.target, one.id, "clear", null)));
  return line;
}

function decide(target, id, choice, note) {
  return act("decide", { target, id, decision: choice, note });
}

async function act(path, body) {
  try {
    await call(path, body);
    await show();
  } catch (error) {
    status.textContent = error.message;
  }
}

function button(text, then) {
  const found = element("button", text);
  found.type = "button";
  found.addEventListener("click", then);
  return found;
}

function section(title, ...children) {
  const found = element("section");
  found.append(element("h2", title), ...children);
  return found;
}

function element(name, text) {
  const found = document.createElement(name);
  if (text !== undefined) found.textContent = text;
  return found;
}
