import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DEMONSTRATION_AUTHORITY } from '../../../lib/authority/built-in.ts';
import { defaultSender, destinationOf, possibleSenders } from '../../../lib/reports/default-sender.ts';
import { dsaNotice, MAX_LEGAL_GROUND, MAX_REASONS } from '../../../lib/reports/senders/dsa-notice.ts';
import { pharosSheet } from '../../../lib/reports/senders/pharos-sheet.ts';
import type { Phrases } from '../../../lib/reports/senders/sender.ts';
import { isSignalConsoItself, signalConso } from '../../../lib/reports/senders/signalconso.ts';
import { signalConsoCategory } from '../../../lib/reports/senders/signalconso-categories.ts';
import { sampleListing, sampleReport } from './sample.ts';

const phrases: Phrases = (key, parts = []) => [key, ...parts].join(' ');

function joomListing(id: string) {
  const canonicalUrl = `https://www.joom.com/fr/products/${id}`;
  return sampleListing(id, { ref: { marketplace: 'joom', id, canonicalUrl, region: 'fr' }, url: canonicalUrl });
}

function field(text: ReturnType<typeof dsaNotice.texts>[number] | undefined, label: string): string {
  return text?.fields.find((one) => one.label === label)?.text ?? '';
}

describe('a notice under Article 16', () => {
  it('holds the reasons, the exact address and identifiers, who notifies, and the statement of good faith', () => {
    const [notice] = dsaNotice.texts(sampleReport(), 'Coup-de-poing', phrases);
    const whole = field(notice, 'whole');
    for (const part of [
      'intro AliExpress',
      'Arme de catégorie A1 proposée sans autorisation.',
      'https://fr.aliexpress.com/item/1005006722922099.html',
      'identifier 1005006722922099 / Outdoor Tools Store / 1102345678',
      'CSI art. R311-2',
      'goodFaith',
      'reporter Ana Exemple, ana@example.org',
    ]) {
      expect(whole).toContain(part);
    }
    expect(notice?.url).toBeNull();
    expect(notice?.how?.fr).toContain('bas de page');
  });

  it('takes several links of Joom for one reason, and one listing a notice elsewhere', () => {
    const report = sampleReport({
      listings: [
        sampleListing('1005000000000001'),
        sampleListing('1005000000000002'),
        joomListing('a1'),
        joomListing('b2'),
      ],
      findings: [],
    });
    const notices = dsaNotice.texts(report, 'F', phrases);
    expect(notices.map(({ to }) => to)).toEqual(['AliExpress', 'AliExpress', 'Joom']);
    expect(field(notices[2], 'links').split('\n')).toHaveLength(2);
  });

  it('names Shein’s mailbox to inspectors only', () => {
    const ref = {
      marketplace: 'shein',
      id: '312187195',
      canonicalUrl: 'https://fr.shein.com/x-p-312187195.html',
      region: 'fr',
    };
    const listings = [sampleListing('312187195', { ref })];
    const mail = (role: 'consumer' | 'inspector') =>
      dsaNotice.texts(sampleReport({ role, listings, findings: [] }), 'F', phrases)[0]?.mail;
    expect(mail('consumer')).toBeNull();
    expect(mail('inspector')).toBe('dsa-poc@sheingroup.com');
  });

  it('keeps to the limits of the forms, and never cuts what the person wrote', () => {
    const text = fc.string({ maxLength: 2000, unit: 'grapheme' }).map((value) => value.slice(0, 2000));
    const citations = fc.array(fc.string({ minLength: 1, maxLength: 500 }), { maxLength: 20 });
    fc.assert(
      fc.property(text, text, citations, (explanation, differs, laws) => {
        const report = sampleReport({
          explanation,
          listings: [sampleListing('1', { differsFromTitle: true, differsText: differs.slice(0, 1000) })],
          legalBasis: laws.map((citation) => ({ citation, url: null, checked: null })),
        });
        const [notice] = dsaNotice.texts(report, 'F', phrases);
        const reason = field(notice, 'reason');
        expect(reason.length).toBeLessThanOrEqual(MAX_REASONS);
        expect(reason.startsWith(explanation)).toBe(true);
        expect(field(notice, 'law').length).toBeLessThanOrEqual(MAX_LEGAL_GROUND);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a sheet for PHAROS', () => {
  it('has the fields of its form, one listing a sheet, and no name', () => {
    const report = sampleReport({ listings: [sampleListing('1'), joomListing('a1')], findings: [] });
    const sheets = pharosSheet.texts(report, 'Coup-de-poing', phrases);
    expect(sheets).toHaveLength(2);
    expect(sheets[1]?.fields.map(({ label }) => label)).toEqual(['category', 'seenAt', 'site', 'links', 'comment']);
    expect(field(sheets[1], 'site')).toBe('www.joom.com');
    expect(sheets[0]?.url).toBe('https://www.internet-signalement.gouv.fr');
    expect(JSON.stringify(sheets)).not.toContain('Ana');
  });
});

describe('a report in the shape of SignalConso', () => {
  it('puts what it has no field for where agents can group by it', () => {
    const made = signalConso.body(sampleReport({ family: 'charger' }));
    if (!made.ok) throw new Error(JSON.stringify(made.faults));
    const body = JSON.parse(made.value);
    expect(body).toMatchObject({
      category: 'AchatInternet',
      subcategories: ['Un_produit_dangereux', 'Appareil_electrique', 'Choc_electrique'],
      tags: ['ProduitDangereux', 'ProduitIndustriel', 'Internet'],
      reponseconsoCode: ['344'],
      companyAddress: { country: 'NL' },
      vendor: 'Outdoor Tools Store',
      firstName: 'Ana',
      lastName: 'Exemple',
      email: 'ana@example.org',
      contactAgreement: false,
      employeeConsumer: false,
      lang: 'fr',
    });
    expect(body.details.map(({ label }: { label: string }) => label)).toEqual([
      "Site internet d'achat :",
      'Nom du produit :',
      "Éléments d'identification (Modèle / N° de série / Volume / Poids) :",
      'Description :',
    ]);
    expect(body.details[2].value).toContain('aliexpress 1005006722922099');
  });

  it.each([
    [{ reporter: null }, ['first and your last name', 'e-mail address']],
    [{ reporter: { name: 'Ana', email: 'ana@example.org' } }, ['first and your last name']],
    [{ reporter: { name: 'Ana Exemple', email: 'ana+vigie@example.org' } }, ['aliases']],
  ])('says what SignalConso asks for beyond Vigie: %j', (changes, words) => {
    const made = signalConso.body(sampleReport(changes));
    expect(made.ok).toBe(false);
    for (const [index, word] of words.entries()) {
      expect(made.ok ? '' : made.faults[index]?.detail).toContain(word);
    }
  });

  it('refuses more than its description takes, and says how much', () => {
    const listings = Array.from({ length: 40 }, (_, index) => sampleListing(String(1005000000000000 + index)));
    const made = signalConso.body(sampleReport({ listings, findings: [] }));
    expect(made).toMatchObject({ ok: false, faults: [{ pointer: '/listings' }] });
  });

  it('files families that are about the page under the site itself, and unknown ones under "other"', () => {
    expect(signalConsoCategory('trader_missing').ccrfCode).toEqual(['220', '21A']);
    expect(signalConsoCategory('fake_discount').subcategories).toEqual(['Le_prix', 'Fausse_reduction_de_prix']);
    expect(signalConsoCategory('made_up')).toEqual({
      subcategories: ['Un_produit_dangereux', 'Autre', 'Autre'],
      tags: ['ProduitDangereux', 'Internet'],
      reponseconsoCode: [],
      ccrfCode: [],
    });
  });

  describe('on the wire', () => {
    let server: Server | null = null;
    afterEach(() => {
      server?.closeAllConnections();
      server?.close();
      server = null;
    });

    async function send(listener: RequestListener) {
      const started = createServer(listener);
      server = started;
      await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
      const authority = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
      return signalConso.send(
        { authority, idempotencyKey: 'key', body: '{}', token: null },
        new AbortController().signal,
      );
    }

    function answer(status: number, body: unknown): RequestListener {
      return (request, response) => {
        request.resume();
        request.on('end', () => response.writeHead(status).end(JSON.stringify(body)));
      };
    }

    it('keeps the id that it is given as the reference, with the hash of what was sent', async () => {
      const seen: string[] = [];
      const result = await send((request, response) => {
        seen.push(`${request.method} ${request.url} ${request.headers['idempotency-key']}`);
        answer(200, { id: '3f2b', status: 'NA' })(request, response);
      });
      expect(seen).toEqual(['POST /api/reports key']);
      const sha256 = createHash('sha256').update('{}').digest('hex');
      expect(result).toMatchObject({ kind: 'acknowledged', receipt: { reference: '3f2b', sha256 } });
    });

    it.each([
      [
        400,
        { type: 'SC-0025', title: 'x' },
        { kind: 'refused', refusal: { detail: 'SignalConso already has a similar report.' } },
      ],
      [
        400,
        { title: 'Bad', details: 'The e-mail is odd.' },
        { kind: 'refused', refusal: { detail: 'The e-mail is odd.' } },
      ],
      [200, { status: 'NA' }, { kind: 'retry', reason: 'unreadable-answer' }],
      [404, { title: 'x' }, { kind: 'retry', reason: 'unreadable-answer' }],
      [401, {}, { kind: 'retry', reason: 'token' }],
      [500, {}, { kind: 'retry', reason: 'server-error' }],
    ])('understands %i %j', async (status, body, expected) => {
      expect(await send(answer(status, body))).toMatchObject(expected);
    });

    it.each(['https://signal.conso.gouv.fr', 'https://api.signal.conso.gouv.fr', 'https://conso.gouv.fr'])(
      'never goes to %s',
      async (authority) => {
        expect(isSignalConsoItself(authority)).toBe(true);
        const delivery = { authority, idempotencyKey: 'key', body: '{}', token: null };
        expect(await signalConso.send(delivery, new AbortController().signal)).toMatchObject({ kind: 'refused' });
      },
    );
  });
});

describe('the way out', () => {
  const ways = { authority: DEMONSTRATION_AUTHORITY, signalConso: null };
  const narrow = { ...DEMONSTRATION_AUTHORITY, remit: { families: ['charger'] } };

  it('is the authority’s where the family is in its remit', () => {
    expect(defaultSender('baton', ['pharos'], ways)).toBe('vigie-intake');
    expect(defaultSender('charger', [], { ...ways, authority: narrow })).toBe('vigie-intake');
  });

  it('else is what the family’s authorities take, else the platform’s', () => {
    const elsewhere = { ...ways, authority: narrow };
    expect(defaultSender('baton', ['douane', 'pharos'], elsewhere)).toBe('pharos-sheet');
    expect(defaultSender('toy', ['signalconso', 'pharos'], elsewhere)).toBe('pharos-sheet');
    expect(defaultSender('toy', ['signalconso'], { ...elsewhere, signalConso: 'https://b.example' })).toBe(
      'signalconso',
    );
    expect(defaultSender('toy', ['signalconso'], elsewhere)).toBe('dsa-notice');
  });

  it('needs an endpoint to be a wire', () => {
    expect(possibleSenders({ ...ways, authority: { ...narrow, intake: null } })).toEqual([
      'dsa-notice',
      'pharos-sheet',
    ]);
    expect(destinationOf('dsa-notice', ways)).toBe('');
    expect(destinationOf('vigie-intake', ways)).toBe('http://127.0.0.1:8787');
  });
});
