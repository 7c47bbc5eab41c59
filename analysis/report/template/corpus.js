"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const { texts, names, groups, periods, frames, most } = JSON.parse(byId("data").textContent);
  const table = byId("rows"), rows = all("tbody tr", table), find = byId("find"), when = byId("when"), more = byId("more");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const state = { g: "", p: "", k: "", z: "", d: "", q: "", all: false };
  const fill = (text, values) => text.replace(/\{(\w+)(?::[^}]*)?\}/g, (whole, name) => (name in values ? values[name] : whole));
  const count = (n) => fill(n === 1 ? texts.one : texts.n, { n: n.toLocaleString("en") });
  const words = new Map(rows.map((row) => [row, row.textContent.normalize("NFC").toLowerCase()]));

  const fits = (row) => (!state.d || row.id === state.d)
    && (!state.g || row.dataset.g === state.g) && (!state.p || row.dataset.p === state.p)
    && (!state.z || row.dataset.z.split(" ").includes(state.z))
    && (!state.k || row.querySelector(`.ln[data-k="${state.k}"]`))
    && (!state.q || words.get(row).includes(state.q));

  // Which lines of a row are shown: those of the chosen word, or that hold what is searched; else all.
  function choose(row) {
    const lines = all(".ln", row);
    const wanted = lines.filter((line) => (state.k ? line.dataset.k === state.k : state.q && line.textContent.normalize("NFC").toLowerCase().includes(state.q)));
    lines.forEach((line) => line.classList.toggle("hit", wanted.includes(line) || !wanted.length));
    const rest = row.querySelector(".rest");
    if (rest) rest.open = state.d ? true : wanted.some((line) => rest.contains(line)) && !wanted.includes(lines[0]);
  }

  function chip(key, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = fill(texts.clear, { what: label });
    button.addEventListener("click", () => { state[key] = ""; show(); find.focus(); });
    return button;
  }

  function show() {
    const found = rows.filter(fits);
    const shown = state.all ? found : found.slice(0, most);
    rows.forEach((row) => row.classList.remove("in", "on"));
    shown.forEach((row) => row.classList.add("in"));
    table.classList.add("few");
    table.classList.toggle("by", Boolean(state.k || state.q));
    found.forEach(choose);
    if (state.d && byId(state.d)) byId(state.d).classList.add("on");
    byId("count").textContent = fill(texts.count, { n: count(found.length), all: count(rows.length) });
    byId("nothing").hidden = found.length > 0;
    more.hidden = shown.length === found.length;
    more.textContent = fill(texts.rest, { n: count(found.length - shown.length) });
    all(".tools [data-g]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.g === state.g)));
    if (when) when.value = state.p;
    const held = byId("held");
    held.replaceChildren();
    if (state.k) held.append(chip("k", names[state.k] || state.k));
    if (state.z) held.append(chip("z", fill(texts.zero, { label: frames[state.z] })));
    if (state.d) held.append(chip("d", texts.document));
    if (state.g && !all(`.tools [data-g="${state.g}"]`).length) held.append(chip("g", groups[state.g]));
    if (state.p && !when) held.append(chip("p", periods[state.p]));
  }

  function go(values) {
    Object.assign(state, { g: "", p: "", k: "", z: "", d: "", q: "", all: false }, values);
    find.value = "";
    show();
    byId("documents").scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    const first = rows.find((row) => row.classList.contains("in"));
    if (first) first.focus({ preventScroll: true });
    const address = Object.entries(state).filter(([key, value]) => value && key !== "all").map(([key, value]) => `${key}=${value}`).join("&");
    history.replaceState(null, "", address ? `#${address}` : "#documents");
  }

  const read = (text) => Object.fromEntries(text.split(/[;&]/).map((part) => part.split("=")).filter(([key, value]) => key in state && value));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go], a[href^='#d']");
    if (!link) return;
    const to = link.getAttribute("href");
    if (link.dataset.go === undefined && !/^#d\d+$/.test(to)) return;
    event.preventDefault();
    go(link.dataset.go === undefined ? { d: to.slice(1) } : read(link.dataset.go));
  });
  find.addEventListener("input", () => { Object.assign(state, { q: find.value.trim().normalize("NFC").toLowerCase(), d: "", all: false }); show(); });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    find.value = "";
    Object.assign(state, { g: "", p: "", k: "", z: "", d: "", q: "", all: false });
    show();
  });
  if (when) when.addEventListener("change", () => { Object.assign(state, { p: when.value, all: false }); show(); });
  all(".tools [data-g]").forEach((button) => button.addEventListener("click", () => {
    Object.assign(state, { g: state.g === button.dataset.g ? "" : button.dataset.g, all: false });
    show();
  }));
  more.addEventListener("click", () => { state.all = true; show(); });

  // Marks of one chart are one stop of the Tab key; arrows go from one to the next.
  all("svg.chart").forEach((chart) => {
    const marks = all("a", chart);
    marks.forEach((mark, place) => mark.setAttribute("tabindex", place ? "-1" : "0"));
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const here = marks.indexOf(document.activeElement);
      if (!step || here < 0) return;
      event.preventDefault();
      const next = marks[Math.min(Math.max(here + step, 0), marks.length - 1)];
      marks.forEach((mark) => mark.setAttribute("tabindex", mark === next ? "0" : "-1"));
      next.focus();
    });
  });

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }
  all("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
    await copy(byId(button.dataset.copy.slice(1)).textContent);
    const said = button.textContent;
    button.textContent = texts.copied;
    setTimeout(() => { button.textContent = said; }, 2000);
  }));

  all('a[href^="#k-"]').forEach((link) => link.addEventListener("click", () => {
    const fold = byId(link.hash.slice(1)).closest("details");
    if (fold) fold.open = true;
  }));

  all(".tools[hidden], .buttons[hidden]").forEach((node) => { node.hidden = false; });
  const asked = read(location.hash.slice(1));
  if (/^#d\d+$/.test(location.hash)) go({ d: location.hash.slice(1) });
  else if (Object.keys(asked).length) go(asked);
  else show();

  const sections = all("main section"), links = all(".top nav a");
  const look = () => {
    const here = sections.filter((one) => one.getBoundingClientRect().top < 120).pop() || sections[0];
    links.forEach((link) => (link.hash === `#${here.id}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  addEventListener("scroll", look, { passive: true });
})();
