import { describe, expect, it } from 'vitest';
import { authorityName, authorityProfileSchema, needsToken } from '../../../lib/authority/profile.ts';
import { identityFaults } from '../../../lib/reports/identity.ts';
import {
  idempotencyKeySchema,
  problemSchema,
  receiptSchema,
  referenceSchema,
  statusPath,
  statusSchema,
} from '../../../lib/reports/protocol.ts';
import { sampleChildProtectionReport, sampleReport } from './sample.ts';

const receipt = {
  reference: 'VG-K1XN-DZKT-QKEG-WWVZ',
  receivedAt: '2026-11-24T06:47:30.352Z',
  sha256: 'b'.repeat(64),
  duplicates: 0,
};

describe('receipt', () => {
  it('may come from an intake that does not count duplicates', () => {
    const { duplicates: _, ...without } = receipt;
    expect(receiptSchema.parse(receipt)).toEqual(receipt);
    expect(receiptSchema.parse(without)).toEqual(without);
  });

  it.each([
    { ...receipt, sha256: 'B'.repeat(64) },
    { ...receipt, receivedAt: 'yesterday' },
    { ...receipt, reference: '' },
    { ...receipt, reference: '../x' },
    { ...receipt, duplicates: -1 },
    null,
    '<html>',
  ])('is refused when it is not one: %j', (value) => {
    expect(receiptSchema.safeParse(value).success).toBe(false);
  });
});

describe('the rest of the protocol', () => {
  it('knows five states', () => {
    const status = { reference: 'VG-1', reason: null, decision: null, updatedAt: '2026-11-24T06:47:30Z' };
    for (const state of ['received', 'in-review', 'forwarded', 'action-taken', 'rejected']) {
      expect(statusSchema.safeParse({ ...status, state }).success).toBe(true);
    }
    expect(statusSchema.safeParse({ ...status, state: 'lost' }).success).toBe(false);
  });

  it('reads problem documents of other makers', () => {
    expect(problemSchema.parse({ title: 'Busy', status: 503, extra: { a: 1 } })).toEqual({
      type: 'about:blank',
      title: 'Busy',
      status: 503,
    });
    expect(problemSchema.safeParse({ title: 'Busy', status: '503' }).success).toBe(false);
  });

  it('takes UUIDs of any version as keys, in one case', () => {
    expect(idempotencyKeySchema.parse('0198C7A0-5B7E-7CC0-8F00-3A1D5E9B2C44')).toBe(
      '0198c7a0-5b7e-7cc0-8f00-3a1d5e9b2c44',
    );
    for (const key of ['', 'abc', '0198c7a05b7e7cc08f003a1d5e9b2c44', '{0198c7a0-5b7e-7cc0-8f00-3a1d5e9b2c44}', null]) {
      expect(idempotencyKeySchema.safeParse(key).success).toBe(false);
    }
  });

  it('makes a path of a reference', () => {
    expect(statusPath(referenceSchema.parse('VG-1'))).toBe('/v1/reports/VG-1');
  });
});

const profile = {
  schema: 'vigie-authority/1',
  name: { en: 'Authority', fr: 'Autorité', 'pt-BR': 'Autoridade' },
  country: 'FR',
  remit: { families: ['*'] },
  intake: { endpoint: 'https://intake.example/vigie', protocol: 'vigie-intake/1', tokenRoles: ['inspector'] },
  identity: { name: 'optional', email: 'required' },
  privacyNotice: null,
  packs: [],
  keys: [],
};

describe('authority profile', () => {
  it('is read, and what a later version adds is dropped', () => {
    expect(authorityProfileSchema.parse({ ...profile, extra: 1 })).toEqual(profile);
  });

  it.each([
    ['http on another host', { ...profile, intake: { ...profile.intake, endpoint: 'http://intake.example' } }],
    [
      'a host that only looks local',
      { ...profile, intake: { ...profile.intake, endpoint: 'http://127.0.0.1.evil.example' } },
    ],
    ['local user info', { ...profile, intake: { ...profile.intake, endpoint: 'http://localhost@evil.example' } }],
    ['a query', { ...profile, intake: { ...profile.intake, endpoint: 'https://intake.example/?a' } }],
    ['another protocol', { ...profile, intake: { ...profile.intake, protocol: 'vigie-intake/2' } }],
    ['a grouping that Vigie does not know', { ...profile, intake: { ...profile.intake, grouping: 'day' } }],
    ['no name', { ...profile, name: {} }],
    ['no family', { ...profile, remit: { families: [] } }],
  ])('is refused with %s', (_, value) => {
    expect(authorityProfileSchema.safeParse(value).success).toBe(false);
  });

  it('may say how reports about many listings are to come', () => {
    const grouped = { ...profile, intake: { ...profile.intake, grouping: 'seller' } };
    expect(authorityProfileSchema.parse(grouped).intake?.grouping).toBe('seller');
  });

  it('may name an intake on this machine', () => {
    for (const endpoint of ['http://127.0.0.1:8787', 'http://localhost:1', 'http://[::1]:8787']) {
      expect(authorityProfileSchema.safeParse({ ...profile, intake: { ...profile.intake, endpoint } }).success).toBe(
        true,
      );
    }
  });

  it('is called by its name in the reader’s language, else in English, else in any', () => {
    const parsed = authorityProfileSchema.parse(profile);
    expect(authorityName(parsed, ['fr-CH', 'en'])).toBe('Autorité');
    expect(authorityName(parsed, ['pt-BR'])).toBe('Autoridade');
    expect(authorityName(parsed, ['nl'])).toBe('Authority');
    expect(authorityName({ name: { pl: 'Urząd' } }, ['nl'])).toBe('Urząd');
  });

  it('says which roles need a token', () => {
    const parsed = authorityProfileSchema.parse(profile);
    expect(needsToken(parsed, 'inspector')).toBe(true);
    expect(needsToken(parsed, 'consumer')).toBe(false);
    expect(needsToken({ intake: null }, 'inspector')).toBe(false);
  });
});

describe('identity', () => {
  const faults = (reporter: Parameters<typeof sampleReport>[0], name: 'optional' | 'required' | 'never') =>
    identityFaults(sampleReport(reporter), { name, email: 'optional' }).map(({ pointer }) => pointer);

  it('follows the policy of the authority', () => {
    const email = 'ana@example.org';
    expect(faults({ reporter: null }, 'optional')).toEqual([]);
    expect(faults({ reporter: null }, 'never')).toEqual([]);
    expect(faults({ reporter: null }, 'required')).toEqual(['/reporter']);
    expect(faults({ reporter: { name: null, email } }, 'required')).toEqual(['/reporter/name']);
    expect(faults({ reporter: { name: 'Ana', email } }, 'required')).toEqual([]);
    expect(faults({ reporter: { name: 'Ana', email } }, 'never')).toEqual(['/reporter/name']);
  });

  it('never asks who reports for child protection', () => {
    expect(identityFaults(sampleChildProtectionReport(), { name: 'required', email: 'required' })).toEqual([]);
  });
});
