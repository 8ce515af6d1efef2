import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';

/** Says what was just done and takes it back on request: instead of a question before. */
export function UndoLine({ said, undo }: { said: string; undo(): void }) {
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone with what it removed; the focus would be nowhere.
  useEffect(() => button.current?.focus(), []);
  return (
    <p role="status" class="notice">
      {said}{' '}
      <button ref={button} type="button" class="link" onClick={undo}>
        {i18n.t('mark.undo')}
      </button>
    </p>
  );
}
