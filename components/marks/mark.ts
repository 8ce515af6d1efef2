/**
 * What a suspicion looks like on the page: a button with an icon and words and, when it is pressed, a panel in the top
 * layer, where no `overflow: hidden` of the page can cut it. Only events that the browser vouches for count, so that a
 * page cannot press the buttons.
 */
import { i18n } from '#i18n';
import type { DescribedFinding } from '../../lib/rules/described-finding.ts';
import { findingTitle } from '../finding-texts.ts';
import { element } from './element.ts';
import { findingDetails, severityIcon } from './finding-details.ts';

export interface MarkActions {
  report(): void;
  hide(rule: string): void;
  unhide(rule: string): void;
}

export interface MarkOptions extends MarkActions {
  findings: readonly DescribedFinding[];
  /** `above` stands over a product's title, `corner` in the corner of a card. */
  placement: 'above' | 'corner';
}

const GAP = 6;
const EDGE = 8;
/** A panel is not made lower than this, even where it then covers its button. */
const LEAST_ROOM = 240;

/** Puts the panel below its button, or above it where there is more room; what does not fit in that room scrolls. */
function placePanel(panel: HTMLElement, button: DOMRect): void {
  const { width, height } = panel.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - EDGE - GAP - button.bottom;
  const above = button.top - GAP - EDGE;
  const goesBelow = height <= below || below >= above;
  const room = Math.max(LEAST_ROOM, goesBelow ? below : above);
  const top = goesBelow ? button.bottom + GAP : button.top - GAP - Math.min(height, room);
  const left = getComputedStyle(panel).direction === 'rtl' ? button.right - width : button.left;
  panel.style.maxHeight = `${room}px`;
  panel.style.top = `${Math.max(EDGE, top)}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - EDGE - width))}px`;
}

function trusted(action: () => void): (event: Event) => void {
  return (event) => {
    if (event.isTrusted) action();
  };
}

function action(label: string, act: () => void, kind = ''): HTMLButtonElement {
  return element('button', { type: 'button', class: `action ${kind}`, onclick: trusted(act) }, label);
}

/** The button and its panel, ready to be put into a shadow root. */
export function createMark({ findings, placement, report, hide, unhide }: MarkOptions): HTMLElement[] {
  const hidden = new Set<string>();
  const button = element('button', { type: 'button', 'aria-expanded': 'false' });
  const list = element('div');
  const panel = element('div', { class: 'panel', popover: 'auto', role: 'dialog', tabindex: '-1' });
  const close = () => panel.hidePopover();

  const section = (finding: DescribedFinding): HTMLElement => {
    const isHidden = hidden.has(finding.rule);
    const toggle = () => {
      if (isHidden) hidden.delete(finding.rule);
      else hidden.add(finding.rule);
      (isHidden ? unhide : hide)(finding.rule);
      draw();
      panel.focus();
    };
    const content = isHidden
      ? [element('p', { role: 'status' }, i18n.t('mark.hiddenFinding', [findingTitle(finding)]))]
      : findingDetails(finding);
    const act = action(i18n.t(isHidden ? 'mark.undo' : 'mark.hide'), toggle);
    return element('section', { class: 'finding' }, ...content, element('div', { class: 'actions' }, act));
  };

  const draw = () => {
    const shown = findings.filter(({ rule }) => !hidden.has(rule));
    const strongest = shown[0];
    const severity = strongest?.severity ?? 'low';
    const label = strongest === undefined ? i18n.t('mark.hidden') : findingTitle(strongest);
    button.className = `mark ${severity} ${placement}`;
    button.replaceChildren(
      severityIcon(severity),
      element('span', {}, label),
      shown.length > 1 ? element('span', {}, i18n.t('mark.more', [shown.length - 1])) : '',
    );
    panel.setAttribute('aria-label', label);
    if (panel.firstChild !== null) list.replaceChildren(...findings.map(section));
  };

  /** Most marks are never opened: their panel stays empty until they are. */
  const fillPanel = () => {
    list.replaceChildren(...findings.map(section));
    const reportThis = () => {
      close();
      report();
    };
    panel.append(
      list,
      element('p', { class: 'note' }, i18n.t('mark.caution')),
      element(
        'div',
        { class: 'actions foot' },
        action(i18n.t('mark.report'), reportThis, 'primary'),
        action(i18n.t('mark.close'), close),
      ),
    );
  };

  button.addEventListener(
    'click',
    trusted(() => panel.togglePopover()),
  );
  panel.addEventListener('beforetoggle', fillPanel, { once: true });
  panel.addEventListener('toggle', (event) => {
    const isOpen = event.newState === 'open';
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      placePanel(panel, button.getBoundingClientRect());
      panel.focus();
      window.addEventListener('scroll', close, { passive: true, once: true });
    } else {
      window.removeEventListener('scroll', close);
      button.focus({ preventScroll: true });
    }
  });
  draw();
  return [button, panel];
}
