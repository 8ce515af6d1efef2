import { i18n } from '#i18n';
import { SelectField } from './fields.tsx';
import { interfaceLanguage } from './interface-language.ts';

/** Where the three marketplaces' European offers are sold: the Union, the rest of the EEA, Switzerland, the United Kingdom. */
const COUNTRIES = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV'],
  ...['MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'IS', 'LI', 'NO', 'CH', 'GB'],
];

/** Whose law the person reports under; a country that a policy presets is offered too. */
export function CountryField({ chosen, choose }: { chosen: string; choose(country: string): void }) {
  const language = interfaceLanguage();
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const options = [...new Set([...COUNTRIES, chosen])]
    .map((country) => ({ value: country, label: names.of(country) ?? country }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  return (
    <SelectField
      label={i18n.t('options.country')}
      hint={i18n.t('options.countryHint')}
      value={chosen}
      options={options}
      onChange={choose}
    />
  );
}
