const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "?"]);
const HINTS = [["ArrowLeft", "←", "앞으로"], ["ArrowRight", "→", "건너뛰기"], ["Enter", "Enter", "저장하고 다음"],
  ["ArrowDown", "↓", "다음 물음"], ["U", "U", "되돌리기"], ["N", "N", "메모"], ["D", "D", "정의와 물음"]];
const MARKS = { yes: "✓", no: "–", unsure: "?" };
const STATES = { yes: "있음", no: "없음", unsure: "알 수 없음", "": "아직 고르지 않음" };
const PATIENCE = 3000; // milliseconds until the screen says that nobody answers
const SEGMENTS = 80; // units that the strip draws one by one

const make = (tag, about = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), about);
  made.append(...inside);
  return made;
};

const isModified = (event) => event.ctrlKey || event.metaKey || event.altKey;

// The letters of a Korean keyboard stand on the same keys, so that the key counts and not what it would write.
function keyOf(event) {
  if (MOVES.has(event.key)) return event.key;
  const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (found && !event.shiftKey) return found[1];
  if (/^\d$/.test(event.key)) return event.key;
  if (event.code === "Slash") return "?";
  const letter = (/^Key([UND])$/.exec(event.code) || [])[1] || event.key.toUpperCase();
  return ["U", "N", "D"].includes(letter) ? letter : "";
}

function render({ model, el }) {
  let screen = null, sent = 0, waiting = null;
  const root = make("div", { className: "damron-coding", tabIndex: 0, role: "group", ariaLabel: "코딩" });
  const strip = make("div", { className: "strip", ariaHidden: "true" });
  const place = make("p"), who = make("p"), paragraph = make("div", { className: "paragraph" });
  const says = make("p", { className: "says", role: "status" });
  const asks = make("div"), saved = make("p", { className: "saved" });
  const note = make("input", { className: "note", type: "text", placeholder: "메모(선택)", ariaLabel: "메모" });
  const guide = make("div", { className: "guide" }), agreed = make("div");
  const definitions = make("details", {}, make("summary", { textContent: "정의와 물음" }), guide);
  const again = make("button", { type: "button", textContent: "다시 계산", onclick: () => send("agree") });
  const agreement = make("details", {}, make("summary", { textContent: "일치도" }), agreed, again);
  const keys = make("div", { className: "keys" }, ...HINTS.map(([key, sign, text]) =>
    make("button", { type: "button", onclick: () => act(key) }, make("kbd", { textContent: sign }), ` ${text}`)));
  root.append(
    make("div", {}, strip, make("div", { className: "where" }, place, who), paragraph, keys, says, definitions, agreement),
    make("div", { className: "side" }, asks, note, saved));
  el.append(root);

  function send(kind, value) {
    sent += 1;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      says.textContent = screen
        ? "커널이 아직 답하지 않는다. 다른 셀이 실행 중이면 끝난 뒤에 저장된다. 아니면 이 셀을 다시 실행한다."
        : "커널이 없다. 이 셀을 다시 실행하면 남은 것부터 이어진다.";
    }, PATIENCE);
    // What was seen goes along: a key that was meant for another unit than the one that is open is not counted.
    try { model.send({ id: sent, kind, value, seen: screen ? [screen.at, screen.asked] : null }); } catch { /* told above */ }
  }

  function act(key) {
    if (key === "D") { definitions.open = !definitions.open; return; }
    if (key === "N") { note.focus(); return; }
    if (key) send("key", key);
  }

  function option([label, state], n, asked, several) {
    const button = make("button", { type: "button", onclick: () => { send("choose", [asked, n]); root.focus(); } },
      ...(n < 9 ? [make("kbd", { textContent: String(n + 1) })] : []), make("span", { textContent: label }),
      make("b", { textContent: MARKS[state] || "" }));
    button.dataset.state = state;
    button.setAttribute("aria-pressed", String(state === "yes"));
    button.setAttribute("aria-label", several ? `${label}: ${STATES[state]}` : label);
    return button;
  }

  function extra(key, label, state) {
    const button = make("button", { type: "button", onclick: () => { send("key", key); root.focus(); } },
      make("kbd", { textContent: key }), make("span", { textContent: label }), make("b", { textContent: MARKS[state] || "" }));
    button.dataset.state = state;
    return button;
  }

  function question(one, n, all) {
    const options = make("div", { className: "options" }, ...one.options.map((pair, k) => option(pair, k, n, one.several)));
    if (n === screen.asked) {
      const none = one.several && one.options.every(([, state]) => state === "no");
      if (one.several) options.append(extra("0", "해당 없음", none ? "yes" : ""));
      options.append(extra("?", "알 수 없음", one.unsure ? "yes" : ""));
    }
    const box = make("div", { className: "question", role: "group", ariaLabel: one.label }, make("h4", { textContent: one.label }), options);
    box.classList.toggle("asked", n === screen.asked);
    box.classList.toggle("only", all.length === 1);
    return box;
  }

  function show() {
    const total = screen.marks.length, over = screen.at >= total;
    strip.classList.toggle("bar", total > SEGMENTS);
    strip.replaceChildren(...(total > SEGMENTS ? [make("i")] : [...screen.marks].map((mark, n) =>
      make("i", { className: n === screen.at ? "here" : mark === "1" ? "done" : "" }))));
    if (total > SEGMENTS) strip.firstChild.style.width = `${(100 * screen.done) / total}%`;
    place.textContent = over ? `${total}${screen.word} 가운데 ${screen.done}`
      : `${screen.at + 1}번째 / ${total}${screen.word} · 코딩한 것 ${screen.done} · 순서는 코더마다 섞는다`;
    who.textContent = `코더 ‘${screen.coder}’`;
    paragraph.replaceChildren(...(over
      ? [screen.done === total ? "다 코딩했다. 고치려면 ←로 돌아간다." : "끝까지 왔다. Enter를 누르면 남은 것으로 간다."]
      : [screen.before.trimEnd(), make("div", { className: "unit", textContent: screen.text }), screen.after.trimStart()]));
    keys.children[HINTS.findIndex(([key]) => key === "ArrowDown")].hidden = screen.questions.length < 2;
    asks.replaceChildren(...screen.questions.map(question));
    if (document.activeElement !== note && root.getRootNode().activeElement !== note) note.value = screen.note;
    note.disabled = over;
    says.textContent = screen.says;
    saved.textContent = `누를 때마다 저장: ${screen.file} · 기계의 답은 보이지 않는다.`;
  }

  function teach(frames) {
    guide.replaceChildren(...frames.flatMap((frame) => [
      make("h5", { textContent: frame.label }), make("p", { textContent: frame.definition }),
      ...frame.lists.flatMap(([head, lines]) => [make("p", { className: "head", textContent: head }),
        make("ul", {}, ...lines.map((line) => make("li", { textContent: line })))])]));
  }

  function compare({ rows, says: said }) {
    const cells = (tag, texts) => make("tr", {}, ...texts.map((text) => make(tag, { textContent: text })));
    const heads = ["", "단위", "일치율", "α", "판정"];
    agreed.replaceChildren(make("p", { textContent: said }), ...(rows.length ? [make("table", {},
      make("thead", {}, cells("th", heads)), make("tbody", {}, ...rows.map((row) => cells("td", row))))] : []));
    if (rows.length) agreement.open = true;
  }

  const heard = (content) => {
    clearTimeout(waiting);
    screen = content;
    if (content.guide) teach(content.guide);
    if (content.agreement) compare(content.agreement);
    show();
  };
  model.on("msg:custom", heard);

  note.addEventListener("keydown", (event) => {
    if (isModified(event)) return;
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") { note.value = screen ? screen.note : ""; root.focus(); }
    if (event.key === "Enter") { event.preventDefault(); root.focus(); }
  });
  note.addEventListener("change", () => send("note", note.value));
  // What the notebook does with single keys (move, delete, restart) must not happen here; Ctrl+S stays its own.
  root.addEventListener("keydown", (event) => {
    if (isModified(event) || event.key === "Tab") return;
    event.stopPropagation();
    if (event.target !== root && ["Enter", " "].includes(event.key)) return; // a button that has the focus
    const key = keyOf(event);
    if (!key) return;
    event.preventDefault();
    if (!event.repeat) act(key); // a key that is held down would run through units unread
  });
  // Keys go to what has the focus: after a click (a key on a button is one of detail 0) that is the screen again.
  root.addEventListener("click", (event) => {
    if (event.detail && event.target !== note) root.focus({ preventScroll: true });
  });
  send("hello");
  return () => { clearTimeout(waiting); model.off("msg:custom", heard); };
}

export default { render };
