// SPDX-License-Identifier: AGPL-3.0-only
// The live connection: what changed comes as HTML, and after a break what was missed.

const house = document.querySelector('[data-live]');
const list = document.getElementById('list');
const title = document.title.replace(/^\(\d+\) /, '');
const icon = document.getElementById('icon');
let after = Number(new URL(house.dataset.live, location).searchParams.get('after'));
let socket;
let pause = 0;
let again;
let lost = null;

function connect() {
  clearTimeout(again);
  const address = new URL(house.dataset.live, location);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.searchParams.set('after', after);
  const mine = new WebSocket(address);
  socket = mine;
  mine.addEventListener('open', () => { if (mine === socket) { pause = 0; line(true); } });
  mine.addEventListener('message', ({ data }) => { if (mine === socket) take(JSON.parse(data)); });
  mine.addEventListener('close', ({ code }) => {
    if (mine !== socket) return;
    // Logged out, or the account has gone: the page leads on by itself.
    if (code === 4401 || code === 4410) {
      if (document.body.dataset.leaving) return;
      document.body.dataset.leaving = 'kept';
      location.reload();
      return;
    }
    broken();
  });
}

function broken() {
  line(false);
  pause = Math.min(30000, (pause || 400) * 2);
  again = setTimeout(connect, pause * (0.5 + Math.random() / 2));
}

// A socket notices late that its network is gone; the browser knows at once, also when it is back.
function leave() {
  clearTimeout(again);
  const old = socket;
  socket = null;
  old.close();
}
window.addEventListener('offline', () => { leave(); broken(); });
window.addEventListener('online', () => { leave(); pause = 0; connect(); });

/** Short breaks are nobody's business. */
function line(open) {
  if (!open) { lost ??= setTimeout(told, 1500, false); return; }
  clearTimeout(lost);
  lost = null;
  told(true);
}

function told(open) {
  document.dispatchEvent(new CustomEvent('snug:line', { detail: { open } }));
}

async function take(news) {
  if (news.anew) { await anew(); return; }
  for (const html of news.rows ?? []) row(html);
  document.dispatchEvent(new CustomEvent('snug:said', {
    detail: { said: news.said ?? [], gone: news.gone ?? [] },
  }));
  document.dispatchEvent(new CustomEvent('snug:list'));
  if (news.writing) {
    document.dispatchEvent(new CustomEvent('snug:writing', { detail: { left: news.writing } }));
  }
  if (!news.upto) return;
  after = news.upto;
  if (news.alerts) document.dispatchEvent(new CustomEvent('snug:alerts', { detail: news.alerts }));
  put('door', news.door);
  put('standing', news.standing);
  count(news.sum ?? 0);
}

/** Renews a part of the page, unless somebody is about to press something in it. */
function put(id, html) {
  const here = document.getElementById(id);
  if (!here || !html) return;
  const holder = document.createElement('template');
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  if (fresh.textContent.trim() === here.textContent.trim()) return;
  for (const form of fresh.querySelectorAll('form')) {
    const token = document.createElement('input');
    Object.assign(token, { type: 'hidden', name: '_csrf' });
    token.value = document.querySelector('meta[name="form-token"]').content;
    form.append(token);
  }
  here.replaceWith(fresh);
  const composer = document.getElementById('composer');
  if (id === 'standing' && composer) composer.hidden = fresh.dataset.standing === 'blocked';
}

/** Renews a row where it stands, then moves it to where it belongs. */
function row(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  let item = document.getElementById(fresh.id);
  // Hidden or deleted, here or on another device.
  if (fresh.hidden) { item?.remove(); return; }
  if (item) {
    const link = item.firstElementChild;
    const freshLink = fresh.firstElementChild;
    item.className = fresh.className;
    link.className = freshLink.className;
    link.replaceChildren(...freshLink.childNodes);
    item.lastElementChild.ariaLabel = fresh.lastElementChild.ariaLabel;
    item.dataset.at = fresh.dataset.at;
  } else {
    item = fresh;
  }
  const at = Number(item.dataset.at);
  const others = [...list.children].filter((other) => other !== item);
  const below = others.find((other) => Number(other.dataset.at) < at) ?? null;
  // At the end of a list that goes on, its place is on another page.
  if (!below && !item.isConnected && document.getElementById('more')) return;
  if (!item.isConnected || item.nextElementSibling !== below) {
    const focused = item.contains(document.activeElement) && document.activeElement;
    list.insertBefore(item, below);
    if (focused) focused.focus({ preventScroll: true });
  }
  document.getElementById('no-talk')?.remove();
}

/** What is unread stands in the title, and as a dot on the icon. */
function count(sum) {
  document.title = sum ? `(${sum}) ${title}` : title;
  icon.href = sum ? icon.dataset.new : icon.dataset.quiet;
}

/** The page has slept too long: takes list and log from a new one, and keeps what is written. */
async function anew() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (answer.redirected || !answer.ok) { location.reload(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const id of ['door', 'standing']) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
  for (const id of ['list', 'log']) {
    const here = document.getElementById(id);
    const there = page.getElementById(id);
    if (!here || !there) continue;
    const waiting = [...here.querySelectorAll('[data-waiting]')];
    here.replaceChildren(...there.children, ...waiting);
    window.htmx?.process(here);
  }
  after = Number(new URL(page.querySelector('[data-live]').dataset.live, location)
    .searchParams.get('after'));
  document.dispatchEvent(new CustomEvent('snug:list'));
  count(Number(/^\((\d+)\) /.exec(page.title)?.[1] ?? 0));
}

connect();

// A page that was frozen or kept for going back may be out of date.
window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
