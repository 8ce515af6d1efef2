/** Takes in a file that the person chose: a campaign, or what a colleague did in one. Resolves to one sentence. */
import { i18n } from '#i18n';
import type { ListingKey } from '../../lib/listing/listing.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { settings } from '../../lib/storage/settings.ts';
import { type FileFault, readSweepFile } from '../../lib/sweeps/file.ts';
import { SWEEP_LIMITS } from '../../lib/sweeps/limits.ts';
import { newIn, type SweepData } from '../../lib/sweeps/merge.ts';
import { cardBatches, withoutListings } from '../../lib/sweeps/screened.ts';
import { Sweep } from '../../lib/sweeps/sweep.ts';
import { importInto, loadSweep, saveCampaign } from '../../lib/sweeps/sweep-storage.ts';
import { errorText } from '../use-loaded.ts';

const FAULT_KEYS = {
  'too-large': 'sweep.file.tooLarge',
  'not-json': 'sweep.file.notJson',
  'not-one': 'sweep.file.notOne',
  'child-protection': 'sweep.file.childProtection',
  'other-campaign': 'sweep.file.notOne',
  newer: 'sweep.file.newer',
  faulty: 'sweep.file.faulty',
  'unknown-signer': 'sweep.file.unknownSigner',
} as const satisfies Record<FileFault['kind'], string>;

export interface Imported {
  ok: boolean;
  words: string;
  campaign: string | null;
}

const refused = (words: string): Imported => ({ ok: false, words, campaign: null });

function faultText(fault: FileFault): string {
  const detail = fault.kind === 'newer' ? fault.format : fault.kind === 'faulty' ? fault.where : '';
  return i18n.t(FAULT_KEYS[fault.kind], [detail]);
}

async function screened(data: SweepData): Promise<SweepData | null> {
  const out = new Set<ListingKey>();
  for (const cards of cardBatches(data)) {
    const sensitive = await ask('sweep-screen', { cards });
    if (sensitive === null) return null;
    for (const listing of sensitive) out.add(listing);
  }
  return withoutListings(data, out);
}

async function importSweep(data: SweepData): Promise<Imported> {
  const clean = await screened(data);
  if (clean === null) return refused(i18n.t('sweep.walk.noRules'));
  const own = await loadSweep(data.campaign.id);
  const news = newIn(clean, own ?? { visits: [], journal: [] });
  await importInto({ campaign: own?.campaign ?? clean.campaign, ...news });
  const merged = new Sweep(
    clean.campaign,
    [...(own?.visits ?? []), ...news.visits],
    [...(own?.journal ?? []), ...news.journal],
  );
  const words = i18n.t('sweep.file.merged', [
    data.campaign.name,
    news.visits.length,
    news.journal.length,
    merged.disagreements().length,
  ]);
  return { ok: true, words, campaign: data.campaign.id };
}

export async function importFile(file: File): Promise<Imported> {
  try {
    if (file.size > SWEEP_LIMITS.file) return refused(faultText({ kind: 'too-large' }));
    const { authority } = await settings.getValue();
    const keys = authority.keys.map(({ algorithm, publicKey }) => ({ alg: algorithm, spki: publicKey }));
    const read = await readSweepFile(await file.text(), keys);
    if (!read.ok) return refused(faultText(read.fault));
    if (read.kind === 'sweep') return await importSweep(read.data);
    await saveCampaign(read.campaign, read.signed);
    return {
      ok: true,
      words: i18n.t(read.signed ? 'sweep.file.signed' : 'sweep.file.taken', [read.campaign.name]),
      campaign: read.campaign.id,
    };
  } catch (error) {
    return refused(i18n.t('sweep.notStored', [errorText(error)]));
  }
}
