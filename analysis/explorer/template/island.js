(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const SORTS = [["", say("order of the text")], ["L1", say("first on the left (L1)")], ["L2", say("second on the left (L2)")],
    ["L3", say("third on the left (L3)")], ["R1", say("first on the right (R1)")], ["R2", say("second on the right (R2)")],
    ["R3", say("third on the right (R3)")], ["node", say("words found")]];
  const KINDS = [["frame", say("frames")], ["candidate", say("candidates")], ["stance", say("stance")], ["quote", say("quotations")],
    ["number", say("numbers")]];
  const UNITS = {times: n => say("{n} time(s)", {n}), places: n => say("{n} place(s)", {n}), sentences: n => say("{n} sentence(s)", {n})};
  const BARS = 30, LINES = 50, AROUND = 16, REACH = 160, CELLS = 60, FOUND = 5000;
  // Signs that turn writing round, and those without a shape, are written out.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
  const show = text => text.replace(HIDDEN, sign => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  const number = n => n.toLocaleString("ko-KR");

  function el(name, about = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(about)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...inside.flat().filter(one => one !== null && one !== undefined));
    return made;
  }

  // ---- the texts ----
  const docs = data.documents.map(([id, title, group, sentences]) => ({id, title, group, sentences, windows: [], marks: [], first: 0, past: 0}));
  for (const [doc, start, text] of data.windows) {
    // places count code points; only a text with characters beyond the first plane needs a list of them
    const characters = /[\u{10000}-\u{10ffff}]/u.test(text) ? Array.from(text) : null;
    const length = characters ? characters.length : text.length;
    docs[doc].windows.push({start, end: start + length, text, characters});
  }
  for (const [kind, doc, start, end, label, role] of data.marks) docs[doc].marks.push({kind, start, end, label, role});
  const sentences = data.sentences.map(([doc, paragraph, no, start, end]) => ({doc, paragraph, no, start, end}));
  sentences.forEach((one, k) => { if (!k || sentences[k - 1].doc !== one.doc) docs[one.doc].first = k; docs[one.doc].past = k + 1; });

  function lastAt(low, high, at, value) { // the last of some sorted things that begins at a place or before; -1 for none
    let found = -1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) <= value) { found = middle; low = middle + 1; } else high = middle;
    }
    return found;
  }
  const sentenceAt = (doc, start) => lastAt(docs[doc].first, docs[doc].past, k => sentences[k].start, start);
  function cut(doc, start, end) { // the text between two places, as far as it is here
    const windows = docs[doc].windows;
    const k = lastAt(0, windows.length, n => windows[n].start, start);
    const near = windows[k < 0 ? 0 : k];
    if (!near) return "";
    const low = Math.max(start, near.start) - near.start, high = Math.min(end, near.end) - near.start;
    if (high <= low) return "";
    return near.characters ? near.characters.slice(low, high).join("") : near.text.slice(low, high);
  }
  function nearest(words) { // the first three that hold more than signs
    const found = [];
    for (const word of words) {
      const bare = word.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, "");
      if (bare && found.push(bare) === 3) break;
    }
    return found;
  }

  // ---- what is chosen ----
  const state = {list: 0, item: null, docs: docs.length === 1 ? "d0" : "", other: "", sort: "", inside: false, line: 0, bars: BARS, lines: LINES, sought: "", hidden: new Set()};
  const chosen = key => key[0] === "d" ? [+key.slice(1)] : docs.keys();
  function within(key, doc) { return !key || (key[0] === "d" ? +key.slice(1) === doc : docs[doc].group === +key.slice(1)); }
  function pair(flat, place) { for (let k = 0; k < flat.length; k += 2) if (flat[k] === place) return flat[k + 1]; return 0; }
  function count(item, key) {
    if (!key) return item.n;
    return pair(key[0] === "d" ? item.by_doc : item.by_group, +key.slice(1));
  }
  const named = key => !key ? say("all texts") : key[0] === "d" ? docs[+key.slice(1)].id : data.groups[+key.slice(1)];

  function linesOf(item, key) {
    const found = [];
    for (let k = 0; k < item.places.length; k += 3) {
      const doc = item.places[k], start = item.places[k + 1], end = item.places[k + 2];
      if (within(key, doc)) found.push({doc, start, end, at: sentenceAt(doc, start)});
    }
    return found;
  }
  function context(line) {
    if (line.node !== undefined) return line;
    const own = sentences[line.at];
    let low = own ? own.start : line.start, high = own ? own.end : line.end;
    if (own && !state.inside) {
      const same = k => sentences[k] && sentences[k].doc === own.doc && sentences[k].paragraph === own.paragraph;
      for (let k = line.at - 1; same(k) && line.start - low < REACH; k--) low = sentences[k].start;
      for (let k = line.at + 1; same(k) && high - line.end < REACH; k++) high = sentences[k].end;
    }
    const windows = docs[line.doc].windows, k = lastAt(0, windows.length, n => windows[n].start, line.start);
    if (k >= 0) { low = Math.max(low, windows[k].start); high = Math.min(high, windows[k].end); }
    const long = state.inside ? Infinity : REACH;
    line.left = cut(line.doc, Math.max(low, line.start - long), line.start);
    line.node = cut(line.doc, line.start, line.end);
    line.right = cut(line.doc, line.end, Math.min(high, line.end + long));
    return line;
  }
  function sorted(lines) {
    if (!state.sort) return lines;
    const from = +state.sort[1] - 1;
    // what is left of the node's own word counts on the left (한미 in 한미동맹), and not on the right, where particles stand
    const beside = line => nearest(state.sort[0] === "L" ? line.left.split(/\s+/).reverse() : line.right.replace(/^\S+/u, "").split(/\s+/));
    const key = line => { if (state.sort === "node") return [line.node]; const words = beside(line); return [0, 1, 2].map(k => words[(from + k) % 3] || ""); };
    const keyed = lines.map((line, k) => ({line, k, key: key(context(line))}));
    const compare = (x, y) => {
      for (let n = 0; n < x.key.length; n++) if (x.key[n] !== y.key[n]) return x.key[n] < y.key[n] ? -1 : 1;
      return x.k - y.k;
    };
    return keyed.sort(compare).map(one => one.line);
  }
  let current = []; // lines of what is chosen, in the order that is shown
  function collect() {
    const item = state.item;
    const first = item ? linesOf(item, state.docs) : [];
    const second = item && state.other ? linesOf(item, state.other) : [];
    current = [...sorted(first), ...sorted(second).map(line => ({...line, second: true}))];
  }
  function search(text) { // characters, in all the text that is here
    const places = [];
    for (const [doc, one] of docs.entries()) for (const window of one.windows) {
      for (let at = window.text.indexOf(text); at >= 0 && places.length < 3 * FOUND; at = window.text.indexOf(text, at + text.length)) {
        const start = window.characters ? Array.from(window.text.slice(0, at)).length : at;
        places.push(doc, window.start + start, window.start + start + (window.characters ? Array.from(text).length : text.length));
      }
    }
    const counts = {}, groups = {};
    for (let k = 0; k < places.length; k += 3) {
      counts[places[k]] = (counts[places[k]] || 0) + 1;
      const group = docs[places[k]].group;
      if (group >= 0) groups[group] = (groups[group] || 0) + 1;
    }
    const flat = held => Object.entries(held).flatMap(([place, n]) => [+place, n]);
    const more = places.length >= 3 * FOUND ? say(", the first {n} places alone", {n: number(FOUND)}) : "";
    return {label: text, key: text, n: places.length / 3, places, by_doc: flat(counts), by_group: flat(groups), role: "", note: "", tag: "",
      said: (data.whole ? say("as it is written") : say("as it is written, in the text held here")) + more};
  }

  // ---- the parts of the page ----
  const app = document.getElementById("app");
  const parts = {};
  const option = (value, text) => el("option", {value}, text);
  function choice(label, name, options, change) {
    const select = el("select", {"aria-label": label, "data-control": name, onchange: event => change(event.target.value)}, options);
    return el("label", {}, label, select);
  }
  function docOptions(none) {
    const groups = data.groups.map((name, k) => option(`g${k}`, show(name)));
    const each = docs.map((one, k) => option(`d${k}`, show(one.title ? `${one.id} · ${one.title}` : one.id)));
    return [option("", none), groups.length ? el("optgroup", {label: say("groups")}, groups) : null, el("optgroup", {label: say("texts")}, each)];
  }
  function build() {
    const many = docs.length > 1;
    parts.search = el("input", {type: "search", "aria-label": say("search"), placeholder: say("search words or characters"), "data-control": "search",
      oninput: event => { state.sought = event.target.value.trim(); state.bars = BARS; drawBars(); }, onkeydown: seek});
    const inside = el("input", {type: "checkbox", "data-control": "inside", onchange: event => { state.inside = event.target.checked; change(); }});
    const controls = [
      many ? choice(say("one text"), "docs", docOptions(say("all texts")), value => { state.docs = value; reset(); }) : null,
      many ? choice(say("side by side"), "other", docOptions(say("none")), value => { state.other = value; reset(); }) : null,
      data.windows.length ? choice(say("order"), "sort", SORTS.map(([value, text]) => option(value, text)), value => { state.sort = value; change(); }) : null,
      data.windows.length ? el("label", {}, inside, say("inside the sentence alone")) : null, parts.search,
    ];
    parts.tabs = el("div", {class: "tabs", role: "group", "aria-label": say("lists")});
    parts.bars = el("ul", {role: "listbox", "aria-label": say("words and frames"), tabindex: 0, onkeydown: barKeys});
    parts.moreBars = el("div");
    parts.title = el("h2", {"aria-live": "polite"});
    parts.csv = el("button", {class: "plain", "data-control": "csv", onclick: copy}, say("copy CSV"));
    parts.lines = el("ul", {role: "listbox", "aria-label": say("lines"), tabindex: 0, onkeydown: lineKeys});
    parts.moreLines = el("div");
    parts.rows = el("div", {class: "rows"});
    parts.texts = el("div", {class: "texts"});
    parts.panes = el("div", {class: "panes"},
      el("section", {class: "pane", "aria-label": say("choose")}, el("div", {class: "head"}, parts.tabs), el("div", {class: "scroll"}, parts.bars, parts.moreBars)),
      el("section", {class: "pane", "aria-label": say("lines and places")}, el("div", {class: "head"}, parts.title, parts.csv),
        el("div", {class: "scroll"}, parts.lines, parts.moreLines), parts.rows,
        el("div", {class: "keys"}, el("span", {}, el("kbd", {}, "↑"), " ", el("kbd", {}, "↓"), say(" move")), el("span", {}, el("kbd", {}, "Enter"), say(" lines, text")),
          el("span", {}, el("kbd", {}, "Esc"), say(" back")), el("span", {}, el("kbd", {}, "/"), say(" search")))),
      parts.texts);
    app.append(el("div", {class: "top"}, controls), ...(data.says.length ? [el("p", {class: "says"}, show(data.says.join(" ")))] : []), parts.panes);
    document.addEventListener("keydown", event => {
      if (event.key === "/" && !event.target.matches("input, select, textarea")) { event.preventDefault(); parts.search.focus(); }
    });
    document.getElementById("stand-in").remove();
    app.hidden = false;
  }
  const list = () => data.lists[state.list];
  function listed() {
    const filtered = list().items.filter(item => (!state.sought || item.label.includes(state.sought)) && (!(state.docs || state.other) || count(item, state.docs) || (state.other && count(item, state.other)) || list().frames));
    if (list().falling && (state.docs || state.other)) {
      const sum = item => count(item, state.docs) + (state.other ? count(item, state.other) : 0);
      return filtered.map((item, k) => ({item, k, n: sum(item)})).sort((x, y) => y.n - x.n || x.k - y.k).map(one => one.item);
    }
    return filtered;
  }
  function drawTabs() {
    const open = k => { state.list = k; state.item = null; state.bars = BARS; reset(); };
    parts.tabs.replaceChildren(...data.lists.map((one, k) => el("button", {"aria-pressed": String(k === state.list), onclick: () => open(k)}, show(one.name))));
  }
  function drawBars() {
    const every = listed(), keys = state.other ? [state.docs, state.other] : [state.docs];
    let past = Math.min(state.bars, every.length);
    if (list().falling && past < every.length) { // never between two equal counts, unless all are equal
      const tied = every.findIndex(item => count(item, state.docs) === count(every[past], state.docs));
      if (tied > 0 && tied < past) past = tied;
    }
    const most = Math.max(1, ...every.flatMap(item => keys.map(key => count(item, key))));
    const rows = every.slice(0, past).map((item, k) => {
      const picked = item === state.item, values = keys.map(key => count(item, key));
      const said = values.map((n, v) => `${state.other ? named(keys[v]) + " " : ""}${UNITS[list().unit](number(n))}`).join(", ");
      const row = el("li", {role: "option", class: `bar ${item.role}`, id: `bar-${k}`, "aria-selected": String(picked), "aria-label": show(`${item.label} ${said}`), onclick: () => { pick(item); }},
        el("span", {class: "name"}, el("bdi", {}, show(item.label)), item.note && !state.docs && !state.other ? el("span", {class: "note"}, show(item.note)) : null),
        el("span", {}, values.map(n => { const bar = el("i"); bar.style.width = `${70 * n / most}%`; return el("span", {class: "value"}, n ? bar : null, number(n)); })));
      row.item = item;
      return row;
    });
    parts.bars.replaceChildren(...rows);
    const active = rows.find(row => row.item === state.item);
    if (active) parts.bars.setAttribute("aria-activedescendant", active.id); else parts.bars.removeAttribute("aria-activedescendant");
    parts.moreBars.replaceChildren(...(past < every.length ? [el("button", {class: "plain", onclick: () => { state.bars = past + 3 * BARS; drawBars(); }}, say("{n} more", {n: number(every.length - past)}))] : []),
      ...(every.length ? [] : [el("p", {class: "small"}, say("No such word is in the list. Enter searches for the characters."))]));
  }
  function drawLines() {
    const item = state.item, unit = list().unit === "sentences" ? UNITS.sentences : UNITS.places;
    const counts = item ? [count(item, state.docs), ...(state.other ? [count(item, state.other)] : [])] : [];
    const n = counts.reduce((x, y) => x + y, 0), missing = item && n > current.length ? say(", {n} lines held here", {n: number(current.length)}) : "";
    const told = state.other ? counts.map((each, k) => `${named(k ? state.other : state.docs)} ${number(each)}`).join(" : ") : unit(number(n));
    parts.title.textContent = item ? show(`‘${item.label}’ ${told}${missing}${item.said ? ` (${item.said})` : ""}`) : say("lines");
    parts.csv.hidden = !current.length || !data.windows.length;
    let second = false;
    const rows = [];
    current.slice(0, state.lines).map(context).forEach((line, k) => {
      const own = sentences[line.at], place = `${own ? own.no : ""} ${docs.length > 1 && state.docs[0] !== "d" ? docs[line.doc].id : ""}`.trim();
      if (state.other && (k === 0 || line.second && !second)) { second = Boolean(line.second); rows.push(el("li", {role: "presentation", class: "small"}, show(named(second ? state.other : state.docs)))); }
      const row = el("li", {role: "option", class: "line", id: `line-${k}`, "aria-selected": String(k === state.line), onclick: () => { go(k); }},
        el("span", {class: "place", title: show(place)}, show(place)),
        ...(data.windows.length ? [el("span", {class: "left"}, el("bdi", {}, show(line.left.slice(-60)))), el("span", {}, el("bdi", {class: "node"}, show(line.node)), el("bdi", {class: "right"}, show(line.right.slice(0, 80))))]
          : [el("span"), el("span", {}, el("bdi", {class: "node"}, show(item.label)), own ? say(" paragraph {paragraph}, sentence {no}", own) : "")]));
      rows.push(row);
    });
    parts.lines.classList.toggle("many", docs.length > 1 && state.docs[0] !== "d");
    parts.lines.replaceChildren(...rows);
    if (current.length) parts.lines.setAttribute("aria-activedescendant", `line-${state.line}`); else parts.lines.removeAttribute("aria-activedescendant");
    parts.moreLines.replaceChildren(...(current.length > state.lines ? [el("button", {class: "plain", onclick: () => { state.lines += 5 * LINES; drawLines(); }}, say("{n} more lines", {n: number(current.length - state.lines)}))] : []),
      ...(item && !current.length ? [el("p", {class: "small"}, n ? say("The lines of this bar are not held here.") : say("It does not occur."))] : []));
  }
  // Where what is chosen stands: sentence by sentence in one document, or document by document.
  function drawRows() {
    const item = state.item;
    if (!item) { parts.rows.replaceChildren(); return; }
    const key = state.docs[0] === "d" ? state.docs : "";
    if (!key) { drawDocs(item); return; }
    const shown = [+key.slice(1), ...(state.other[0] === "d" ? [+state.other.slice(1)] : [])];
    const rows = list().frames && list().items.includes(item) ? list().items.filter(one => count(one, key)).slice(0, 6) : [item];
    parts.rows.replaceChildren(el("h3", {}, say("places in the text")), ...shown.flatMap(doc => [
      shown.length > 1 ? el("div", {class: "small"}, el("bdi", {}, show(docs[doc].id))) : null, ...rows.flatMap(one => strip(one, doc, rows.length > 1))]).filter(Boolean));
  }
  function strip(item, doc, titled) {
    const lines = linesOf(item, `d${doc}`), {first, past} = docs[doc];
    if (lines.length < count(item, `d${doc}`)) return [el("p", {class: "small"}, show(say("Not all lines of ‘{label}’ are held here, so that its places are not drawn.", item)))];
    if (!lines.length) return [el("p", {class: "small"}, show(say("no ‘{label}’", item)))];
    const all = past - first;
    let step = 1;
    while (all / step > CELLS && step < 1024) step *= 2;
    const cells = new Map();
    for (const line of lines) { const cell = Math.floor((line.at - first) / step); cells.set(cell, [...(cells.get(cell) || []), line]); }
    const made = [];
    const here = current[state.line];
    for (let cell = 0; cell * step < all; cell++) {
      const own = sentences[first + cell * step], before = sentences[first + cell * step - 1];
      const next = cell && step === 1 && before.paragraph !== own.paragraph ? " next" : "", held = cells.get(cell);
      if (!held) { made.push(el("span", {class: next.trim()})); continue; }
      const last = sentences[Math.min(first + (cell + 1) * step, past) - 1].no;
      const now = item === state.item && here && held.some(line => line.start === here.start && line.doc === here.doc) ? " now" : "";
      made.push(el("button", {class: `n${Math.min(held.length, 3)}${next}${now}`, "data-sentence": own.no, "aria-label": show(say("sentence {no}, {label} {n} time(s)", {no: `${own.no}${step > 1 ? `~${last}` : ""}`, label: item.label, n: held.length})),
        onclick: () => { if (item !== state.item) pick(item); const at = current.findIndex(line => line.doc === doc && line.start === held[0].start); if (at >= 0) go(at); }}, held.length > 1 ? String(held.length) : ""));
    }
    const said = [titled ? el("div", {class: "small"}, show(`${item.label} ${number(lines.length)}`)) : null, el("div", {class: `strip ${item.role || "other"}`, role: "group", "aria-label": show(say("places of {label}", item))}, made)];
    if (step > 1) said.push(el("p", {class: "small"}, say("A cell is {n} sentences.", {n: step})));
    return said.filter(Boolean);
  }
  function drawDocs(item) {
    const held = [];
    for (let k = 0; k < item.by_doc.length; k += 2) if (within(state.docs, item.by_doc[k])) held.push([item.by_doc[k], item.by_doc[k + 1]]);
    held.sort((x, y) => y[1] - x[1] || x[0] - y[0]);
    const most = held.length ? held[0][1] : 1;
    const rows = held.slice(0, 12).map(([doc, n]) => {
      const bar = el("i", {class: item.role}); bar.style.width = `${70 * n / most}%`;
      return el("button", {"data-doc": docs[doc].id, onclick: () => { app.querySelector('[data-control="docs"]').value = `d${doc}`; state.docs = `d${doc}`; change(); drawBars(); }}, el("bdi", {}, show(docs[doc].id)), el("span", {class: "value"}, bar, number(n)));
    });
    const rest = held.length > 12 ? say(", the first 12") : "";
    parts.rows.replaceChildren(el("h3", {}, say("texts that hold it: {n}", {n: number(held.length)}) + rest), el("div", {class: "docs"}, rows));
  }

  // ---- the text ----
  const opened = {}; // how many sentences around the chosen one are shown, by pane
  function drawTexts() {
    const here = current[state.line];
    const panes = [];
    if (state.other) for (const key of [state.docs, state.other]) {
      const side = key === state.other;
      const line = here && Boolean(here.second) === side ? here : current.find(one => Boolean(one.second) === side);
      const doc = line ? line.doc : [...chosen(key)].find(each => within(key, each));
      panes.push(textPane(doc, line, side ? "b" : "a"));
    } else {
      const doc = here ? here.doc : [...chosen(state.docs)].find(each => within(state.docs, each));
      panes.push(textPane(doc, here, "a"));
    }
    parts.texts.replaceChildren(...panes);
    for (const pane of panes) {
      const now = pane.querySelector(".now"), box = pane.querySelector(".text");
      if (now && box) box.scrollTop = Math.max(0, now.offsetTop - 40);
    }
    parts.panes.classList.toggle("two", Boolean(state.other));
  }
  function textPane(doc, line, side) {
    const one = docs[doc], own = line ? sentences[line.at] : null;
    const head = el("div", {class: "head"}, el("h2", {}, state.other || docs.length > 1 ? el("bdi", {}, show(one ? one.title || one.id : "")) : say("text")), el("span", {class: "small"}, own ? say("paragraph {paragraph} · sentence {no}", own) : ""));
    const pane = el("section", {class: "pane", "aria-label": show(`${say("text")} ${one ? one.id : ""} ${side === "b" ? say("side by side") : ""}`)}, head);
    if (!one || !one.windows.length) {
      pane.append(el("p", {class: "small"}, data.windows.length ? say("The sentences of this text are not held here.") : say("No text is shown.")));
      return pane;
    }
    if (data.marks.length) pane.append(switches());
    const box = el("div", {class: "text", tabindex: 0, role: "group", "aria-label": say("text"), onkeydown: textKeys});
    const at = line && line.at >= 0 ? line.at : one.first, reach = opened[side] || AROUND;
    const low = Math.max(one.first, at - reach), high = Math.min(one.past, at + reach + 1);
    const more = () => { opened[side] = reach * 4; drawTexts(); };
    if (low > one.first) box.append(el("button", {class: "plain", onclick: more}, say("{n} sentences before", {n: number(low - one.first)})));
    const nodes = new Map(); // of the chosen bar, by sentence
    if (line) for (const each of current) if (each.doc === doc && each.at >= low && each.at < high) nodes.set(each.at, [...(nodes.get(each.at) || []), each]);
    let paragraph = null, shown = null, past = null;
    for (let k = low; k < high; k++) {
      const sentence = sentences[k];
      if (paragraph === null || sentence.paragraph !== shown) { paragraph = el("p"); box.append(paragraph); shown = sentence.paragraph; }
      if (past !== null && sentences[k - 1].no + 1 < sentence.no) paragraph.append(el("span", {class: "gone"}, say("… sentences that are not held here …")), " ");
      else if (past !== null && sentence.start > past && paragraph.childNodes.length) paragraph.append(cut(doc, past, sentence.start));
      paragraph.append(drawSentence(doc, k, Boolean(line) && line.at === k, nodes.get(k) || []));
      past = sentence.end;
    }
    if (high < one.past) box.append(el("button", {class: "plain", onclick: more}, say("{n} sentences behind", {n: number(one.past - high)})));
    pane.append(box);
    if (own) pane.append(facts(doc, own));
    const verbs = own ? toCodebook(doc, own, line) : null;
    if (verbs) pane.append(verbs);
    return pane;
  }
  // A page without a kernel cannot change a codebook: its buttons copy the line of Python that does.
  const framed = data.lists.filter(one => one.frames).flatMap(one => one.items.map(item => item.key));
  let frameOf = framed[0];
  const python = text => JSON.stringify(text);
  function toCodebook(doc, sentence, line) {
    if (!framed.length) return null;
    const own = list().frames ? state.item.key : null, frame = () => own || frameOf;
    const where = python(`${docs[doc].id} ${sentence.no}`), word = cut(doc, line.start, line.end);
    const button = (name, code) => {
      const made = el("button", {onclick: async () => { const done = await toClipboard(code(), say("a line of Python")); if (done) { made.textContent = say("copied"); setTimeout(() => { made.textContent = name; }, 2000); } }}, name);
      return made;
    };
    return el("div", {class: "verbs", role: "group", "aria-label": say("codebook")},
      own ? null : el("select", {"aria-label": say("frames"), onchange: event => { frameOf = event.target.value; }}, framed.map(name => el("option", {value: name, selected: name === frameOf}, show(name)))),
      button(say("this line is a counterexample"), () => `editor.counterexample(${where}, frame=${python(frame())})`),
      list().unit === "sentences" ? null : button(say("these words are a term"), () => `editor.add(${python(word)}, frame=${python(frame())})`),
      el("span", {class: "small"}, say("Paste it below editor = da.edit(…) and run it.")));
  }
  const totals = {};
  for (const [kind] of data.marks) totals[kind] = (totals[kind] || 0) + 1;
  function switches() {
    return el("div", {class: "switches", role: "group", "aria-label": say("marks")}, KINDS.filter(([kind]) => totals[kind]).map(([kind, name]) => el("button", {"aria-pressed": String(!state.hidden.has(kind)), "data-kind": kind,
      onclick: () => { if (!state.hidden.delete(kind)) state.hidden.add(kind); drawTexts(); const again = parts.texts.querySelector(`[data-kind="${kind}"]`); if (again) again.focus(); }}, `${name} ${number(totals[kind])}`)));
  }
  const byDoc = new Map(); // places of the words of a list, by document, each with its bar
  function wordsOf(doc) {
    const key = `${state.list} ${doc}`;
    if (!byDoc.has(key)) {
      const found = [];
      for (const item of list().items) for (let k = 0; k < item.places.length; k += 3) if (item.places[k] === doc) found.push({start: item.places[k + 1], end: item.places[k + 2], item});
      byDoc.set(key, found.sort((x, y) => x.start - y.start));
    }
    return byDoc.get(key);
  }
  // Those of some stretches, sorted by where they begin, that lie over a sentence; none is longer than a sentence by much.
  function over(stretches, sentence) {
    let low = Math.max(0, lastAt(0, stretches.length, k => stretches[k].start, sentence.start - 400));
    const found = [];
    for (; low < stretches.length && stretches[low].start < sentence.end; low++) if (stretches[low].end > sentence.start) found.push(stretches[low]);
    return found;
  }
  function drawSentence(doc, k, now, nodes) {
    const sentence = sentences[k];
    const low = sentence.start, high = sentence.end;
    const marks = over(docs[doc].marks, sentence).filter(mark => !state.hidden.has(mark.kind));
    const own = list().unit === "sentences" ? [] : over(wordsOf(doc), sentence);
    // marks at 0-5 and 3-9 in a sentence of 12 characters give the pieces 0-3, 3-5, 5-9 and 9-12
    const edges = new Set([low, high]);
    for (const one of [...marks, ...own, ...nodes]) { edges.add(Math.max(low, one.start)); edges.add(Math.min(high, one.end)); }
    const sorted = [...edges].sort((x, y) => x - y), labelled = new Set();
    const made = el("span", {class: now ? "now" : null, "data-sentence": sentence.no}, el("sup", {}, String(sentence.no)));
    for (let n = 0; n + 1 < sorted.length; n++) {
      const from = sorted[n], to = sorted[n + 1], text = show(cut(doc, from, to)), lies = one => one.start <= from && to <= one.end;
      const here = marks.filter(lies), word = own.find(lies), classes = [];
      const frame = here.find(mark => mark.kind === "frame");
      if (frame) classes.push(`f-${frame.role}`);
      for (const mark of here) if (mark.kind !== "frame" && !(frame && mark.kind === "number") && !classes.includes(mark.kind)) classes.push(mark.kind);
      if (nodes.some(lies) && list().unit !== "sentences") classes.push("node");
      if (word) classes.push("own");
      if (!classes.length) { made.append(text); continue; }
      const stance = here.find(mark => mark.kind === "stance" && !labelled.has(mark));
      if (stance) labelled.add(stance);
      const title = here.filter(mark => mark.label).map(mark => `${KINDS.find(([kind]) => kind === mark.kind)[1]} ${mark.label}`).join(" · ");
      made.append(el("span", {class: classes.join(" "), "data-label": stance ? show(stance.label) : null, title: title ? show(title) : null, onclick: word ? () => pick(word.item, {doc, start: word.start}) : () => {}}, text));
    }
    return made;
  }
  function facts(doc, sentence) {
    const marks = over(docs[doc].marks, sentence), rows = [];
    for (const [kind, name] of KINDS) {
      const found = marks.filter(mark => mark.kind === kind);
      if (!found.length && (kind === "candidate" || kind === "quote" || !totals[kind])) continue;
      const said = found.map(mark => { const text = cut(doc, mark.start, mark.end).trim(); return mark.label ? `${text}(${mark.label})` : text; });
      rows.push(el("dt", {}, name), el("dd", {}, said.length ? show(said.join(", ")) : say("none")));
    }
    return el("dl", {class: "facts"}, rows);
  }

  // ---- choosing ----
  function change() { collect(); state.line = Math.min(state.line, Math.max(0, current.length - 1)); state.lines = Math.max(LINES, state.line + 1); drawLines(); drawRows(); drawTexts(); }
  function reset() { state.line = 0; const every = listed(); if (!state.item || !every.includes(state.item) && list().items.includes(state.item)) state.item = every.find(item => count(item, state.docs)) || every[0] || null; drawTabs(); drawBars(); change(); }
  function pick(item, where) {
    state.item = item; state.line = 0; delete opened.a; delete opened.b;
    collect();
    if (where) state.line = Math.max(0, current.findIndex(line => line.doc === where.doc && line.start === where.start));
    state.lines = Math.max(LINES, state.line + 1);
    for (const row of parts.bars.children) row.setAttribute("aria-selected", String(row.item === item));
    const active = [...parts.bars.children].find(row => row.item === item);
    if (active) { parts.bars.setAttribute("aria-activedescendant", active.id); active.scrollIntoView({block: "nearest"}); }
    drawLines(); drawRows(); drawTexts();
    if (where) { const row = document.getElementById(`line-${state.line}`); if (row) row.scrollIntoView({block: "nearest"}); }
  }
  function go(k) {
    state.line = k;
    if (k >= state.lines) { state.lines = k + 1; drawLines(); }
    for (const row of parts.lines.querySelectorAll(".line")) row.setAttribute("aria-selected", String(row.id === `line-${k}`));
    parts.lines.setAttribute("aria-activedescendant", `line-${k}`);
    const row = document.getElementById(`line-${k}`);
    if (row) row.scrollIntoView({block: "nearest"});
    drawRows(); drawTexts();
  }
  const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10};
  function moved(event, at, size) {
    const to = event.key === "Home" ? 0 : event.key === "End" ? size - 1 : event.key in steps ? at + steps[event.key] : null;
    if (to === null || !size) return null;
    event.preventDefault();
    return Math.max(0, Math.min(size - 1, to));
  }
  function barKeys(event) {
    const rows = [...parts.bars.children], to = moved(event, rows.findIndex(row => row.item === state.item), rows.length);
    if (to !== null) pick(rows[to].item);
    else if (event.key === "Enter") { event.preventDefault(); parts.lines.focus(); }
    else if (event.key === "Escape") parts.search.focus();
  }
  function lineKeys(event) {
    const to = moved(event, state.line, Math.min(current.length, state.lines));
    if (to !== null) go(to);
    else if (event.key === "Enter") { event.preventDefault(); const text = parts.texts.querySelectorAll(".text"), here = current[state.line]; const one = text[here && here.second ? text.length - 1 : 0]; if (one) one.focus(); }
    else if (event.key === "Escape") parts.bars.focus();
  }
  function textKeys(event) { if (event.key === "Escape") parts.lines.focus(); }
  function seek(event) {
    const text = event.target.value.trim();
    if (event.key === "Escape") { event.target.value = ""; state.sought = ""; drawBars(); parts.bars.focus(); }
    if (event.key !== "Enter" || !text) return;
    const item = list().items.find(one => one.label === text) || search(text);
    state.sought = ""; drawBars(); pick(item); parts.lines.focus();
  }

  // ---- lines for a spreadsheet ----
  function csv() {
    // text that a spreadsheet would take for a formula is led by a mark, as in the files of the kit
    const cell = value => { const text = String(value); const plain = /^'*[=+\-@\t\r]/.test(text) && typeof value !== "number" ? `'${text}` : text; return /[",\n\r]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain; };
    const head = [say("doc"), say("paragraph"), say("sentence"), say("start"), say("end"), say("left"), say("words found"), say("right")];
    const rows = current.map(context).map(line => { const own = sentences[line.at]; return [docs[line.doc].id, own ? own.paragraph : "", own ? own.no : "", line.start, line.end, line.left, line.node, line.right]; });
    return [head, ...rows].map(row => row.map(cell).join(",")).join("\n") + "\n";
  }
  async function copy() {
    if (!await toClipboard(csv(), "CSV")) return;
    parts.csv.textContent = say("copied");
    setTimeout(() => { parts.csv.textContent = say("copy CSV"); }, 2000);
  }
  async function toClipboard(text, what) { // whether it was copied without a hand
    try { await navigator.clipboard.writeText(text); return true; } catch { /* the frame may not; then by hand */ }
    const area = el("textarea", {"aria-label": what, readonly: true}), before = document.activeElement;
    const box = el("dialog", {"aria-label": say("copy: {what}", {what})}, el("p", {}, say("This page may not copy by itself. Select all below and copy it (Ctrl+C).")), area, el("button", {onclick: () => box.close()}, say("close")));
    area.value = text;
    box.addEventListener("close", () => { box.remove(); if (before) before.focus(); });
    app.append(box);
    box.showModal();
    area.focus(); area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { done = false; }
    if (done) box.close();
    return done;
  }

  build();
  reset();
})();
