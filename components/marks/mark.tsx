import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Suspicion } from '../../lib/rules/suspicions.ts';
import { FindingDetails, findingTitle } from '../finding-details.tsx';
import { SeverityIcon } from '../severity-icon.tsx';

export interface MarkActions {
  report(): void;
  hide(rule: string): void;
  unhide(rule: string): void;
}

export interface MarkProps extends MarkActions {
  findings: Suspicion['findings'];
  /** `above` stands over a product's title, `corner` in the corner of a card. */
  placement: 'above' | 'corner';
}

const GAP = 6;
const EDGE = 8;

/** Puts the panel below its button, or above it where there is no room, and inside the window in any case. */
function placePanel(panel: HTMLElement, button: DOMRect): void {
  const { width, height } = panel.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = button.bottom + GAP;
  const top = below + height <= clientHeight - EDGE ? below : Math.max(EDGE, button.top - GAP - height);
  const wanted = getComputedStyle(panel).direction === 'rtl' ? button.right - width : button.left;
  const left = Math.min(Math.max(EDGE, wanted), Math.max(EDGE, clientWidth - EDGE - width));
  panel.style.top = `${Math.min(top, Math.max(EDGE, clientHeight - EDGE - height))}px`;
  panel.style.left = `${left}px`;
}

/**
 * What a suspicion looks like on the page: a button with an icon and words and, when it is pressed, a panel in the top
 * layer, where no `overflow: hidden` of the page can cut it. Only events that the browser vouches for count, so that a
 * page cannot press the buttons.
 */
export function Mark({ findings, placement, report, hide, unhide }: MarkProps) {
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = findings.filter(({ rule }) => !hidden.has(rule));
  const strongest = shown[0];

  useEffect(() => {
    const element = panel.current;
    if (element === null) return;
    if (!open) {
      element.hidePopover();
      return;
    }
    element.showPopover();
    if (button.current !== null) placePanel(element, button.current.getBoundingClientRect());
    element.focus();
    const close = () => setOpen(false);
    window.addEventListener('scroll', close, { passive: true, once: true });
    return () => window.removeEventListener('scroll', close);
  }, [open]);

  const trusted = (action: () => void) => (event: Event) => {
    if (event.isTrusted) action();
  };
  const label = strongest === undefined ? i18n.t('mark.hidden') : findingTitle(strongest);

  return (
    <>
      <button
        ref={button}
        type="button"
        class={`mark ${strongest?.severity ?? 'low'} ${placement}`}
        aria-expanded={open}
        onClick={trusted(() => setOpen(!open))}
      >
        <SeverityIcon severity={strongest?.severity ?? 'low'} />
        <span class="words">{label}</span>
        {shown.length > 1 && <span class="more">{i18n.t('mark.more', [shown.length - 1])}</span>}
      </button>
      <div
        ref={panel}
        class="panel"
        popover="auto"
        role="dialog"
        aria-label={label}
        tabIndex={-1}
        onToggle={(event) => {
          if (event.newState === 'closed') {
            setOpen(false);
            button.current?.focus({ preventScroll: true });
          }
        }}
      >
        {findings.map((finding) =>
          hidden.has(finding.rule) ? (
            <section class="finding" key={finding.rule}>
              <p role="status">{i18n.t('mark.hiddenFinding', [findingTitle(finding)])}</p>
              <div class="actions">
                <button
                  type="button"
                  class="action"
                  onClick={trusted(() => {
                    setHidden(new Set([...hidden].filter((rule) => rule !== finding.rule)));
                    unhide(finding.rule);
                  })}
                >
                  {i18n.t('mark.undo')}
                </button>
              </div>
            </section>
          ) : (
            <div key={finding.rule}>
              <FindingDetails finding={finding} />
              <div class="actions">
                <button
                  type="button"
                  class="action"
                  onClick={trusted(() => {
                    setHidden(new Set([...hidden, finding.rule]));
                    hide(finding.rule);
                  })}
                >
                  {i18n.t('mark.hide')}
                </button>
              </div>
            </div>
          ),
        )}
        <p class="note">{i18n.t('mark.caution')}</p>
        <div class="actions">
          <button
            type="button"
            class="action primary"
            onClick={trusted(() => {
              setOpen(false);
              report();
            })}
          >
            {i18n.t('mark.report')}
          </button>
          <button type="button" class="action" onClick={trusted(() => setOpen(false))}>
            {i18n.t('mark.close')}
          </button>
        </div>
      </div>
    </>
  );
}
