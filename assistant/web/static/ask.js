// Asks a question and shows the answer as it comes: facts first, then sentences. Text never becomes HTML unescaped:
// every node is made with textContent.
"use strict";

const form = document.getElementById("ask");
const field = document.getElementById("question");
const answers = document.getElementById("answers");
let conversation = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question) ask(question);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.querySelectorAll(".chip").forEach((chip) => chip.addEventListener("click", () => ask(chip.textContent)));
const asked = new URLSearchParams(location.search).get("q");
if (asked) ask(asked);

async function ask(question) {
  field.value = "";
  const turn = element("section", "turn");
  turn.append(element("h2", "", question));
  const body = element("div");
  const status = element("p", "status", "Looking it up…");
  status.setAttribute("role", "status");
  turn.append(body, status);
  answers.prepend(turn);
  try {
    const response = await fetch("/api/ask/stream", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(conversation ? { question, conversation } : { question }),
    });
    if (!response.ok) throw new Error((await response.json()).message);
    const state = { body, status, turn, notes: [], cites: new Map() };
    for await (const one of events(response.body)) shown(one, state);
  } catch (error) {
    status.className = "status error";
    status.textContent = error.message || "The connection broke. Please ask again.";
  }
}

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    buffer += value;
    let end;
    while ((end = buffer.indexOf("\n\n")) >= 0) {
      const lines = buffer.slice(0, end).split("\n");
      buffer = buffer.slice(end + 2);
      const name = lines.find((line) => line.startsWith("event: "));
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
      if (name && data) yield { event: name.slice(7), data: JSON.parse(data) };
    }
  }
}

function shown({ event, data }, state) {
  if (event === "meta") { conversation = data.conversation; state.id = data.id; }
  if (event === "facts") { markdown(data.lead, state.body); state.status.textContent = ""; }
  if (event === "status") state.status.textContent = { searching: "Reading the guides…", writing: "Writing an explanation…", waiting: "Waiting for the model…" }[data.step] || "";
  if (event === "sentence") markdown(data.text, state.body);
  if (event === "citation") state.cites.set(String(data.n), data);
  if (event === "citation" || event === "sentence") linked(state);
  if (event === "clarify") state.options = data.options;
  if (event === "error") state.notes.push(data.message);
  if (event === "done") ended(data, state);
}

// The numbers of sources lead to them; sources may come after the sentence that names them.
function linked(state) {
  for (const mark of state.turn.querySelectorAll("a.cite:not([href])")) {
    const source = state.cites.get(mark.dataset.n);
    if (source && source.url && /^(\/|https?:)/.test(source.url)) {
      mark.href = source.url;
      mark.title = source.title;
    }
  }
}

function ended(data, state) {
  const rest = data.text.slice(Math.max(data.text.indexOf("\n\nAssumed:\n"), 0));
  const from = data.text.search(/\n\n(?:Assumed|Sources):\n/);
  if (from >= 0) {
    const more = element("details");
    more.append(element("summary", "", "Assumptions and sources"));
    markdown((rest.includes("Assumed:") ? rest : data.text.slice(from)).trim(), more);
    state.body.append(more);
  }
  linked(state);
  chips(state.options ? state.options.map((one) => one.question) : data.followups, state.body);
  state.status.className = state.notes.length ? "status error" : "status";
  state.status.textContent = state.notes.join(" ");
  votes(state);
}

function chips(questions, place) {
  if (!questions.length) return;
  const list = element("ul", "chips");
  for (const question of questions) {
    const item = element("li");
    const button = element("button", "chip", question);
    button.type = "button";
    button.addEventListener("click", () => ask(question));
    item.append(button);
    list.append(item);
  }
  place.append(list);
}

function votes(state) {
  const row = element("div", "vote", "Was this right?");
  for (const [vote, text] of [[1, "Yes"], [-1, "No"]]) {
    const button = element("button", "", text);
    button.type = "button";
    button.addEventListener("click", async () => {
      const response = await fetch("/api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ answer: state.id, vote }),
      });
      row.firstChild.textContent = response.ok ? "Thank you. You can change it." : "That could not be kept.";
    });
    row.append(button);
  }
  const link = element("a", "", "Link to this answer");
  link.href = "/a/" + state.id;
  row.append(link);
  state.turn.append(row);
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.append(text);
  return made;
}

// The few forms of Markdown that answers use: paragraphs, lists, tables, code blocks, bold, italics, code, links.
function markdown(text, place) {
  const parts = text.split(/(^```[^\n]*\n[\s\S]*?^```$)/m);
  for (const part of parts) {
    if (part.startsWith("```")) {
      const pre = element("pre");
      pre.append(element("code", "", part.replace(/^```[^\n]*\n/, "").replace(/```$/, "")));
      place.append(pre);
      continue;
    }
    for (const block of part.split(/\n{2,}/)) if (block.trim()) place.append(blockOf(block.trim()));
  }
}

function blockOf(block) {
  const lines = block.split("\n");
  if (lines.every((line) => line.startsWith("|"))) return tableOf(lines);
  if (lines.every((line) => /^[-*] /.test(line))) return listOf(lines);
  const made = element("p");
  lines.forEach((line, at) => {
    if (at) made.append(element("br"));
    inline(line, made);
  });
  return made;
}

function listOf(lines) {
  const list = element("ul");
  for (const line of lines) {
    const item = element("li");
    inline(line.slice(2), item);
    list.append(item);
  }
  return list;
}

function tableOf(lines) {
  const table = element("table");
  const rows = lines.filter((line) => !/^\|[\s|:-]+\|$/.test(line)).map((line) => line.slice(1, -1).split("|"));
  rows.forEach((cells, at) => {
    const row = element("tr");
    for (const cell of cells) {
      const made = element(at ? "td" : "th");
      inline(cell.trim(), made);
      row.append(made);
    }
    table.append(row);
  });
  return table;
}

function inline(text, place) {
  const pattern = /\[(\d{1,3})\]|\*\*(.+?)\*\*|`([^`]+)`|\*([^*]+)\*|((?:^|(?<=[\s(]))\/(?:guides|pages|models|gpus|machines|benchmarks)\/[a-z0-9./#_-]+[a-z0-9])/gi;
  let last = 0;
  for (const found of text.matchAll(pattern)) {
    place.append(text.slice(last, found.index));
    if (found[1]) {
      const mark = element("a", "cite", "[" + found[1] + "]");
      mark.dataset.n = found[1];
      place.append(mark);
    } else if (found[2]) place.append(element("strong", "", found[2]));
    else if (found[3]) place.append(element("code", "", found[3]));
    else if (found[4]) place.append(element("em", "", found[4]));
    else {
      const link = element("a", "", found[5]);
      link.href = found[5];
      place.append(link);
    }
    last = found.index + found[0].length;
  }
  place.append(text.slice(last));
}
