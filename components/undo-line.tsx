import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { errorText } from './use-loaded.ts';

/** Says what was just done and takes it back on request, or says why not: instead of a question before. */
export function UndoLine({ said, undo }: { said: string; undo(): Promise<void> }) {
  const [failed, setFailed] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone with what it removed; the focus would be nowhere.
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <p role="status" class="notice">
        {said}{' '}
        <button
          ref={button}
          type="button"
          class="link"
          onClick={() =>
            void undo().catch((error: unknown) => setFailed(i18n.t('options.notRestored', [errorText(error)])))
          }
        >
          {i18n.t('mark.undo')}
        </button>
      </p>
      {failed !== '' && (
        <p class="faults" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}
