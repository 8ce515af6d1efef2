/** The rules that come in the package: what a fresh installation matches with, without any network. */
import { browser } from 'wxt/browser';
import { z } from '../formats/validation.ts';
import { publisherId } from './trust/root.ts';

/** Where the build puts the pack made of `assets/rules`, and what it is. */
const PACK_PATH = '/rules/built-in.pack';
const DESCRIPTION_PATH = '/rules/built-in.json';

const descriptionSchema = z.object({
  publisher: publisherId,
  /** The pack's name in the publisher's publications. */
  name: z.string(),
  version: z.string(),
  /** Of the publication that it was taken from: a downloaded pack of a later one goes before it. */
  sequence: z.int().min(0),
});

export type PackagedDescription = z.infer<typeof descriptionSchema>;

export interface PackagedRules {
  description: PackagedDescription;
  bytes: Uint8Array;
}

async function readPackaged(path: string): Promise<Response> {
  return fetch(browser.runtime.getURL(path as Parameters<typeof browser.runtime.getURL>[0]));
}

/** Rejects where the package is damaged. */
export async function readPackagedRules(): Promise<PackagedRules> {
  const [description, pack] = await Promise.all([readPackaged(DESCRIPTION_PATH), readPackaged(PACK_PATH)]);
  return {
    description: descriptionSchema.parse(await description.json()),
    bytes: new Uint8Array(await pack.arrayBuffer()),
  };
}
