// `npm test`. Plain JavaScript, so that an old Node or a broken installation gets a sentence and not a stack trace.
import './preflight.js';

await import('./test.ts');
