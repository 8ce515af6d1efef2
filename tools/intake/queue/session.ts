/**
 * Who is at the agents' pages. A login turns the token of an agent into a signed cookie that names the token (not its
 * secret) and an end; nothing is kept on the server, so any process of an intake can check it, and a token that is
 * withdrawn ends its sessions.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Bearer, Tokens } from '../tokens.ts';

export const COOKIE = 'vigie_agent';
/** A working day. */
export const SESSION_SECONDS = 8 * 60 * 60;

function signature(key: string, text: string): string {
  return createHmac('sha256', key).update(`vigie agent session\n${text}`).digest('base64url');
}

/** Value of the cookie. `id` names the token; `now` in milliseconds. */
export function newSession(tokens: Tokens, id: string, now: number): string | null {
  const key = tokens.key(id);
  if (key === null) return null;
  const text = `${id}.${Math.floor(now / 1000) + SESSION_SECONDS}`;
  return `${text}.${signature(key, text)}`;
}

/** The agent of a session; null when the cookie is forged, old or of a token that is gone. */
export function agentOf(tokens: Tokens, cookie: string | undefined, now: number): Bearer | null {
  const [, id = '', end = '', given = ''] =
    /^([A-Za-z0-9_-]{1,64})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/.exec(cookie ?? '') ?? [];
  const key = tokens.key(id);
  if (key === null || Number(end) * 1000 < now) return null;
  const expected = Buffer.from(signature(key, `${id}.${end}`));
  if (!timingSafeEqual(expected, Buffer.from(given))) return null;
  const bearer = tokens.byId(id);
  return bearer?.role === 'agent' ? bearer : null;
}

/** Whether a form was sent from the agents' own pages, and not from another site through the agent's browser. */
export function fromOwnPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('origin');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}
