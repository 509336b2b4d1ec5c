// SPDX-License-Identifier: AGPL-3.0-only
// The list of conversations: a menu beside each row, and what is only begun in this tab.

const list = document.getElementById('list');
const menu = document.getElementById('row-menu');
let asked = null;

// --- the menu: what is a page without script opens beside the row ------------

list.addEventListener('click', (event) => {
  const button = event.target.closest('.row-act');
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(button);
});
list.addEventListener('contextmenu', (event) => {
  const button = event.target.closest('li')?.querySelector('.row-act');
  if (!button || event.shiftKey) return;
  event.preventDefault();
  open(button);
});

async function open(button) {
  asked = button;
  let answer;
  try {
    answer = await fetch(button.href, { headers: { 'HX-Request': 'true' } });
  } catch { return lost(); }
  if (!answer.ok || answer.redirected) { location.assign(button.href); return; }
  const html = await answer.text();
  if (asked !== button) return;
  menu.innerHTML = html;
  menu.ariaLabel = button.ariaLabel;
  menu.showPopover();
  button.ariaExpanded = 'true';
  place(button);
  items()[0]?.focus();
}

/** Beside its button where there is room; on a phone it lies at the bottom by itself. */
function place(button) {
  menu.style.inset = '';
  if (matchMedia('(max-width: 40rem)').matches) return;
  const by = button.getBoundingClientRect();
  const top = Math.max(8, Math.min(by.bottom, innerHeight - menu.offsetHeight - 16));
  const left = Math.max(8, Math.min(by.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
  menu.style.inset = `${top}px auto auto ${left}px`;
}

function items() {
  return [...menu.querySelectorAll('button, a, summary')].filter((item) => item.checkVisibility());
}

menu.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = items();
  all.at((all.indexOf(document.activeElement) + step) % all.length)?.focus();
});

menu.addEventListener('toggle', (event) => {
  if (event.newState !== 'closed') return;
  asked?.removeAttribute('aria-expanded');
  if (menu.contains(document.activeElement) || document.activeElement === document.body) asked?.focus();
});

// One thing at a time is opened in it.
menu.addEventListener('toggle', ({ target }) => {
  if (!target.open) return;
  for (const other of menu.querySelectorAll('details[open]')) other.open = other === target;
  if (asked) place(asked);
}, true);

menu.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const item = asked.closest('li');
  let answer;
  try {
    answer = await fetch(form.action, {
      method: 'POST', redirect: 'manual', body: new URLSearchParams(new FormData(form, event.submitter)),
    });
  } catch { return lost(); }
  if (answer.type !== 'opaqueredirect') { lost(); return; }
  menu.hidePopover();
  // The row changes by itself; where the page is about what went away there is nothing to stay for.
  const gone = /\/(hide|delete)$/.test(form.action);
  if (gone && item.querySelector('[aria-current]')) location.assign('/');
});

function lost() {
  document.dispatchEvent(new CustomEvent('snug:say', {
    detail: document.getElementById('toast').dataset.lost,
  }));
}

// --- drafts -------------------------------------------------------------------

/** Rows whose conversation holds something begun and not sent say so. */
function drafts() {
  for (const item of list.children) {
    const row = item.querySelector('.row');
    const snippet = row?.querySelector('.last .clip');
    const draft = row && sessionStorage.getItem(`snug:draft:${row.href}/messages`)?.trim();
    if (!draft || row.ariaCurrent) continue;
    snippet.textContent = list.dataset.draft.replace('{0}', draft.slice(0, 100));
    for (const state of [...snippet.parentElement.children]) if (state !== snippet) state.remove();
  }
}

document.addEventListener('snug:list', drafts);
drafts();
