import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Check } from '../../lib/evidence/verify/check.ts';
import { errorText } from '../use-loaded.ts';
import { checkText, faultText } from './check-texts.ts';

type State = { at: 'rest' } | { at: 'checking' } | { at: 'done'; holds: boolean } | { at: 'failed'; why: string };

function CheckLine({ check }: { check: Check }) {
  return (
    <li class={check.ok ? 'passed' : 'failed'}>
      <strong>{check.ok ? i18n.t('verify.passed') : i18n.t('verify.failed')}</strong> {checkText(check.check)}
      {check.file !== null && (
        <>
          {' '}
          <code>{check.file}</code>
        </>
      )}
      {!check.ok && <p>{faultText(check.why)}</p>}
      {check.detail !== null && <p class="note">{check.detail}</p>}
    </li>
  );
}

/** Checks a package of anybody's, here and without a network. */
export function VerifyView() {
  const [state, setState] = useState<State>({ at: 'rest' });
  const [checks, setChecks] = useState<Check[]>([]);

  const verify = async (file: File | undefined) => {
    if (file === undefined) return;
    setChecks([]);
    setState({ at: 'checking' });
    const { verifyPackage } = await import('../../lib/evidence/verify/verify-package.ts');
    const seen: Check[] = [];
    for await (const check of verifyPackage(file)) {
      seen.push(check);
      setChecks([...seen]);
    }
    setState({ at: 'done', holds: seen.every(({ ok }) => ok) });
  };
  const start = (file: File | undefined) =>
    void verify(file).catch((error: unknown) => setState({ at: 'failed', why: errorText(error) }));

  return (
    <>
      <h1>{i18n.t('verify.heading')}</h1>
      <p>{i18n.t('verify.intro')}</p>
      {/* A file field takes what is dropped on it, in every browser. */}
      <label class="drop">
        <span>{i18n.t('verify.choose')}</span>
        <input
          type="file"
          accept=".wacz,.zip,application/wacz"
          onChange={({ currentTarget: { files } }) => start(files?.[0])}
        />
      </label>
      <div aria-live="polite">
        {state.at === 'checking' && <p>{i18n.t('verify.checking')}</p>}
        {state.at === 'done' && (
          <p class={`state ${state.holds ? 'acknowledged' : 'refused'}`}>
            <strong>{i18n.t(state.holds ? 'verify.holds' : 'verify.fails')}</strong>
          </p>
        )}
        {state.at === 'failed' && <p role="alert">{i18n.t('verify.broken', [state.why])}</p>}
      </div>
      <ul class="plain checks">
        {checks.map((check, index) => (
          <CheckLine key={`${index} ${check.check}`} check={check} />
        ))}
      </ul>
      {state.at === 'done' && state.holds && <p class="note">{i18n.t('verify.claim')}</p>}
    </>
  );
}
