/**
 * The reports as a page of their own, with room, and that stays open where a popup closes. The address after `#` says what
 * it was opened for: `report?id=…`, `cart`, `address`, `history`, `child-protection`.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { cartCount } from '../../lib/reports/cart.ts';
import { takeChildProtectionTarget } from '../../lib/storage/report-target.ts';
import { SettingsButton } from '../settings-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import { isAddressFault } from './address-view.tsx';
import { isCartAnswer } from './cart-texts.ts';
import { ChildProtectionBar } from './child-protection-bar.tsx';
import { placeOf, type ReportViewState, ReportViews } from './report-views.tsx';

/** What the address asks for; something unknown shows the history. */
async function viewFromAddress(hash: string): Promise<ReportViewState> {
  const [name = '', query = ''] = hash.replace(/^#/, '').split('?');
  const parameters = new URLSearchParams(query);
  const id = parameters.get('id');
  if (name === 'report' && id !== null) return { at: 'report', target: { report: id } };
  if (name === 'cart') {
    const added = parameters.get('added');
    return { at: 'cart', added: isCartAnswer(added) ? added : null };
  }
  if (name === 'address') {
    const fault = parameters.get('fault');
    return { at: 'address', fault: isAddressFault(fault) ? fault : null };
  }
  if (name === 'child-protection') {
    const target = await takeChildProtectionTarget();
    return { at: 'child-protection', place: target, tab: target?.tab ?? null };
  }
  return { at: 'history' };
}

const TABS = [
  { at: 'address', key: 'reports.tabAddress' },
  { at: 'cart', key: 'reports.tabCart' },
  { at: 'history', key: 'popup.tabs.history' },
] as const;

function tabView(at: (typeof TABS)[number]['at']): ReportViewState {
  if (at === 'address') return { at, fault: null };
  return at === 'cart' ? { at, added: null } : { at };
}

/** Which tab a view belongs to. */
function tabOf(view: ReportViewState): (typeof TABS)[number]['at'] | null {
  if (view.at === 'receipt') return 'history';
  return view.at === 'report' || view.at === 'child-protection' ? null : view.at;
}

export function ReportsPage() {
  const [first] = useLoaded(() => viewFromAddress(location.hash), 'address');
  const [view, setView] = useState<ReportViewState | null>(null);
  /** Each step begins with fresh state, also one from a form to another form. */
  const [step, setStep] = useState(0);
  const [count, recount] = useLoaded(cartCount, 'cart');
  const main = useRef<HTMLDivElement>(null);
  const shown = view ?? (first.state === 'loaded' ? first.value : null);

  useEffect(() => {
    // The address may be typed or come from a link of Vigie's own while the page is open.
    const follow = () =>
      void viewFromAddress(location.hash).then((next) => {
        setView(next);
        setStep((before) => before + 1);
      });
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(recount, [view, recount]);

  const go = (next: ReportViewState) => {
    setView(next);
    setStep(step + 1);
    // Only where a page may be found again; never what it is about.
    history.replaceState(null, '', `#${next.at === 'report' || next.at === 'receipt' ? 'history' : next.at}`);
    main.current?.focus();
  };
  const items = count.state === 'loaded' ? count.value : 0;

  return (
    <>
      <header class="bar">
        <h1>
          <img src="/icon/48.png" alt={i18n.t('popup.title')} width="28" height="28" />
        </h1>
        <nav aria-label={i18n.t('popup.tabs.label')}>
          {TABS.map(({ at, key }) => (
            <button
              key={at}
              type="button"
              aria-current={shown !== null && tabOf(shown) === at ? 'page' : undefined}
              onClick={() => go(tabView(at))}
            >
              {at === 'cart' ? i18n.t(key, [items]) : i18n.t(key)}
            </button>
          ))}
        </nav>
        <SettingsButton />
      </header>
      <div class="view" ref={main} tabIndex={-1}>
        {shown !== null && <ReportViews key={step} view={shown} isPage go={go} back={() => go({ at: 'history' })} />}
      </div>
      {shown?.at !== 'child-protection' && (
        <ChildProtectionBar
          open={() => void placeOf(shown).then((place) => go({ at: 'child-protection', place, tab: null }))}
        />
      )}
    </>
  );
}
