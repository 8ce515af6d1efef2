import { i18n } from '#i18n';
import type { AttachableCapture } from '../../lib/evidence/attachable.ts';
import type { EvidenceFile } from '../../lib/evidence/item.ts';
import { ticked } from '../../lib/reports/attached-evidence.ts';
import type { EvidenceUpload } from '../../lib/reports/stored-report.ts';
import { KIND_KEYS, sizeText } from '../evidence/evidence-texts.ts';
import { CheckField } from '../fields.tsx';
import { timeText } from './report-state.tsx';

interface Props {
  captures: readonly AttachableCapture[];
  evidence: readonly EvidenceUpload[];
  attach(file: EvidenceFile, attached: boolean): void;
  /** Names the page that each capture shows, where they show many. */
  titled?: boolean;
}

/** The captures of the listings, to be ticked file by file; nothing where there are none. */
export function EvidenceChoice({ captures, evidence, attach, titled = false }: Props) {
  if (captures.length === 0) return null;
  return (
    <fieldset>
      <legend>{i18n.t('form.evidence')}</legend>
      <p class="note">{i18n.t('form.evidenceNote')}</p>
      {captures.map(({ item, kind, capturedAt, title, files }) => (
        <fieldset key={item}>
          <legend>
            {titled && title !== null && `${title}: `}
            {i18n.t(KIND_KEYS[kind])}, {timeText(capturedAt)}
          </legend>
          {files.map((file) => (
            <CheckField
              key={file.sha256}
              label={`${file.name} (${sizeText(file.bytes)})`}
              checked={ticked(evidence, file.sha256)}
              onChange={(attached) => attach(file, attached)}
            />
          ))}
        </fieldset>
      ))}
    </fieldset>
  );
}
