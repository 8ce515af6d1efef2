/**
 * How a capture was made: what NF Z67-147 (AFNOR 2010, voluntary; French courts take it as good practice) asks a report to state, and
 * what the Berkeley Protocol (OHCHR 2022) calls collection data. Written to the item's `context.json`.
 *
 * An extension cannot see all of it (the public address, a proxy, the clock's true error): what it cannot know is
 * `null` or `unknown`, never left out and never guessed.
 */
import { z } from '../formats/validation.ts';
import { sha256Schema } from './item.ts';

const text = (max: number) => z.string().max(max);
const utc = z.iso.datetime({ precision: 3 });

/** Steps before the capture, each recorded as it was, not as it should have been. */
export const PREPARATION_STEPS = [
  /** The page was loaded anew past the cache. */
  'reloaded-past-cache',
  /** Signed out, no cookies of the site from before. */
  'cookies-cleared',
  'private-window',
  /** No other extension active, as far as can be known. */
  'no-other-extensions',
  'no-proxy',
  'clock-checked',
] as const;

export const contextSchema = z.strictObject({
  /** The page. */
  url: text(4096),
  documentTitle: text(1000).nullable(),
  referrer: text(4096).nullable(),
  /** Addresses in this tab before the page, oldest first, as far as Vigie saw them. */
  path: z.array(text(4096)).max(50),
  /** Redirects on the way to the page: the first address and the last, where they differ. */
  redirects: z.array(text(4096)).max(20),
  /** The same address fetched anew by Vigie without cookies; null when not done, with the reason. */
  fetched: z
    .strictObject({
      at: utc,
      status: z.int().min(100).max(599),
      finalUrl: text(4096),
      headers: z.array(z.tuple([text(200), text(4096)])).max(100),
      bytes: z.int().nonnegative(),
      sha256: sha256Schema,
    })
    .nullable(),
  fetchFailure: text(300).nullable(),
  browser: z.strictObject({
    userAgent: text(1000),
    brands: text(500).nullable(),
    platform: text(200).nullable(),
    languages: z.array(text(35)).max(20),
    privateWindow: z.boolean().nullable(),
  }),
  extension: z.strictObject({
    version: text(50),
    /** SHA-256 over the files of the build (`build-hash`), or null in a development build. */
    build: sha256Schema.nullable(),
    otherExtensions: z.int().nonnegative().nullable(),
  }),
  view: z.strictObject({
    /** CSS pixels. */
    width: z.number().nonnegative(),
    height: z.number().nonnegative(),
    documentWidth: z.number().nonnegative(),
    documentHeight: z.number().nonnegative(),
    devicePixelRatio: z.number().positive(),
    zoom: z.number().positive().nullable(),
  }),
  time: z.strictObject({
    zone: text(100),
    /** Minutes east of UTC. */
    offset: z.int(),
    startedAt: utc,
    endedAt: utc,
    /** Server's `Date` in the independent fetch minus this clock, in whole seconds; soft evidence. */
    serverOffset: z.int().nullable(),
  }),
  picture: z.strictObject({
    method: z.enum(['tiles', 'single-call']),
    /** Rectangle of each tile in the picture, in device pixels, in the order of the tiles. */
    tiles: z.array(z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })).max(500),
    /** Elements that would repeat on each tile and were hidden from the second on: a description of each. */
    hidden: z.array(text(300)).max(100),
    /** False when it was cancelled, interrupted, or the page grew beyond the limit: then why. */
    complete: z.boolean(),
    shortfall: text(300).nullable(),
  }),
  preparation: z
    .array(z.strictObject({ step: z.enum(PREPARATION_STEPS), done: z.enum(['yes', 'no', 'unknown']) }))
    .max(20),
});
export type CaptureContext = z.infer<typeof contextSchema>;
