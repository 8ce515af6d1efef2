/** A value, or why there is none: one clear sentence each. */
export type Result<T, P = string> = { ok: true; value: T } | { ok: false; problems: P[] };

export const success = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const failure = <P>(...problems: P[]): { ok: false; problems: P[] } => ({ ok: false, problems });
