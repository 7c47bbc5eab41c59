for (const box of document.querySelectorAll('[data-rows]')) {
  const body = box.querySelector('tbody'), rows = [...body.rows], heads = [...box.querySelectorAll('thead th')];
  const text = box.querySelector('input'), said = box.querySelector('output');
  const value = (row, place) => row.cells[place].dataset.v ?? row.cells[place].textContent.trim();
  const show = () => {
    const wanted = text.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    said.textContent = `${rows.filter((row) => !row.hidden).length}편`;
  };
  heads.forEach((head, place) => {
    const number = head.classList.contains('num'), button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.onclick = () => {
      const down = head.ariaSort ? head.ariaSort === 'ascending' : number, sign = down ? -1 : 1;
      heads.forEach((other) => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = (a, b) => {
        const [one, other] = [value(a, place), value(b, place)];
        if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
        return sign * (number ? one - other : one.localeCompare(other, 'ko'));
      };
      body.append(...[...rows].sort(compare));
    };
  });
  text.oninput = show;
  box.querySelector('.tools').hidden = false;
  show();
}
