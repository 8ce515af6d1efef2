/**
 * The state of the report form: what the person typed is stored as they type, what would be sent is composed anew with
 * each key stroke, and sending checks it as the authority will.
 */
import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { IdentityPolicy } from '../../lib/authority/profile.ts';
import type { AttachableCapture } from '../../lib/evidence/attachable.ts';
import type { EvidenceFile } from '../../lib/evidence/item.ts';
import { listingKey } from '../../lib/listing/key.ts';
import type { ListingKey } from '../../lib/listing/listing.ts';
import type { FamilyName } from '../../lib/messages/messages.ts';
import { referencesTo, withFile } from '../../lib/reports/attached-evidence.ts';
import { type ComposedReport, checkReport, composeReport, UNCLASSIFIED_DSA } from '../../lib/reports/builder.ts';
import { defaultSender, destinationOf, identityPolicyOf } from '../../lib/reports/default-sender.ts';
import type { FormContext } from '../../lib/reports/form-context.ts';
import { type Fault, formFaults } from '../../lib/reports/form-faults.ts';
import { saveDraft } from '../../lib/reports/history.ts';
import { handOver, queueReport } from '../../lib/reports/outbox.ts';
import type { Report } from '../../lib/reports/report.ts';
import { senderOf } from '../../lib/reports/senders/registry.ts';
import type { CarriedText, Made, SenderId } from '../../lib/reports/senders/sender.ts';
import { askToSend, sendWhen } from '../../lib/reports/sending-access.ts';
import type { Draft, StoredReport } from '../../lib/reports/stored-report.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { rememberIdentity } from '../../lib/storage/settings.ts';
import { errorText } from '../use-loaded.ts';
import { carriedTexts } from './carried-texts.tsx';

const FAULT_TEXTS = {
  'good-faith': 'form.faultGoodFaith',
  explanation: 'form.faultExplanation',
  name: 'form.faultName',
  email: 'form.faultEmail',
  'email-shape': 'form.faultEmailShape',
} as const satisfies Record<Exclude<Fault['kind'], 'other'>, string>;

function faultText(fault: Fault): string {
  return fault.kind === 'other' ? fault.detail : i18n.t(FAULT_TEXTS[fault.kind]);
}

export interface ReportFormState {
  stored: StoredReport;
  draft: Draft;
  family: FamilyName | undefined;
  familyLabel: string;
  sender: SenderId;
  suggested: SenderId;
  identity: IdentityPolicy;
  composed: ComposedReport;
  /** What leaves, exactly: the bytes of a wire sender, or the texts of the other kind; null while it is not complete. */
  preview: Made<string> | null;
  texts: CarriedText[] | null;
  faults: string[];
  saved: boolean;
  remember: boolean;
  setRemember(remember: boolean): void;
  edit(changes: Partial<Draft>): void;
  attach(file: EvidenceFile, attached: boolean): void;
  remove(listing: ListingKey): void;
  /** Resolves to the report's id once it is queued or handed over; null when something keeps it. */
  send(): Promise<string | null>;
}

function previewOf(sender: SenderId, report: Report | null): Made<string> | null {
  const chosen = senderOf(sender);
  return chosen.kind === 'wire' && report !== null ? chosen.body(report) : null;
}

/** @param captures what of the evidence library may go along */
export function useReportForm(
  { report, settings, families }: FormContext,
  captures: readonly AttachableCapture[],
): ReportFormState {
  const [stored, setStored] = useState(report);
  const [faults, setFaults] = useState<string[]>([]);
  const [remember, setRemember] = useState(settings.identity !== null);
  const [saved, setSaved] = useState(false);
  const { draft, subjects } = stored;
  const family = families.find((known) => known.family === draft.family);
  const suggested = defaultSender(draft.family, family?.authorities ?? [], settings);
  const sender = draft.sender ?? suggested;
  const chosen = senderOf(sender);
  const identity = identityPolicyOf(sender, settings);

  const store = (changed: StoredReport) => {
    setStored(changed);
    openDatabase()
      .then((database) => saveDraft(database, changed))
      .then(
        () => setSaved(true),
        (error: unknown) => setFaults([i18n.t('form.notStored', [errorText(error)])]),
      );
  };
  const edit = (changes: Partial<Draft>) =>
    store({ ...stored, draft: { ...draft, ...changes }, changedAt: Date.now() });
  const attach = (file: EvidenceFile, attached: boolean) =>
    store({ ...stored, evidence: withFile(stored.evidence, file, attached), changedAt: Date.now() });
  const remove = (listing: ListingKey) => {
    const left = subjects.filter((subject) => listingKey(subject.listing.ref) !== listing);
    store({ ...stored, subjects: left, listings: left.map((subject) => listingKey(subject.listing.ref)) });
  };

  const composed = composeReport({
    id: stored.id,
    createdAt: new Date(stored.createdAt),
    client: { name: 'Vigie', version: browser.runtime.getManifest().version },
    role: settings.role,
    language: browser.i18n.getUILanguage(),
    jurisdiction: settings.jurisdiction,
    subjects,
    dsa: family === undefined ? UNCLASSIFIED_DSA : { category: family.dsaCategory, keyword: family.dsaKeyword },
    identity,
    draft,
    // Other ways out have no room for files.
    evidence: sender === 'vigie-intake' ? referencesTo(captures, stored.evidence, subjects) : [],
  });
  const checked = checkReport(composed, identity);
  const complete = checked.ok ? checked.report : null;
  const preview = previewOf(sender, complete);
  const familyLabel = family?.label ?? i18n.t('form.familyOther');
  const texts = chosen.kind === 'text' && complete !== null ? carriedTexts(chosen, complete, familyLabel) : null;

  const send = async (): Promise<string | null> => {
    const wrong = formFaults(composed, checked).map(faultText);
    if (preview?.ok === false) wrong.push(...preview.faults.map(({ detail }) => detail));
    if (wrong.length > 0) {
      setFaults(wrong);
      return null;
    }
    const going = {
      ...stored,
      sender,
      authority: destinationOf(sender, settings),
      // What the report names is uploaded, and nothing that was ticked and then left out.
      evidence: stored.evidence.filter(({ sha256 }) => composed.evidence.some((one) => one.sha256 === sha256)),
    };
    let asked: Promise<boolean> | null = null;
    try {
      if (texts !== null) {
        await handOver(await openDatabase(), going, JSON.stringify(texts));
      } else if (preview?.ok === true) {
        // Asked now, in answer to the press; the report is stored whatever comes of it, for the question may close the popup.
        asked = askToSend('report', going.authority);
        await queueReport(await openDatabase(), going, preview.value);
      }
      await rememberIdentity(remember ? { name: draft.name, email: draft.email } : null);
    } catch (error) {
      setFaults([i18n.t('form.notStored', [errorText(error)])]);
      return null;
    }
    // The report is safe from here on: when the background cannot be told, its alarm finds the report.
    if (asked !== null) sendWhen(asked);
    return stored.id;
  };

  return {
    stored,
    draft,
    family,
    familyLabel,
    sender,
    suggested,
    identity,
    composed,
    preview,
    texts,
    faults,
    saved,
    remember,
    setRemember,
    edit,
    attach,
    remove,
    send,
  };
}
