/** "Delete everything", as a block of its own in the settings: it takes reports, evidence and sweeps alike. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { dropAllAccess } from '../lib/access/host-access.ts';
import { tellEvidenceChanged } from '../lib/evidence/library/changes.ts';
import { ask } from '../lib/messages/ask-background.ts';
import { openDatabase } from '../lib/storage/database.ts';
import { deleteEverything } from '../lib/storage/erase.ts';
import { allPublishers } from '../lib/storage/publishers.ts';
import { plural } from './plural.ts';
import { errorText } from './use-loaded.ts';

interface Counts {
  unsent: number;
  captures: number;
  campaigns: number;
}

async function countAll(): Promise<Counts> {
  const database = await openDatabase();
  const [captures, campaigns, ...unsent] = await Promise.all([
    database.count('evidence'),
    database.count('campaigns'),
    ...(['drafted', 'queued', 'sending'] as const).map((state) => database.countFromIndex('reports', 'state', state)),
  ]);
  return { captures, campaigns, unsent: unsent.reduce((sum, count) => sum + count, 0) };
}

async function deleteNow(): Promise<void> {
  const database = await openDatabase();
  await deleteEverything(database);
  tellEvidenceChanged();
  const publishers = (await allPublishers(database)).flatMap(({ address }) => address ?? []);
  // What was to be deleted is gone, also where a browser keeps a right that an organisation gave.
  await dropAllAccess(publishers).catch(() => undefined);
  // An organisation's policy holds for a fresh installation as well; `due` asks no publisher that is not due anyway.
  void ask('check-rules', { publisher: 'due' }).catch(() => undefined);
}

/** What goes and what stays, with what nothing else holds counted. */
function Consequences({ unsent, captures, campaigns }: Counts) {
  return (
    <>
      <p>{i18n.t('options.deleteSure')}</p>
      <ul>
        <li>
          {i18n.t('options.deletesReports')} {unsent > 0 && plural('options.deleteUnsent', unsent)}
        </li>
        <li>
          {i18n.t('options.deletesCaptures')} {captures > 0 && plural('options.deleteCaptures', captures)}
        </li>
        <li>
          {i18n.t('options.deletesSweeps')} {campaigns > 0 && plural('options.deleteCampaigns', campaigns)}
        </li>
        <li>{i18n.t('options.deletesChoices')}</li>
      </ul>
      <p>{i18n.t('options.deleteKeeps')}</p>
    </>
  );
}

/** Asked twice, because nothing brings it back. */
export function DeleteEverything({ deleted }: { deleted(): void }) {
  const [counts, setCounts] = useState<Counts | null>(null);
  const [said, setSaid] = useState('');
  const failed = (error: unknown) => setSaid(i18n.t('options.notDeleted', [errorText(error)]));
  const run = () =>
    void deleteNow().then(() => {
      setCounts(null);
      setSaid(i18n.t('options.deleted'));
      deleted();
    }, failed);
  return (
    <section aria-labelledby="delete-everything">
      <h2 id="delete-everything">{i18n.t('options.deleteHeading')}</h2>
      {counts === null ? (
        <button type="button" onClick={() => void countAll().then(setCounts, failed)}>
          {i18n.t('options.deleteEverything')}
        </button>
      ) : (
        <div class="faults" role="alert">
          <Consequences {...counts} />
          <div class="actions">
            <button type="button" class="primary" onClick={run}>
              {i18n.t('options.deleteNow')}
            </button>
            <button type="button" onClick={() => setCounts(null)}>
              {i18n.t('options.deleteCancel')}
            </button>
          </div>
        </div>
      )}
      <p role="status">{said}</p>
    </section>
  );
}
