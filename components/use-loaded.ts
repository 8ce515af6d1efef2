import { useCallback, useEffect, useState } from 'preact/hooks';

export type Loaded<Value> = { state: 'loading' } | { state: 'loaded'; value: Value } | { state: 'failed'; why: string };

/** What an error says, for a sentence in the interface. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Loads a value when the page is first shown, and again when `reload` is called; a newer load wins over an older. */
export function useLoaded<Value>(load: () => Promise<Value>, key: string): [Loaded<Value>, () => void] {
  const [result, setResult] = useState<Loaded<Value>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setResult({ state: 'loaded', value }),
      (error: unknown) => current && setResult({ state: 'failed', why: errorText(error) }),
    );
    return () => {
      current = false;
    };
  }, [key, round]);
  return [result, useCallback(() => setRound((before) => before + 1), [])];
}
