import { i18n } from '#i18n';
import { inLanguage } from '../../lib/authority/words.ts';
import type { Report } from '../../lib/reports/report.ts';
import type { CarriedText, TextSender } from '../../lib/reports/senders/sender.ts';
import { interfaceLanguage } from '../interface-language.ts';
import { CopyButton } from './copy-button.tsx';
import { fieldName, phrase } from './sender-texts.ts';

/** What a text sender makes of a report, in the words of the interface. */
export function carriedTexts(sender: TextSender, report: Report, familyLabel: string): CarriedText[] {
  return sender.texts(report, familyLabel, phrase);
}

function CarriedForm({ text, number, of }: { text: CarriedText; number: number; of: number }) {
  return (
    <section class="card">
      <h3>{of > 1 ? i18n.t('carried.heading', [text.to, number, of]) : text.to}</h3>
      {text.how !== null && <p>{inLanguage(text.how, interfaceLanguage())}</p>}
      {text.url !== null && (
        <p>
          <a href={text.url} target="_blank" rel="noopener noreferrer">
            {i18n.t('carried.open', [text.to])}
          </a>
        </p>
      )}
      {text.mail !== null && <p>{i18n.t('carried.mail', [text.mail])}</p>}
      {text.fields.map((field) => (
        <div class="carried" key={field.label}>
          <h4>{fieldName(field)}</h4>
          <pre>{field.text}</pre>
          <CopyButton text={field.text} label={i18n.t('carried.copy')} />
        </div>
      ))}
    </section>
  );
}

/** Texts that the person carries to a form or a mailbox themselves. */
export function CarriedTexts({ texts }: { texts: readonly CarriedText[] }) {
  return (
    <>
      {texts.map((text, index) => (
        <CarriedForm
          key={text.fields.map((field) => field.text).join()}
          text={text}
          number={index + 1}
          of={texts.length}
        />
      ))}
    </>
  );
}
