import { Fragment } from 'preact';
import type { OfficialNotice } from '../lib/rules/finding.ts';
import { noticeRows } from './finding-texts.ts';

/** Number, risk, measure and link of the official notice that a finding rests on. */
export function NoticeList({ notice }: { notice: OfficialNotice }) {
  return (
    <dl class="facts">
      {noticeRows(notice).map(({ label, text, url }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>
            {url === null ? (
              text
            ) : (
              <a href={url} target="_blank" rel="noreferrer">
                {text}
              </a>
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
