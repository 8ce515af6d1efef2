import { Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolmentSchema, keyPath } from '../../../lib/evidence/enrolment.ts';
import { enrolmentCode, makeInstallationKeys, spkiOf } from '../../../lib/evidence/keys.ts';
import { sha256, toBase64 } from '../../../lib/sync/trust/encoding.ts';
import type { Intake } from '../../../tools/intake/app.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';
import { BASE, memoryIntake } from './requests.ts';

const AGENT = { Authorization: 'Bearer agent-secret-0123456789', 'Sec-Fetch-Site': 'same-origin' };
const INSPECTOR = 'Bearer inspector-secret-0123';

let intake: Intake;
let spki: Uint8Array<ArrayBuffer>;
let fingerprint: string;
beforeEach(async () => {
  const tokens = new Tokens();
  tokens.add('agent@Intake=agent-secret-0123456789');
  tokens.add('inspector@DGCCRF=inspector-secret-0123');
  intake = memoryIntake({ tokens });
  spki = await spkiOf((await makeInstallationKeys()).signing);
  fingerprint = await sha256(spki);
});
afterEach(() => intake.close());

function ask(changes: Record<string, unknown> = {}, authorization: string | null = INSPECTOR): Promise<Response> {
  const headers = {
    'Content-Type': 'application/json',
    ...(authorization === null ? {} : { Authorization: authorization }),
  };
  const body = JSON.stringify({ schema: 'vigie-key/1', spki: toBase64(spki), holder: 'Inès <b>', ...changes });
  return Promise.resolve(intake.fetch(new Request(`${BASE}${keyPath(fingerprint)}`, { method: 'PUT', headers, body })));
}

async function state(): Promise<string> {
  return enrolmentSchema.parse(await (await intake.fetch(new Request(`${BASE}${keyPath(fingerprint)}`))).json()).state;
}

const decide = async (fields: Record<string, string>) =>
  intake.fetch(
    new Request(`${BASE}/queue/keys/${fingerprint}`, {
      method: 'POST',
      headers: AGENT,
      body: new URLSearchParams(fields),
    }),
  );

describe('enrolling a key', () => {
  it('waits until an agent types the code that its holder read out', async () => {
    expect((await ask()).status).toBe(202);
    expect(await state()).toBe('pending');
    const { document } = new Window();
    document.write(await (await intake.fetch(new Request(`${BASE}/queue/keys`, { headers: AGENT }))).text());
    expect(document.querySelector('tbody td')?.textContent).toBe('Inès <b>');
    expect(document.body.textContent).toContain(fingerprint);
    const code = await enrolmentCode(spki);
    expect((await decide({ state: 'enrolled', code: '0000-0000-0000' })).status).toBe(422);
    expect(await state()).toBe('pending');
    expect(
      (await decide({ state: 'enrolled', code: ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} ` }))
        .status,
    ).toBe(303);
    expect(await state()).toBe('enrolled');
    expect(enrolmentSchema.parse(await (await ask()).json()).state).toBe('enrolled');
    expect((await decide({ state: 'refused' })).status).toBe(303);
    expect(await state()).toBe('refused');
  });

  it('does not show its code to the agent, who must hear it', async () => {
    await ask();
    const page = await (await intake.fetch(new Request(`${BASE}/queue/keys`, { headers: AGENT }))).text();
    expect(page).not.toContain(await enrolmentCode(spki));
  });

  it('is for inspectors with a token, and for P-256 keys of that address', async () => {
    expect((await ask({}, null)).status).toBe(401);
    expect((await ask({}, 'Bearer agent-secret-0123456789')).status).toBe(401);
    expect((await ask({ spki: 'AAAA' })).status).toBe(422);
    expect((await ask({ spki: toBase64(await spkiOf((await makeInstallationKeys()).signing)) })).status).toBe(422);
    expect((await ask({ holder: '' })).status).toBe(422);
    expect((await ask({ more: 1 })).status).toBe(422);
    expect((await ask({ holder: 'x'.repeat(5000) })).status).toBe(413);
    const archive = await spkiOf((await makeInstallationKeys()).archive);
    spki = archive;
    fingerprint = await sha256(archive);
    expect((await ask()).status).toBe(422);
  });

  it('needs an agent to be decided', async () => {
    await ask();
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    const request = new Request(`${BASE}/queue/keys/${fingerprint}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ state: 'refused' }),
    });
    expect((await intake.fetch(request)).status).toBe(401);
    expect((await intake.fetch(new Request(`${BASE}${keyPath('0'.repeat(64))}`))).status).toBe(404);
    expect((await intake.fetch(new Request(`${BASE}${keyPath('x')}`))).status).toBe(404);
  });
});
