import type { CaptureKind } from '../../lib/evidence/item.ts';
import { evidenceSettings } from '../../lib/evidence/settings.ts';
import { ask } from '../../lib/messages/ask-background.ts';

/** Starts a capture of the tab that the popup is about. Its outcome is told by `captureStatus`. */
export async function startCapture(tab: number, kind: CaptureKind, listing: string | null): Promise<void> {
  const { declared } = await evidenceSettings.getValue();
  await ask('start-capture', { tab, kind, listing, declared });
}
