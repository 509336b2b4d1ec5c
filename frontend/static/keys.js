// SPDX-License-Identifier: AGPL-3.0-only
// Single keys where nobody is writing, and the help that lists them. They can be turned off.

const dialog = document.getElementById('keys');
const off = () => localStorage.getItem('snug:keys') === 'off';

function go(path) { location.assign(path); }

const rows = () => [...document.querySelectorAll('#list .row')];

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.ariaCurrent);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (next) next.click();
}

const keys = {
  n: () => go('/new'),
  r: () => go('/requests'),
  ',': () => go('/settings'),
  j: () => step(1),
  k: () => step(-1),
  i: () => document.getElementById('text')?.focus(),
  '/': () => document.querySelector('[type="search"]')?.focus(),
  m: () => document.querySelector('.row[aria-current] + .row-act')?.click(),
};

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  // What has just been closed has the focus for a moment more.
  if (event.target.checkVisibility()
    && event.target.closest('input, textarea, select, [contenteditable], dialog, [popover]')) return;
  if (event.key === '?') { event.preventDefault(); help(); return; }
  if (off()) return;
  const nth = /^[1-9]$/.test(event.key) && rows()[Number(event.key) - 1];
  const deed = nth ? () => nth.click() : keys[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});

for (const link of document.querySelectorAll('[data-keys-open]')) {
  link.addEventListener('click', (event) => { event.preventDefault(); help(); });
}

async function help() {
  if (!dialog.firstElementChild) {
    try {
      const answer = await fetch(dialog.dataset.page, { headers: { 'HX-Request': 'true' } });
      if (!answer.ok || answer.redirected) throw new Error();
      dialog.innerHTML = await answer.text();
    } catch { go(dialog.dataset.page); return; }
    switches(dialog);
  }
  dialog.showModal();
}

function switches(within) {
  for (const label of within.querySelectorAll('[data-keys]')) {
    const input = label.querySelector('input');
    label.hidden = false;
    input.checked = !off();
    input.addEventListener('change', () => {
      if (input.checked) localStorage.removeItem('snug:keys');
      else localStorage.setItem('snug:keys', 'off');
    });
  }
}
switches(document);
