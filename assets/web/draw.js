// From a letter (wire.py) to the DOM.

import { copy, el, icon } from './dom.js';

const drawn = (runs) => runs.map(([text, marked]) => (marked ? el('mark', {}, text) : text));
/** The page's own address that begins with a word behind /start. */
const address = (word) => `${location.origin}/?start=${word}`;
const link = (word) => el('a', { href: address(word), target: '_blank', rel: 'noopener noreferrer' }, address(word));
const runs = (block) => [...drawn(block.runs), ...(block.start ? [link(block.start)] : [])];
const plain = (block) => block.runs.map(([text]) => text).join('') + (block.start ? address(block.start) : '');

/** The block's runs line by line; blank lines are left to the distance between paragraphs. */
function lines(block) {
  const found = [[]];
  for (const [text, marked] of block.runs) {
    const [first, ...others] = text.split('\n');
    found.at(-1).push([first, marked]);
    for (const other of others) found.push([[other, marked]]);
  }
  return found.map((line) => line.filter(([text]) => text)).filter((line) => line.some(([text]) => text.trim()));
}

/** A line of a document; one that begins with a dash stands as an item. */
function line(parts) {
  const [[first, marked], ...rest] = parts;
  return first.startsWith('- ') ? el('p', { className: 'dash' }, ...drawn([[first.slice(2), marked], ...rest])) : el('p', {}, ...drawn(parts));
}

/** A source without the dash that leads to it in plain text; here an icon does. */
const led = (block) => ({ ...block, runs: block.runs.map(([text, marked], at) => [at ? text : text.replace(/^——\s*/, ''), marked]) });

const ONE = {
  text: (block) => el('p', {}, ...runs(block)),
  title: (block) => el('h3', {}, ...runs(block)),
  note: (block) => el('p', { className: 'note' }, ...runs(block)),
  source: (block) => el('p', { className: 'source' }, icon('doc'), el('span', {}, ...runs(led(block)))),
};

function list(blocks) {
  const numbered = blocks[0].number > 0;
  return el(numbered ? 'ol' : 'ul', { role: 'list' }, ...blocks.map((block) => {
    const item = el('li', {}, ...runs(block));
    if (numbered) item.value = block.number;
    return item;
  }));
}

function quote(blocks) {
  const said = blocks.filter((block) => block.look === 'quote').flatMap((block) => lines(block).map(line));
  const sources = blocks.filter((block) => block.look === 'source').map(ONE.source);
  return el('figure', {}, el('blockquote', {}, ...said), ...(sources.length ? [el('figcaption', {}, ...sources)] : []));
}

/** Runs of list items become one list; quotes and the sources under them one figure. */
function grouped(blocks) {
  const groups = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    const joins = previous && (
      (block.look === 'item' && previous.look === 'item' && (block.number > 0) === (previous.number > 0))
      || (block.look === 'quote' && previous.look === 'quote')
      || (block.look === 'source' && last[0].look === 'quote'));
    if (joins) last.push(block); else groups.push([block]);
  }
  return groups;
}

function group(blocks) {
  const { look } = blocks[0];
  if (look === 'item') return list(blocks);
  if (look === 'quote') return quote(blocks);
  return (ONE[look] ?? ONE.text)(blocks[0]);
}

export const body = (blocks) => el('div', { className: 'body' }, ...grouped(blocks).map(group));

/** The button that ends a form stands out among the dozen that change it. */
const MAIN = '确认';
const SPOKEN = { '‹': '上一页', '›': '下一页' };

function button(choice, press) {
  const url = choice.url || (choice.start && address(choice.start));
  if (url) {
    return el('a', { className: 'choice', href: url, target: '_blank', rel: 'noopener noreferrer' }, el('span', {}, choice.label), icon('out'));
  }
  const node = el('button', { className: 'choice', type: 'button', data: { value: choice.value } }, el('span', {}, choice.label));
  if (choice.label === MAIN) node.classList.add('main');
  if (SPOKEN[choice.label]) node.setAttribute('aria-label', SPOKEN[choice.label]);
  node.addEventListener('click', () => press(choice, node));
  return node;
}

function choices(letter, press) {
  const rows = letter.choices.map((row) => el('div', { className: 'row' }, ...row.map((choice) => button(choice, press))));
  const node = el('div', { className: 'choices' }, ...rows);
  node.setAttribute('role', 'group');
  node.setAttribute('aria-label', '可选操作');
  return node;
}

const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function attachments({ picture, file }) {
  const nodes = [];
  if (picture) nodes.push(el('a', { href: picture.url, target: '_blank', className: 'picture' }, el('img', { src: picture.url, alt: picture.name })));
  if (file) {
    const name = el('span', {}, el('b', {}, file.name), el('small', {}, size(file.size)));
    nodes.push(el('a', { href: file.url, download: file.name, className: 'file' }, icon('doc'), name, icon('save')));
  }
  return nodes;
}

/** Everything a letter shows: blocks, picture, file, choices. */
export function content(letter, press) {
  return [
    ...(letter.blocks.length ? [body(letter.blocks)] : []),
    ...attachments(letter),
    ...(letter.choices.length ? [choices(letter, press)] : []),
  ];
}

/** The letter as text for the clipboard. */
export const asText = (letter) => letter.blocks.map((block) => (block.look === 'item' ? `${block.number || '·'}${block.number ? '. ' : ' '}${plain(block)}` : plain(block))).join('\n');

export function copyButton(letter) {
  const node = el('button', { className: 'copy', type: 'button', title: '复制', aria: { label: '复制这条回答' } }, icon('copy'));
  node.addEventListener('click', async () => {
    await copy(asText(letter));
    node.replaceChildren(icon('done'));
    node.setAttribute('aria-label', '已复制');
    setTimeout(() => { node.replaceChildren(icon('copy')); node.setAttribute('aria-label', '复制这条回答'); }, 1800);
  });
  return node;
}

/** A clause in the log: a card that opens it again. */
export function card(letter, open) {
  const first = letter.blocks.find((block) => block.look === 'title') ?? letter.blocks.find((block) => block.look === 'source');
  const text = letter.blocks.filter((block) => block.look === 'quote').map(plain).join(' ');
  const node = el('button', { className: 'card', type: 'button', aria: { haspopup: 'dialog' } },
    icon('doc'), el('span', {}, el('b', {}, first ? plain(first) : '原文'), el('small', {}, text.slice(0, 90))), icon('go'));
  node.addEventListener('click', () => open(letter));
  return node;
}
