// SPDX-License-Identifier: AGPL-3.0-only
// Notifications while no page is in sight: several within two seconds are one.

const several = document.querySelector('[data-several]').dataset.several;
let waiting = [];
let due;

document.addEventListener('snug:alerts', ({ detail }) => {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return;
  waiting.push(...detail);
  clearTimeout(due);
  due = setTimeout(show, 2000);
});

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  clearTimeout(due);
  waiting = [];
});

function show() {
  const all = waiting.splice(0);
  if (all.length === 0) return;
  const { title, text, path } = all.at(-1);
  const body = all.length > 1 ? `${several.replace('{0}', all.length)}\n${title}` : text;
  try {
    // One tag, so that of several open pages one is heard.
    const shown = new Notification(all.length > 1 ? 'Snug' : title, { body, tag: 'snug' + path });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      location.assign(all.every((one) => one.path === path) ? path : '/');
    });
  } catch { /* Some phones show notifications of service workers alone. */ }
}
