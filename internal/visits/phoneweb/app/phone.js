// The phone's pages: /besok, one visit, the outbox. What the server drew is left as it is
// until the phone has been made ready, with a PIN, to work without a network.
import * as vault from './vault.js';
import * as day from './day.js';
import * as send from './send.js';
import * as tag from './tag.js';
import { h, icon, clock, dayAndClock, dayWords, isoDay, field, choices, select, note, fold, button } from './draw.js';

const main = document.querySelector('main');
const strip = document.querySelector('header.remsa');
const shell = document.body.hasAttribute('data-skal'); // the page came from the phone itself
const every = 60_000; // between two attempts to send while the page is open
const red = 2 * 3600_000; // an event that has waited so long is marked
const idle = 15 * 60_000; // in the background, then the PIN is asked for again
const reasons = { 'tekniskt-fel': 'Tekniskt fel', 'utanfor-hemmet': 'Utanför hemmet', 'vill-inte-ha-lasare': 'Personen vill inte ha läsare', annat: 'Annat' };

let how = 'offline'; // the last attempt went
let listening; // stops the reader of tags

// ── The strip at the top and the count at the bottom ──

async function tell() {
  const n = await vault.waiting();
  const badge = document.querySelector('[data-utkorg]');
  if (badge) badge.textContent = n ? ` ${n}` : '';
  const old = n > 0 && Date.now() - (await vault.oldest()) > red;
  if (old) badge?.setAttribute('data-gammal', ''); else badge?.removeAttribute('data-gammal');
  const says = {
    offline: [n ? `Ingen täckning, ${n} väntar` : 'Ingen täckning', n ? 'Sparat i telefonen. Skickas när du har nät.' : 'Du kan arbeta som vanligt.'],
    out: [n ? `Du är utloggad, ${n} väntar` : 'Du är utloggad', 'Logga in igen så skickas det. Inget är borttappat.'],
    other: ['En annan person är inloggad', 'Det som väntar skickas när du själv har loggat in.'],
    trouble: [`Servern kan inte spara just nu, ${n} väntar`, 'Vi försöker igen. Allt finns kvar i telefonen.'],
    refused: [`${n} väntar och går inte att skicka`, 'Öppna utkorgen och spara den som fil till kontoret.'],
    ordered: [`Telefonen är tömd, ${n} väntar`, 'Det skickas när telefonen är upplåst och har nät.'],
  }[how];
  if (how === 'sent' && n === 0 || how === 'locked' || !says && how !== 'sent') {
    strip.hidden = true;
    return;
  }
  const [first, second] = says ?? [`${n} väntar`, 'Skickas nu.'];
  strip.dataset.lage = old ? 'sen' : 'stopp';
  const words = h('p', { role: 'status' }, old ? `${first}. Äldst för mer än två timmar sedan` : first, h('span', {}, second));
  if (strip.textContent !== words.textContent) strip.replaceChildren(icon('i-moln-av'), words);
  strip.hidden = false;
}

async function sync() {
  if (!(await vault.set())) return;
  how = await send.sync();
  if (how === 'wiped') {
    location.replace('/besok');
    return;
  }
  await tell();
  if (vault.unlocked()) await refresh();
}

// ── When the page is drawn ──

let showing = Promise.resolve(); // the last time someone asked for a page
let turn = 0; // of the drawings: one that was begun later wins
let drawn = ''; // what the page was drawn from; empty: it waits for an answer of its own
let pressed = false; // a finger is on the glass: what lies under it stays

addEventListener('pointerdown', () => { pressed = true; }, true);
for (const up of ['pointerup', 'pointercancel']) addEventListener(up, () => setTimeout(() => { pressed = false; }, 300), true);

// show draws the page that the address names.
function show() {
  showing = paint();
  return showing;
}

// refresh draws it anew when what it tells has changed, and never under someone who is
// typing or pressing.
async function refresh() {
  await showing;
  const typing = main.contains(document.activeElement) && document.activeElement.matches('input, textarea, select');
  if (drawn === '' || pressed || typing || main.querySelector('.besokskort details[open] input')) return;
  const was = main.contains(document.activeElement);
  await paint(drawn);
  if (was && document.activeElement === document.body) main.focus();
}

// ── Before the phone is ready ──

const home = navigator.standalone; // only Safari on iPhone says; false: in its browser

function draw(...nodes) {
  listening?.abort();
  listening = undefined;
  drawn = '';
  main.replaceChildren(...nodes.flat().filter(Boolean));
}

function pinField(id, label, help) {
  return field(id, label, h('input', { type: 'password', inputmode: 'numeric', pattern: '[0-9]*', maxlength: 12, autocomplete: 'off', required: true }), help);
}

const wrong = (words) => h('p', { class: 'feltext', role: 'alert' }, icon('i-varning'), h('span', {}, words));

function ready() {
  const panel = document.querySelector('[data-gor-redo]');
  if (!panel || shell) return;
  panel.hidden = false;
  if (home === false) {
    panel.querySelector('button').hidden = true;
    panel.querySelector('[data-hemskarm]').hidden = false;
    return;
  }
  panel.querySelector('button').addEventListener('click', choosePIN);
}

// stores tells whether the browser keeps what is written, and whether it has promised to.
async function stores() {
  await vault.open();
  const kept = await navigator.storage?.persist?.();
  return kept || Boolean(await navigator.storage?.persisted?.());
}

function choosePIN() {
  const fault = h('div', {});
  const form = h('form', { class: 'stapel', autocomplete: 'off' }, h('h1', {}, 'Välj en PIN-kod'),
    h('p', {}, 'Koden låser det som sparas i telefonen. Den går inte att ta fram om du glömmer den.'),
    pinField('pin', 'PIN-kod', 'Minst sex siffror. Välj inte telefonens egen kod.'), pinField('pin2', 'Samma kod en gång till'), fault,
    h('button', { class: 'knapp primar stor' }, 'Gör telefonen redo'), h('p', {}, h('a', { href: '/besok' }, 'Tillbaka')));
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    const [pin, again] = [form.querySelector('#pin').value, form.querySelector('#pin2').value];
    if (!/^\d{6,12}$/.test(pin)) return fault.replaceChildren(wrong('Skriv minst sex siffror.'));
    if (/^(\d)\1+$/.test(pin) || '0123456789876543210'.includes(pin)) return fault.replaceChildren(wrong('Koden är för lätt att gissa. Välj en annan.'));
    if (pin !== again) return fault.replaceChildren(wrong('Koderna är inte lika. Skriv dem igen.'));
    const kept = await stores();
    const here = await send.state();
    await vault.create(pin, { user: here.user, now: here.now, first: here.first });
    localStorage.setItem('lagring', kept ? 'lovad' : 'ej-lovad');
    await sync();
    return go('/besok');
  });
  draw(form);
  form.querySelector('input').focus();
}

async function askPIN() {
  const fault = h('div', {});
  const form = h('form', { class: 'stapel', autocomplete: 'off' }, h('h1', {}, 'Lås upp'), pinField('pin', 'PIN-kod'), fault,
    h('button', { class: 'knapp primar stor' }, 'Lås upp'),
    fold('Har du glömt koden?', false, h('p', {}, 'Koden går inte att ta fram. Efter tio fel töms telefonen, och du väljer en ny.')));
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    const left = await vault.unlock(form.querySelector('#pin').value);
    if (left === 0) return location.replace('/besok');
    if (left > 0) {
      form.querySelector('#pin').value = '';
      return fault.replaceChildren(wrong(left === 1 ? 'Fel kod. Ett försök kvar, sedan töms telefonen.' : `Fel kod. ${left} försök kvar.`));
    }
    await show();
    return sync();
  });
  draw(form);
  form.querySelector('input').focus();
}

// ── The day ──

const stopsOf = (route, state) => (route?.stops ?? []).map((s) => day.of(state, s));

function important(v) {
  return v.important && h('p', { class: 'viktigt' }, icon('i-varning'), h('span', {}, v.important));
}

// handover is what the next one needs to know first: what has changed since my last visit,
// and the last three notes.
function handover(v) {
  const news = v.changes ?? [];
  return [
    news.length > 0 && fold(`Nytt sedan du var här senast: ${news.length}`, true, h('ul', { class: 'stapel tat' }, news.map((c) => h('li', {}, h('b', {}, dayAndClock(c.at)), `: ${c.text}`)))),
    v.notes?.length > 0 && fold(`Senaste anteckningarna: ${v.notes.length}`, false, h('ul', { class: 'stapel tat' }, v.notes.map((c) => h('li', {}, h('b', {}, dayAndClock(c.at)), `: ${c.text}`)))),
  ];
}

function protectedCard(v, call) {
  return h('section', { class: 'besokskort', 'aria-labelledby': 'n' }, h('p', { class: 'tid' }, `${clock(v.from)}–${clock(v.to)}`),
    h('h2', { id: 'n' }, 'Skyddat besök'), h('p', { class: 'viktigt' }, icon('i-las'), h('span', {}, `Ring samordnaren${call ? ` ${call}` : ''}. Inget om personen sparas i telefonen.`)),
    call && h('a', { class: 'knapp primar stor', href: `tel:${call.replace(/[^0-9+]/g, '')}` }, 'Ring samordnaren'));
}

function card(v, all, call) {
  if (v.protected) return protectedCard(v, call);
  const begin = (how) => startAt(v, all, how);
  const code = h('input', { autocomplete: 'off', autocapitalize: 'characters', maxlength: 8, class: 'kort-falt' });
  const time = h('input', { autocomplete: 'off', inputmode: 'numeric', class: 'mini-falt', value: clock(v.from) });
  const why = select({ '': 'Välj', ...reasons }, '', () => {});
  const fault = h('div', {});
  if (tag.near) {
    listening = new AbortController();
    tag.listen((found) => begin({ tag: found }), listening.signal).catch(() => {});
  }
  return h('section', { class: 'besokskort', 'aria-labelledby': 'n' },
    h('p', { class: 'tid' }, `${clock(v.from)}–${clock(v.to)}`),
    h('div', {}, h('h2', { id: 'n' }, [v.name, v.age].filter(Boolean).join(', ')), v.address && h('p', {}, v.address), v.with > 1 && h('p', {}, `Ni är ${v.with} på besöket.`)),
    important(v), h('p', {}, h('strong', {}, (v.tasks ?? []).join(' · '))),
    v.begun ? h('a', { class: 'knapp primar stor', href: `/besok/${v.visit}` }, 'Fortsätt besöket') : button('Starta besök', () => begin(), 'primar stor'),
    ...handover(v),
    !v.begun && fold('Starta på annat sätt', false,
      field('tagg', 'Taggens kod', code, tag.near ? 'Håll telefonen mot taggen, eller skriv de sex tecknen.' : 'Skriv de sex tecknen som står på taggen.'),
      button('Starta med taggen', () => {
        const read = tag.tidy(code.value);
        if (read) return begin({ tag: read });
        return fault.replaceChildren(wrong('Koden har sex tecken. De står på taggen.'));
      }),
      tag.pictures && picture((found) => begin({ tag: found }), fault),
      field('tid', 'Började en annan tid', time), field('skal', 'Varför skrivs tiden för hand?', why),
      button('Starta med den tiden', () => {
        const at = instant(time.value, v.from);
        if (!at || !why.value) return fault.replaceChildren(wrong('Skriv tiden, till exempel 08:15, och välj ett skäl.'));
        return begin({ at, reason: why.value, why: why.value === 'annat' ? 'Skrivet i telefonen.' : undefined });
      }), fault,
      h('p', {}, 'Blev besöket inte av?'), h('div', { class: 'tvaknapp' },
        button('Tackade nej', () => missed(v, 'avbojt', 'Personen tackade nej.')), button('Inte hemma', () => missed(v, 'franvarande', 'Personen var inte hemma.')))));
}

function picture(found, fault) {
  const input = h('input', { type: 'file', accept: 'image/*', capture: 'environment' });
  input.addEventListener('change', async () => {
    const code = input.files[0] && await tag.inPicture(input.files[0]).catch(() => '');
    if (code) found(code); else fault.replaceChildren(wrong('Ingen kod syns i bilden. Gå närmare, eller skriv de sex tecknen.'));
  });
  return field('bild', 'Fotografera taggens ruta', input, 'Bilden lämnar inte telefonen och sparas inte.');
}

// instant reads a time of day on the day of the visit.
function instant(typed, on) {
  const [, hour, minute] = typed.trim().match(/^([01]?\d|2[0-3])[:. ]?([0-5]\d)$/) ?? [];
  if (!minute) return undefined;
  const at = new Date(on);
  const off = (Number(hour) * 60 + Number(minute)) - (Number(clock(at).slice(0, 2)) * 60 + Number(clock(at).slice(3)));
  return new Date(at.getTime() + off * 60_000).toISOString();
}

async function missed(v, outcome, why) {
  await day.miss(v, outcome, why);
  await go('/besok');
  sync();
}

// startAt starts a visit. One that was not finished is asked about first.
async function startAt(v, all, how) {
  const open = all.find((o) => day.going(o) && o.visit !== v.visit);
  if (open) return forgotten(open, () => startAt(v, [], how));
  await day.start(v, how);
  await go(`/besok/${v.visit}`);
  return sync();
}

function forgotten(v, then) {
  const suggested = new Date(v.to) > new Date(v.begun) ? v.to : new Date().toISOString();
  const time = h('input', { autocomplete: 'off', inputmode: 'numeric', class: 'mini-falt', value: clock(suggested) });
  const why = select(reasons, 'annat', () => {});
  const fault = h('div', {});
  draw(h('form', { class: 'stapel', autocomplete: 'off', onsubmit: async (e) => {
    e.preventDefault();
    const at = instant(time.value, v.begun);
    if (!at) return fault.replaceChildren(wrong('Skriv tiden, till exempel 08:45.'));
    await day.finish(v, v.draft ?? {}, { at, reason: why.value, why: why.value === 'annat' ? 'Glömde avsluta besöket.' : undefined });
    return then();
  } }, h('h1', {}, `När slutade du hos ${v.name}?`), h('p', {}, `Besöket började ${clock(v.begun)} och är inte avslutat.`),
  field('slut', 'Slutade', time, 'Förslaget är den planerade tiden.'), field('skal', 'Varför skrivs tiden för hand?', why), fault,
  h('button', { class: 'knapp primar stor' }, 'Spara och starta nästa')));
}

function list(all, call) {
  const coming = all.filter((v) => !day.done(v) && isoDay(v.from) === isoDay(Date.now()));
  const today = all.filter((v) => isoDay(v.from) === isoDay(Date.now()));
  const next = coming.find(day.going) ?? coming[0];
  const later = coming.filter((v) => v !== next);
  const ahead = all.filter((v) => isoDay(v.from) > isoDay(Date.now()));
  const finished = today.length - coming.length;
  draw(h('h1', {}, 'Dagens besök ', h('small', { class: 'stod' }, dayWords(Date.now()))),
    next ? card(next, all, call) : h('p', { class: 'mening' }, today.length ? 'Alla besök i dag är klara.' : 'Du har inga planerade besök i dag.'),
    today.length > 0 && h('label', { class: 'framsteg', for: 'kvar' }, h('span', {}, 'Kvar i dag ', h('b', {}, `${coming.length} av ${today.length}`)),
      h('progress', { id: 'kvar', value: String(finished), max: today.length }, `${finished} av ${today.length} klara`)),
    later.length > 0 && h('section', { 'aria-labelledby': 'sedan' }, h('h2', { id: 'sedan', class: 'dold' }, 'Sedan'), rows(later, call)),
    ahead.length > 0 && fold(`I morgon: ${ahead.length}`, false, rows(ahead, call)),
    h('p', {}, h('a', { href: '/besok/chef' }, 'Det här ser din chef')));
}

const rows = (all, call) => h('ol', { class: 'besokslista' }, all.map((v) => h('li', {}, v.protected
  ? h('a', { href: `tel:${call.replace(/[^0-9+]/g, '')}` }, h('b', {}, clock(v.from)), h('span', {}, 'Skyddat besök', h('span', { class: 'rad2' }, `Ring samordnaren ${call}`)), icon('i-telefon'))
  : h('a', { href: `/besok/${v.visit}` }, h('b', {}, clock(v.from)), h('span', {}, `${v.name}, ${v.age}`, h('span', { class: 'rad2' }, (v.tasks ?? []).join(', '), v.changes?.length ? ' · nytt' : '')), icon('i-hoger')))));

// ── One visit ──

const unmade = { 'Ville inte i dag': 'Ville inte i dag', 'Inte hemma': 'Inte hemma', 'Tiden räckte inte': 'Tiden räckte inte', Annat: 'Annat' };
const happened = ['Fall', 'Läkemedel', 'Insats blev inte av', 'Hot eller våld', 'Hjälpmedel', 'Annat'];

let keeping;
function keep(v, draft) {
  clearTimeout(keeping);
  keeping = setTimeout(() => day.typed(v, draft), 1000);
}

function visit(v, all, call) {
  const back = h('p', {}, h('a', { class: 'tillbaka', href: '/besok' }, icon('i-vanster'), 'Dagens besök'));
  if (!v.begun || v.protected) {
    draw(back, h('h1', {}, v.protected ? 'Skyddat besök' : `${v.name}, ${v.age}`), day.done(v) ? h('p', {}, 'Besöket är registrerat.') : card(v, all, call));
    return;
  }
  if (day.done(v)) {
    draw(back, h('h1', {}, `${v.name}, ${v.age}`), h('p', {}, `Klart ${clock(v.begun)}–${clock(v.ended)}.`), ...handover(v));
    return;
  }
  const draft = { off: {}, ...v.draft };
  const keepDraft = () => keep(v, draft);
  const whys = h('div', { class: 'stapel tat' });
  const drawWhys = () => whys.replaceChildren(...Object.keys(draft.off).map((task, i) => choices(`varfor-${i}`, `Varför blev det inte gjort? ${task}`, unmade, draft.off[task], (why) => { draft.off[task] = why; keepDraft(); })));
  const task = (words) => {
    const box = h('input', { type: 'checkbox', onchange: () => {
      if (box.checked) delete draft.off[words]; else draft.off[words] = '';
      drawWhys();
      keepDraft();
    } });
    box.checked = !(words in draft.off);
    return h('li', {}, h('label', {}, box, words));
  };
  drawWhys();
  const fault = h('div', {});
  const changed = panel('andrat', draft.choice, choices('andrat', 'Vad har ändrats?', day.changes, draft.choice, (c) => { draft.choice = c; keepDraft(); }),
    field('rad', 'Beskriv kort, om du vill', note(draft.line, (t) => { draft.line = t; keepDraft(); }, 1), 'Planeraren får det när du avslutar. Gäller det nyckel, skriv vem som har den.'));
  const odd = panel('avvikelse', false, choices('hant', 'Vad har hänt?', Object.fromEntries(happened.map((w) => [w, w])), draft.odd, (c) => { draft.odd = c; keepDraft(); }),
    field('hande', 'Beskriv kort', note(draft.oddLine, (t) => { draft.oddLine = t; keepDraft(); }, 1), 'Chefen bedömer hur allvarligt det är.'),
    button('Skicka. Ingen är i fara', () => deviate(v, draft, false, fault)), button('Skicka. Någon är i fara nu', () => deviate(v, draft, true, fault)));
  draw(back, h('div', {}, h('h1', {}, `${v.name}, ${v.age}`), h('p', { class: 'stod' }, `Startade ${clock(v.begun)} · planerat ${clock(v.from)}–${clock(v.to)}`)),
    v.important && h('p', { class: 'besokskort viktigt-rad' }, h('span', { class: 'viktigt' }, icon('i-varning'), h('span', {}, v.important))),
    ...handover(v),
    h('fieldset', { class: 'falt' }, h('legend', {}, 'Det här är gjort'), h('ul', { class: 'uppgifter-lista' }, (v.tasks ?? []).map(task))), whys,
    field('ant', 'Anteckning, om du vill', note(draft.note, (t) => { draft.note = t; keepDraft(); }), 'Blir social dokumentation i uppdraget.'),
    h('div', { class: 'tvaknapp' }, opener('Något har ändrats', changed), opener('Avvikelse', odd)), changed, odd, fault,
    finishing(v, draft, fault));
}

const panel = (id, open, ...inside) => h('div', { id, class: 'ruta stapel tat', hidden: !open }, ...inside);
const opener = (words, what) => h('button', { type: 'button', class: 'knapp', 'aria-expanded': String(!what.hidden), 'aria-controls': what.id, onclick: (e) => {
  what.hidden = !what.hidden;
  e.currentTarget.setAttribute('aria-expanded', String(!what.hidden));
} }, words);

async function deviate(v, draft, danger, fault) {
  if (!draft.odd && !draft.oddLine?.trim()) return fault.replaceChildren(wrong('Välj vad som har hänt, eller beskriv det.'));
  clearTimeout(keeping);
  const text = [draft.odd, draft.oddLine?.trim()].filter(Boolean).join(': ');
  await day.tell(v, 'deviation', { text, danger }, { ...draft, odd: undefined, oddLine: undefined });
  await show();
  main.prepend(h('p', { class: 'ruta', role: 'status', 'data-lage': 'klar' }, danger ? 'Avvikelsen är sparad. Ring 112 eller chefen om någon är i fara nu.' : 'Avvikelsen är sparad och skickas till chefen.'));
  return sync();
}

function finishing(v, draft, fault) {
  const box = h('div', { class: 'stapel tat' });
  const code = h('input', { autocomplete: 'off', autocapitalize: 'characters', maxlength: 8, class: 'kort-falt' });
  const time = h('input', { autocomplete: 'off', inputmode: 'numeric', class: 'mini-falt' });
  const why = select({ '': 'Välj', ...reasons }, '', () => {});
  const end = async () => {
    if (Object.values(draft.off).includes('')) return fault.replaceChildren(wrong('Välj varför det inte blev gjort.'));
    let mark;
    if (time.value.trim()) {
      const at = instant(time.value, v.begun);
      if (!at || !why.value) return fault.replaceChildren(wrong('Skriv tiden, till exempel 08:45, och välj ett skäl.'));
      mark = { at, reason: why.value, why: why.value === 'annat' ? 'Skrivet i telefonen.' : undefined };
    } else if (code.value.trim()) {
      const read = tag.tidy(code.value);
      if (!read) return fault.replaceChildren(wrong('Koden har sex tecken. De står på taggen.'));
      mark = { tag: read };
    }
    clearTimeout(keeping);
    await day.finish(v, draft, mark);
    await go('/besok');
    return sync();
  };
  const first = button('Avsluta besök', () => {
    box.replaceChildren(h('p', { role: 'status' }, `Avsluta hos ${v.name} nu, ${clock(Date.now())}?`), sure,
      fold('Avsluta på annat sätt', false, field('tagg', 'Taggens kod', code), field('tid', 'Slutade en annan tid', time), field('skal', 'Varför skrivs tiden för hand?', why)));
    sure.focus();
  }, 'primar stor');
  const sure = button('Ja, avsluta', end, 'primar stor');
  box.append(first);
  if (tag.near) {
    listening = new AbortController();
    tag.listen((found) => { code.value = found; end(); }, listening.signal).catch(() => {});
  }
  return box;
}

// ── The outbox ──

const kinds = { start: 'Besöket startade', end: 'Besöket avslutades', missed: 'Besöket blev inte av', note: 'Anteckning', signal: 'Något har ändrats', deviation: 'Avvikelse' };

function outbox({ events, route, last, emptied }) {
  const name = Object.fromEntries((route?.stops ?? []).map((s) => [s.visit, s.name]));
  const states = { out: 'väntar på att du loggar in', refused: 'gick inte att skicka', trouble: 'servern kunde inte spara, skickas igen' };
  const words = states[how] ?? 'väntar på nät';
  const leaving = new URLSearchParams(location.search).has('logga-ut');
  draw(h('h1', {}, 'Utkorg'), h('p', { class: 'mening' }, events.length ? `${events.length === 1 ? 'En händelse väntar' : `${events.length} händelser väntar`}.` : 'Allt är skickat.'),
    emptied && h('p', { class: 'ruta', 'data-lage': 'sen', role: 'status' }, 'Kontoret har tömt telefonen. Det som väntar är kvar, låst med din PIN-kod, tills det är skickat.'),
    leaving && events.length > 0 && h('p', { class: 'ruta', 'data-lage': 'sen', role: 'alert' }, 'Du är inte utloggad. Det som väntar försvinner annars. Skicka det, eller spara det som fil.'),
    events.length > 0 && button('Skicka nu', sendNow, 'primar stor'),
    events.length > 0 && h('ol', { class: 'besokslista' }, events.map((e) => h('li', { class: 'rad' }, h('b', {}, clock(e.at)), h('span', {}, [kinds[e.kind], name[e.visit]].filter(Boolean).join(', '), h('span', { class: 'rad2' }, words))))),
    h('p', {}, last.at ? `Servern svarade senast ${dayAndClock(last.at)}.` : ''),
    h('p', {}, localStorage.getItem('lagring') === 'lovad' ? 'Webbläsaren har lovat att behålla det som sparas.' : 'Webbläsaren har inte lovat att behålla det som sparas. Lägg till sidan på hemskärmen och skicka ofta.'),
    fold('Telefonen får aldrig nät', leaving && events.length > 0, h('p', {}, 'Spara det som väntar som en låst fil. Kontoret läser in den med koden.'), button('Spara utkorgen som fil', exported)),
    fold('Logga ut', leaving, h('p', {}, events.length ? 'Telefonen töms när du loggar ut. Det som inte är skickat försvinner då. Skicka eller spara det först.' : 'Telefonen töms när du loggar ut.'),
      events.length > 0 && h('label', { class: 'rad' }, h('input', { type: 'checkbox', id: 'sakert' }), 'Jag har lämnat filen till kontoret, eller skrivit upp besöken'),
      button('Logga ut och töm telefonen', leave)));
}

async function sendNow() {
  send.retry();
  await sync();
  await show();
}

async function exported() {
  const { code, file } = await vault.exported();
  const link = h('a', { class: 'knapp primar stor', href: URL.createObjectURL(new Blob([file], { type: 'text/plain' })), download: 'besok-utkorg.txt' }, 'Spara filen');
  const copy = h('textarea', { rows: 4, readonly: true, autocomplete: 'off' });
  copy.value = file;
  draw(h('h1', {}, 'Utkorgen som fil'), h('p', {}, 'Läs upp koden för kontoret. Skicka aldrig koden och filen samma väg.'), h('p', { class: 'tid', 'data-kod': true }, code), link,
    field('text', 'Eller kopiera texten', copy), h('p', {}, 'Händelserna finns kvar här tills de är skickade. Läses de in två gånger räknas de en gång.'), h('p', {}, h('a', { href: '/besok/utkorg' }, 'Till utkorgen')));
}

async function leave() {
  await sync();
  if ((await vault.waiting()) > 0 && !document.getElementById('sakert')?.checked) {
    await show();
    main.prepend(wrong('Allt är inte skickat. Spara utkorgen som fil, eller kryssa i att besöken är uppskrivna.'));
    return;
  }
  await vault.wipe();
  const form = h('form', { method: 'post', action: '/logga-ut' });
  document.body.append(form);
  form.submit();
}

// ── Where we are ──

async function go(path) {
  if (location.pathname !== path) history.pushState(null, '', path);
  await show();
  main.focus();
  main.scrollTop = 0;
  scrollTo(0, 0);
}

// paint draws the page, unless it would be drawn from the same as what is given, or
// someone has gone on to another meanwhile.
async function paint(same) {
  const mine = ++turn;
  if (location.pathname === '/besok/chef') return;
  if (!vault.unlocked()) {
    await askPIN();
    return;
  }
  if (await vault.expire()) {
    location.replace('/besok');
    return;
  }
  await tell();
  const { emptied } = await vault.set();
  const at = emptied ? '/besok/utkorg' : location.pathname;
  const [route, state, last] = await Promise.all([vault.route(), vault.day(), vault.contact()]);
  const events = at === '/besok/utkorg' ? await vault.batch(null) : [];
  if (mine !== turn) return;
  for (const link of document.querySelectorAll('.flikar a')) {
    if (link.getAttribute('href') === (at === '/besok/utkorg' ? at : '/besok')) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
  const all = stopsOf(route, state);
  const one = all.find((v) => at === `/besok/${v.visit}`);
  const from = at === '/besok/utkorg' ? [at, how, events.map((e) => e.id)] : [at, isoDay(Date.now()), Boolean(route), (one ? [one] : all).map((v) => ({ ...v, draft: undefined }))];
  if (JSON.stringify(from) === same) return;
  if (at === '/besok/utkorg') outbox({ events, route, last, emptied });
  else if (!route) draw(h('h1', {}, 'Dagens besök'), h('p', { class: 'mening' }, 'Rutten är inte hämtad, eller för gammal. Den hämtas när du har nät och är inloggad.'));
  else if (one) visit(one, all, route.call ?? '');
  else list(all, route.call ?? '');
  drawn = JSON.stringify(from);
}

document.addEventListener('click', (e) => {
  const link = e.target.closest?.('a[href^="/besok"]');
  if (!link || !vault.unlocked() || e.ctrlKey || e.metaKey || link.getAttribute('href') === '/besok/chef') return;
  e.preventDefault();
  go(link.getAttribute('href'));
});
addEventListener('popstate', show);
addEventListener('online', sync);
let hidden = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    hidden = Date.now();
    return;
  }
  if (vault.unlocked() && hidden && Date.now() - hidden > idle) {
    vault.lock();
    show();
  }
  sync();
});
setInterval(sync, every);

navigator.serviceWorker?.register('/besok/arbetare.js', { scope: '/besok' });
await vault.open();
if (await vault.set()) {
  if (!(await vault.expire())) {
    await show();
    sync();
  }
} else if (shell) {
  draw(h('h1', {}, 'Dagens besök'), h('p', { class: 'mening' }, 'Telefonen är tömd. Gå till nätet och logga in, så gör du den redo igen.'), h('p', {}, h('a', { href: '/besok?natet' }, 'Försök igen')));
} else {
  ready();
}
