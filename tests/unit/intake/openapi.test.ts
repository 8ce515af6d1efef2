import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReportSchema } from '../../../lib/reports/report.ts';
import { GENERATED, openApiDocument, reportJsonSchema, serialised } from '../../../tools/openapi.ts';
import { sampleChildProtectionReport, sampleReport } from '../reports/sample.ts';

describe('generated documents', () => {
  it.each(Object.entries(GENERATED))('%s is not stale (renew it with "npm run openapi")', (path, make) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')).toBe(serialised(make()));
  });

  it('have no reference that leads nowhere', () => {
    const document = openApiDocument();
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const path = JSON.parse(`{${reference}}`).$ref.slice(2).split('/');
      const target = path.reduce((value: unknown, part: string) => Reflect.get(Object(value), part), document);
      expect(target, reference).toBeTypeOf('object');
    }
  });
});

describe('the JSON Schema, read by another validator', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());

  it('takes both reports', () => {
    expect(validate(sampleReport())).toBe(true);
    expect(validate(sampleChildProtectionReport())).toBe(true);
  });

  it('takes whatever the intake takes, and refuses what breaks its shape', () => {
    const keys = Object.keys(sampleReport());
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const report = { ...sampleReport(), [key]: value };
        if (anyReportSchema.safeParse(report).success) expect(validate(report)).toBe(true);
      }),
    );
    for (const key of keys) {
      const { [key as keyof ReturnType<typeof sampleReport>]: _, ...without } = sampleReport();
      expect(validate(without)).toBe(false);
    }
    expect(validate({ ...sampleReport(), more: 1 })).toBe(false);
    expect(validate({ ...sampleChildProtectionReport(), title: 'x' })).toBe(false);
  });
});
