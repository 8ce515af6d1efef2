/**
 * zod, configured once. Extension pages forbid `eval` (their content security policy), so zod must not compile its
 * parsers with `new Function`. Everything that validates imports `z` from here; the content script imports no zod at all.
 */
import { z } from 'zod';

z.config({ jitless: true });

export { z };
