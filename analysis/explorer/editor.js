const PATIENCE = 3000; // milliseconds until the screen says that nobody answers

const make = (tag, about = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), about);
  made.append(...inside);
  return made;
};

function render({ model, el }) {
  let screen = null, sent = 0, waiting = null;
  const root = make("div", { className: "damron-editor", role: "group", ariaLabel: say("mend a codebook") });
  const frames = make("div", { className: "frames", role: "group", ariaLabel: say("frames") });
  const seek = make("input", { type: "search", placeholder: say("words to find (lines of the frame where empty)"), ariaLabel: say("words to find") });
  const undo = make("button", { type: "button", textContent: say("undo"), onclick: () => send("undo") });
  const says = make("div", { className: "says", role: "status" }), tested = make("p", { className: "tested" });
  const lines = make("ul", { className: "lines", ariaLabel: say("lines") });
  seek.addEventListener("keydown", (event) => {
    event.stopPropagation(); // letters are commands of a notebook
    if (event.key === "Enter") send("show", { sought: seek.value });
  });
  root.append(frames, make("div", { className: "tools" }, seek, undo), says, tested, lines);
  el.append(root);

  function send(kind, more = {}) {
    clearTimeout(waiting);
    waiting = setTimeout(() => { says.replaceChildren(make("p", { textContent: say("The kernel does not answer. Run this cell again.") })); }, PATIENCE);
    model.send({ id: ++sent, kind, frame: screen ? screen.frame : "", ...more });
  }
  function draw() {
    frames.replaceChildren(...screen.frames.map(([id, label, n]) => {
      const button = make("button", { type: "button", textContent: `${label} ${n.toLocaleString("ko-KR")}`, onclick: () => send("show", { frame: id }) });
      button.setAttribute("aria-pressed", String(id === screen.frame));
      return button;
    }));
    if (document.activeElement !== seek) seek.value = screen.sought;
    undo.disabled = !screen.changes;
    says.replaceChildren(...screen.says.map((text) => make("p", { textContent: text })));
    tested.textContent = screen.tested;
    lines.replaceChildren(...screen.lines.map(([doc, sentence, start, end, left, node, right, term]) => {
      const line = [doc, sentence, start, end];
      return make("li", {},
        make("span", { className: "place", textContent: `${doc} ${sentence}` }),
        make("span", { className: "text" }, left, make("mark", { textContent: node }), right),
        make("span", { className: "term", textContent: term }),
        make("span", { className: "buttons" },
          make("button", { type: "button", textContent: say("this line is a counterexample"), onclick: () => send("counterexample", { line }) }),
          make("button", { type: "button", textContent: say("these words are a term"), onclick: () => send("add", { line }) })));
    }));
    if (!screen.lines.length) lines.append(make("li", { textContent: say("No line is found.") }));
  }
  function receive(answer) {
    if (answer.id !== sent) return;
    clearTimeout(waiting);
    screen = answer;
    draw();
  }
  model.on("msg:custom", receive);
  send("hello");
  return () => { clearTimeout(waiting); model.off("msg:custom", receive); };
}

export default { render };
