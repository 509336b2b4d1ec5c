// SPDX-License-Identifier: AGPL-3.0-only
// On every page: the time zone, copy buttons, passphrases shown, and words said in passing.

const toast = document.getElementById('toast');
let fading;

export function say(sentence) {
  toast.textContent = sentence;
  toast.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { toast.hidden = true; }, 4000);
}
document.addEventListener('snug:say', (event) => say(event.detail));

// The server writes times in the zone that this cookie names.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const shown = document.querySelector('[data-zone]')?.dataset.zone;
if (zone && !document.cookie.split('; ').includes('snug-zone=' + zone)) {
  document.cookie = `snug-zone=${zone}; path=/; max-age=31536000; samesite=lax`
    + (location.protocol === 'https:' ? '; secure' : '');
  if (shown && shown !== zone && document.cookie.includes('snug-zone=' + zone)) location.reload();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break; // Only over TLS and on this machine itself.
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.tagName === 'OL'
      ? [...source.children].map((item) => item.textContent.trim()).join(' ')
      : source.value ?? source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      say(toast.dataset.copied);
    } catch {
      source.focus?.();
      getSelection().selectAllChildren(source);
    }
  });
}

for (const button of document.querySelectorAll('[data-reveal]')) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    button.setAttribute('aria-pressed', show);
    input.focus();
  });
  input.form.addEventListener('submit', () => { input.type = 'password'; });
}

for (const input of document.querySelectorAll('input[readonly]')) {
  input.addEventListener('focus', () => input.select());
}

// What waited to be sent in this tab does not outlast a logout, also without TLS.
document.querySelector('form[action$="/logout"]')
  ?.addEventListener('submit', () => {
    sessionStorage.clear();
    document.body.dataset.leaving = 'out';
    setTimeout(() => { delete document.body.dataset.leaving; }, 10000); // If one stays after all.
  });

// The first thing that was refused.
document.querySelector('[aria-invalid="true"]')?.focus();
