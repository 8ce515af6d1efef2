/**
 * Reports in the shape of SignalConso (DGCCRF), to an endpoint that somebody configured: a bridge of the authority, or a
 * test server. SignalConso's own production service is for its own site and is not offered to third parties, so there is
 * no default, and its hosts are refused.
 *
 * Field names, limits and error codes: betagouv/signalconso-website, website/src/model/reportsFromApi.ts and
 * website/src/feature/toApi.ts, commit f38c9ef9 of 2026-06-24. The backend's own limits are not published. The shape has
 * no field for the id of a listing, its seller or the time: they go into `details`, where agents can group by them.
 *
 * SignalConso knows no idempotency key. Vigie sends its own all the same, and a bridge must honour it.
 */
import { readJson } from '../../formats/capped-json.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { parseRetryAfter } from '../../formats/retry-after.ts';
import { z } from '../../formats/validation.ts';
import type { ProblemError } from '../protocol.ts';
import type { Report, ReportedListing } from '../report.ts';
import type { RetryReason } from '../stored-report.ts';
import { post } from './request.ts';
import type { Made, SendResult, WireSender } from './sender.ts';
import { signalConsoCategory } from './signalconso-categories.ts';

/** Longest description, in characters. */
const MAX_DESCRIPTION = 5000;
const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 256 * 1024;

/** Country of the company behind each marketplace (DSA, place of establishment). */
const COUNTRIES: Record<string, string> = { shein: 'IE', aliexpress: 'NL', joom: 'LV' };

const ERRORS: Record<string, string> = {
  'SC-0025': 'SignalConso already has a similar report.',
  'SC-0021-01': 'SignalConso takes no reports of employees.',
  'SC-0020-02': 'SignalConso does not take this e-mail address: give your own.',
  'SC-0059': 'SignalConso does not take e-mail aliases (with +): give the address itself.',
};

/** Where a report of this shape must never go by itself. */
export function isSignalConsoItself(endpoint: string): boolean {
  return /(?:^|\.)(?:conso\.gouv\.fr|signalconso\.beta\.gouv\.fr)$/.test(URL.parse(endpoint)?.hostname ?? '');
}

interface Name {
  firstName: string;
  lastName: string;
}

function nameOf({ reporter }: Report): Name | null {
  const [firstName, ...others] = (reporter?.name ?? '').split(/\s+/).filter((part) => part !== '');
  return firstName === undefined || others.length === 0 ? null : { firstName, lastName: others.join(' ') };
}

function identityFaults(report: Report): ProblemError[] {
  const faults: ProblemError[] = [];
  const email = report.reporter?.email ?? null;
  if (nameOf(report) === null) {
    faults.push({ pointer: '/reporter/name', detail: 'SignalConso asks for your first and your last name.' });
  }
  if (email === null) faults.push({ pointer: '/reporter/email', detail: 'SignalConso asks for your e-mail address.' });
  else if (email.includes('+')) faults.push({ pointer: '/reporter/email', detail: ERRORS['SC-0059'] ?? '' });
  return faults;
}

function identification({ ref, seller, variant }: ReportedListing): string {
  return [
    `${ref.marketplace} ${ref.id}`,
    ...(seller?.name == null ? [] : [`vendeur ${seller.name}`]),
    ...(seller?.id == null ? [] : [`n° de vendeur ${seller.id}`]),
    ...(variant === null ? [] : [`variante ${variant.name}`]),
  ].join(' ; ');
}

function lineOf(listing: ReportedListing): string {
  const { price, reading, differsText } = listing;
  return [
    listing.url,
    identification(listing),
    ...(listing.title === null ? [] : [listing.title]),
    ...(price === null ? [] : [price.low.text]),
    ...(reading === null ? [] : [`lu le ${reading.readAt}`]),
    ...(differsText === null ? [] : [`vu à la place : ${differsText}`]),
  ].join('\n');
}

function description(report: Report): string {
  const found = [...new Set(report.findings.map(({ family }) => family))].join(', ');
  return [
    report.explanation,
    ...(found === '' ? [] : [`Règles de Vigie : ${found}.`]),
    ...report.legalBasis.map(({ citation }) => citation),
    ...report.listings.map(lineOf),
    `Signalement Vigie ${report.id}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function body(report: Report): Made<string> {
  const name = nameOf(report);
  const [first] = report.listings;
  const text = description(report);
  const faults = identityFaults(report);
  if (text.length > MAX_DESCRIPTION) {
    const detail = `SignalConso takes ${MAX_DESCRIPTION} characters, and this report has ${text.length}: report fewer listings at once, or shorten the explanation.`;
    faults.push({ pointer: '/listings', detail });
  }
  if (faults.length > 0 || name === null || first === undefined) return { ok: false, faults };
  const { tags, subcategories, reponseconsoCode, ccrfCode } = signalConsoCategory(report.family);
  const country = COUNTRIES[first.ref.marketplace];
  const sent = {
    category: 'AchatInternet',
    subcategories,
    details: [
      { label: "Site internet d'achat :", value: first.url },
      { label: 'Nom du produit :', value: first.title ?? first.ref.id },
      {
        label: "Éléments d'identification (Modèle / N° de série / Volume / Poids) :",
        value: identification(first),
      },
      { label: 'Description :', value: text },
    ],
    companyAddress: country === undefined ? {} : { country },
    websiteURL: first.url,
    ...(first.seller?.name == null ? {} : { vendor: first.seller.name }),
    ...name,
    email: report.reporter?.email,
    // False: the company does not learn who reported.
    contactAgreement: false,
    employeeConsumer: false,
    forwardToReponseConso: false,
    fileIds: [],
    tags,
    reponseconsoCode,
    ccrfCode,
    lang: report.language.startsWith('fr') ? 'fr' : 'en',
    metadata: { isMobileApp: false },
  };
  return { ok: true, value: JSON.stringify(sent) };
}

const created = z.object({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) });
const refused = z.object({
  type: z.string().max(200).optional(),
  title: z.string().max(500),
  details: z.string().max(5000).optional(),
});

function retry(reason: RetryReason, afterMs: number | null = null): SendResult {
  return { kind: 'retry', reason, afterMs };
}

async function interpret(response: Response, sent: string): Promise<SendResult> {
  const { status } = response;
  const after = parseRetryAfter(response.headers.get('Retry-After'), Date.now());
  if (status === 429) return retry('rate-limited', after);
  if (status >= 500) return retry('server-error', after);
  if (status === 401 || status === 403) return retry('token', after);
  const answer = await readJson(response, MAX_ANSWER_BYTES);
  if (status === 200 || status === 201) {
    const report = created.safeParse(answer);
    if (!report.success) return retry('unreadable-answer', after);
    // SignalConso states no hash: the one kept is of what was sent.
    const sha256 = await sha256Hex(new TextEncoder().encode(sent));
    const receipt = { reference: report.data.id, receivedAt: new Date().toISOString(), sha256 };
    return { kind: 'acknowledged', receipt };
  }
  const problem = refused.safeParse(answer);
  if (status < 400 || status === 404 || status === 405 || status === 408 || !problem.success)
    return retry('unreadable-answer', after);
  const { type = '', title, details } = problem.data;
  return { kind: 'refused', refusal: { title, status, detail: ERRORS[type] ?? details ?? title, errors: [] } };
}

export const signalConso: WireSender = {
  id: 'signalconso',
  kind: 'wire',
  body,
  async send(delivery, signal) {
    if (isSignalConsoItself(delivery.authority)) {
      const detail = 'SignalConso takes no reports of other programs: set the address of a bridge in the settings.';
      return { kind: 'refused', refusal: { title: 'Not for other programs', status: 403, detail, errors: [] } };
    }
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const answer = await post(`${delivery.authority}/api/reports`, delivery, AbortSignal.any([signal, timeout]));
      return await interpret(answer, delivery.body);
    } catch {
      return retry(timeout.aborted ? 'timeout' : 'offline');
    }
  },
  follow: null,
};
