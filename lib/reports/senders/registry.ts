/** The ways out that there are. A new one is a file beside this one and a line here. */
import { dsaNotice } from './dsa-notice.ts';
import { pharosSheet } from './pharos-sheet.ts';
import type { Sender, SenderId, WireSender } from './sender.ts';
import { signalConso } from './signalconso.ts';
import { vigieIntake } from './vigie-intake.ts';

const SENDERS: Record<SenderId, Sender> = {
  'vigie-intake': vigieIntake,
  signalconso: signalConso,
  'dsa-notice': dsaNotice,
  'pharos-sheet': pharosSheet,
};

export function senderOf(id: SenderId): Sender {
  return SENDERS[id];
}

/** Null for what the person carries. */
export function wireSenderOf(id: SenderId): WireSender | null {
  const sender = SENDERS[id];
  return sender.kind === 'wire' ? sender : null;
}
