/** The last test of a run: over all that was done before, the extension reached nothing but the authority. */
import { describe, expect, test } from 'vitest';
import type { GetStack } from './suite.ts';

/** Chromium itself knocks at its maker's doors, whatever it is told. */
const OF_THE_BROWSER =
  /^(https?:\/\/)?([\w-]+\.)*(google\.com|googleapis\.com|gstatic\.com|gvt1\.com|mozilla\.(org|com|net))[:/]/;
/** Hosts that the captured pages of ../shared load their own scripts and pictures from. */
const OF_CAPTURED_PAGES =
  /alicdn\.com|mmstat\.com|aliyuncs\.com|alibaba|aeproductsourcesite|facebook|doubleclick|tiktok/;

export function silence(get: GetStack): void {
  describe('silence', () => {
    test('nobody but the chosen authority hears anything', () => {
      const { standin } = get();
      const foreign = standin.refused.filter(
        (target) => !OF_THE_BROWSER.test(target) && !OF_CAPTURED_PAGES.test(target),
      );
      expect(foreign).toEqual([]);
      // The shops hear what their own pages ask for, and nothing else.
      const odd = standin.requests.filter(
        (request) => !/^(GET|HEAD|POST) https:/.test(request) || /vigie|report/i.test(request),
      );
      expect(odd).toEqual([]);
    });
  });
}
