/** The ways out that there are. A new one is a file beside this one and a line here or, if a wire, in `wire-senders.ts`. */
import { dsaNotice } from './dsa-notice.ts';
import { pharosSheet } from './pharos-sheet.ts';
import type { Sender, SenderId } from './sender.ts';
import { WIRE_SENDERS } from './wire-senders.ts';

const SENDERS: Record<SenderId, Sender> = { ...WIRE_SENDERS, 'dsa-notice': dsaNotice, 'pharos-sheet': pharosSheet };

export function senderOf(id: SenderId): Sender {
  return SENDERS[id];
}
