"use strict";
const about = JSON.parse(document.body.dataset.about);
const store = `damron ${about.key}`;
const units = [...document.querySelectorAll(".unit")];
const groups = [...document.querySelectorAll(".unit fieldset, .asks select")];
const one = (id) => document.getElementById(id);
let kept = true; // the browser keeps what is answered
let unsaved = false;
let last = null; // the field that was left last

const fields = (unit) => [...unit.querySelectorAll("[data-column]")];
const valueOf = (field) => field.tagName === "FIELDSET" ? (field.querySelector(":checked") || { value: "" }).value : field.value;
const put = (field, value) => {
  if (field.tagName !== "FIELDSET") { field.value = value; return; }
  for (const radio of field.querySelectorAll("input")) radio.checked = radio.value === value;
};
const answers = () => Object.fromEntries(units.map((unit) =>
  [unit.dataset.unit, Object.fromEntries(fields(unit).map((field) => [field.dataset.column, valueOf(field)]))]));
const fill = (held) => {
  for (const unit of units) for (const field of fields(unit)) {
    const value = (held[unit.dataset.unit] || {})[field.dataset.column];
    if (value !== undefined) put(field, value);
  }
};
const say = (text) => { one("said").textContent = text; };

function count() {
  const empty = groups.filter((group) => !valueOf(group)).length;
  const done = groups.length - empty;
  one("progress").max = groups.length;
  one("progress").value = done;
  one("count").textContent = `${groups.length}칸 가운데 ${done}칸, 남은 칸 ${empty}`;
  for (const unit of units) unit.classList.toggle("done", [...unit.querySelectorAll("fieldset, .asks select")].every(valueOf));
  return empty;
}

function keep() {
  unsaved = true;
  count();
  try { localStorage.setItem(store, JSON.stringify(answers())); } catch {
    if (kept) say("이 브라우저는 답을 남기지 않는다. 닫기 전에 꼭 파일로 저장한다.");
    kept = false;
  }
}

const focusOn = (group) => (group.querySelector?.("input:checked") || group.querySelector?.("input") || group).focus();

function nextEmpty() {
  const here = groups.indexOf(last);
  const order = [...groups.slice(here + 1), ...groups.slice(0, here + 1)];
  const found = order.find((group) => !valueOf(group));
  if (!found) { say("빈 칸이 없다."); return; }
  found.closest(".unit").scrollIntoView({ block: "nearest" });
  focusOn(found);
}

const cell = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

function save() {
  const held = answers();
  const fixed = { coder: about.coder, codebook: about.book };
  const rows = units.map((unit) => about.columns.map((name) =>
    name === "unit" ? unit.dataset.unit : fixed[name] ?? held[unit.dataset.unit][name] ?? ""));
  const text = [about.heads, ...rows].map((row) => row.map(cell).join(",")).join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text, "\n"], { type: "text/csv" }));
  link.download = `코딩-${about.coder.replace(/[\\/:*?"<>|]/g, "_")}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  unsaved = false;
  const empty = count();
  say(empty ? `${link.download} 파일로 저장했다. 아직 빈 칸이 ${empty}칸 있다.` : `${link.download} 파일로 저장했다. 빈 칸이 없다.`);
}

function parse(text) {
  const rows = [[""]];
  let quoted = false;
  for (let i = text.startsWith("\ufeff") ? 1 : 0; i < text.length; i += 1) {
    const sign = text[i], row = rows.at(-1);
    if (quoted && sign === '"' && text[i + 1] === '"') { row[row.length - 1] += '"'; i += 1; }
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ",") row.push("");
    else if (!quoted && sign === "\n") rows.push([""]);
    else if (quoted || sign !== "\r") row[row.length - 1] += sign;
  }
  return rows.filter((row) => row.length > 1);
}

async function load(file) {
  const [heads, ...rows] = parse(await file.text());
  const names = (heads || []).map((head) => (/\[([^[\]]+)\]\s*$/.exec(head) || [])[1]);
  const held = {};
  for (const row of rows) {
    const told = Object.fromEntries(names.map((name, n) => [name, (row[n] ?? "").replace(/^'(?=[=+\-@\t\r])/, "")]));
    if (told.coder !== about.coder || told.codebook !== about.book) {
      say(`${file.name}은 이 코딩지에서 저장한 파일이 아니다(코더나 코드북이 다르다). 답은 그대로 두었다.`);
      return;
    }
    held[told.unit] = told;
  }
  if (!units.some((unit) => held[unit.dataset.unit])) {
    say(`${file.name}에는 이 코딩지의 글이 없다. 답은 그대로 두었다.`);
    return;
  }
  fill(held);
  keep();
  unsaved = false;
  say(`${file.name}의 답을 가져왔다.`);
}

document.addEventListener("focusin", (event) => { last = event.target.closest(".unit fieldset, .asks select") || last; });
document.addEventListener("change", (event) => { if (event.target.closest(".unit")) keep(); });
document.addEventListener("input", (event) => { if (event.target.matches(".unit textarea")) keep(); });
document.addEventListener("keydown", (event) => {
  const group = event.target.matches("fieldset input") ? event.target.closest("fieldset") : null;
  if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
  const radio = [...group.querySelectorAll("input")].find((input) => input.value === event.key);
  if (radio) {
    radio.checked = true;
    keep();
    const following = groups[groups.indexOf(group) + 1];
    if (following) focusOn(following);
  } else if (event.key === "Backspace" || event.key === "Delete") {
    put(group, "");
    keep();
  } else return;
  event.preventDefault();
});
one("next").addEventListener("click", nextEmpty);
one("save").addEventListener("click", save);
one("open-guide").addEventListener("click", () => one("guide").showModal());
one("close-guide").addEventListener("click", () => one("guide").close());
one("load").addEventListener("change", (event) => { if (event.target.files[0]) load(event.target.files[0]); event.target.value = ""; });
window.addEventListener("beforeunload", (event) => { if (unsaved && !kept) event.preventDefault(); });

try {
  const held = JSON.parse(localStorage.getItem(store) || "null");
  if (held) { fill(held); say("이 브라우저에 남아 있던 답에서 이어진다."); }
} catch { kept = false; say("이 브라우저는 답을 남기지 않는다. 닫기 전에 꼭 파일로 저장한다."); }
count();
