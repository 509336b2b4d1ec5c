// SPDX-License-Identifier: AGPL-3.0-only
// Records a voice message: AAC where the browser can, else plain samples. Both play everywhere.

const LONGEST = 5 * 60 * 1000;
const AAC = 'audio/mp4;codecs=mp4a.40.2';
// Five minutes of these stay below the size that files may have.
const RATE = 16000;

let bar;

export async function record(composer, button) {
  if (bar) return;
  const words = button.dataset;
  let microphone;
  try {
    microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch {
    document.dispatchEvent(new CustomEvent('snug:say', { detail: words.blocked }));
    return;
  }
  const context = new AudioContext();
  const source = context.createMediaStreamSource(microphone);
  const meter = context.createAnalyser();
  meter.fftSize = 512;
  source.connect(meter);
  const tape = MediaRecorder?.isTypeSupported?.(AAC)
    ? compressed(microphone) : await plain(context, source, words.samples);
  const began = performance.now();
  show(composer, words);
  const level = bar.querySelector('meter');
  const time = bar.querySelector('time');
  const samples = new Float32Array(meter.fftSize);
  const watch = setInterval(() => {
    meter.getFloatTimeDomainData(samples);
    level.value = Math.min(1, Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length) * 4);
    const seconds = Math.floor((performance.now() - began) / 1000);
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (performance.now() - began >= LONGEST) end(true);
  }, 100);

  async function end(keep) {
    if (!bar) return;
    const length = Math.min(LONGEST, Math.round(performance.now() - began));
    clearInterval(watch);
    bar.remove();
    bar = null;
    const blob = await tape.stop();
    for (const track of microphone.getTracks()) track.stop();
    await context.close();
    composer.elements.text.focus();
    if (!keep || blob.size === 0) return;
    const file = new File([blob], 'session-audio-message', { type: blob.type });
    document.dispatchEvent(new CustomEvent('snug:file', { detail: { file, spoken: Math.max(1, length) } }));
  }

  bar.querySelector('.stop').addEventListener('click', () => end(true));
  bar.querySelector('.drop').addEventListener('click', () => end(false));
  bar.addEventListener('keydown', (event) => { if (event.key === 'Escape') end(false); });
  bar.querySelector('.stop').focus();
}

function show(composer, words) {
  bar = document.createElement('div');
  bar.className = 'recording';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', words.recording);
  bar.innerHTML = '<button type="button" class="btn bare drop"></button><meter min="0" max="1"></meter><time>0:00</time><button type="button" class="btn main stop"></button>';
  bar.querySelector('.drop').textContent = words.discard;
  bar.querySelector('.stop').textContent = words.stop;
  bar.querySelector('meter').setAttribute('aria-label', words.recording);
  composer.querySelector('.composer-box').prepend(bar);
}

function compressed(microphone) {
  const recorder = new MediaRecorder(microphone, { mimeType: AAC, audioBitsPerSecond: 48000 });
  const parts = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.start();
  return {
    stop: () => new Promise((done) => {
      recorder.addEventListener('stop', () => done(new Blob(parts, { type: 'audio/mp4' })));
      recorder.stop();
    }),
  };
}

/** A WAV file, 16 bits, one channel. */
async function plain(context, source, script) {
  await context.audioWorklet.addModule(script);
  const node = new AudioWorkletNode(context, 'samples', { numberOfOutputs: 0 });
  const parts = [];
  const step = context.sampleRate / RATE;
  let rest = 0;
  node.port.onmessage = ({ data }) => {
    // The mean of what falls together keeps high tones from folding back.
    const out = [];
    for (; rest + step <= data.length; rest += step) {
      let sum = 0;
      const from = Math.floor(rest);
      const to = Math.max(from + 1, Math.floor(rest + step));
      for (let i = from; i < to; i++) sum += data[i];
      out.push(Math.max(-1, Math.min(1, sum / (to - from))) * 32767);
    }
    rest = Math.max(0, rest - data.length);
    parts.push(Int16Array.from(out));
  };
  source.connect(node);
  return {
    stop: async () => {
      source.disconnect(node);
      const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
      const head = new DataView(new ArrayBuffer(44));
      const name = (at, letters) => [...letters].forEach((c, i) => head.setUint8(at + i, c.charCodeAt(0)));
      name(0, 'RIFF'); head.setUint32(4, 36 + bytes, true); name(8, 'WAVEfmt ');
      head.setUint32(16, 16, true); head.setUint16(20, 1, true); head.setUint16(22, 1, true);
      head.setUint32(24, RATE, true); head.setUint32(28, RATE * 2, true);
      head.setUint16(32, 2, true); head.setUint16(34, 16, true);
      name(36, 'data'); head.setUint32(40, bytes, true);
      return new Blob([head, ...parts], { type: 'audio/wav' });
    },
  };
}
