/** Base64 (RFC 4648 §4, padded) and SHA-256, the same in browsers and in Node. */

export type Bytes = Uint8Array<ArrayBuffer>;

const STRIDE = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += STRIDE)
    binary += String.fromCharCode(...bytes.subarray(at, Math.min(at + STRIDE, bytes.length)));
  return btoa(binary);
}

/** Null for anything but padded base64 in its one canonical spelling. */
export function fromBase64(text: string): Bytes | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  // Unused bits of the last digit must be zero, or one content would have several spellings.
  const rest = bytes.length % 3;
  return rest === 0 || toBase64(bytes.subarray(bytes.length - rest)) === text.slice(-4) ? bytes : null;
}

/** 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
