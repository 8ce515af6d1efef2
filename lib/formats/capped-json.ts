/** Reads an answer from a server that may be hostile: at most so many bytes, and JSON or nothing. */

async function cappedText(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

/** The parsed body, or undefined when it is too long, breaks off or is not JSON. Never rejects. */
export async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  try {
    const text = await cappedText(response, maxBytes);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
