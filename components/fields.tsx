import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  hint?: string;
  /** Renders the control, given its id and the id of the hint where there is one. */
  control(id: string, describedBy: string | undefined): ComponentChildren;
}

/** A label, a control and a hint, tied together for those who cannot see that they belong together. */
function Field({ label, hint, control }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {control(id, hintId)}
      {hint !== undefined && (
        <small id={hintId} class="note">
          {hint}
        </small>
      )}
    </div>
  );
}

interface TextProps {
  label: string;
  hint?: string;
  value: string;
  max: number;
  onInput(value: string): void;
}

type TextFieldProps = TextProps & {
  type?: 'text' | 'search';
  /** Which keys a touch keyboard offers; the value is checked by the schema, not by the browser. */
  inputMode?: 'text' | 'email' | 'url';
  autocomplete?: string;
  /** Words to choose from. */
  suggestions?: readonly string[];
};

export function TextField({ value, max, onInput, type = 'text', suggestions = [], ...field }: TextFieldProps) {
  const { inputMode = 'text', autocomplete = 'off', ...labelled } = field;
  return (
    <Field
      {...labelled}
      control={(id, describedBy) => (
        <>
          <input
            id={id}
            type={type}
            inputMode={inputMode}
            value={value}
            maxLength={max}
            autocomplete={autocomplete}
            aria-describedby={describedBy}
            list={suggestions.length > 0 ? `${id}-list` : undefined}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
          {suggestions.length > 0 && (
            <datalist id={`${id}-list`}>
              {suggestions.map((suggestion) => (
                <option key={suggestion} value={suggestion} />
              ))}
            </datalist>
          )}
        </>
      )}
    />
  );
}

/** A text that nobody looking over the person's shoulder may read. */
export function SecretField({ value, max, onInput, ...labelled }: TextProps) {
  return (
    <Field
      {...labelled}
      control={(id, describedBy) => (
        <input
          id={id}
          type="password"
          value={value}
          maxLength={max}
          autocomplete="off"
          aria-describedby={describedBy}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    />
  );
}

export function TextArea({ value, max, onInput, ...labelled }: TextProps) {
  return (
    <Field
      {...labelled}
      control={(id, describedBy) => (
        <textarea
          id={id}
          rows={3}
          value={value}
          maxLength={max}
          aria-describedby={describedBy}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    />
  );
}

interface SelectFieldProps {
  label: string;
  hint?: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

export function SelectField({ value, options, onChange, ...labelled }: SelectFieldProps) {
  return (
    <Field
      {...labelled}
      control={(id, describedBy) => (
        <select
          id={id}
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
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
