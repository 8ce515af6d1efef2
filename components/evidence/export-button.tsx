import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { thisSoftware } from '../../lib/evidence/build-hash.ts';
import { exportEvidence, packageName } from '../../lib/evidence/library/export-case.ts';
import { chooseTarget, saveStream } from '../../lib/evidence/library/save-stream.ts';
import type { StoredCase } from '../../lib/evidence/library/stored.ts';
import { evidenceSettings } from '../../lib/evidence/settings.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { errorText } from '../use-loaded.ts';
import { sizeText } from './evidence-texts.ts';

type State =
  | { at: 'rest' }
  | { at: 'writing'; bytes: number }
  | { at: 'done'; name: string; bytes: number }
  | { at: 'failed'; why: string };

interface ExportButtonProps {
  case: StoredCase;
  /** Null for the whole case. */
  item: string | null;
  label: string;
  disabled: boolean;
}

function stateText(state: State): string {
  if (state.at === 'writing') return i18n.t('evidence.export.writing', [sizeText(state.bytes)]);
  return state.at === 'done' ? i18n.t('evidence.export.done', [state.name, sizeText(state.bytes)]) : '';
}

export function ExportButton({ case: exported, item, label, disabled }: ExportButtonProps) {
  const [state, setState] = useState<State>({ at: 'rest' });
  const save = async () => {
    const name = packageName(exported);
    // First of all: the browser lets a page ask for a place only in answer to a click.
    const target = await chooseTarget(name);
    if (target === null) return;
    setState({ at: 'writing', bytes: 0 });
    const { timeStampAuthorities: authorities } = await evidenceSettings.getValue();
    const software = await thisSoftware();
    const stream = await exportEvidence(await openDatabase(), { case: exported, item, software, authorities });
    if (stream === null) {
      await target.writable.abort();
      setState({ at: 'failed', why: i18n.t('evidence.export.nothing') });
      return;
    }
    let size = 0;
    await saveStream(stream, target, (bytes) => {
      size = bytes;
      setState({ at: 'writing', bytes });
    });
    setState({ at: 'done', name, bytes: size });
  };
  return (
    <>
      <button
        type="button"
        disabled={disabled || state.at === 'writing'}
        onClick={() =>
          void save().catch((error: unknown) =>
            setState({ at: 'failed', why: i18n.t('evidence.export.failed', [errorText(error)]) }),
          )
        }
      >
        {label}
      </button>
      <span role="status">{stateText(state)}</span>
      {state.at === 'failed' && <p role="alert">{state.why}</p>}
    </>
  );
}
