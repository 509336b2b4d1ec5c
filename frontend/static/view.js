// SPDX-License-Identifier: AGPL-3.0-only
// Pictures and videos of a conversation, one at a time over the whole window. At the end of those on
// the page older ones are fetched from the library.

const holder = document.getElementById('log') ?? document.querySelector('[data-gallery]');
const words = document.querySelector('[data-viewer]').dataset;
let dialog;
const log = holder.id === 'log'; // There the newest come last, in the library first.
let items = [];
let at = 0;
let older = null; // Where those are that are not on the page; empty if there are none.

/** Opens what a link leads to; those beside it are a step away. */
export function look(link) {
  items = [...holder.querySelectorAll('a[data-look]')];
  older = log ? null : more(document);
  const wanted = link.dataset.opens ?? link.dataset.id;
  open(items.findIndex((item) => item.dataset.id === wanted));
}

function open(index) {
  if (!dialog) build();
  dialog.showModal();
  show(index);
}

function build() {
  dialog = document.createElement('dialog');
  dialog.className = 'view';
  dialog.setAttribute('aria-label', words.title);
  dialog.innerHTML = '<div class="view-bar"><span class="clip grow"></span><form method="post"><input type="hidden" name="_csrf"><button class="ib save"></button></form><button type="button" class="ib close"></button></div>'
    + '<figure></figure><button type="button" class="ib soft back"></button><button type="button" class="ib soft next"></button>';
  icon('.save', 'download', words.save);
  icon('.close', 'close', words.close);
  icon('.back', 'back', words.previous);
  icon('.next', 'next', words.next);
  dialog.querySelector('[name="_csrf"]').value = document.querySelector('meta[name="form-token"]').content;
  dialog.querySelector('.close').addEventListener('click', () => dialog.close());
  dialog.querySelector('.back').addEventListener('click', () => go(-1));
  dialog.querySelector('.next').addEventListener('click', () => go(1));
  dialog.addEventListener('click', (event) => { if (event.target === dialog || event.target.tagName === 'FIGURE') dialog.close(); });
  dialog.addEventListener('close', () => dialog.querySelector('figure').replaceChildren());
  dialog.addEventListener('keydown', (event) => {
    const turned = document.documentElement.dir === 'rtl' ? -1 : 1;
    if (event.target.tagName === 'VIDEO') return;
    if (event.key === 'ArrowLeft') go(-turned);
    if (event.key === 'ArrowRight') go(turned);
  });
  document.body.append(dialog);
}

function icon(selector, name, label) {
  const button = dialog.querySelector(selector);
  button.innerHTML = '<svg class="i turn" aria-hidden="true"><use/></svg>';
  button.querySelector('use').setAttribute('href', `${words.icons}#${name}`);
  button.setAttribute('aria-label', label);
}

const more = (page) => page.querySelector('[data-more]')?.getAttribute('href') ?? '';

/** To the next one; beyond the oldest that is here, to what the library has. */
async function go(step) {
  const end = log ? -1 : items.length;
  if (at + step !== end) { show(at + step); return; }
  older ??= `/c/${holder.dataset.conversation}/media?before=${items[at].dataset.id}`;
  if (!older || dialog.dataset.busy) return;
  dialog.dataset.busy = 'true';
  try {
    const answer = await fetch(older);
    if (!answer.ok || answer.redirected) throw new Error();
    if (!dialog.open) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const known = new Set(items.map((item) => item.dataset.id));
    const found = [...page.querySelectorAll('a[data-look]')].filter((item) => !known.has(item.dataset.id));
    older = more(page);
    items = log ? [...found.reverse(), ...items] : [...items, ...found];
    if (log) at += found.length;
    if (found.length) show(at + step);
    else ends();
  } catch {
    document.dispatchEvent(new CustomEvent('snug:say', { detail: document.getElementById('toast').dataset.lost }));
  } finally {
    delete dialog.dataset.busy;
  }
}

/** Older ones may be anywhere; newer ones than the newest are nowhere. */
function ends() {
  const back = dialog.querySelector('.back');
  const next = dialog.querySelector('.next');
  back.hidden = at === 0 && (!log || older === '');
  next.hidden = at === items.length - 1 && (log || older === '');
}

function show(index) {
  if (index < 0 || index >= items.length) return;
  at = index;
  const { kind, name, caption } = items[at].dataset;
  const figure = dialog.querySelector('figure');
  const seen = document.createElement(kind === 'video' ? 'video' : 'img');
  seen.src = items[at].getAttribute('href');
  if (kind === 'video') { seen.controls = true; seen.setAttribute('aria-label', name); } else seen.alt = caption ?? name;
  figure.replaceChildren(seen);
  if (caption) figure.append(Object.assign(document.createElement('figcaption'), { textContent: caption }));
  dialog.querySelector('.view-bar .clip').textContent = name;
  dialog.querySelector('form').action = `${seen.getAttribute('src')}/save`;
  ends();
}
