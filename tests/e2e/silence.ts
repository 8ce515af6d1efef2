/** After all the journeys: the extension reached nothing but the authority. */
import { describe, expect, test } from 'vitest';
import type { GetStack } from './suite.ts';

/** Chromium itself knocks at its maker's doors, whatever it is told. */
const OF_THE_BROWSER =
  /^(https?:\/\/)?([\w-]+\.)*(google\.com|googleapis\.com|gstatic\.com|gvt1\.com|mozilla\.(org|com|net))[:/]/;

export function silence(get: GetStack): void {
  describe('silence', () => {
    test('nobody but the chosen authority hears anything', () => {
      const { standin } = get();
      const foreign = standin.refused.filter((target) => !OF_THE_BROWSER.test(target));
      expect(foreign).toEqual([]);
      // The shops hear what their own pages ask for, and nothing else.
      const odd = standin.requests.filter(
        (request) => !/^(GET|HEAD|POST) https:/.test(request) || /vigie|report/i.test(request),
      );
      expect(odd).toEqual([]);
    });
  });
}
