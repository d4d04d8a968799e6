// The page: what is typed and pressed goes out, what comes in is shown.

import { el, find, kept, toast } from './dom.js';
import { Link, Outgoing, newKey } from './link.js';
import { Log } from './log.js';
import { Sheet } from './sheet.js';

const IDEAS = ['包头2025年实训基地的目标是多少？', '普陀区企业办职业教育能抵免多少？', '包头有什么光伏实习？', '包头职业技术学院有哪些产业学院？'];

const text = find('text');
const log = new Log({ press, open: (letter) => sheet.open(letter), retry: again, drop: (key) => { files.delete(key); outgoing.drop(key); } });
const sheet = new Sheet(press);
const link = new Link({ up, down, history, reply, typing, draft: (words) => draft(words), said: echoed, left });
const outgoing = new Outgoing(link, { sent, failed, waiting });
const pressing = new Map();
const files = new Map();
const LARGEST = 1_000_000;

let unread = 0;
let downSince;
let dots;
let asked = false;
let tired;

// ---- going out ----

function send(item) {
  const message = { key: newKey(), ...item };
  log.said(message, 'sending');
  asked = true;
  outgoing.add(message);
  log.follow();
}

function press(origin, choice, node) {
  if (node.getAttribute('aria-busy') === 'true') return;
  node.setAttribute('aria-busy', 'true');
  const key = newKey();
  pressing.set(key, node);
  setTimeout(() => release(key), 20_000);
  log.pressed(key, origin, choice.value);
  node.classList.remove('chosen');
  outgoing.add({ key, pressed: choice.value, origin });
}

function release(key) {
  const node = pressing.get(key);
  pressing.delete(key);
  node?.removeAttribute('aria-busy');
  return node;
}

function again(key) {
  log.mark(key, 'sending');
  if (files.has(key)) upload(key);
  else outgoing.again(key);
}

/** A file is not kept over a reload: it is sent now, or by hand once more. */
function attach(file) {
  const key = newKey();
  files.set(key, file);
  log.said({ key, file: file.name }, 'sending');
  log.follow();
  upload(key);
}

async function upload(key) {
  const file = files.get(key);
  asked = true;
  const { taken, word } = file.size > LARGEST ? { word: '文件超过 1 MB，请分成几份再发' } : await link.upload(key, file);
  if (!taken) { log.mark(key, 'failed', word || '没有发出去'); return; }
  files.delete(key);
  sent({ key });
}

function sent({ key, pressed }) {
  log.mark(key, 'sent');
  if (!pressed && asked) dots = setTimeout(typing, 300);
}

function failed({ key, pressed }, word) {
  release(key);
  if (pressed) toast(word || '没有办成，请再按一次。');
  else log.mark(key, 'failed', word || '没有发出去');
}

function waiting({ key, pressed }, word) {
  if (word && pressed) toast(word);
  else if (word) log.mark(key, 'sending', word);
}

// ---- coming in ----

function typing() {
  clearTimeout(dots);
  clearTimeout(tired);
  const follow = log.atEnd;
  if (!find('pending').childElementCount) log.wait('');
  tired = setTimeout(settle, 60_000);
  if (follow) log.follow();
}

function draft(words) {
  clearTimeout(dots);
  const follow = log.atEnd;
  log.wait(words);
  if (follow) log.follow();
}

/** What another page of the same visitor sent. */
function echoed(said) { if (log.said(said)) log.follow(); }

function settle() {
  asked = false;
  clearTimeout(dots);
  clearTimeout(tired);
  log.wait(null);
}

function reply(letter) {
  const follow = log.atEnd || !letter.edits;
  const { fresh, clause, drawn } = log.reply(letter);
  if (!fresh) return;
  settle();
  answered(letter);
  city(letter);
  if (clause) sheet.open(drawn ?? letter);
  if (follow) log.follow();
  if (document.hidden) { unread += 1; document.title = `(${unread}) 校企通`; }
}

/** Free the button whose press this answers; one that only has a word to say is not to be pressed twice. */
function answered(letter) {
  const node = release(letter.press);
  if (letter.toast) toast(letter.toast);
  if (!node?.isConnected) return;
  node.classList.add('chosen');
  if (letter.toast && !letter.blocks.length) node.disabled = true;
}

/** The chip shows the city that the assistant says it goes by. */
function city(letter) {
  const words = letter.blocks.map((block) => block.runs.map(([part]) => part).join('')).join('\n');
  const [, told] = words.match(/按\s*([\p{Script=Han}]{2,12}?)\s*回答/u) ?? [];
  if (told || words.includes('不再预设城市')) {
    kept.set('city', told ?? '');
    showCity(told ?? '');
  }
}

function showCity(name) {
  find('city').querySelector('span').textContent = name || '选择城市';
  find('city').setAttribute('aria-label', name ? `按${name}回答，换城市` : '选择城市');
}

// ---- the line ----

function up() {
  clearTimeout(downSince);
  downSince = null;
  document.body.classList.remove('offline');
  find('state').textContent = '产教融合政策问答';
  outgoing.wake?.();
}

function down() {
  downSince ??= setTimeout(() => {
    document.body.classList.add('offline');
    find('state').textContent = '连接断开，正在重连…';
  }, 1500);
}

function history(entries) {
  for (const { reply: letter, said } of entries) {
    if (said) log.said(said);
    else log.reply(letter);
  }
}

async function start() {
  try {
    const entries = await link.history();
    log.clear();
    history(entries);
    for (const item of outgoing.items) log.said(item, 'sending');
    find('welcome').hidden = !log.empty;
    log.follow(false);
    log.box.setAttribute('aria-live', 'polite');
    link.listen();
    outgoing.run();
  } catch {
    down();
    setTimeout(start, 3000);
  }
}

// ---- leaving ----

const LEAVING = '离开后，在这个浏览器里看不到之前的对话，也找不回来；工作人员要重新登记。想连记录一起清除，请先发 /privacy。\n\n确定离开吗？';

async function leave() {
  if (!confirm(LEAVING)) return;
  try {
    await link.leave();
    left();
  } catch {
    toast('没有办成，请再试一次。');
  }
}

/** Nothing of the one who left stays on the page or in the browser. */
function left() {
  text.value = '';
  kept.clear();
  location.reload();
}

// ---- the composer ----

function fit() {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
  find('send').disabled = !text.value.trim();
}

function submit() {
  const words = text.value.trim();
  if (!words) return;
  text.value = '';
  kept.set('draft', '');
  fit();
  send({ text: words });
}

/** Enter sends, but not the Enter that ends the choice of a character in an input method. */
function typed(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
}

find('composer').addEventListener('submit', (event) => { event.preventDefault(); submit(); });
text.addEventListener('keydown', typed);
text.addEventListener('input', () => { fit(); kept.set('draft', text.value); });
find('attach').addEventListener('click', () => find('file').click());
find('file').addEventListener('change', ({ target }) => { for (const file of target.files) attach(file); target.value = ''; });
find('city').addEventListener('click', () => send({ text: '/region' }));
find('leave').addEventListener('click', leave);
find('help').addEventListener('click', () => send({ text: '/help' }));
find('ideas').append(...IDEAS.map((idea) => el('li', {}, el('button', { type: 'button', onclick: () => { send({ text: idea }); text.focus({ preventScroll: true }); } }, idea))));

find('scroll').addEventListener('scroll', () => { find('latest').hidden = log.atEnd; }, { passive: true });
find('latest').addEventListener('click', () => { find('scroll').scrollTo({ top: find('scroll').scrollHeight }); text.focus({ preventScroll: true }); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) { unread = 0; document.title = '校企通 · 产教融合政策问答'; } });

/** A link may bring words along (`/?start=job_12`). They are put before whoever followed it, and sent by their own hand only. */
function brought() {
  const word = new URLSearchParams(location.search).get('start') ?? '';
  if (location.search) window.history.replaceState(null, '', location.pathname);
  return /^[\w-]{1,64}$/.test(word) ? `/start ${word}` : '';
}

text.value = brought() || kept.get('draft', '');
showCity(kept.get('city', ''));
fit();
find('insecure').hidden = isSecureContext;
if (matchMedia('(pointer: fine)').matches) text.focus();
start();
