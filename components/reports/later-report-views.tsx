import { useEffect } from 'preact/hooks';
import { later } from '../later.tsx';

const load = () => import('./report-views.tsx');

/** The views of reports, which most popups are not opened for. */
export const LaterReportViews = later(async () => (await load()).ReportViews, <p class="state" aria-busy="true" />);

/** Loads them ahead, once the page that shows them has nothing better to do. */
export function useReportViewsAhead(ready: boolean): void {
  useEffect(() => {
    if (ready) requestIdleCallback(() => void load().catch(() => null));
  }, [ready]);
}
