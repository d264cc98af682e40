// node identity.js PORT ADDRESS – a real OpenID Connect provider (npm oidc-provider) on
// loopback, for the Stadga at the address: who logs in is named by an employee number,
// any password does, and each belongs to the groups below.
import Provider from 'oidc-provider';

const [port, address] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const groups = {
  104233: ['kommunen', 'stadga-handlaggare'],
  104236: ['kommunen', 'stadga-drift'],
  104240: ['kommunen'],
};

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'stadga', client_secret: 'hemligt-nog-for-ett-prov', redirect_uris: [`${address}/logga-in/svar`],
    post_logout_redirect_uris: [`${address}/logga-in?utloggad=ja`], backchannel_logout_uri: `${address}/logga-ut/tjanst`,
    backchannel_logout_session_required: true,
  }],
  scopes: ['openid', 'stadga'],
  claims: { openid: ['sub', 'sid'], stadga: ['employee_id', 'groups'] },
  features: { backchannelLogout: { enabled: true } },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, employee_id: id, groups: groups[id] ?? [] }) }),
  cookies: { keys: ['prov'] },
  // It keeps itself from calling the machine it runs on, which is where this Stadga is.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
});
provider.on('backchannel.error', (_, e) => console.error(`log-out was not told: ${e.message}`));
provider.on('backchannel.success', () => console.log('log-out told'));
provider.listen(Number(port), '127.0.0.1', () => console.log(`answers at ${issuer}`));
