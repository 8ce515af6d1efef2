/** Tells every open page of the library that something in it changed. */
const CHANNEL = 'vigie-evidence';

/** @param forgotten key of the listing of which nothing may be left, not even in the memory of a page; else null. */
export function tellEvidenceChanged(forgotten: string | null = null): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(forgotten);
  channel.close();
}

/** @returns stops listening */
export function onEvidenceChanged(changed: (forgotten: string | null) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<string | null>) => changed(data);
  return () => channel.close();
}
