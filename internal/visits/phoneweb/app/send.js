// What passes between phone and server: the outbox one way, the route the other. An event
// is sent, as it was made and with the id it was given then, until the server has said
// that it keeps it.
import * as vault from './vault.js';

const most = 50; // events in one request
const largest = 200_000; // bytes of them, below what the server takes
const patience = 20_000; // milliseconds for one answer

// A boot is one life of the page: the monotonic clock is only compared within it.
const boot = vault.newID().slice(0, 16);

// stamp is everything the phone knows of the time: its clock, a counter that nobody can
// set, and how far the clock stood from the server's when it was last heard.
export async function stamp() {
  const { offset } = await vault.contact();
  return { at: new Date().toISOString(), mono: Math.round(performance.now()), boot, offset };
}

async function ask(path, body) {
  const answer = await fetch(path, {
    method: body ? 'POST' : 'GET', body, cache: 'no-store', credentials: 'same-origin', redirect: 'error',
    headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
    signal: AbortSignal.timeout(patience),
  });
  if (answer.status === 401) throw new Error('out');
  if (!answer.ok) throw new Error(answer.status >= 500 ? 'trouble' : 'refused', { cause: answer.status });
  return answer.json();
}

export const state = () => ask('/besok/laget');

// sync says how it went: "sent", "offline", "out" (log in again), "other" (someone else is
// logged in), "wiped" (by order), "ordered" (to be wiped, and something still waits),
// "refused" (something waits that the server cannot read) or "trouble" (it cannot write
// just now). One who asks while it goes on gets an attempt that began after the asking:
// the network may have come back meanwhile.
let going, asked;
export function sync() {
  asked = true;
  going ??= attempts().finally(() => { going = undefined; });
  return going;
}

async function attempts() {
  let said;
  while (asked && said !== 'wiped') {
    asked = false;
    said = await exchange();
  }
  return said;
}

async function exchange() {
  try {
    const owner = await vault.set();
    const here = await state();
    if (here.user !== owner.user) return 'other';
    if (here.wipe > owner.made) return await wipeByOrder();
    await vault.heard(here.now);
    if (!vault.unlocked()) return 'locked';
    await empty();
    await vault.keepRoute(await ask('/besok/rutt'));
    return aside.size ? 'refused' : 'sent';
  } catch (e) {
    if (e.message === 'out' || e.message === 'trouble' || e.message === 'refused') return e.message;
    if (e instanceof TypeError || e.name === 'TimeoutError' || e.name === 'AbortError' || e instanceof SyntaxError) return 'offline';
    throw e;
  }
}

// wipeByOrder takes away the route at once. What waits stands nowhere else: it is sent
// first, or stays locked until the one whose phone it is unlocks it.
async function wipeByOrder() {
  await vault.leaveOutbox();
  if (vault.unlocked()) await empty();
  if ((await vault.waiting()) > 0) return 'ordered';
  await vault.wipe();
  return 'wiped';
}

// What the server has said that it cannot read, when it was sent alone.
const aside = new Set();

// retry lets what was put aside be tried once more.
export const retry = () => aside.clear();

// empty sends the outbox, oldest first, until nothing is left or the server keeps nothing
// more. A request that the server cannot read is made smaller, until the one event that is
// wrong stands alone: it is put aside and holds up no other.
export async function empty() {
  for (let size = most; ;) {
    const known = aside.size;
    let events = await vault.batch(size, aside);
    if (events.length === 0 && aside.size === known) return;
    if (events.length === 0) continue;
    while (events.length > 1 && JSON.stringify(events).length > largest) events = events.slice(0, Math.ceil(events.length / 2));
    const now = { now: new Date().toISOString(), mono: Math.round(performance.now()), boot };
    try {
      const { stored } = await ask('/besok/handelser', JSON.stringify({ ...now, events }));
      if (!stored?.length) return;
      await vault.received(stored);
      size = most;
    } catch (e) {
      if (e.cause !== 400 && e.cause !== 413) throw e;
      if (events.length === 1) aside.add(events[0].id);
      size = events.length === 1 ? most : Math.ceil(events.length / 2);
    }
  }
}
