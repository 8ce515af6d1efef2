/** Ticked listings as reports: composed anew with each change, shown before they go, queued all together or not at all. */
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Grouping } from '../../lib/authority/profile.ts';
import { type AttachableCapture, attachableCaptures } from '../../lib/evidence/attachable.ts';
import type { EvidenceFile } from '../../lib/evidence/item.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import type { FamilyName } from '../../lib/messages/messages.ts';
import { referencesTo } from '../../lib/reports/attached-evidence.ts';
import {
  type CheckedReport,
  type ComposedReport,
  checkReport,
  composeReport,
  UNCLASSIFIED_DSA,
} from '../../lib/reports/builder.ts';
import { beginReport, emptyDraft } from '../../lib/reports/new-report.ts';
import { REPORT_LIMITS } from '../../lib/reports/report-limits.ts';
import { senderOf } from '../../lib/reports/senders/registry.ts';
import { askToSend, sendWhen } from '../../lib/reports/sending-access.ts';
import type { EvidenceUpload, StoredReport, Subject } from '../../lib/reports/stored-report.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { type Settings, settings } from '../../lib/storage/settings.ts';
import { evidenceOf } from '../../lib/sweeps/bulk-evidence.ts';
import { reportGroups } from '../../lib/sweeps/report-groups.ts';
import type { QueueEntry } from '../../lib/sweeps/sweep.ts';
import { queueReports } from '../../lib/sweeps/sweep-storage.ts';
import { useEvidence } from '../evidence/use-evidence.ts';
import { useReportChanges } from '../reports/use-report-changes.ts';
import { errorText } from '../use-loaded.ts';
import type { OpenSweep } from './use-sweep.ts';

export interface BulkReportDraft {
  by: Grouping;
  explanation: string;
  goodFaith: boolean;
  name: string;
  email: string;
}

export interface PlannedReport {
  label: string;
  stored: StoredReport;
  composed: ComposedReport;
  checked: CheckedReport;
  /** Files of captures that the report has no room for. */
  leftOver: number;
}

/** What of the evidence library goes along. */
interface Attached {
  captures: readonly AttachableCapture[];
  /** SHA-256 of files that the person took out. */
  takenOut: ReadonlySet<string>;
}

interface Ground {
  subjects: Subject[];
  families: FamilyName[];
  chosen: Settings;
}

async function capturesOf(entries: readonly QueueEntry[]): Promise<AttachableCapture[]> {
  const listings = entries.map(({ listing }) => listing);
  return attachableCaptures(await openDatabase(), listings, REPORT_LIMITS.evidenceBytes);
}

async function groundOf(entries: readonly QueueEntry[]): Promise<Ground> {
  const cards = entries.map(({ card, met }) => ({ card, readAt: met.at(-1)?.at ?? Date.now() }));
  const [subjects, families, chosen] = await Promise.all([
    ask('sweep-subjects', { cards }),
    ask('list-families', null),
    settings.getValue(),
  ]);
  if (subjects === null) throw new Error(i18n.t('sweep.walk.noRules'));
  return { subjects, families, chosen };
}

function planned(
  { subjects, families, chosen }: Ground,
  draft: BulkReportDraft,
  { captures, takenOut }: Attached,
  ids: Map<string, StoredReport>,
): PlannedReport[] {
  return reportGroups(subjects, draft.by).map((group) => {
    const family = families.find(({ family: id }) => id === group.family);
    const begun =
      ids.get(group.key) ??
      beginReport({
        kind: 'report',
        subjects: group.subjects,
        draft: emptyDraft(),
        sender: 'vigie-intake',
        authority: chosen.authority.intake?.endpoint ?? '',
      });
    // One id a group for as long as the form is open, so that what is sent is what was shown.
    ids.set(group.key, begun);
    const { explanation, goodFaith, name, email } = draft;
    const { evidence, leftOver } = evidenceOf(captures, group.subjects, takenOut);
    const typed = { family: group.family, explanation, goodFaith, name, email };
    const stored = { ...begun, evidence, draft: { ...begun.draft, ...typed } };
    const composed = composeReport({
      id: stored.id,
      createdAt: new Date(stored.createdAt),
      client: { name: 'Vigie', version: browser.runtime.getManifest().version },
      role: chosen.role,
      language: browser.i18n.getUILanguage(),
      jurisdiction: chosen.jurisdiction,
      subjects: group.subjects,
      dsa: family === undefined ? UNCLASSIFIED_DSA : { category: family.dsaCategory, keyword: family.dsaKeyword },
      identity: chosen.authority.identity,
      draft: stored.draft,
      evidence: referencesTo(captures, evidence, group.subjects),
    });
    const label = [family?.label ?? i18n.t('form.familyOther'), group.seller]
      .filter((part) => part !== null)
      .join(' · ');
    return { label, stored, composed, checked: checkReport(composed, chosen.authority.identity), leftOver };
  });
}

export interface BulkReportState {
  ground: Ground | null;
  draft: BulkReportDraft;
  edit(changes: Partial<BulkReportDraft>): void;
  reports: PlannedReport[];
  captures: readonly AttachableCapture[];
  /** All that goes along, of all reports. */
  evidence: readonly EvidenceUpload[];
  attach(file: EvidenceFile, attached: boolean): void;
  faults: string[];
  /** Null before they are queued. */
  sent: StoredReport[] | null;
  send(): void;
}

export function useBulkReport(
  { stored: campaign, monitor }: OpenSweep,
  entries: readonly QueueEntry[],
): BulkReportState {
  const [ground, setGround] = useState<Ground | null>(null);
  const [draft, setDraft] = useState<BulkReportDraft>({
    by: 'family',
    explanation: '',
    goodFaith: false,
    name: '',
    email: '',
  });
  const [ids] = useState(() => new Map<string, StoredReport>());
  const [library] = useEvidence(() => capturesOf(entries), campaign.id);
  const [takenOut, setTakenOut] = useState<ReadonlySet<string>>(new Set());
  const [faults, setFaults] = useState<string[]>([]);
  const [sent, setSent] = useState<StoredReport[] | null>(null);

  useEffect(() => {
    groundOf(entries).then(
      (value) => {
        setGround(value);
        setDraft((before) => ({
          ...before,
          // As the authority wants it, until the person says otherwise.
          by: value.chosen.authority.intake?.grouping ?? before.by,
          name: value.chosen.identity?.name ?? '',
          email: value.chosen.identity?.email ?? '',
        }));
      },
      (error: unknown) => setFaults([errorText(error)]),
    );
  }, []);

  const captures = library.state === 'loaded' ? library.value : [];
  // Nothing can be sent before it is known what goes along.
  const isReady = ground !== null && library.state !== 'loading';
  const reports = isReady ? planned(ground, draft, { captures, takenOut }, ids) : [];

  const refresh = () => {
    if (sent === null) return;
    void openDatabase()
      .then((database) => Promise.all(sent.map(({ id }) => database.get('reports', id))))
      .then((found) => setSent(found.flatMap((report) => report ?? [])));
  };
  useReportChanges(refresh);

  const send = async () => {
    const wrong = new Set<string>();
    if (ground?.chosen.authority.intake == null) wrong.add(i18n.t('sweep.bulk.noIntake'));
    if (!draft.goodFaith) wrong.add(i18n.t('form.faultGoodFaith'));
    for (const { composed, checked, label } of reports) {
      if (composed.explanation === '' && composed.findings.length === 0) wrong.add(i18n.t('form.faultExplanation'));
      if (checked.ok) continue;
      for (const { pointer, detail } of checked.faults) if (pointer !== '/goodFaith') wrong.add(`${label}: ${detail}`);
    }
    setFaults([...wrong]);
    if (wrong.size > 0) return;
    const sender = senderOf('vigie-intake');
    const going = reports.flatMap(({ stored, checked }) => {
      const body = sender.kind === 'wire' && checked.ok ? sender.body(checked.report) : null;
      return body?.ok === true ? [{ ...stored, body: body.value }] : [];
    });
    // Asked now, in answer to the press; the reports are stored whatever comes of it.
    const asked = askToSend('report', ground?.chosen.authority.intake?.endpoint ?? '');
    try {
      const queued = await queueReports(campaign.id, going, monitor);
      if (!queued.ok) {
        setFaults([i18n.t('sweep.bulk.already', [queued.already.join(', ')])]);
        return;
      }
      setSent(going.map((report) => ({ ...report, state: 'queued' })));
    } catch (error) {
      setFaults([i18n.t('form.notStored', [errorText(error)])]);
      return;
    }
    // The reports are safe from here on: when the background cannot be told, its alarm finds them.
    sendWhen(asked);
  };

  return {
    ground,
    draft,
    edit: (changes) => setDraft({ ...draft, ...changes }),
    reports,
    captures,
    evidence: reports.flatMap(({ stored }) => stored.evidence),
    attach({ sha256 }, attached) {
      setTakenOut((before) =>
        attached ? new Set([...before].filter((one) => one !== sha256)) : new Set([...before, sha256]),
      );
    },
    faults,
    sent,
    send: () => void send(),
  };
}
