// SPDX-License-Identifier: AGPL-3.0-only
// While somebody writes: the other is told, if both want that, and people can be mentioned.

const REPEATED = 10000;
const SHOWN = 15000;
const log = document.getElementById('log');
const composer = document.getElementById('composer');
const text = composer?.elements.text;
const token = document.querySelector('meta[name="form-token"]').content;

// --- we write ---------------------------------------------------------------------

let told = 0; // When it was told last; 0 if we have stopped.
let idle;

function tell(on) {
  told = on ? Date.now() : 0;
  clearTimeout(idle);
  fetch(`/c/${log.dataset.conversation}/typing`, {
    method: 'POST',
    body: new URLSearchParams({ on }),
    headers: { 'X-XSRF-TOKEN': token, 'HX-Request': 'true' },
    keepalive: !on,
  }).catch(() => {});
}

function stop() { if (told) tell(false); }

if (composer?.dataset.typing) {
  text.addEventListener('input', () => {
    if (!text.value) { stop(); return; }
    if (Date.now() - told >= REPEATED) tell(true);
    clearTimeout(idle);
    idle = setTimeout(stop, REPEATED);
  });
  // The message itself ends it, if the page has taken it.
  composer.addEventListener('submit', () => { if (!text.value) told = 0; });
  window.addEventListener('pagehide', stop);
}

// --- the other writes ---------------------------------------------------------------

let dots = null;
let fading;

document.addEventListener('snug:writing', ({ detail }) => {
  if (!log || log.dataset.past) return;
  clearTimeout(fading);
  if (detail.left <= 0) { dots?.remove(); dots = null; return; }
  fading = setTimeout(() => { dots?.remove(); dots = null; }, Math.min(detail.left, SHOWN));
  if (dots) return;
  dots = document.createElement('div');
  dots.className = 'typing-now';
  dots.setAttribute('aria-live', 'off');
  dots.innerHTML = '<div class="bub"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="sr"></span></div>';
  dots.querySelector('.sr').textContent = log.dataset.writing;
  // Below the messages; the log lies upside down.
  log.parentElement.prepend(dots);
});

// --- mentions -------------------------------------------------------------------------

const people = [];
const chosen = new Map();
if (composer) {
  const { peer, peerName, self, selfName } = composer.dataset;
  if (self) people.push({ id: self, name: selfName });
  if (peer) people.push({ id: peer, name: peerName });
  /** Those who were chosen by name stand in the message by their id. */
  composer.spell = (written) => [...chosen]
    .reduce((spelt, [name, id]) => spelt.replaceAll('@' + name, '@' + id), written);
}

let offered = null;

function word() {
  const before = text.value.slice(0, text.selectionStart);
  const found = before.match(/(?:^|\s)@([^\s@]{0,40})$/);
  return found && { from: before.length - found[1].length - 1, typed: found[1].toLowerCase() };
}

function offer() {
  const at = word();
  const fitting = at
    ? people.filter(({ id, name }) => name.toLowerCase().startsWith(at.typed) || id.startsWith(at.typed))
    : [];
  withdraw();
  if (fitting.length === 0) return;
  offered = document.createElement('ul');
  offered.className = 'menu offered';
  offered.id = 'offered';
  offered.setAttribute('role', 'listbox');
  offered.setAttribute('aria-label', text.labels[0].textContent);
  for (const [place, person] of fitting.entries()) {
    const item = document.createElement('li');
    item.setAttribute('role', 'option');
    item.id = 'offered-' + place;
    item.textContent = '@' + person.name;
    item.addEventListener('pointerdown', (event) => { event.preventDefault(); take(person); });
    item.person = person;
    offered.append(item);
  }
  composer.querySelector('.composer-box').prepend(offered);
  text.setAttribute('aria-controls', 'offered');
  mark(0);
}

function mark(place) {
  for (const [at, item] of [...offered.children].entries()) {
    item.setAttribute('aria-selected', at === place);
  }
  text.setAttribute('aria-activedescendant', 'offered-' + place);
}

function withdraw() {
  offered?.remove();
  offered = null;
  text.removeAttribute('aria-controls');
  text.removeAttribute('aria-activedescendant');
}

function take(person) {
  const at = word();
  withdraw();
  if (!at) return;
  chosen.set(person.name, person.id);
  text.setRangeText('@' + person.name + ' ', at.from, text.selectionStart, 'end');
  text.dispatchEvent(new Event('input'));
  text.focus();
}

if (text) {
  text.addEventListener('input', offer);
  text.addEventListener('blur', withdraw);
  text.addEventListener('keydown', (event) => {
    if (!offered || event.isComposing) return;
    const items = [...offered.children];
    const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      mark((at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      take(items[at].person);
    } else if (event.key === 'Escape') {
      withdraw();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}
