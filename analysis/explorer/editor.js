const PATIENCE = 3000; // milliseconds until the screen says that nobody answers

const make = (tag, about = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), about);
  made.append(...inside);
  return made;
};

function render({ model, el }) {
  let screen = null, sent = 0, waiting = null;
  const root = make("div", { className: "damron-editor", role: "group", ariaLabel: "코드북 고치기" });
  const frames = make("div", { className: "frames", role: "group", ariaLabel: "프레임" });
  const seek = make("input", { type: "search", placeholder: "찾을 말(비우면 프레임이 걸린 줄)", ariaLabel: "찾을 말" });
  const undo = make("button", { type: "button", textContent: "되돌리기", onclick: () => send("undo") });
  const says = make("div", { className: "says", role: "status" }), tested = make("p", { className: "tested" });
  const lines = make("ul", { className: "lines", ariaLabel: "줄" });
  seek.addEventListener("keydown", (event) => {
    event.stopPropagation(); // letters are commands of a notebook
    if (event.key === "Enter") send("show", { sought: seek.value });
  });
  root.append(frames, make("div", { className: "tools" }, seek, undo), says, tested, lines);
  el.append(root);

  function send(kind, more = {}) {
    clearTimeout(waiting);
    waiting = setTimeout(() => { says.replaceChildren(make("p", { textContent: "커널이 답하지 않는다. 이 셀을 다시 실행한다." })); }, PATIENCE);
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
          make("button", { type: "button", textContent: "이 줄은 반례", onclick: () => send("counterexample", { line }) }),
          make("button", { type: "button", textContent: "이 말을 어휘에", onclick: () => send("add", { line }) })));
    }));
    if (!screen.lines.length) lines.append(make("li", { textContent: "걸린 줄이 없다." }));
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
