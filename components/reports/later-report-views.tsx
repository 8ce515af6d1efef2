import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { useLoaded } from '../use-loaded.ts';
import type { ReportViewsProps } from './report-views.tsx';

const load = () => import('./report-views.tsx');

/**
 * The views of reports, loaded apart: most popups are opened to look at the page, and should take a press at once. What
 * shows them loads them ahead by `useReportViewsAhead` once it has nothing better to do.
 */
export function LaterReportViews(props: ReportViewsProps) {
  const [views] = useLoaded(load, 'report-views');
  if (views.state === 'loaded') return <views.value.ReportViews {...props} />;
  return views.state === 'failed' ? <p role="alert">{i18n.t('popup.failed')}</p> : <p class="state" aria-busy="true" />;
}

export function useReportViewsAhead(ready: boolean): void {
  useEffect(() => {
    if (ready) requestIdleCallback(() => void load().catch(() => null));
  }, [ready]);
}
