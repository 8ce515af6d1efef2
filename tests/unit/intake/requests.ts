import { createIntake, type Intake, type IntakeOptions } from '../../../tools/intake/app.ts';
import { demonstrationProfile } from '../../../tools/intake/server.ts';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';

export const BASE = 'http://intake.example';

/** An intake in memory. */
export function memoryIntake(options: Partial<IntakeOptions> = {}): Intake {
  const tokens = options.tokens ?? new Tokens();
  return createIntake({
    store: new SqliteStore({ file: ':memory:' }),
    profile: demonstrationProfile('https://intake.example', tokens),
    ...options,
    tokens,
  });
}

/** `POST /v1/reports` with a fresh key, unless `headers` say otherwise; an empty header is left out. */
export function reportRequest(body: unknown, headers: Record<string, string> = {}): Request {
  const wanted = {
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
    ...headers,
  };
  return new Request(`${BASE}/v1/reports`, {
    method: 'POST',
    headers: Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== '')),
    body:
      body instanceof Uint8Array || typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body),
  });
}
