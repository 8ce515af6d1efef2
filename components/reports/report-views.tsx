import type { AddressFault } from '../../lib/marketplaces/look-up-address.ts';
import type { CartAnswer } from '../../lib/reports/cart.ts';
import type { ChildProtectionPlace } from '../../lib/reports/child-protection-builder.ts';
import type { FormTarget } from '../../lib/reports/form-context.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { AddressView } from './address-view.tsx';
import { CartView } from './cart-view.tsx';
import { ChildProtectionForm } from './child-protection-form.tsx';
import { HistoryView } from './history-view.tsx';
import { ReceiptView } from './receipt-view.tsx';
import { ReportForm } from './report-form.tsx';

/** Everything about reports that a person can be at, in the popup and in the page of its own alike. */
export type ReportViewState =
  | { at: 'report'; target: FormTarget }
  | { at: 'child-protection'; place: ChildProtectionPlace | null; tab: number | null }
  | { at: 'receipt'; report: string }
  | { at: 'history' }
  | { at: 'cart'; added: CartAnswer | null }
  | { at: 'address'; fault: AddressFault | null };

/** The listing that a view is about, for the child-protection path; null where it is about none or several. */
export async function placeOf(view: ReportViewState | null): Promise<ChildProtectionPlace | null> {
  if (view?.at !== 'report') return null;
  const { target } = view;
  const stored = 'report' in target ? await (await openDatabase()).get('reports', target.report) : undefined;
  const subjects = 'subjects' in target ? target.subjects : (stored?.subjects ?? []);
  const [first] = subjects;
  if (first === undefined || subjects.length > 1) return null;
  const { ref } = first.listing;
  return { marketplace: ref.marketplace, ref, url: ref.canonicalUrl };
}

export interface ReportViewsProps {
  view: ReportViewState;
  isPage: boolean;
  go(view: ReportViewState): void;
  back(): void;
}

export function ReportViews({ view, isPage, go, back }: ReportViewsProps) {
  const history = () => go({ at: 'history' });
  const receipt = (report: string) => go({ at: 'receipt', report });
  switch (view.at) {
    case 'report':
      return <ReportForm target={view.target} back={back} sent={receipt} />;
    case 'child-protection':
      return <ChildProtectionForm place={view.place} tab={view.tab} back={back} />;
    case 'receipt':
      return <ReceiptView id={view.report} done={history} />;
    case 'history':
      return <HistoryView isPage={isPage} open={(report) => go({ at: 'report', target: { report } })} show={receipt} />;
    case 'cart':
      return <CartView added={view.added} report={(subjects) => go({ at: 'report', target: { subjects } })} />;
    case 'address':
      return (
        <AddressView
          fault={view.fault}
          report={(subjects) => go({ at: 'report', target: { subjects } })}
          protect={(place) => go({ at: 'child-protection', place, tab: null })}
        />
      );
  }
}
