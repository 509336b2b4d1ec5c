// SPDX-License-Identifier: AGPL-3.0-only
// The open conversation: the log kept in order, and the composer. Works on what the server renders.

const RUN = 5 * 60 * 1000;
const log = document.getElementById('log');
const scroller = log?.parentElement;
const composer = document.getElementById('composer');
const token = document.querySelector('meta[name="form-token"]').content;

document.body.addEventListener('htmx:configRequest', (event) => {
  event.detail.headers['X-XSRF-TOKEN'] = token;
});
document.body.addEventListener('htmx:responseError', () => say(toast().dataset.lost));
document.body.addEventListener('htmx:sendError', () => say(toast().dataset.lost));

// What came live has no form token.
document.addEventListener('submit', ({ target }) => {
  if (target.getAttribute('method') !== 'post' || target.elements._csrf) return;
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name: '_csrf', value: token });
  target.append(field);
});

function toast() { return document.getElementById('toast'); }
function say(sentence) { document.dispatchEvent(new CustomEvent('snug:say', { detail: sentence })); }

function elements(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  return [...holder.content.children];
}

const time = (item) => Date.parse(item.querySelector('.meta time').dateTime);
const number = (item) => Number(item.id.slice(1)) || Infinity;
const isMessage = (item) => item?.classList.contains('m');
const isLine = (item) => item.classList.contains('line');
const isDay = (item) => item?.classList.contains('day');

// --- the log -------------------------------------------------------------

/** One line a day, and runs of one author within five minutes. */
function tidy() {
  const days = new Set();
  let before = null;
  for (const item of [...log.children]) {
    if (isDay(item)) {
      if (days.has(item.dataset.day)) { item.remove(); continue; }
      days.add(item.dataset.day);
    }
    if (isMessage(item)) {
      const joined = isMessage(before) && !isLine(before) && !isLine(item) && sameSide(before, item)
        && Math.abs(time(item) - time(before)) <= RUN;
      item.classList.toggle('a', !joined);
      if (isMessage(before)) before.classList.toggle('z', !joined);
    } else if (isMessage(before)) {
      before.classList.add('z');
    }
    before = item;
  }
  if (isMessage(before)) before.classList.add('z');
  // A day whose messages are gone.
  for (const day of log.querySelectorAll('.day')) {
    if (!day.nextElementSibling || isDay(day.nextElementSibling)) day.remove();
  }
}

function sameSide(one, other) {
  return one.classList.contains('out') === other.classList.contains('out');
}

/** Puts a message and its day where they belong; one that is there already is replaced. */
function place(html) {
  const parts = elements(html);
  const day = parts.find(isDay);
  const item = parts.find(isMessage);
  const old = document.getElementById(item.id);
  if (old) {
    old.replaceWith(item);
    window.htmx?.process(item);
    return false;
  }
  let next = null;
  for (let at = log.lastElementChild; at; at = at.previousElementSibling) {
    if (!isMessage(at) || at.dataset.waiting) continue;
    if (time(at) < time(item) || (time(at) === time(item) && number(at) < number(item))) break;
    next = at;
  }
  if (!next) next = log.querySelector('[data-waiting]');
  let spot = next;
  if (next && isDay(next.previousElementSibling) && next.previousElementSibling.dataset.day !== day.dataset.day) {
    spot = next.previousElementSibling;
  }
  if (!log.querySelector(`.day[data-day="${day.dataset.day}"]`)) log.insertBefore(day, spot);
  item.classList.add('new');
  log.insertBefore(item, spot);
  window.htmx?.process(item);
  return true;
}

// --- reading: what came is on the screen of a window that is looked at -----

let unseen = 0;
const jump = document.createElement('button');

if (log) {
  jump.type = 'button';
  jump.className = 'ib soft jump';
  jump.hidden = true;
  jump.setAttribute('aria-label', log.dataset.jump);
  jump.innerHTML = '<svg class="i" aria-hidden="true"><use/></svg><span class="badge"></span>';
  jump.querySelector('use').setAttribute('href', log.dataset.icons + '#down');
  jump.addEventListener('click', () => { scroller.scrollTop = 0; composer?.text?.focus(); });
  scroller.prepend(jump);
  scroller.addEventListener('scroll', seen, { passive: true });
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('focus', seen);
}

/** The newest end; the log lies upside down, so scrolling up is negative. */
function atEnd() { return Math.abs(scroller.scrollTop) < 80; }

let toldRead = true;
function seen() {
  jump.hidden = unseen ? atEnd() : Math.abs(scroller.scrollTop) < scroller.clientHeight;
  jump.lastElementChild.hidden = unseen === 0;
  if (!atEnd()) return;
  unseen = 0;
  jump.lastElementChild.hidden = true;
  if (toldRead || document.hidden || !document.hasFocus()) return;
  toldRead = true;
  fetch(`/c/${log.dataset.conversation}/read`, post(new URLSearchParams())).then(
    (answer) => { if (!answer.ok) toldRead = false; }, () => { toldRead = false; });
}

function post(body) {
  return {
    method: 'POST', body, redirect: 'error',
    headers: { 'X-XSRF-TOKEN': token, 'HX-Request': 'true' },
  };
}

// --- what the server tells -------------------------------------------------

const held = [];

document.addEventListener('snug:said', ({ detail }) => {
  if (!log || log.dataset.past) return;
  for (const html of detail.said) {
    // One of ours may be the one that is being sent or was, unanswered: wait for the answer.
    if (sending && elements(html).some((item) => item.classList.contains('out'))) held.push(html);
    else arrived(html);
  }
  for (const id of detail.gone) document.getElementById('m' + id)?.remove();
  tidy();
  seen();
});

function arrived(html) {
  const stay = atEnd();
  const top = scroller.scrollTop;
  const fresh = place(html);
  const incoming = /class="m in\b/.test(html);
  if (fresh && incoming) {
    toldRead = false;
    if (!stay) {
      unseen += 1;
      jump.lastElementChild.textContent = unseen;
    }
  }
  if (!stay) scroller.scrollTop = top;
}

// After older messages were put above.
document.body.addEventListener('htmx:afterSettle', () => { if (log) tidy(); });

// --- the composer ----------------------------------------------------------

let sending = null; // Until it is known what became of it.

if (composer) {
  const text = composer.elements.text;
  const count = document.getElementById('count');
  const error = document.getElementById('text-e');
  const limit = Number(composer.dataset.limit);
  const touch = matchMedia('(pointer: coarse)');
  const queue = [];
  const store = `snug:${composer.action}`;
  const draft = `snug:draft:${composer.action}`;
  const staged = document.getElementById('staged');
  let asking = false;
  let pause = 0;
  let again;

  if (!text.value) text.value = sessionStorage.getItem(draft) ?? '';
  if (!touch.matches) {
    text.focus({ preventScroll: true });
    text.setSelectionRange(text.value.length, text.value.length);
  }

  /** As it is sent: whoever is mentioned stands in it by their id. */
  function spelt() { return composer.spell ? composer.spell(text.value) : text.value; }

  function measure() {
    const left = limit - [...spelt().replace(/\r\n/g, '\n')].length;
    count.textContent = left < 0 ? '' : left <= 200 ? composer.dataset.near.replace('{0}', left) : '';
    complain(left < 0 ? composer.dataset.over.replace('{0}', -left) : '');
    draw();
    return left >= 0;
  }

  function complain(sentence) {
    if (error.textContent !== sentence) error.textContent = sentence;
    error.hidden = sentence === '';
    if (sentence) text.setAttribute('aria-invalid', 'true');
    else text.removeAttribute('aria-invalid');
  }

  /** What is being written outlives a reload or a login in this tab, too. */
  function draw() {
    if (text.value && text.value.length < 50000) sessionStorage.setItem(draft, text.value);
    else sessionStorage.removeItem(draft);
  }

  text.addEventListener('input', measure);
  if (text.value) measure();

  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || touch.matches) return;
    if (event.shiftKey === (composer.dataset.enter !== 'line')) return;
    event.preventDefault();
    composer.requestSubmit();
  });

  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!measure()) { text.focus(); return; }
    const chosen = [...document.querySelectorAll('#tray > .staged')];
    if (!text.value.trim() && !chosen.length) return;
    const files = chosen.map((one) => one.querySelector('[name=file]').value);
    for (const one of chosen) one.remove();
    queue.push({
      text: spelt(),
      form: composer.elements.form.value,
      answer: composer.elements.answer?.value ?? '',
      files,
      chosen,
      quoted: [...staged.children],
      item: pending(text.value, chosen),
    });
    staged.replaceChildren();
    keep();
    composer.elements.form.value = drawn();
    text.value = '';
    measure();
    text.focus();
    next();
  });

  /** A number for the next form; randomUUID is missing without TLS. */
  function drawn() {
    return [...crypto.getRandomValues(new Uint32Array(4))]
      .map((part) => part.toString(16).padStart(8, '0')).join('');
  }

  /** What waits outlives a reload or a login in this tab, and goes under the same numbers then. */
  function keep() {
    if (queue.length) sessionStorage.setItem(store, JSON.stringify(queue, ['text', 'form', 'answer', 'files']));
    else sessionStorage.removeItem(store);
  }

  /** What a message looks like before the server has it. */
  function pending(body, chosen = []) {
    const item = document.createElement('li');
    item.className = 'm out busy a z';
    item.dataset.waiting = 'true';
    item.innerHTML = '<div class="bub"><span></span><small class="meta"><time></time>'
      + '<svg class="i s" aria-hidden="true"><use/></svg><span class="sr"></span></small></div>';
    item.querySelector('span').textContent = body.trim();
    item.firstElementChild.prepend(...files(chosen));
    const quote = staged.querySelector('.quote');
    if (quote) item.firstElementChild.prepend(quote.cloneNode(true));
    const when = item.querySelector('time');
    when.dateTime = new Date().toISOString();
    when.textContent = new Date().toTimeString().slice(0, 5);
    item.querySelector('use').setAttribute('href', log.dataset.icons + '#clock');
    item.querySelector('.sr').textContent = composer.dataset.sending;
    document.getElementById('no-said')?.remove();
    log.append(item);
    tidy();
    scroller.scrollTop = 0;
    return item;
  }

  /** Pictures side by side, everything else by its name, above the words. */
  function files(chosen) {
    const pictures = document.createElement('div');
    const others = [];
    for (const one of chosen) {
      const picture = one.querySelector('img');
      if (one.matches('.linked')) continue;
      if (picture && pictures.childElementCount < 3) {
        const box = document.createElement('span');
        box.className = 'pic';
        box.append(picture.cloneNode());
        pictures.append(box);
      } else if (!picture) {
        const file = document.createElement('div');
        file.className = 'file';
        file.textContent = (one.querySelector('.clip')?.textContent ?? one.querySelector('audio')?.ariaLabel) ?? '';
        others.push(file);
      }
    }
    pictures.className = `pics p${pictures.childElementCount}`;
    return pictures.childElementCount ? [pictures, ...others] : others;
  }

  /** One after the other, so that they stay in order. */
  async function next() {
    if (asking || queue.length === 0) return;
    clearTimeout(again);
    asking = true;
    sending = queue[0];
    const { item, text: body, form, answer: answered, files = [] } = sending;
    let answer = null;
    let html = null;
    try {
      answer = await fetch(composer.action, {
        ...post(new URLSearchParams([
          ['text', body], ['form', form], ...(answered ? [['answer', answered]] : []),
          ...files.map((file) => ['file', file]),
        ])),
        signal: AbortSignal.timeout(20000),
      });
      html = await answer.text();
    } catch { /* No answer, or half of one: see below. */ }
    asking = false;
    if (html !== null && answer.ok) {
      queue.shift();
      keep();
      item.remove();
      place(html);
      pause = 0;
    } else if (html !== null && answer.status === 401 && answer.headers.get('HX-Redirect')) {
      leave(answer.headers.get('HX-Redirect'));
      return;
    } else if (html !== null && answer.status < 500) {
      // Refused: this and what follows goes back to where it was written. Unchanged it is the same
      // wish still.
      const back = queue.splice(0);
      keep();
      for (const one of back) { one.item.remove(); document.getElementById('tray')?.append(...one.chosen ?? []); }
      if (!staged.firstChild) staged.append(...back[0].quoted ?? []);
      if (!text.value && back.length === 1) composer.elements.form.value = form;
      text.value = [...back.map((one) => one.text), text.value].filter(Boolean).join('\n');
      measure();
      const words = elements(`<p>${html}</p>`)[0]?.textContent.trim();
      complain(words || toast().dataset.lost);
    } else {
      // The form's number lets the server know it if it had arrived after all.
      pause = Math.min(30000, (pause || 500) * 2);
      again = setTimeout(next, pause);
      return;
    }
    sending = null;
    for (const waiting of held.splice(0)) arrived(waiting);
    tidy();
    next();
  }

  function leave(where) {
    if (leaving()) return;
    document.body.dataset.leaving = 'kept';
    location.assign(where);
  }

  /** Whether the page is about to go: "out", to log out, or "kept", to come back. */
  function leaving() { return document.body.dataset.leaving; }

  document.addEventListener('snug:line', ({ detail }) => {
    document.getElementById('offline').hidden = detail.open;
    if (detail.open) { pause = 0; next(); }
  });

  window.addEventListener('beforeunload', (event) => {
    if (queue.length && leaving() !== 'kept') event.preventDefault();
  });

  for (const kept of JSON.parse(sessionStorage.getItem(store) ?? '[]')) {
    queue.push({ ...kept, item: pending(kept.text) });
  }
  next();
} else if (log) {
  document.querySelector('.talk-head h1')?.focus();
}
