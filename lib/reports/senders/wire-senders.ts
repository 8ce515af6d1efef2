/** The ways out that the outbox delivers by; the background needs no other, and so carries none of their texts. */
import type { SenderId, WireSender } from './sender.ts';
import { signalConso } from './signalconso.ts';
import { vigieIntake } from './vigie-intake.ts';

export const WIRE_SENDERS = { 'vigie-intake': vigieIntake, signalconso: signalConso } as const;

const byId: Partial<Record<SenderId, WireSender>> = WIRE_SENDERS;

/** Null for what the person carries. */
export const wireSenderOf = (id: SenderId): WireSender | null => byId[id] ?? null;
