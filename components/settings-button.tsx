import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

/** Opens the settings; a picture, so that the views keep the room. */
export function SettingsButton() {
  const label = i18n.t('popup.options');
  return (
    <button
      type="button"
      class="quiet icon"
      aria-label={label}
      title={label}
      onClick={() => void browser.runtime.openOptionsPage()}
    >
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <path d="M2 4h7m3 0h2M2 8h2m3 0h7M2 12h6m3 0h3" />
        <circle cx="10.5" cy="4" r="1.5" />
        <circle cx="5.5" cy="8" r="1.5" />
        <circle cx="9.5" cy="12" r="1.5" />
      </svg>
    </button>
  );
}
