// SPDX-License-Identifier: AGPL-3.0-only
// Files: chosen, dropped or pasted into the composer, how far those under way are, and a closer look.

const log = document.getElementById('log');
const composer = document.getElementById('composer');
const tray = document.getElementById('tray');
const token = document.querySelector('meta[name="form-token"]').content;

// --- choosing ----------------------------------------------------------------

if (composer && tray) {
  const text = composer.elements.text;
  const error = document.getElementById('text-e');
  const place = document.querySelector('main.talk');
  const attach = document.getElementById('attach');
  const input = document.createElement('input');
  const waiting = [];
  let asking = null;
  let depth = 0;

  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  composer.append(input);
  attach.setAttribute('role', 'button');
  attach.addEventListener('click', (event) => { event.preventDefault(); input.click(); });
  attach.addEventListener('keydown', (event) => {
    if (event.key === ' ') { event.preventDefault(); input.click(); }
  });
  input.addEventListener('change', () => { add(input.files); input.value = ''; });

  text.addEventListener('paste', (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });

  // The whole conversation takes what is dropped.
  const carries = (event) => event.dataTransfer?.types.includes('Files');
  place.addEventListener('dragenter', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth += 1;
    place.dataset.drop = tray.dataset.drop;
  });
  place.addEventListener('dragover', (event) => { if (carries(event)) event.preventDefault(); });
  place.addEventListener('dragleave', (event) => {
    if (carries(event) && --depth <= 0) delete place.dataset.drop;
  });
  place.addEventListener('drop', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    delete place.dataset.drop;
    add(event.dataTransfer.files);
  });

  /** Also for what was spoken. */
  function add(files, spoken = 0) {
    complain('');
    for (const file of files) {
      // A server that stops listening half-way could not say so.
      const over = file.size - Number(tray.dataset.limit);
      if (over > 0) {
        const size = over < 1e6 ? `${Math.ceil(over / 1e3)} kB` : `${(over / 1e6).toFixed(1)} MB`;
        complain(tray.dataset.large.replace('{0}', file.name).replace('{1}', size));
      } else {
        waiting.push({ file, spoken, item: row(file) });
      }
    }
    next();
  }
  document.addEventListener('snug:file', ({ detail }) => add([detail.file], detail.spoken));

  function row(file) {
    const item = document.createElement('div');
    item.className = 'staged busy';
    const name = document.createElement('span');
    name.className = 'clip';
    name.textContent = file.name;
    const bar = document.createElement('progress');
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute('aria-label', file.name);
    const column = document.createElement('span');
    column.className = 'col';
    column.append(name, bar);
    const stop = document.createElement('button');
    stop.type = 'button';
    stop.className = 'ib';
    stop.setAttribute('aria-label', tray.dataset.cancel);
    stop.innerHTML = '<svg class="i" aria-hidden="true"><use/></svg>';
    stop.querySelector('use').setAttribute('href', log.dataset.icons + '#close');
    item.append(column, stop);
    tray.append(item);
    measure();
    return item;
  }

  /** One after the other. */
  function next() {
    if (asking || waiting.length === 0) return;
    const { file, spoken, item } = waiting.shift();
    const stop = item.querySelector('button');
    const bar = item.querySelector('progress');
    const request = new XMLHttpRequest();
    asking = request;
    const address = new URL(tray.dataset.address, location);
    address.searchParams.set('name', file.name);
    if (spoken) address.searchParams.set('voice', spoken);
    request.open('POST', address);
    request.setRequestHeader('X-XSRF-TOKEN', token);
    request.setRequestHeader('HX-Request', 'true');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    if (/^[\x20-\x7e]+$/.test(file.type)) request.setRequestHeader('X-File-Type', file.type);
    request.upload.addEventListener('progress', ({ loaded }) => { bar.value = loaded; });
    request.addEventListener('loadend', () => {
      asking = null;
      const words = document.createElement('template');
      words.innerHTML = request.responseText;
      if (request.status === 200) {
        item.replaceWith(words.content.firstElementChild);
      } else {
        item.remove();
        if (request.status) complain(words.content.textContent.trim());
        else if (!stop.dataset.stopped) complain(document.getElementById('toast').dataset.lost);
      }
      measure();
      next();
    });
    stop.addEventListener('click', () => { stop.dataset.stopped = 'true'; request.abort(); });
    request.send(file);
  }

  // Those that wait can be taken out, too.
  tray.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    const item = button?.closest('.staged');
    if (!item) return;
    if (!item.classList.contains('busy')) {
      event.preventDefault();
      remove(item, button);
    } else {
      const index = waiting.findIndex((one) => one.item === item);
      if (index < 0) return;
      waiting.splice(index, 1);
      item.remove();
      measure();
    }
  });

  async function remove(item, button) {
    item.remove();
    measure();
    text.focus();
    await fetch(button.formAction, {
      // Also if the page is left at once.
      method: 'POST', keepalive: true, headers: { 'X-XSRF-TOKEN': token, 'HX-Request': 'true' },
    }).catch(() => {});
  }

  function complain(sentence) {
    error.textContent = sentence;
    error.hidden = sentence === '';
  }

  /** With files nothing need be said. */
  function measure() { text.required = !tray.querySelector('.staged:not(.linked)'); }
  new MutationObserver(measure).observe(tray, { childList: true });
  composer.addEventListener('submit', (event) => {
    if (!tray.querySelector('.busy')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  measure();

  // What others will see of the first link, if one wants that; one that was closed stays away.
  const closed = new Set();
  let link = '';
  let soon;
  text.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(preview, 700); });
  tray.addEventListener('click', (event) => {
    const linked = event.target.closest('.linked');
    if (linked && event.target.closest('button')) closed.add(linked.dataset.url);
  }, true);

  async function preview() {
    const url = /https:\/\/[^\s<>"]{3,2000}/.exec(text.value)?.[0].replace(/[.,;:!?)\]}'"]+$/, '') ?? '';
    const shown = tray.querySelector('.linked');
    if (shown && shown.dataset.url !== url) shown.remove();
    if (!tray.dataset.previews) { suggest(url); return; }
    if (url === link) return;
    link = url;
    if (!url || closed.has(url) || tray.querySelector('.staged:not(.linked)')) return;
    const answer = await fetch(`${tray.dataset.address}/link`, {
      method: 'POST', body: new URLSearchParams({ url }),
      headers: { 'X-XSRF-TOKEN': token, 'HX-Request': 'true' },
    }).catch(() => null);
    if (!answer?.ok || link !== url || !text.value.includes(url) || closed.has(url)) return;
    const holder = document.createElement('template');
    holder.innerHTML = await answer.text();
    const card = holder.content.firstElementChild;
    if (card) tray.append(card);
  }

  /** Once: whether links may be looked at. */
  function suggest(url) {
    const box = document.getElementById('preview-ask');
    if (!box || !url || localStorage.getItem('snug:previews')) return;
    box.hidden = false;
    const [yes, no] = box.querySelectorAll('button');
    const answered = () => {
      localStorage.setItem('snug:previews', 'asked');
      box.remove();
      text.focus();
    };
    no.onclick = answered;
    yes.onclick = async () => {
      answered();
      const answer = await fetch('/settings/previews', {
        method: 'POST', redirect: 'manual', body: new URLSearchParams({ on: true }),
        headers: { 'X-XSRF-TOKEN': token },
      }).catch(() => null);
      if (answer?.type !== 'opaqueredirect') { complain(document.getElementById('toast').dataset.lost); return; }
      tray.dataset.previews = 'true';
      preview();
    };
  }

  const say = document.getElementById('say');
  if (say && navigator.mediaDevices?.getUserMedia) {
    say.hidden = false;
    say.addEventListener('click', async () => {
      const { record } = await import(say.dataset.script);
      record(composer, say);
    });
  }
}

// --- a closer look, fetched when somebody takes one ----------------------------

(log ?? document.querySelector('[data-gallery]'))?.addEventListener('click', async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest('a[data-look], a.pics-more');
  if (!link) return;
  event.preventDefault();
  try {
    (await import(document.querySelector('[data-viewer]').dataset.viewer)).look(link);
  } catch { location.assign(link.href); }
});

// --- under way ---------------------------------------------------------------

const moving = () => [...document.querySelectorAll('progress[data-moves]')];
let asked = false;

async function look() {
  const bars = moving();
  if (asked || bars.length === 0 || document.hidden || !log) return;
  asked = true;
  try {
    const ids = bars.slice(0, 32).map((bar) => bar.dataset.moves).join(',');
    const answer = await fetch(`/c/${log.dataset.conversation}/files/progress?of=${ids}`);
    if (!answer.ok) return;
    const known = await answer.json();
    for (const bar of bars) {
      if (known[bar.dataset.moves] > 0) bar.value = known[bar.dataset.moves];
    }
  } catch { /* The next look may know. */ } finally {
    asked = false;
  }
}
setInterval(look, 800);

// --- voice messages: how fast ---------------------------------------------------

const SPEEDS = [1, 1.5, 2];

function dress(root) {
  for (const audio of root.querySelectorAll('audio[data-voice]:not([data-dressed])')) {
    audio.dataset.dressed = 'true';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'speed';
    const show = () => {
      const speed = Number(localStorage.getItem('snug:speed')) || 1;
      audio.playbackRate = audio.defaultPlaybackRate = speed;
      button.textContent = `${speed}×`;
    };
    button.addEventListener('click', () => {
      const speed = Number(localStorage.getItem('snug:speed')) || 1;
      localStorage.setItem('snug:speed', SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length]);
      document.dispatchEvent(new CustomEvent('snug:speed'));
    });
    document.addEventListener('snug:speed', show);
    audio.addEventListener('play', () => {
      for (const other of document.querySelectorAll('audio')) if (other !== audio) other.pause();
    });
    if (tray?.dataset.autoplay) {
      audio.addEventListener('ended', () => {
        const all = [...document.querySelectorAll('audio[data-voice]')];
        all[all.indexOf(audio) + 1]?.play();
      });
    }
    audio.after(button);
    show();
  }
}

if (log) {
  dress(log);
  new MutationObserver((changes) => {
    if (changes.some((change) => change.addedNodes.length)) dress(log);
  }).observe(log, { childList: true, subtree: true });
}
