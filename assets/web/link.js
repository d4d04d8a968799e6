// The line to the server: history, the stream, and posts that are sent until they arrive, always under the same key.

import { kept } from './dom.js';

const PATIENCE = [1, 2, 4, 8, 15];
const PASSING = new Set([408, 425, 429]);

const seconds = (count) => new Promise((wake) => { setTimeout(wake, count * 1000); });

/** A name for a message that nobody else will choose; also where the page was not opened over https. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** What was not yet taken by the server. */
export class Outgoing {
  constructor(link, { sent, failed, waiting }) {
    this.link = link;
    this.on = { sent, failed, waiting };
    this.items = kept.get('unsent', []);
    this.failed = new Map();
    this.running = false;
    addEventListener('online', () => this.wake?.());
  }

  add(item) {
    this.items.push(item);
    this.keep();
    this.run();
  }

  again(key) {
    const item = this.failed.get(key);
    this.failed.delete(key);
    if (item) this.add(item);
  }

  drop(key) { this.failed.delete(key); }

  keep() { kept.set('unsent', this.items); }

  /** Send one after the other, in order, once the line is there; what the server will never take is given back. */
  async run() {
    if (this.running || !this.link.token) return;
    this.running = true;
    for (let tries = 0; this.items.length;) {
      const [item] = this.items;
      const { taken, refused, word, wait } = await this.link.post(item);
      if (taken || refused) {
        tries = 0;
        this.items.shift();
        this.keep();
        if (taken) this.on.sent(item);
        else { this.failed.set(item.key, item); this.on.failed(item, word); }
      } else {
        this.on.waiting(item, word);
        await Promise.race([seconds(wait || PATIENCE[Math.min(tries, PATIENCE.length - 1)]), new Promise((wake) => { this.wake = wake; })]);
        tries += 1;
      }
    }
    this.running = false;
  }
}

export class Link {
  constructor(on) {
    this.on = on;
    this.token = '';
    this.last = 0;
    this.tries = 0;
  }

  /** The recent conversation. It brings the token, and so makes posting possible. */
  async history() {
    const answer = await fetch('/chat/history', { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { token, entries } = await answer.json();
    this.token = token;
    for (const { reply } of entries) if (reply) this.last = Math.max(this.last, reply.id);
    return entries;
  }

  /** Begin anew after a refusal: the session may be another, and letters may have been missed. */
  async refresh() {
    await this.history().then(this.on.history, () => {});
    this.listen();
  }

  /** Post once. Neither taken nor refused: it may have arrived, and the key makes a second time harmless. */
  async post(message) {
    try {
      const headers = { 'content-type': 'application/json', 'x-token': this.token };
      const answer = await fetch('/chat/messages', { method: 'POST', body: JSON.stringify(message), headers });
      const { error, word } = await answer.json().catch(() => ({}));
      const renewed = error === 'session';
      if (renewed) await this.refresh();
      const refused = answer.status >= 400 && answer.status < 500 && !PASSING.has(answer.status) && !renewed;
      return { taken: answer.ok, refused, word: renewed ? '' : word, wait: Number(answer.headers.get('retry-after')) };
    } catch {
      return { word: '没有网络，连上后会自动发送' };
    }
  }

  /** Send a table, which is the whole body. */
  async upload(key, file) {
    try {
      const headers = { 'content-type': 'application/octet-stream', 'x-token': this.token, 'x-key': key, 'x-name': encodeURIComponent(file.name.slice(-80)) };
      const answer = await fetch('/chat/files', { method: 'POST', body: file, headers });
      const { word } = await answer.json().catch(() => ({}));
      return { taken: answer.ok, word };
    } catch {
      return { word: '没有发出去，请检查网络' };
    }
  }

  /** Become a stranger: the next history is empty. */
  async leave() {
    const answer = await fetch('/chat/leave', { method: 'POST', headers: { 'x-token': this.token } });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  /** Listen. The browser comes back by itself after a break; after a refusal we do. */
  listen() {
    clearTimeout(this.later);
    this.source?.close();
    const source = new EventSource(`/chat/events?after=${this.last}`);
    this.source = source;
    source.onopen = () => { this.tries = 0; this.on.up(); };
    source.onerror = () => {
      this.on.down();
      if (source.readyState !== EventSource.CLOSED) return;
      this.later = setTimeout(() => this.refresh(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)] * 1000);
      this.tries += 1;
    };
    const hear = (kind, tell) => source.addEventListener(kind, (event) => tell(JSON.parse(event.data)));
    hear('reply', (letter) => { this.last = Math.max(this.last, letter.id); this.on.reply(letter); });
    hear('typing', () => this.on.typing());
    hear('draft', ({ text }) => this.on.draft(text));
    hear('left', () => this.on.left());
    hear('said', (said) => this.on.said(said));
  }
}
