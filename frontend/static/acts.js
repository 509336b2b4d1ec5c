// SPDX-License-Identifier: AGPL-3.0-only
// What can be done with messages: menu, reactions, replies, deleting. All of it also works as pages.

const log = document.getElementById('log');
const menu = document.getElementById('acts');
const asked = document.getElementById('asked');
const composer = document.getElementById('composer');
const staged = document.getElementById('staged');
const token = document.querySelector('meta[name="form-token"]').content;
const toast = document.getElementById('toast');
let choice = null; // All emoji, once they were asked for.
let opener = null; // Gets the focus back.

function say(sentence) { document.dispatchEvent(new CustomEvent('snug:say', { detail: sentence })); }

/** The answer's HTML, or null if there was none; the way to the login is taken. */
async function ask(address, body) {
  try {
    const answer = await fetch(address, {
      method: body ? 'POST' : 'GET',
      body,
      headers: { 'X-XSRF-TOKEN': token, 'HX-Request': 'true' },
    });
    const login = answer.headers.get('HX-Redirect');
    if (login) { location.assign(login); return null; }
    const html = await answer.text();
    if (answer.ok) return html;
    say((answer.status < 500 && parsed(html).textContent.trim().slice(0, 300)) || toast.dataset.lost);
  } catch {
    say(toast.dataset.lost);
  }
  return null;
}

function parsed(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  return holder.content;
}

/** A message as it is now. */
function show(html) {
  const fresh = parsed(html).querySelector('.m');
  if (log.dataset.past) {
    const old = document.getElementById(fresh.id);
    for (const end of ['a', 'z']) fresh.classList.toggle(end, old.classList.contains(end));
    old.replaceWith(fresh);
  } else {
    document.dispatchEvent(new CustomEvent('snug:said', { detail: { said: [html], gone: [] } }));
  }
  if (document.activeElement === document.body) {
    document.querySelector(`#${fresh.id} .act`)?.focus({ preventScroll: true });
  }
}

// --- the menu ----------------------------------------------------------------

async function open(link) {
  const html = await ask(link.href);
  if (html === null) return;
  menu.innerHTML = html;
  window.htmx?.process(menu);
  for (const button of menu.querySelectorAll('[data-text]')) {
    if (!navigator.clipboard) button.parentElement.remove();
  }
  opener = link;
  link.setAttribute('aria-expanded', 'true');
  menu.showPopover({ source: link });
  menu.querySelector('button, a')?.focus();
}

menu?.addEventListener('toggle', ({ newState }) => {
  if (newState !== 'closed' || menu.matches(':popover-open')) return;
  menu.replaceChildren();
  if (!opener) return;
  opener.removeAttribute('aria-expanded');
  if (!asked.open && document.activeElement === document.body) {
    opener.focus({ preventScroll: true });
  }
});

/** Arrows go from one to the next. */
function step(event, items) {
  const moves = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  if (!(event.key in moves) || items.length === 0) return;
  const at = items.indexOf(document.activeElement);
  if (at < 0 && event.target.matches('input') && event.key !== 'ArrowDown') return;
  event.preventDefault();
  const by = moves[event.key] * (/Up|Down/.test(event.key) ? columns(items) : 1);
  items[Math.max(0, Math.min(items.length - 1, at < 0 ? 0 : at + by))].focus();
}

/** How many stand side by side, where they do. */
function columns(items) {
  if (!items[0].closest('.grid')) return 1;
  const top = items[0].offsetTop;
  return Math.max(1, items.findIndex((item) => item.offsetTop !== top));
}

menu?.addEventListener('keydown', (event) => step(event, [...menu.querySelectorAll('button, a')]));

log?.addEventListener('click', (event) => {
  const act = event.target.closest('.act');
  if (act && plain(event)) {
    event.preventDefault();
    if (opener === act && menu.matches(':popover-open')) menu.hidePopover();
    else open(act);
    return;
  }
  const quote = event.target.closest('a.quote');
  const quoted = quote && document.getElementById(quote.hash.slice(1));
  if (quoted && plain(event)) {
    event.preventDefault();
    jumpTo(quoted);
  }
});

function plain(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
}

function jumpTo(item) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  item.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  item.classList.remove('found');
  requestAnimationFrame(() => item.classList.add('found'));
  item.querySelector('.act')?.focus({ preventScroll: true });
}

// A long press, or the other button, opens the same menu; on links and chosen text the browser's own.
log?.addEventListener('contextmenu', (event) => {
  const act = pressed(event);
  if (!act || !getSelection().isCollapsed) return;
  event.preventDefault();
  open(act);
});
log?.addEventListener('dblclick', (event) => {
  const act = pressed(event);
  if (act && composer && !act.closest('.line')) answerTo(act.closest('.m'));
});

/** What opens the menu of the message that was pressed, other than on something of its own. */
function pressed({ target }) {
  return target.closest('a, button, input') ? null : target.closest('.m')?.querySelector('.act');
}

// --- answering -----------------------------------------------------------------

function answerTo(item) { answer(`/c/${log.dataset.conversation}?answer=${item.id.slice(1)}`); }

/** What is sent before the quote is here is an answer all the same. */
async function answer(address) {
  const meant = Object.assign(document.createElement('input'), { type: 'hidden', name: 'answer', value: address.split('=')[1] });
  staged.replaceChildren(meant);
  composer.elements.text.focus();
  const html = await ask(address);
  if (!meant.isConnected) return;
  getSelection().removeAllRanges();
  meant.outerHTML = html ?? '';
}

staged?.addEventListener('click', (event) => {
  if (!event.target.closest('[data-unstage]')) return;
  event.preventDefault();
  staged.replaceChildren();
  composer.elements.text.focus();
});
composer?.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) staged.replaceChildren();
  if (event.key === 'ArrowUp' && event.target.value === '') {
    const last = [...log.querySelectorAll('.m.in, .m.out')].findLast((item) => item.querySelector('.act'));
    if (last) {
      event.preventDefault();
      answerTo(last);
    }
  }
});

// --- what stands in the menu, and under messages --------------------------------

document.addEventListener('click', async (event) => {
  const here = event.target.closest('[data-answer], [data-text], [data-choose], [data-ask], [data-close], [data-left], [data-emoji]');
  if (!here || !plain(event)) return;
  if (here.matches('[data-answer]') && composer) {
    event.preventDefault();
    menu.hidePopover();
    answer(here.href);
  } else if (here.matches('[data-text]')) {
    if (!navigator.clipboard) return; // Links lead to a page to copy from.
    event.preventDefault();
    menu.hidePopover();
    try {
      await navigator.clipboard.writeText(here.dataset.text);
      say(toast.dataset.copied);
    } catch {
      if (here.href) location.assign(here.href); else say(toast.dataset.uncopied);
    }
  } else if (here.matches('[data-choose]')) {
    event.preventDefault();
    choose(here.closest('form').action);
  } else if (here.matches('[data-emoji]')) {
    opener = here;
    choose(null);
  } else if (here.matches('[data-ask]')) {
    event.preventDefault();
    const html = await ask(here.href);
    if (html === null) return;
    asked.innerHTML = html;
    if (!navigator.clipboard) asked.querySelector('[data-text]')?.remove();
    menu.hidePopover();
    opener = here.closest('#acts') ? opener : here;
    asked.showModal();
  } else if (here.matches('[data-close]') && asked?.open) {
    event.preventDefault();
    asked.close();
  } else if (here.matches('[data-left]')) asked?.close();
});

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.matches('.hearts, .quick')) {
    event.preventDefault();
    menu.hidePopover();
    react(form.action, event.submitter);
  } else if (asked?.contains(form) && form.getAttribute('method') === 'post') {
    event.preventDefault();
    const html = await ask(form.action, new URLSearchParams(new FormData(form)));
    if (html !== null) asked.close();
  }
});

async function react(address, button) {
  const html = await ask(address, new URLSearchParams({ [button.name]: button.value }));
  if (html !== null) show(html);
}

asked?.addEventListener('close', () => {
  asked.replaceChildren();
  asked.classList.remove('wide');
  if (opener?.isConnected) opener.focus({ preventScroll: true });
});
asked?.addEventListener('click', (event) => { if (event.target === asked) asked.close(); });

// --- all emoji -------------------------------------------------------------------

/** For a message, or else for what is being written. */
async function choose(address) {
  choice ??= await ask('/emoji');
  if (choice === null) return;
  if (menu.matches(':popover-open')) menu.hidePopover();
  asked.classList.add('wide');
  offer(address);
  asked.showModal();
  asked.querySelector('[data-seek]').focus();
}

/** What was found stays found in another colour of skin. */
async function tint(address, tone, sought) {
  const html = await ask(`/emoji?tone=${tone}`);
  if (html === null || !asked.open) return;
  choice = html;
  offer(address);
  const seek = asked.querySelector('[data-seek]');
  seek.value = sought;
  seek.dispatchEvent(new Event('input'));
  asked.querySelector('[name=tone]:checked')?.focus();
}

function offer(address) {
  asked.innerHTML = choice;
  const seek = asked.querySelector('[data-seek]');
  const buttons = [...asked.querySelectorAll('.grid button')];
  const shown = () => buttons.filter((button) => !button.hidden);
  asked.querySelector('.tones').addEventListener('change', ({ target }) => tint(address, target.value, seek.value));
  seek.addEventListener('input', () => {
    const words = seek.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const button of buttons) {
      const name = button.getAttribute('aria-label');
      button.hidden = !words.every((word) => name.includes(word) || word === button.value);
    }
    for (const part of asked.querySelectorAll('section')) {
      part.hidden = !part.querySelector('button:not([hidden])');
    }
    asked.querySelector('[data-none]').hidden = shown().length > 0;
  });
  const box = asked.querySelector('.choice');
  box.addEventListener('keydown', (event) => {
    if (event.target.name === 'tone') return;
    if (event.key === 'Enter' && event.target === seek) {
      event.preventDefault();
      shown()[0]?.click();
    } else step(event, shown());
  });
  box.addEventListener('click', (event) => {
    const button = event.target.closest('.grid button');
    if (!button) return;
    asked.close();
    if (address) react(address, button);
    else insert(button.value);
  });
}

function insert(emoji) {
  const text = composer.elements.text;
  text.setRangeText(emoji, text.selectionStart, text.selectionEnd, 'end');
  text.dispatchEvent(new Event('input'));
  text.focus();
}

// --- choosing several ---------------------------------------------------------------

const picked = document.getElementById('picked');
if (picked) {
  const some = () => log.querySelectorAll('.pick :checked').length > 0;
  const offer = () => { for (const button of picked.querySelectorAll('button')) button.disabled = !some(); };
  log.addEventListener('change', offer);
  offer();
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') picked.querySelector('[data-done]').click();
    if (event.key === 'Delete' && some()) picked.requestSubmit(picked.querySelector('.bad'));
  });
}

for (const button of document.querySelectorAll('[data-emoji]')) button.hidden = false;

// The message that a link led to.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target) { target.scrollIntoView({ block: 'center' }); target.classList.add('found'); }
