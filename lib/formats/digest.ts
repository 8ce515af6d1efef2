/** SHA-256 by WebCrypto, in the two spellings that the protocols want. */

async function sha256(bytes: BufferSource): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** 64 lower-case hexadecimal digits. */
export async function sha256Hex(bytes: BufferSource): Promise<string> {
  return Array.from(await sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The value of a `Content-Digest` header (RFC 9530). */
export async function contentDigest(bytes: BufferSource): Promise<string> {
  return `sha-256=:${btoa(String.fromCharCode(...(await sha256(bytes))))}:`;
}
