import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePolicy, policySchema } from '../../../lib/storage/policy.ts';

const documentation = readFileSync('docs/managed-deployment.md', 'utf8');

describe('an organisation’s policy', () => {
  it('may be absent or empty', () => {
    expect(parsePolicy(undefined)).toEqual({ ok: true, policy: {} });
    expect(parsePolicy({})).toEqual({ ok: true, policy: {} });
  });

  it('names the part that is wrong', () => {
    const read = parsePolicy({ publishers: [{ address: 'https://rules.example/', fingerprint: 'abc' }] });
    expect(read).toMatchObject({ ok: false, where: expect.stringContaining('publishers.0.fingerprint') });
    expect(parsePolicy({ rol: 'inspector' })).toMatchObject({ ok: false, where: expect.stringContaining('rol') });
  });

  it('has the same parts in the schema that Chromium reads', () => {
    const schema: unknown = JSON.parse(readFileSync('assets/public/managed-schema.json', 'utf8'));
    expect(schema).toMatchObject({ type: 'object' });
    const properties = (schema as { properties: object }).properties;
    expect(Object.keys(properties).sort()).toEqual(Object.keys(policySchema.shape).sort());
  });

  it('reads every example of the documentation', () => {
    const examples = [...documentation.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? ''));
    const policies = examples
      .flatMap((example) => [
        example['3rdparty']?.extensions?.['<extension id>'],
        example.policies?.['3rdparty']?.Extensions?.['{5c2f3f0e-8a57-4d0c-9f67-2b1d6c0e7a41}'],
        example.data,
      ])
      .filter((policy) => policy !== undefined);
    expect(policies.length).toBeGreaterThanOrEqual(2);
    for (const policy of policies) expect(parsePolicy(policy)).toMatchObject({ ok: true });
  });
});
