import { describe, test } from 'vitest';
import { canSetPolicies, policy } from './policy.ts';

policy('firefox');

if (canSetPolicies('chromium')) policy('chromium');
else
  describe('an organisation’s policy in chromium', () => {
    test.skip('needs the right to write to /etc/chromium', () => {});
  });
