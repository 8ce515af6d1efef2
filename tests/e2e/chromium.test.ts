import { describeInBrowser } from './suite.ts';

describeInBrowser('chromium');
