// What a carer does in a day, as events and as how far each visit has come. Nothing here
// knows of pages or of the network.
import * as vault from './vault.js';
import { stamp } from './send.js';

// of is what the phone knows of one visit: what the server said, and what was done here since.
export function of(state, stop) {
  const here = state.visits[stop.visit] ?? {};
  return { ...stop, ...here, begun: here.begun ?? stop.begun, ended: here.ended ?? stop.ended, missed: here.missed || stop.missed };
}

export const done = (v) => Boolean(v.ended || v.missed);
export const going = (v) => Boolean(v.begun) && !done(v);

async function event(kind, stop, more) {
  const id = vault.newID(); // before anything else
  return { id, visit: stop.visit, order: stop.order, kind, ...(await stamp()), ...more };
}

// mark says how an end was registered. A time that was typed is the time: the counter of
// the phone tells nothing of it.
function mark({ tag, at, reason, why } = {}) {
  if (at) return { how: 'manuell', at, reason, why, mono: undefined, boot: undefined };
  return tag ? { how: 'tagg', tag } : { how: 'telefon' };
}

const note = (state, stop, what) => {
  state.visits[stop.visit] = { ...state.visits[stop.visit], ...what };
};

export async function start(stop, how) {
  const e = await event('start', stop, mark(how));
  return vault.change((state) => {
    note(state, stop, { begun: e.at, how: e.how });
    return [e];
  });
}

export async function miss(stop, outcome, why) {
  const e = await event('missed', stop, { how: 'telefon', outcome, why });
  return vault.change((state) => {
    note(state, stop, { missed: outcome });
    return [e];
  });
}

// typed keeps what is being typed, so that a phone that dies loses none of it.
export const typed = (stop, draft) => vault.change((state) => note(state, stop, { draft }));

// tell sends a deviation at once.
export async function tell(stop, kind, more, draft) {
  const e = await event(kind, stop, more);
  return vault.change((state) => {
    note(state, stop, { draft });
    return [e];
  });
}

export const changes = {
  mer: 'Behöver mer hjälp', mindre: 'Behöver mindre hjälp', samre: 'Mår sämre', hemmet: 'Något i hemmet', nyckel: 'Nyckel', annat: 'Annat',
};

// finish ends the visit: what was done, what was not and why, the note, and what has
// changed. They are kept together or not at all.
export async function finish(stop, draft, how) {
  const off = draft.off ?? {};
  const events = [];
  if (draft.note?.trim()) events.push(await event('note', stop, { text: draft.note.trim() }));
  if (draft.choice) events.push(await event('signal', stop, { choice: draft.choice, text: draft.line?.trim() || changes[draft.choice] }));
  const tasks = stop.tasks ?? [];
  const end = await event('end', stop, {
    ...mark(how), with: stop.with, tasks: tasks.filter((t) => !(t in off)), notDone: tasks.filter((t) => t in off).map((what) => ({ what, why: off[what] })),
  });
  events.push(end);
  return vault.change((state) => {
    note(state, stop, { ended: end.at, draft: undefined });
    return events;
  });
}
