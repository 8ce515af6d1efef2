import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Retouch } from '../../lib/evidence/library/retouch.ts';
import { TextField } from '../fields.tsx';

interface RectangleFieldsProps {
  /** From 1. */
  number: number;
  retouch: Retouch;
  change(changes: Partial<Retouch>): void;
  remove(): void;
}

const SIDES = ['x', 'y', 'width', 'height'] as const;

const SIDE_KEYS = {
  x: 'evidence.edit.x',
  y: 'evidence.edit.y',
  width: 'evidence.edit.width',
  height: 'evidence.edit.height',
} as const;

/** A rectangle in numbers: what a drag does, without a mouse. */
export function RectangleFields({ number, retouch, change, remove }: RectangleFieldsProps) {
  const id = useId();
  return (
    <fieldset class="rectangle">
      <legend>{i18n.t('evidence.edit.rectangle', [number])}</legend>
      <div class="numbers">
        {SIDES.map((side) => (
          <label key={side} for={`${id}-${side}`}>
            <span>{i18n.t(SIDE_KEYS[side])}</span>
            <input
              id={`${id}-${side}`}
              type="number"
              min={0}
              value={retouch[side]}
              onInput={({ currentTarget: { valueAsNumber } }) => {
                if (Number.isFinite(valueAsNumber)) change({ [side]: Math.max(0, Math.round(valueAsNumber)) });
              }}
            />
          </label>
        ))}
      </div>
      {retouch.kind === 'frame' && (
        <TextField
          label={i18n.t('evidence.edit.text')}
          value={retouch.text}
          max={80}
          onInput={(text) => change({ text })}
        />
      )}
      <button type="button" onClick={remove}>
        {i18n.t('evidence.edit.remove')}
      </button>
    </fieldset>
  );
}
