// SPDX-License-Identifier: AGPL-3.0-only
// The live connection: what changed comes as HTML, and after a break what was missed.

const house = document.querySelector('[data-live]');
const list = document.getElementById('list');
const title = document.title;
let after = Number(new URL(house.dataset.live, location).searchParams.get('after'));
let socket;
let pause = 0;
let lost;

function connect() {
  const address = new URL(house.dataset.live, location);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.searchParams.set('after', after);
  socket = new WebSocket(address);
  socket.addEventListener('open', () => { pause = 0; line(true); });
  socket.addEventListener('message', ({ data }) => take(JSON.parse(data)));
  socket.addEventListener('close', ({ code }) => {
    // Logged out here or elsewhere: the page leads to the login by itself.
    if (code === 4401) { location.reload(); return; }
    line(false);
    pause = Math.min(30000, (pause || 400) * 2);
    setTimeout(connect, pause * (0.5 + Math.random() / 2));
  });
}

/** Short breaks are nobody's business. */
function line(open) {
  clearTimeout(lost);
  lost = setTimeout(() => {
    document.dispatchEvent(new CustomEvent('snug:line', { detail: { open } }));
  }, open ? 0 : 1500);
}

async function take(news) {
  if (news.anew) { await anew(); return; }
  for (const html of news.rows ?? []) row(html);
  document.dispatchEvent(new CustomEvent('snug:said', {
    detail: { said: news.said ?? [], gone: news.gone ?? [] },
  }));
  after = news.upto;
  count();
}

/** Renews a row where it stands, then moves it to where it belongs. */
function row(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  let item = document.getElementById(fresh.id);
  if (item) {
    const link = item.firstElementChild;
    const freshLink = fresh.firstElementChild;
    link.className = freshLink.className;
    link.replaceChildren(...freshLink.childNodes);
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

function count() {
  const sum = [...list.querySelectorAll('[data-unread]')]
    .reduce((all, badge) => all + Number(badge.dataset.unread), 0);
  document.title = sum ? `(${sum}) ${title}` : title;
}

/** The page has slept too long: takes list and log from a new one, and keeps what is written. */
async function anew() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (answer.redirected || !answer.ok) { location.reload(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
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
  count();
}

count();
connect();

// A page that was frozen or kept for going back may be out of date.
window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
