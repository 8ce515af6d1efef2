/** Tells every open page of the library that something in it changed. */
const CHANNEL = 'vigie-evidence';

export function tellEvidenceChanged(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** @returns stops listening */
export function onEvidenceChanged(changed: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => changed();
  return () => channel.close();
}
