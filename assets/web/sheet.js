// A clause beside the conversation: from the right on a desktop, from below on a phone.

import { find } from './dom.js';
import { content } from './draw.js';

export class Sheet {
  constructor(press) {
    this.dialog = find('sheet');
    this.body = find('sheet-body');
    this.press = press;
    find('sheet-close').addEventListener('click', () => this.dialog.close());
    this.dialog.addEventListener('click', (event) => { if (event.target === this.dialog) this.dialog.close(); });
  }

  /** Show a letter, or another page of it. Its title becomes the sheet's, unless it has none. */
  open(letter) {
    const [first, ...rest] = letter.blocks;
    const titled = first.look === 'title';
    const turned = this.body.contains(document.activeElement) && document.activeElement !== this.body;
    find('sheet-title').textContent = titled ? first.runs.map(([text]) => text).join('') : '原文';
    this.body.replaceChildren(...content(titled ? { ...letter, blocks: rest } : letter, (choice, node) => this.press(String(letter.id), choice, node)));
    if (!this.dialog.open) this.dialog.showModal();
    if (turned) this.body.focus({ preventScroll: true });
    this.body.scrollTop = 0;
    this.body.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }
}
