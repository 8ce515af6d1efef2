import { i18n } from '#i18n';
import { ask } from '../../lib/messages/ask-background.ts';
import { askToSend } from '../../lib/reports/sending-access.ts';
import type { StoredReport } from '../../lib/reports/stored-report.ts';

/** Says that the browser keeps a report back, and has the browser ask the person. */
export function AccessQuestion({ kind, authority }: Pick<StoredReport, 'kind' | 'authority'>) {
  const host = URL.parse(authority)?.host ?? authority;
  const allow = async () => {
    // The background hears of what was granted by itself; a page that is told twice does no harm.
    if (await askToSend(kind, authority)) await ask('flush-outbox', null).catch(() => null);
  };
  return (
    <>
      <p>{i18n.t('outbox.noAccess', [host])}</p>
      <p>
        <button type="button" onClick={() => void allow()}>
          {i18n.t('outbox.allow', [host])}
        </button>
      </p>
    </>
  );
}
