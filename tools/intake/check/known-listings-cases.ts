/** The conformance suite's cases about known listings, for intakes that say which they have. */
import { KNOWN_LISTINGS_PATH, knownListingsAnswerSchema, MAX_KNOWN_LISTINGS } from '../../../lib/reports/protocol.ts';
import type { Case } from './cases.ts';
import { type Answer, type Client, json, must, receiptFor, refusal, refusedAt } from './client.ts';
import { childProtectionReport, listing, report } from './samples.ts';

interface Identity {
  marketplace: string;
  id: string;
}

function ask(client: Client, body: unknown): Promise<Answer> {
  return client.ask(KNOWN_LISTINGS_PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function counts(client: Client, listings: Identity[]): Promise<number[]> {
  const answer = await ask(client, { listings: listings.map(({ marketplace, id }) => ({ marketplace, id })) });
  must(answer.status === 200, `the status must be 200, and is ${answer.status}`);
  const known = knownListingsAnswerSchema.safeParse(json(answer));
  must(known.success, 'the body must have `reports`, a list of counts');
  must(known.data.reports.length === listings.length, 'there must be one count for each listing, in order');
  return known.data.reports;
}

/** An intake that does not say which listings it has answers 404. */
export async function saysWhatItHas(client: Client): Promise<boolean> {
  const { marketplace, id } = listing().ref;
  return (await ask(client, { listings: [{ marketplace, id }] })).status !== 404;
}

export const KNOWN_LISTINGS_CASES: readonly Case[] = [
  {
    name: 'known listings are counted, in the order asked, and unknown ones are 0',
    run: async (client) => {
      const [known, unknown] = [listing(), listing()];
      for (const _ of [1, 2]) {
        const body = report(client.identity, { listings: [known] });
        receiptFor(body, await client.post(body));
      }
      const found = await counts(client, [unknown.ref, known.ref]);
      must(JSON.stringify(found) === '[0,2]', `the counts must be 0 and 2, and are ${found.join(' and ')}`);
    },
  },
  {
    name: 'child-protection reports are never counted',
    run: async (client) => {
      const body = childProtectionReport();
      receiptFor(body, await client.post(body, { Authorization: null }));
      const found = await counts(client, [{ marketplace: body.marketplace, id: body.listingId ?? '' }]);
      must(found[0] === 0, `the count must be 0, and is ${found[0]}`);
    },
  },
  {
    name: 'more than 100 listings in one question get 422',
    run: async (client) => {
      const listings = Array.from({ length: MAX_KNOWN_LISTINGS + 1 }, () => {
        const { marketplace, id } = listing().ref;
        return { marketplace, id };
      });
      refusedAt(await ask(client, { listings }), '/listings');
    },
  },
  {
    name: 'a question that is no question gets 400 or 422',
    run: async (client) => {
      refusal(await ask(client, ['x']), 400, 422);
    },
  },
];
