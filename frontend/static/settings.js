// SPDX-License-Identifier: AGPL-3.0-only
// The page of settings: what is chosen holds at once, and whether this browser may notify.

const page = document.getElementById('main');
const root = document.documentElement;

function say(sentence) { document.dispatchEvent(new CustomEvent('snug:say', { detail: sentence })); }

for (const form of document.querySelectorAll('[data-auto]')) {
  form.querySelector('button').hidden = true;
  form.addEventListener('change', async ({ target }) => {
    if (target.name === 'theme') usual(root.dataset, 'theme', target.value, 'system');
    if (target.name === 'text') usual(root.dataset, 'text', target.value, 'usual');
    try {
      const answer = await fetch(form.action, {
        method: 'POST', redirect: 'manual', body: new URLSearchParams(new FormData(form)),
      });
      say(answer.type === 'opaqueredirect' ? page.dataset.saved
        : document.getElementById('toast').dataset.lost);
    } catch {
      say(document.getElementById('toast').dataset.lost);
    }
  });
}

function usual(data, name, value, none) {
  if (value === none) delete data[name];
  else data[name] = value;
}

// --- notifications ------------------------------------------------------------

const state = document.getElementById('notify-state');
const ask = document.getElementById('notify-ask');

function show() {
  const how = window.isSecureContext && 'Notification' in window ? Notification.permission : 'insecure';
  state.textContent = state.dataset[how];
  ask.hidden = how !== 'default';
}

ask.addEventListener('click', async () => { await Notification.requestPermission(); show(); });
show();
