// Small help to draw pages: everything is made as nodes, never as text that is read as HTML.

const icons = document.querySelector('use').getAttribute('href').split('#')[0];

export function h(tag, given, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given ?? {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== '') node.setAttribute(name, value);
  }
  node.append(...inside.flat().filter((i) => i !== undefined && i !== null && i !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'ikon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${icons}#${name}`);
  svg.append(use);
  return svg;
}

const zone = { timeZone: 'Europe/Stockholm' };

export const clock = (at) => new Date(at).toLocaleTimeString('sv-SE', { ...zone, hour: '2-digit', minute: '2-digit' });
export const isoDay = (at) => new Date(at).toLocaleDateString('sv-SE', zone);
export const dayWords = (at) => new Date(at).toLocaleDateString('sv-SE', { ...zone, weekday: 'short', day: 'numeric', month: 'long' });
export const dayAndClock = (at) => `${isoDay(at) === isoDay(Date.now()) ? 'i dag' : dayWords(at)} ${clock(at)}`;

// field is a label, a control and the words under it.
export function field(id, label, control, help) {
  control.id = id;
  if (help) control.setAttribute('aria-describedby', `${id}-h`);
  return h('div', { class: 'falt' }, h('label', { for: id }, label), help && h('p', { class: 'hjalp', id: `${id}-h` }, help), control);
}

// choices is a group of radio buttons.
export function choices(name, legend, options, chosen, changed) {
  return h('fieldset', { class: 'falt' }, h('legend', {}, legend), h('div', { class: 'val' }, Object.entries(options).map(([value, words]) => {
    const radio = h('input', { type: 'radio', name, value, onchange: () => changed(value) });
    radio.checked = chosen === value;
    return h('label', {}, radio, words);
  })));
}

export function select(options, chosen, changed) {
  const list = h('select', { onchange: () => changed(list.value) }, Object.entries(options).map(([value, words]) => h('option', { value }, words)));
  list.value = chosen ?? '';
  return list;
}

// note is a box for words. It is not kept by the browser between its own starts.
export function note(words, changed, rows = 2) {
  const box = h('textarea', { rows, autocomplete: 'off', oninput: () => changed(box.value) });
  box.value = words ?? '';
  return box;
}

export function fold(words, open, ...inside) {
  const details = h('details', { class: 'vik' }, h('summary', {}, words), h('div', { class: 'stapel tat' }, ...inside));
  details.open = Boolean(open);
  return details;
}

export const button = (words, press, kind = '') => h('button', { type: 'button', class: `knapp ${kind}`.trim(), onclick: press }, words);
