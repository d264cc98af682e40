// The service worker keeps the shell of the phone's pages, and nothing that tells of a
// person. The two constants before this file name the version and what the shell is of.
/* global version, files */
'use strict';

const shell = '/besok/skal';

self.addEventListener('install', (e) => {
  e.waitUntil(caches.open(version).then((c) => c.addAll([shell, ...files])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (e) => {
  e.waitUntil(caches.keys().then((all) => Promise.all(all.filter((c) => c !== version).map((c) => caches.delete(c)))).then(() => self.clients.claim()));
});

// A page comes from the network where there is one, and is never kept; without one the
// shell is shown, and draws what the phone itself holds.
self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  if (e.request.mode === 'navigate') {
    e.respondWith(fetch(e.request).catch(() => caches.match(shell)));
    return;
  }
  if (files.includes(url.pathname + url.search)) e.respondWith(caches.match(e.request).then((kept) => kept ?? fetch(e.request)));
});
