// The phone's store. What tells of persons lies encrypted in IndexedDB: the route, how
// far the visits of the day have come, and the outbox. In the clear stand only random
// ids, counters and instants.
//
// The data key is random. What opens it is derived from the PIN, so that neither the
// PIN nor the key is stored. While the phone is unlocked the browser holds the key and
// no script can read it out.

export const rounds = 600_000; // of PBKDF2 with SHA-256
export const mostTries = 10; // wrong PINs, then everything goes
export const longest = 24 * 3600_000; // without contact, then the route goes

const name = 'stadga-besok';
const lockName = 'stadga-besok';

let db; // the open database
let key; // the data key; none: locked

const bytes = (n) => crypto.getRandomValues(new Uint8Array(n));
const text = new TextEncoder();

// newID makes the id of an event, the first thing that is done of it.
export const newID = () => [...bytes(16)].map((b) => b.toString(16).padStart(2, '0')).join('');

const settled = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

const whole = (tx) => new Promise((done, failed) => {
  tx.oncomplete = () => done();
  tx.onabort = tx.onerror = () => failed(tx.error);
});

export async function open() {
  if (db) return;
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore('clear'); // salt, counters, instants
    asked.result.createObjectStore('sealed'); // the route and the day, encrypted
    asked.result.createObjectStore('box', { keyPath: 'n', autoIncrement: true }).createIndex('id', 'id', { unique: true });
  };
  db = await settled(asked);
  db.onversionchange = () => db.close();
}

// strict makes what was written stand also when the battery is torn out.
const writing = (...stores) => db.transaction(stores, 'readwrite', { durability: 'strict' });

async function clear(entry) {
  return settled(db.transaction('clear').objectStore('clear').get(entry));
}

async function setClear(entry, value) {
  const tx = writing('clear');
  tx.objectStore('clear').put(value, entry);
  await whole(tx);
}

// set tells whose phone this is and when the server was last heard; nothing: no PIN is chosen.
export async function set() {
  return clear('vault');
}

async function keyOf(pin, salt, n) {
  const from = await crypto.subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: n }, from, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

// create chooses the PIN. first is the least number that events of this phone get: the
// server's seconds, so that they still count upwards when a phone is made ready again.
export async function create(pin, { user, now, first }) {
  const salt = bytes(16), iv = bytes(12);
  const opening = await keyOf(pin, salt, rounds);
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const wrapped = await crypto.subtle.wrapKey('raw', made, opening, { name: 'AES-GCM', iv });
  const tx = writing('clear', 'sealed', 'box');
  for (const store of ['clear', 'sealed', 'box']) tx.objectStore(store).clear();
  tx.objectStore('clear').put({ salt, iv, rounds, wrapped, user, made: now, first }, 'vault');
  await whole(tx);
  await heard(now);
  await unlock(pin);
}

// unlock answers what is left to try: -1 when it is open, 0 when everything is gone.
export async function unlock(pin) {
  const vault = await set();
  const tries = ((await clear('tries')) ?? 0) + 1;
  await setClear('tries', tries); // before trying, so that a torn battery gives no new tries
  try {
    const opening = await keyOf(pin, vault.salt, vault.rounds);
    key = await crypto.subtle.unwrapKey('raw', vault.wrapped, opening, { name: 'AES-GCM', iv: vault.iv }, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);
  } catch {
    if (tries < mostTries) return mostTries - tries;
    await wipe();
    return 0;
  }
  await setClear('tries', 0);
  return -1;
}

export const unlocked = () => Boolean(key);

export function lock() {
  key = undefined;
}

// wipe takes away everything, the key too.
export async function wipe() {
  key = undefined;
  const tx = writing('clear', 'sealed', 'box');
  for (const store of ['clear', 'sealed', 'box']) tx.objectStore(store).clear();
  await whole(tx);
  count(0);
}

// leaveOutbox takes away everything that tells of persons but the outbox, which stays
// encrypted with what opens it: it stands nowhere else.
export async function leaveOutbox() {
  const vault = await set();
  const tx = writing('clear', 'sealed');
  tx.objectStore('clear').put({ ...vault, emptied: true }, 'vault');
  tx.objectStore('sealed').clear();
  await whole(tx);
}

// heard notes that the server answered, and how far the phone's clock stands from its.
export async function heard(now) {
  const tx = writing('clear');
  tx.objectStore('clear').put({ at: Date.now(), offset: Date.parse(now) - Date.now() }, 'contact');
  tx.objectStore('clear').put(Date.now(), 'seen');
  await whole(tx);
}

export async function contact() {
  return (await clear('contact')) ?? { at: 0, offset: 0 };
}

// silent is how long the server has not been heard, as far as a clock can tell that may
// have been put right since, or set back: the latest instant that was seen counts, from
// the contact as the phone's clock had it or as the server's had, whichever makes sense.
async function silent() {
  const { at, offset } = await contact();
  const seen = Math.max((await clear('seen')) ?? 0, Date.now());
  await setClear('seen', seen);
  return Math.min(...[seen - at, seen - at - offset].filter((t) => t >= 0));
}

// expire takes away the route when the server has not been heard for a day, and tells
// whether nothing is left. What waits in the outbox stays, encrypted, with what opens it:
// it stands nowhere else.
export async function expire() {
  const time = await silent();
  if (time <= longest || time === Infinity) return false;
  if ((await waiting()) === 0) {
    await wipe();
    return true;
  }
  const tx = writing('sealed');
  tx.objectStore('sealed').clear();
  await whole(tx);
  return false;
}

async function seal(what, about) {
  const iv = bytes(12);
  return { iv, body: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text.encode(about) }, key, text.encode(JSON.stringify(what))) };
}

async function unseal({ iv, body }, about) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: text.encode(about) }, key, body)));
}

async function sealed(entry) {
  const found = await settled(db.transaction('sealed').objectStore('sealed').get(entry));
  return found && unseal(found, entry);
}

export const route = () => sealed('route');
export const day = async () => (await sealed('day')) ?? { visits: {} };

// keepRoute keeps the route, and forgets how visits came along that are no longer on it
// and that are finished.
export async function keepRoute(what) {
  const stops = new Set(what.stops.map((s) => s.visit));
  await change((now) => {
    for (const [visit, v] of Object.entries(now.visits)) if (!stops.has(visit) && (v.ended || v.missed)) delete now.visits[visit];
  });
  const body = await seal(what, 'route');
  const tx = writing('sealed');
  tx.objectStore('sealed').put(body, 'route');
  await whole(tx);
}

// change takes what a person did: how far the day has come, and the events that tell the
// server. Both are written in one, or neither. Two windows take turns.
export async function change(act) {
  return navigator.locks.request(lockName, async () => {
    const now = await day();
    const events = act(now) ?? [];
    const state = await seal(now, 'day');
    const rows = await Promise.all(events.map(async (e) => ({ id: e.id, at: Date.now(), ...(await seal(e, e.id)) })));
    count((await waiting()) + rows.length);
    const tx = writing('sealed', 'box');
    tx.objectStore('sealed').put(state, 'day');
    for (const row of rows) tx.objectStore('box').add(row);
    await whole(tx);
    return now;
  });
}

// waiting counts what the outbox holds.
export async function waiting() {
  return settled(db.transaction('box').objectStore('box').count());
}

// oldest is when the oldest event of the outbox was made; none: it is empty.
export async function oldest() {
  const [row] = await settled(db.transaction('box').objectStore('box').getAll(null, 1));
  return row?.at;
}

// batch reads events in the order they were made, but those put aside. An event that cannot
// be opened is put aside too, and left where it is.
export async function batch(most, aside = new Set()) {
  const { first } = await set();
  const rows = (await settled(db.transaction('box').objectStore('box').getAll(null, most && most + aside.size))).filter((row) => !aside.has(row.id)).slice(0, most ?? undefined);
  const opened = await Promise.allSettled(rows.map(async (row) => ({ ...(await unseal(row, row.id)), id: row.id, seq: first + row.n })));
  opened.forEach((o, i) => { if (o.status === 'rejected') aside.add(rows[i].id); });
  return opened.filter((o) => o.status === 'fulfilled').map((o) => o.value);
}

// received takes away events that the server has said that it keeps, and no others.
export async function received(ids) {
  await navigator.locks.request(lockName, async () => {
    const tx = writing('box');
    const index = tx.objectStore('box').index('id');
    for (const id of ids) {
      const at = index.getKey(id);
      at.onsuccess = () => { if (at.result !== undefined) tx.objectStore('box').delete(at.result); };
    }
    await whole(tx);
    count(await waiting());
  });
}

// count lets the other pages know, before a log-out, that something waits here.
function count(n) {
  if (n > 0) localStorage.setItem('utkorg', n); else localStorage.removeItem('utkorg');
}

// exported is the outbox as a text that lies safely anywhere, and the code that opens it
// at the office.
export async function exported() {
  const { user } = await set();
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const code = [...bytes(20)].map((b) => letters[b & 31]).join('').replace(/(.{5})(?=.)/g, '$1-');
  const salt = bytes(16), iv = bytes(12);
  const from = await crypto.subtle.importKey('raw', text.encode(code), 'PBKDF2', false, ['deriveKey']);
  const once = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, from, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const whole = JSON.stringify({ user, now: new Date().toISOString(), events: await batch(null) });
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, once, text.encode(whole)));
  let raw = '';
  for (const b of [...salt, ...iv, ...body]) raw += String.fromCharCode(b);
  return { code, file: `STADGA-UTKORG-1 ${btoa(raw)}\n` };
}
