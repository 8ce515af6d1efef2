import { i18n } from '#i18n';

/** Always there, whatever was found or not. */
export function ChildProtectionBar({ open }: { open(): void }) {
  return (
    <footer class="foot">
      <button type="button" onClick={open}>
        {i18n.t('popup.reportSensitive')}
      </button>
    </footer>
  );
}
