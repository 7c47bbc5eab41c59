const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "?"]);
const HINTS = [["ArrowLeft", "←", say("back")], ["ArrowRight", "→", say("skip")], ["Enter", "Enter", say("save and go on")],
  ["ArrowDown", "↓", say("next question")], ["U", "U", say("undo")], ["N", "N", say("note")], ["D", "D", say("definitions and questions")]];
const MARKS = { yes: "✓", no: "–", unsure: "?" };
const STATES = { yes: say("present"), no: say("absent"), unsure: say("cannot be told"), "": say("not chosen yet") };
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
  const root = make("div", { className: "damron-coding", tabIndex: 0, role: "group", ariaLabel: say("coding") });
  const strip = make("div", { className: "strip", ariaHidden: "true" });
  const place = make("p"), who = make("p"), paragraph = make("div", { className: "paragraph" });
  const says = make("p", { className: "says", role: "status" });
  const asks = make("div"), saved = make("p", { className: "saved" });
  const note = make("input", { className: "note", type: "text", placeholder: say("note (optional)"), ariaLabel: say("note") });
  const guide = make("div", { className: "guide" }), agreed = make("div");
  const definitions = make("details", {}, make("summary", { textContent: say("definitions and questions") }), guide);
  const again = make("button", { type: "button", textContent: say("compute again"), onclick: () => send("agree") });
  const agreement = make("details", {}, make("summary", { textContent: say("agreement") }), agreed, again);
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
        ? say("The kernel has not answered yet. If another cell is running, it is saved after that. Else run this cell again.")
        : say("There is no kernel. Run this cell again, and it goes on where it stopped.");
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
      if (one.several) options.append(extra("0", say("none of them"), none ? "yes" : ""));
      options.append(extra("?", say("cannot be told"), one.unsure ? "yes" : ""));
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
    place.textContent = over ? say("{done} of {total} {word}(s)", { done: screen.done, total, word: screen.word })
      : say("{at} / {total} {word}(s) · coded: {done} · the order is each coder's own", { at: screen.at + 1, total, word: screen.word, done: screen.done });
    who.textContent = say("coder ‘{coder}’", screen);
    paragraph.replaceChildren(...(over
      ? [screen.done === total ? say("All is coded. To mend something, go back with ←.") : say("This is the end. Enter goes to what is left.")]
      : [screen.before.trimEnd(), make("div", { className: "unit", textContent: screen.text }), screen.after.trimStart()]));
    keys.children[HINTS.findIndex(([key]) => key === "ArrowDown")].hidden = screen.questions.length < 2;
    asks.replaceChildren(...screen.questions.map(question));
    if (document.activeElement !== note && root.getRootNode().activeElement !== note) note.value = screen.note;
    note.disabled = over;
    says.textContent = screen.says;
    saved.textContent = say("saved with every key: {file} · what a machine says is not shown.", screen);
  }

  function teach(frames) {
    guide.replaceChildren(...frames.flatMap((frame) => [
      make("h5", { textContent: frame.label }), make("p", { textContent: frame.definition }),
      ...frame.lists.flatMap(([head, lines]) => [make("p", { className: "head", textContent: head }),
        make("ul", {}, ...lines.map((line) => make("li", { textContent: line })))])]));
  }

  function compare({ rows, says: said }) {
    const cells = (tag, texts) => make("tr", {}, ...texts.map((text) => make(tag, { textContent: text })));
    const heads = ["", say("units"), say("observed agreement"), "α", say("verdict")];
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
