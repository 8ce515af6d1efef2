import type { ComponentChild, ComponentType } from 'preact';
import { i18n } from '#i18n';
import { useLoaded } from './use-loaded.ts';

/**
 * A component whose code is loaded when it is first shown: what a page shows at once should not wait for what it shows
 * later. Import the same module ahead of that where the person may soon ask for it.
 * @param meanwhile what stands in its place until then.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ComponentChild = null,
): ComponentType<Props> {
  return function Later(props: Props) {
    const [code] = useLoaded(load, 'code');
    if (code.state === 'loaded') return <code.value {...props} />;
    return code.state === 'failed' ? <p role="alert">{i18n.t('popup.failed')}</p> : meanwhile;
  };
}
