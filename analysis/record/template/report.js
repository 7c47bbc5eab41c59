'use strict';
const find = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
const reveal = (hash, group) => {
  const target = hash.length > 1 && find(hash), box = target && target.closest('[data-lines]');
  if (!target) return;
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  if (!box) return;
  box.dispatchEvent(new CustomEvent('lines', { detail: group }));
  target.scrollIntoView({ block: 'center' });
};
for (const box of document.querySelectorAll('[data-lines]')) {
  const body = box.querySelector('tbody'), rows = [...body.rows], [text, order] = box.querySelectorAll('input, select');
  const said = box.querySelector('output');
  let only = '';
  const show = () => {
    const wanted = text.value.trim().toLowerCase();
    const held = rows.filter((row) => {
      row.hidden = !((!only || row.dataset.group.split(' ').some((one) => only.split(' ').includes(one))) && row.textContent.toLowerCase().includes(wanted));
      return !row.hidden;
    });
    said.textContent = `${held.length}곳`;
  };
  text.oninput = () => { only = ''; show(); };
  order.onchange = () => {
    const key = order.value, at = (row) => row.dataset[key] || '\uffff';
    body.append(...(key ? [...rows].sort((a, b) => at(a).localeCompare(at(b), 'ko')) : rows));
  };
  box.querySelector('button').onclick = () => { only = text.value = ''; show(); };
  box.addEventListener('lines', (event) => { text.value = ''; only = event.detail || ''; show(); });
  box.querySelector('.tools').hidden = false;
  show();
}
for (const save of document.querySelectorAll('[data-save]')) {
  save.hidden = false;
  save.onclick = () => {
    const copy = save.closest('figure').querySelector('svg').cloneNode(true), link = document.createElement('a');
    copy.querySelectorAll('a').forEach((one) => one.remove());
    link.href = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    link.download = save.dataset.save;
    link.click();
  };
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  const hash = link.getAttribute('href'), target = find(hash);
  setTimeout(() => reveal(hash, link.dataset.show || (target && !link.closest('[data-lines]') && (target.dataset.group || '').split(' ')[0])));
});
addEventListener('beforeprint', () => document.querySelectorAll('.inspection').forEach((fold) => { fold.open = true; }));
addEventListener('keydown', (event) => { if (event.key === 'Escape') document.body.classList.add('hush'); });
for (const kind of ['focusin', 'pointerover']) addEventListener(kind, () => document.body.classList.remove('hush'));
if (matchMedia('(max-width: 64rem)').matches) document.querySelectorAll('.contents').forEach((fold) => { fold.open = false; });
reveal(location.hash);
