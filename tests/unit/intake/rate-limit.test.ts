import { describe, expect, it } from 'vitest';
import { clientKey, RateLimiter } from '../../../tools/intake/rate-limit.ts';

describe('RateLimiter', () => {
  it('allows a burst, then the rate, and says how long to wait', () => {
    let now = 0;
    const limiter = new RateLimiter({ perMinute: 6, burst: 2, now: () => now });
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([0, 0, 10]);
    expect(limiter.take('b')).toBe(0);
    now = 9_999;
    expect(limiter.take('a')).toBe(1);
    now = 10_001;
    expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 10]);
    now = 1_000_000;
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([0, 0, 10]);
  });

  it('does not grow without bound', () => {
    const limiter = new RateLimiter({ perMinute: 1, burst: 1, now: () => 0 });
    for (let index = 0; index < 25_000; index += 1) limiter.take(`client-${index}`);
    expect(limiter.size).toBe(20_000);
    expect(limiter.take('client-24999')).toBe(60);
    expect(limiter.take('client-0')).toBe(0);
  });
});

describe('clientKey', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:0001:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, key) => {
    expect(clientKey(address)).toBe(key);
  });
});
