/** Everything about evidence that the background does, mounted by one line there. */
import { browser } from 'wxt/browser';
import { z } from '../formats/validation.ts';
import type { Routes } from '../messages/message-router.ts';
import { openDatabase } from '../storage/database.ts';
import { thisSoftware } from './build-hash.ts';
import { DECLARED_STEPS } from './capture/preparation.ts';
import { CaptureService, type JudgeTab, reloadForCapture } from './capture/service.ts';
import { CAPTURE_KINDS } from './item.ts';
import { sealAll, stampDue } from './library/sealing.ts';
import type { EvidenceMessages } from './messages.ts';
import { evidenceSettings } from './settings.ts';

const ALARM = 'evidence-stamps';
const RETRY_MINUTES = 15;
const COMMAND = 'capture-page';
/** Its item in the context menu, which `components/context-menu.ts` makes with the others. */
export const CAPTURE_MENU = 'capture-page';

async function stamp(): Promise<void> {
  const { timeStampAuthorities } = await evidenceSettings.getValue();
  const left = await stampDue(await openDatabase(), timeStampAuthorities);
  if (left > 0) await browser.alarms.create(ALARM, { delayInMinutes: RETRY_MINUTES });
  else await browser.alarms.clear(ALARM);
}

/** Never rejects: what could not be done now is done at the next start or alarm. */
async function sealAndStamp(): Promise<void> {
  try {
    await sealAll(await openDatabase(), await thisSoftware());
    await stamp();
  } catch (error) {
    console.error('Vigie: evidence could not be sealed; it is tried again.', error);
  }
}

type EvidenceRoutes = { [Name in keyof EvidenceMessages]: Routes[Name] };

/** Must be called synchronously at the start of the background. */
export function startEvidence(judge: JudgeTab): EvidenceRoutes {
  const service = new CaptureService({ judge, captured: () => void sealAndStamp() });
  /** By key or menu the person gets the whole page, with what they last said of the preparation. */
  const captureTab = async (tab: number | undefined) => {
    if (tab === undefined) return;
    const { declared } = await evidenceSettings.getValue();
    await service.start({ tab, kind: 'full-page', listing: null, declared });
  };
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void sealAndStamp();
  });
  globalThis.addEventListener('online', () => void sealAndStamp());
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === COMMAND) void captureTab(tab?.id);
  });
  browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
    if (menuItemId === CAPTURE_MENU) void captureTab(tab?.id);
  });
  void sealAndStamp();

  return {
    'start-capture': {
      from: 'extension',
      body: z.object({
        tab: z.int(),
        kind: z.enum(CAPTURE_KINDS),
        listing: z.string().max(200).nullable(),
        declared: z.array(z.enum(DECLARED_STEPS)).max(DECLARED_STEPS.length),
      }),
      handle: (asked) => service.start(asked),
    },
    'cancel-capture': {
      from: 'extension',
      body: z.null(),
      handle() {
        service.cancel();
        return null;
      },
    },
    'reload-for-capture': {
      from: 'extension',
      body: z.object({ tab: z.int() }),
      async handle({ tab }) {
        await reloadForCapture(tab);
        return null;
      },
    },
    'seal-evidence': {
      from: 'extension',
      body: z.null(),
      handle() {
        void sealAndStamp();
        return null;
      },
    },
  };
}
