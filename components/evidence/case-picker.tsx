import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { EVIDENCE_LIMITS } from '../../lib/evidence/item.ts';
import { chooseCase, createCase, currentCase, listCases } from '../../lib/evidence/library/cases.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { TextField } from '../fields.tsx';
import { useLoaded } from '../use-loaded.ts';

const NEW = 'new';

async function load() {
  const database = await openDatabase();
  return { cases: await listCases(database), current: await currentCase(database) };
}

/** Which case the next capture goes into; without one yet, the capture makes one that is named after the day. */
export function CasePicker() {
  const [loaded, reload] = useLoaded(load, 'cases');
  const [name, setName] = useState<string | null>(null);
  if (loaded.state === 'loading') return null;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [loaded.why])}</p>;
  const { cases, current } = loaded.value;
  const create = async () => {
    if (name !== null) await createCase(await openDatabase(), name);
    setName(null);
    reload();
  };
  const choose = async (id: string) => {
    if (id === NEW) return setName('');
    await chooseCase(id);
    reload();
  };
  if (name !== null) {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <TextField label={i18n.t('capture.caseName')} value={name} max={EVIDENCE_LIMITS.caseName} onInput={setName} />
        <div class="actions">
          <button type="submit" class="primary">
            {i18n.t('capture.createCase')}
          </button>
          <button type="button" onClick={() => setName(null)}>
            {i18n.t('capture.cancel')}
          </button>
        </div>
      </form>
    );
  }
  return (
    <label class="field">
      <span>{i18n.t('capture.into')}</span>
      <select value={current?.id ?? ''} onChange={(event) => void choose(event.currentTarget.value)}>
        {current === null && <option value="">{new Date().toISOString().slice(0, 10)}</option>}
        {cases.map(({ id, name: given }) => (
          <option key={id} value={id}>
            {given}
          </option>
        ))}
        <option value={NEW}>{i18n.t('capture.newCase')}</option>
      </select>
    </label>
  );
}
