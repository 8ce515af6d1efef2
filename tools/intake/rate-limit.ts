/**
 * How many requests one client may make: a token bucket for each network address, kept in memory only and forgotten
 * when it is full again. Each process of an intake counts for itself.
 */
import { isIPv6 } from 'node:net';

export interface RateOptions {
  /** Requests a minute, in the long run. */
  perMinute: number;
  /** Requests at once after a pause. */
  burst: number;
  /** Milliseconds; a clock that never goes back. */
  now?: () => number;
}

/** Buckets kept at most; beyond, the oldest is forgotten, so that made-up addresses cannot fill the memory. */
const MAX_CLIENTS = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

export class RateLimiter {
  readonly #perMillisecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>();

  constructor({ perMinute, burst, now = () => performance.now() }: RateOptions) {
    this.#perMillisecond = perMinute / 60_000;
    this.#burst = burst;
    this.#now = now;
  }

  /** 0 when the client may go on, else the whole seconds that it should wait. */
  take(client: string): number {
    const now = this.#now();
    const before = this.#buckets.get(client) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(this.#burst, before.tokens + (now - before.at) * this.#perMillisecond);
    const allowed = tokens >= 1;
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens: allowed ? tokens - 1 : tokens, at: now });
    if (this.#buckets.size > MAX_CLIENTS) {
      const oldest = this.#buckets.keys().next();
      if (oldest.done !== true) this.#buckets.delete(oldest.value);
    }
    return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.#perMillisecond / 1000));
  }

  get size(): number {
    return this.#buckets.size;
  }
}

/** An IPv6 customer has a whole /64; an IPv4 address mapped into IPv6 counts as itself. */
export function clientKey(address: string): string {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...last];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
