import { useId } from 'preact/hooks';

interface TextProps {
  label: string;
  hint?: string;
  value: string;
  max: number;
  onInput(value: string): void;
}

type TextFieldProps = TextProps & {
  /** Which keys a touch keyboard offers; the value is checked by the schema, not by the browser. */
  inputMode?: 'text' | 'email' | 'url';
  autocomplete?: string;
};

export function TextField({ label, hint, value, max, inputMode = 'text', autocomplete, onInput }: TextFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        value={value}
        maxLength={max}
        autocomplete={autocomplete ?? 'off'}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <small id={`${id}-hint`} class="note">
          {hint}
        </small>
      )}
    </div>
  );
}

export function TextArea({ label, hint, value, max, onInput }: TextProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        value={value}
        maxLength={max}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <small id={`${id}-hint`} class="note">
          {hint}
        </small>
      )}
    </div>
  );
}

export function CheckField({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
