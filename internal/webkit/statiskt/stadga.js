// Stadga: det sidan kan göra när skript är på. Allt fungerar också utan.
"use strict";

// Felrutan får fokus, så att den som inte ser sidan hör vad som behöver rättas.
document.querySelector("[data-felruta]")?.focus();

// Ctrl+Enter skickar formuläret som markören står i, med dess huvudknapp om den har en.
document.addEventListener("keydown", (e) => {
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
    const form = e.target.closest?.("form");
    const knapp = form?.querySelector("button.primar") ?? form?.querySelector("button[type=submit], button:not([type])");
    if (knapp) { e.preventDefault(); form.requestSubmit(knapp); }
  }
});

// Utkast: sparas senast fem sekunder efter en tangent och när ett fält lämnas.
// "Sparat" står först när servern har svarat att texten är beständig.
for (const form of document.querySelectorAll("form")) {
  const nyckel = form.querySelector('input[type=hidden][name="utkast"]');
  if (nyckel) bevaka(form);
}

function bevaka(form) {
  const lage = form.querySelector("[data-sparlage]") ?? document.querySelector("[data-sparlage]");
  let vantar = 0, andrat = 0, sparat = 0, sander = false, skickad = false;

  const sag = (ord, namn) => {
    if (!lage) return;
    lage.textContent = ord;
    if (namn) lage.dataset.lage = namn; else delete lage.dataset.lage;
  };

  const spara = async () => {
    clearTimeout(vantar);
    vantar = 0;
    if (sander || skickad || andrat === sparat) return;
    sander = true;
    const nu = andrat;
    sag("Sparar…");
    try {
      const svar = await fetch("/utkast", {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        redirect: "error",
      });
      if (svar.status === 401) {
        sag("Inte sparat. Du blev utloggad. Logga in i en ny flik, så sparas texten härifrån.", "sen");
        sander = false;
        vantar = setTimeout(spara, 5000);
        return;
      }
      if (!svar.ok) throw new Error(String(svar.status));
      const { sparat: klockan } = await svar.json();
      sparat = nu;
      if (andrat === nu) sag("Sparat " + klockan, "klar"); else sag("Osparat");
    } catch {
      // Samma text skickas igen; den ligger kvar i formuläret så länge.
      sag("Inte sparat. Vi försöker igen. Texten finns kvar här.", "sen");
    }
    sander = false;
    if (andrat !== sparat && !vantar) vantar = setTimeout(spara, 2000);
  };

  form.addEventListener("input", () => {
    andrat++;
    sag("Osparat");
    if (!vantar) vantar = setTimeout(spara, 3000);
  });
  form.addEventListener("focusout", spara);
  form.addEventListener("submit", () => { skickad = true; clearTimeout(vantar); });
  window.addEventListener("pageshow", () => { skickad = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) spara(); });
}

// Fem minuter innan inloggningen tar slut frågar sidan om du vill fortsätta.
const slut = document.querySelector("[data-inloggad-till]");
if (slut) {
  const varna = (till) => setTimeout(() => { slut.hidden = false; }, Math.max(0, till - Date.now() - 5 * 60000));
  varna(Date.parse(slut.dataset.inloggadTill));
  slut.querySelector("button").addEventListener("click", async () => {
    const svar = await fetch("/profil", { credentials: "same-origin", redirect: "error" }).catch(() => null);
    if (svar?.ok) { slut.hidden = true; varna(Date.now() + 60 * 60000); }
  });
}

// En dubbelklickad knapp skickar en gång; servern tål flera, men sidan blir lugnare.
document.addEventListener("submit", (e) => {
  const form = e.target;
  if (form.dataset.skickad) { e.preventDefault(); return; }
  form.dataset.skickad = "ja";
  setTimeout(() => delete form.dataset.skickad, 3000);
});

// Kolumnerna i valda filer läses utan att sidan byts, så att filerna inte behöver
// väljas igen. Av textfiler skickas bara början; rubrikerna står där.
for (const form of document.querySelectorAll("form[data-kolumner]")) {
  const filer = form.querySelector("input[type=file][multiple]");
  const arbetar = form.querySelector("[data-arbetar]");
  const knapp = form.querySelector("[value=kolumner]");
  knapp.hidden = knapp.disabled = true;

  const las = async () => {
    if (!filer.files.length) return;
    const sant = new FormData();
    sant.set("steg", "kolumner");
    for (const fil of filer.files) sant.append("filer", /\.xlsx$/i.test(fil.name) ? fil : fil.slice(0, 262144), fil.name);
    const egen = form.querySelector("input[name=mappning]").files[0];
    if (egen) sant.append("mappning", egen, egen.name);
    arbetar.hidden = false;
    try {
      const svar = await fetch(form.action, { method: "POST", body: sant, credentials: "same-origin", redirect: "error" });
      const sida = new DOMParser().parseFromString(await svar.text(), "text/html");
      const nya = sida.getElementById("kolumner");
      const fel = sida.querySelector("[data-felruta]");
      form.querySelector("#kolumner").replaceChildren(...(fel ? [fel] : nya.childNodes));
    } catch {
      knapp.hidden = knapp.disabled = false;
    }
    arbetar.hidden = true;
  };
  for (const val of form.querySelectorAll("input[type=file]")) val.addEventListener("change", las);
  form.addEventListener("submit", () => { arbetar.hidden = false; });
  window.addEventListener("pageshow", () => { arbetar.hidden = true; las(); });
}
