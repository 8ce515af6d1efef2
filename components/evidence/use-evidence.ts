import { useEffect } from 'preact/hooks';
import { onEvidenceChanged } from '../../lib/evidence/library/changes.ts';
import { type Loaded, useLoaded } from '../use-loaded.ts';

/** Like `useLoaded`, and loads again whenever something in the library changed. */
export function useEvidence<Value>(load: () => Promise<Value>, key: string): [Loaded<Value>, () => void] {
  const [loaded, reload] = useLoaded(load, key);
  useEffect(() => onEvidenceChanged(() => reload()), [reload]);
  return [loaded, reload];
}
