import { describeInBrowser } from './suite.ts';

describeInBrowser('firefox');
