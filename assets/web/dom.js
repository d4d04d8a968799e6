// Small helpers. Text enters the page through text nodes only, never as markup.

/** An element with properties, `data` and `aria` groups, and children (strings become text). */
export function el(name, { data = {}, aria = {}, ...properties } = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  Object.assign(node.dataset, data);
  for (const [key, value] of Object.entries(aria)) node.setAttribute(`aria-${key}`, value);
  node.append(...children.filter((child) => child !== null && child !== ''));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An icon from the sprite in index.html; decoration only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

export const find = (id) => document.getElementById(id);

export const calm = matchMedia('(prefers-reduced-motion: reduce)');

const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

/** A value kept over reloads, where the browser allows it. */
export const kept = {
  get: (key, fallback) => read(`xqt.${key}`) ?? fallback,
  clear: () => { try { Object.keys(localStorage).filter((key) => key.startsWith('xqt.') && key !== 'xqt.theme').forEach((key) => localStorage.removeItem(key)); } catch { /* nothing was kept */ } },
  set: (key, value) => { try { localStorage.setItem(`xqt.${key}`, JSON.stringify(value)); } catch { /* it holds until the page is closed */ } },
};

/** Put text on the clipboard, also where the page was not opened over https. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { value: text, className: 'hidden' });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

let fading;

/** A short word that goes away by itself. */
export function toast(word) {
  const box = find('toast');
  box.textContent = word;
  box.classList.add('shown');
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove('shown'), 3200);
}
