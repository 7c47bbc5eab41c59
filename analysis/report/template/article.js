"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const held = JSON.parse(byId("data").textContent);
  const { index, frames, texts } = held;
  const panel = byId("panel"), body = byId("panel-body"), note = byId("panel-note"), tabs = panel.querySelector(".tabs");
  const phone = matchMedia("(max-width: 720px)"), calm = matchMedia("(prefers-reduced-motion: reduce)");
  const state = { key: "", sentence: 0, tab: "lines", back: null, all: false };

  const fill = (key, values) => texts[key].replace(/\{(\w+)(?::[^}]*)?\}/g, (whole, name) => (name in values ? values[name] : whole));
  const make = (tag, css = "", text = "") => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  };
  const numbers = (node) => (node.dataset.s || "").split(" ").filter(Boolean).map(Number);
  const keysOf = (node) => [node.dataset.k, ...(node.dataset.also || "").split("|")];

  // A sentence of the article as it stands in a line of the panel: the same marks, without links inside the link.
  function copyOf(number) {
    const from = byId(`s${number}`), to = make("span", "copy");
    if (!from) return to;
    const walk = (source, target) => source.childNodes.forEach((child) => {
      if (child.nodeType === 3) target.append(child.textContent);
      if (child.nodeType !== 1 || child.matches(".no, .st-l")) return;
      const copied = make(child.tagName === "A" ? "span" : child.tagName, child.className);
      if (child.matches(".gone")) copied.style.width = child.style.width;
      walk(child, copied);
      target.append(copied);
    });
    walk(from, to);
    return to;
  }

  // Why the marks of a sentence were counted or not: those of what is chosen, or all of them.
  function reasons(number) {
    const said = new Set(), lines = [];
    all("a.m", byId(`s${number}`) || make("span")).forEach((mark) => {
      const own = !state.key || state.key === `f=${mark.dataset.f}` || keysOf(mark).includes(state.key);
      const more = (mark.dataset.also || "").split("|").filter((one) => one.includes("/") && !one.includes("="));
      if (!own) return;
      for (const [frame, why] of [[mark.dataset.f, mark.dataset.why], ...more.map((one) => one.split("/"))]) {
        const told = frames[frame];
        if (!told || (state.key.startsWith("f=") && state.key !== `f=${frame}`)) continue;
        const text = why ? `${fill("text.uncounted", { label: told.l })} · ${texts["text.why_support"]}` : fill("text.counted", { label: told.l });
        if (said.has(text)) continue;
        said.add(text);
        const line = make("span", "why"), square = make("i", `${told.c}${why ? " cand" : told.c === "b" ? " hatched" : ""}`);
        line.append(square, text);
        lines.push(line);
      }
    });
    return lines;
  }

  function lineOf(number, near = false) {
    const line = make("a", `line${near ? " near" : ""}`);
    line.href = `#s${number}`;
    line.dataset.line = number;
    const right = make("span");
    right.append(copyOf(number), ...(near ? [] : reasons(number)));
    line.append(make("span", "n", String(number)), right);
    return line;
  }

  function sentencesOf() {
    if (state.key) return index[state.key].s;
    const last = all(".s").length ? Math.max(...all(".s").map((one) => +one.dataset.n)) : 0;
    return [state.sentence - 1, state.sentence, state.sentence + 1].filter((n) => n >= 1 && n <= last && byId(`s${n}`));
  }

  // Words that stand in the same sentences as the chosen one, the most frequent first.
  function company(key) {
    const own = new Set(index[key].s);
    return Object.entries(index)
      .filter(([other]) => other.startsWith("w=") && other !== key)
      .map(([other, entry]) => [other, entry, entry.s.filter((n) => own.has(n)).length])
      .filter((one) => one[2] > 0)
      .sort((a, b) => b[2] - a[2] || b[1].n - a[1].n)
      .slice(0, 20);
  }

  function compounds(key) {
    const word = key.slice(2);
    return Object.entries(index).filter(([other, entry]) => /^[wu]=/.test(other) && other !== key && entry.t !== word && entry.t.includes(word))
      .map(([other, entry]) => [other, entry, entry.n]);
  }

  function writeTabs(entry) {
    tabs.replaceChildren();
    const kinds = [["lines", fill("text.lines", { n: entry.s.length }), null]];
    if (state.key.startsWith("w=")) {
      const near = company(state.key), longer = compounds(state.key);
      if (near.length) kinds.push(["together", texts["text.together"], near]);
      if (longer.length) kinds.push(["compounds", fill("text.compounds", { n: longer.length }), longer]);
    }
    tabs.hidden = kinds.length < 2;
    if (!kinds.some((one) => one[0] === state.tab)) state.tab = "lines";
    for (const [id, label] of kinds) {
      const button = make("button", "", label);
      button.type = "button";
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", String(state.tab === id));
      button.addEventListener("click", () => { state.tab = id; write(); tabs.querySelector("[aria-selected=true]").focus(); });
      tabs.append(button);
    }
    return (kinds.find((one) => one[0] === state.tab) || kinds[0])[2];
  }

  function write() {
    const entry = state.key ? index[state.key] : { t: fill("text.sentence", { n: state.sentence }), k: texts["text.neighbours"], s: [state.sentence] };
    byId("panel-title").textContent = entry.t;
    byId("panel-kind").textContent = state.key && entry.s.length ? fill("text.n_sentences", { kind: entry.k, n: entry.n || entry.s.length, s: entry.s.length }) : entry.k;
    note.replaceChildren();
    const from = entry.note && byId(entry.note);
    if (from) note.append(...[...from.children].map((child) => child.cloneNode(true)));
    const list = writeTabs(entry);
    body.replaceChildren();
    if (list) {
      const box = make("div", "list");
      for (const [key, other, n] of list) {
        const link = make("a", "", `${other.t} ${n}`);
        link.href = "#text";
        link.dataset.k = key;
        box.append(link);
      }
      body.append(box);
      return;
    }
    const sentences = sentencesOf();
    const shown = state.all ? sentences : sentences.slice(0, Math.max(held.most, sentences.indexOf(state.sentence) + 1));
    shown.forEach((n) => body.append(lineOf(n, !state.key && n !== state.sentence)));
    if (shown.length < sentences.length) {
      const more = make("button", "button", fill("text.more", { n: sentences.length - shown.length }));
      more.type = "button";
      more.addEventListener("click", () => { state.all = true; write(); });
      body.append(more);
    }
    if (!sentences.length && !from) body.append(make("p", "line", texts["text.nothing"]));
    light();
  }

  // Colour what is chosen, in the text, in the strip and in the rows.
  function light() {
    all(".s.hit, .s.here, .c.on, .word.on, .line.on").forEach((one) => one.classList.remove("hit", "here", "on"));
    if (panel.hidden) return;
    const chosen = new Set(state.key ? index[state.key].s : [state.sentence]);
    chosen.forEach((n) => byId(`s${n}`)?.classList.add("hit"));
    if (state.sentence) byId(`s${state.sentence}`)?.classList.add("here");
    all(".strip .c").forEach((cell) => cell.classList.toggle("on", state.sentence > 0 && numbers(cell).includes(state.sentence) && cell.matches("a")));
    all(".word[data-k]").forEach((row) => row.classList.toggle("on", row.dataset.k === state.key));
    body.querySelector(`[data-line="${state.sentence}"]`)?.classList.add("on");
  }

  function place() {
    if (panel.hidden) return;
    const box = byId("text").getBoundingClientRect();
    panel.classList.toggle("floating", !phone.matches && (box.bottom < innerHeight * 0.55 || box.top > innerHeight * 0.6));
  }

  function reach(number) {
    const node = byId(`s${number}`);
    if (!node) return;
    const top = node.getBoundingClientRect().top + scrollY - (phone.matches ? 64 : Math.max(90, innerHeight * 0.25));
    scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }

  function address() {
    const parts = [state.key ? encodeURI(state.key) : state.sentence ? `s${state.sentence}` : ""];
    if (state.key && state.sentence && !panel.hidden) parts.push(`s${state.sentence}`);
    const off = all("[data-show]").filter((one) => !one.checked).map((one) => one.dataset.show);
    if (off.length) parts.push(`off=${off.join(",")}`);
    history.replaceState(null, "", `${location.pathname}${location.search}#${parts.filter(Boolean).join("&")}`.replace(/#$/, ""));
  }

  function open({ key = "", sentence = 0, go = false, focus = true, back = document.activeElement }) {
    if (key && !index[key]) return;
    if (!panel.contains(back)) state.back = back;
    Object.assign(state, { key, sentence, tab: "lines", all: false });
    if (key && !sentence && index[key].s.length) state.sentence = index[key].s[0];
    panel.hidden = false;
    document.body.classList.add("open");
    write();
    if (go && state.sentence) reach(state.sentence);
    place();
    body.scrollTop = 0;
    const line = body.querySelector(".line.on");
    if (line && line.offsetTop + line.offsetHeight > body.offsetTop + body.clientHeight) body.scrollTop = line.offsetTop - body.offsetTop - 8;
    if (focus) (line || body).focus({ preventScroll: true });
    address();
  }

  function close() {
    panel.hidden = true;
    panel.classList.remove("full", "floating");
    document.body.classList.remove("open");
    state.key = "";
    state.sentence = 0;
    light();
    address();
    if (state.back && state.back.isConnected) state.back.focus({ preventScroll: true });
  }

  function step(by) {
    const lines = all(".line[data-line]", body);
    if (!lines.length) return;
    const at = lines.findIndex((one) => +one.dataset.line === state.sentence);
    const line = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
    state.sentence = +line.dataset.line;
    light();
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
    if (!panel.classList.contains("floating")) reach(state.sentence);
    address();
  }

  document.addEventListener("click", (event) => {
    const line = event.target.closest(".line[data-line]");
    if (line) {
      event.preventDefault();
      state.sentence = +line.dataset.line;
      light();
      panel.classList.remove("full");
      reach(state.sentence);
      address();
      return;
    }
    const node = event.target.closest("[data-k], [data-s]");
    if (!node || event.ctrlKey || event.metaKey || String(getSelection())) return;
    const inStrip = node.matches(".c"), own = numbers(node);
    if (node.matches("input, summary")) return;
    event.preventDefault();
    const inText = node.closest("#body");
    const sentence = own[0] || (inText ? +node.closest(".s").dataset.n : 0);
    const key = inStrip && !(own.length > 1) ? "" : node.dataset.k || "";
    if (inStrip && own.length > 1 && key) {
      const first = index[key].s.find((n) => own.includes(n)) || own[0];
      open({ key, sentence: first, go: true, back: node });
      return;
    }
    open({ key, sentence, go: inStrip || !key || phone.matches, back: node.matches("a, button") ? node : document.activeElement });
  });

  panel.addEventListener("keydown", (event) => {
    if (event.target.closest("[role=tab], input, #panel-close") && event.key !== "Escape") return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter" && state.sentence && !event.target.closest("[data-k]")) {
      event.preventDefault();
      reach(state.sentence);
      byId(`s${state.sentence}`)?.querySelector(".no")?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) { event.preventDefault(); close(); } });
  byId("panel-close").addEventListener("click", close);

  // The sheet of a phone is drawn up and down.
  const grip = panel.querySelector(".grip");
  let from = 0;
  grip.addEventListener("pointerdown", (event) => { from = event.clientY; grip.setPointerCapture(event.pointerId); });
  grip.addEventListener("pointerup", (event) => {
    const by = event.clientY - from;
    if (by > 60 && !panel.classList.contains("full")) close();
    else panel.classList.toggle("full", Math.abs(by) < 8 ? !panel.classList.contains("full") : by < 0);
  });

  // The address: #s14, #w=동맹, #w=동맹&s14, and off= for marks that are switched off.
  function read() {
    let parts;
    try { parts = decodeURI(location.hash.slice(1)).split("&"); } catch { return; }
    const off = (parts.find((one) => one.startsWith("off=")) || "off=").slice(4).split(",");
    all("[data-show]").forEach((one) => { one.checked = !off.includes(one.dataset.show); });
    const number = +(parts.find((one) => /^s\d+$/.test(one)) || "s0").slice(1), key = parts.find((one) => one in index) || "";
    if (key || (number && byId(`s${number}`))) open({ key, sentence: number, go: true, focus: false });
  }
  all("[data-show]").forEach((one) => one.addEventListener("change", address));
  addEventListener("hashchange", read);
  addEventListener("scroll", () => requestAnimationFrame(place), { passive: true });

  // Copying
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return; } catch { /* not allowed here: the old way */ }
    const box = make("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  all("[data-copy], [data-copy-text]").forEach((button) => button.addEventListener("click", async () => {
    await copy(button.dataset.copyText || byId(button.dataset.copy.slice(1)).textContent);
    const isPlain = button.classList.contains("button"), before = button.textContent;
    const told = isPlain ? button : button.parentNode.appendChild(make("span", "told"));
    told.textContent = texts["sure.copied"];
    setTimeout(() => { if (isPlain) button.textContent = before; else told.remove(); }, 2000);
  }));

  // Where on the page one is
  const links = new Map(all(".top nav a").map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    links.forEach((link, id) => { if (id === entry.target.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
  }), { rootMargin: "-30% 0px -65% 0px" });
  links.forEach((_, id) => { if (byId(id)) seen.observe(byId(id)); });

  // A codebook begun from words: chips put words in and out, the file beside them follows.
  const draft = byId("draft");
  if (draft) {
    const { lines, file } = JSON.parse(draft.textContent);
    const chips = all(".chip"), names = all("[data-name]");
    const text = () => {
      const on = (g) => chips.filter((one) => +one.dataset.g === g && one.getAttribute("aria-pressed") === "true").map((one) => one.dataset.w);
      return lines.filter((line) => {
        const words = line.g === undefined ? [] : on(line.g);
        if (line.k === "term") return words.includes(line.w) || !chips.some((one) => +one.dataset.g === line.g && one.dataset.w === line.w);
        if (line.k === "example") return words.some((word) => line.t.includes(word));
        if (line.k === "counter") return !words.some((word) => line.t.includes(word));
        return true;
      }).map((line) => {
        const name = line.k === "label" ? names[line.g]?.value.trim() : "";
        return name ? `  label: {ko: ${JSON.stringify(name)}, en: ${JSON.stringify(name)}}` : line.t;
      }).join("\n") + "\n";
    };
    const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
    const show = () => { byId("yaml").textContent = text().replace(turning, (one) => `[U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`); };
    chips.forEach((chip) => chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      show();
    }));
    names.forEach((name) => name.addEventListener("input", show));
    byId("save").addEventListener("click", () => {
      const link = make("a");
      link.href = URL.createObjectURL(new Blob([text()], { type: "text/yaml" }));
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    show();
  }

  read();
})();
