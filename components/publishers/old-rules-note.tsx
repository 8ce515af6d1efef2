import { useCallback } from 'preact/hooks';
import { ask } from '../../lib/messages/ask-background.ts';
import { plural } from '../plural.ts';
import { useLoaded } from '../use-loaded.ts';
import { daysOld, publisherName } from './texts.ts';
import { useRulesChanged } from './use-rules-changed.ts';

/** In the popup: rules whose publication has expired still mark, and the person knows how old they are. */
export function OldRulesNote() {
  const [loaded, reload] = useLoaded(() => ask('describe-publishers', null), 'publishers');
  useRulesChanged(useCallback(() => reload(), [reload]));
  if (loaded.state !== 'loaded') return null;
  const old = loaded.value.publishers.filter(({ on, expired }) => on && expired);
  return old.map((description) => (
    <p class="notice" role="status" key={description.publisher}>
      {plural('publishers.oldOf', daysOld(description), publisherName(description))}
    </p>
  ));
}
