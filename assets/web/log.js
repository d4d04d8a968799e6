// The conversation on the page: what was said and answered, in order, each reply known by its id.

import { calm, el, find, icon } from './dom.js';
import { card, content, copyButton } from './draw.js';

const COMMANDS = { '/region': '换城市', '/help': '帮助', '/start': '开始', '/cancel': '取消', '/privacy': '隐私说明' };
const CLAUSE = /原文|条文|全文/;

const two = (number) => String(number).padStart(2, '0');
const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;

function day(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  return `${date.getMonth() + 1}月${date.getDate()}日`;
}

export class Log {
  constructor({ press, open, retry, drop }) {
    this.box = find('log');
    this.scroller = find('scroll');
    this.pending = find('pending');
    this.on = { press, open, retry, drop };
    this.letters = new Map();
    this.seen = new Set();
    this.labels = new Map();
    this.cards = new Set();
    this.lastDay = '';
    this.following = true;
    for (const touch of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      this.scroller.addEventListener(touch, () => { this.following = false; }, { passive: true });
    }
    const grown = new ResizeObserver(() => { if (this.following) this.follow(); });
    grown.observe(this.box);
    grown.observe(this.scroller);
  }

  /** Begin anew: what was typed before the history came belongs below it. */
  clear() {
    this.box.replaceChildren();
    this.lastDay = '';
  }

  get empty() { return !this.box.childElementCount; }

  /** Something that the visitor sent; `state` is sending, sent or failed. Tells whether a new bubble stands there. */
  said({ key, text, pressed, origin, file, at }, state = 'sent') {
    if (pressed) this.pressed(key, origin, pressed);
    else if (this.ownMessage(key)) this.mark(key, state);
    if (pressed || this.ownMessage(key)) return false;
    const words = file ? [icon('doc'), el('span', {}, file)] : [COMMANDS[text] ?? text];
    const bubble = el('div', { className: file ? 'bubble is-file' : 'bubble' }, ...words);
    const node = el('article', { className: 'own', data: { key, state }, aria: { label: '我' } }, bubble, el('div', { className: 'fate' }));
    this.append(node, at);
    return true;
  }

  ownMessage(key) { return this.box.querySelector(`.own[data-key="${CSS.escape(key)}"]`); }

  /** The fate of an own message; a failed one can be sent again or dropped. */
  mark(key, state, word = '') {
    const node = this.ownMessage(key);
    if (!node) return;
    node.dataset.state = state;
    const fate = node.querySelector('.fate');
    fate.replaceChildren(...(word ? [el('span', {}, word)] : []));
    if (state !== 'failed') return;
    const again = el('button', { type: 'button', onclick: () => this.on.retry(key) }, '重发');
    const away = el('button', { type: 'button', onclick: () => { node.remove(); this.on.drop(key); } }, '删除');
    fate.append(again, away);
  }

  /** Remember which button a press was of, so that its answer can be placed. */
  pressed(key, origin, value) {
    const choice = this.letters.get(String(origin))?.choices.flat().find((one) => one.value === value);
    this.labels.set(key, choice?.label ?? '');
    this.light(origin, value);
  }

  light(origin, value) {
    for (const node of this.nodes(origin)) node.querySelector(`.choice[data-value="${CSS.escape(value)}"]`)?.classList.add('chosen');
  }

  nodes(id) { return this.box.querySelectorAll(`[data-id="${CSS.escape(String(id))}"]`); }

  /** A letter: drawn at the end, or in the place of the one that it edits. Tells whether it was new, and a clause asked for. */
  reply(letter) {
    if (this.seen.has(letter.id)) return { fresh: false };
    this.seen.add(letter.id);
    const label = this.labels.get(letter.press) ?? '';
    if (letter.edits && this.letters.has(letter.edits) && (letter.blocks.length || letter.choices.length)) return this.replace(letter);
    if (!letter.blocks.length && !letter.picture && !letter.file) return { fresh: true };
    const id = String(letter.id);
    if (CLAUSE.test(label) && letter.blocks.some((block) => block.look === 'quote')) this.cards.add(id);
    this.letters.set(id, letter);
    this.append(this.draw(letter, id), letter.at);
    return { fresh: true, clause: this.cards.has(id) };
  }

  replace(letter) {
    const id = letter.edits;
    const drawn = letter.blocks.length ? { ...letter, id } : { ...this.letters.get(id), choices: letter.choices };
    this.letters.set(id, drawn);
    for (const node of this.nodes(id)) {
      const focused = node.contains(document.activeElement);
      node.replaceChildren(...this.parts(drawn, id));
      if (focused) node.querySelector('button, a')?.focus({ preventScroll: true });
    }
    return { fresh: true, clause: this.cards.has(id), drawn };
  }

  parts(letter, id) {
    if (this.cards.has(id)) return [card(letter, this.on.open)];
    const drawn = content(letter, (choice, node) => this.on.press(id, choice, node));
    const meta = el('div', { className: 'meta' }, el('time', { dateTime: letter.at }, clock(new Date(letter.at))), copyButton(letter));
    return [...drawn, meta];
  }

  draw(letter, id) {
    const holder = el('div', { className: 'holder', data: { id } }, ...this.parts(letter, id));
    return el('article', { className: this.cards.has(id) ? 'reply is-card' : 'reply', aria: { label: '校企通' } }, el('div', { className: 'face' }, icon('logo')), holder);
  }

  append(node, at) {
    const date = at ? new Date(at) : new Date();
    const name = day(date);
    if (name !== this.lastDay) {
      this.lastDay = name;
      this.box.append(el('p', { className: 'day' }, el('span', {}, `${name} ${clock(date)}`)));
    }
    this.box.append(node);
    find('welcome').hidden = true;
  }

  /** The dots, or a draft of the answer; `null` takes both away. */
  wait(draft) {
    if (draft === null) return this.pending.replaceChildren();
    const inside = draft
      ? el('div', { className: 'body' }, ...draft.split(/\n+/).map((line) => el('p', {}, line)))
      : el('div', { className: 'dots' }, el('i'), el('i'), el('i'), el('span', {}, '正在查阅文件'));
    this.pending.replaceChildren(el('article', { className: 'reply' }, el('div', { className: 'face' }, icon('logo')), el('div', { className: 'holder' }, inside)));
  }

  get atEnd() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 120; }

  /** Go to the end, but not past the beginning of the last question: a long answer is read from its top. */
  follow(smooth = true) {
    this.following = true;
    const [before, last] = [...this.box.querySelectorAll('article')].slice(-2);
    const anchor = before?.matches('.own') ? before : last ?? before;
    const end = this.scroller.scrollHeight - this.scroller.clientHeight;
    const top = Math.max(0, Math.min(end, (anchor?.offsetTop ?? end) - 20));
    this.scroller.scrollTo({ top, behavior: smooth && !calm.matches ? 'smooth' : 'instant' });
  }
}
