import { useState } from 'preact/hooks';
import { i18n } from '#i18n';

/** Copies a text, and says whether it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <>
      <button type="button" onClick={copy}>
        {label}
      </button>
      <span role="status" class="note">
        {copied === true && i18n.t('carried.copied')}
        {copied === false && i18n.t('carried.notCopied')}
      </span>
    </>
  );
}
