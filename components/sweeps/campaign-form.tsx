import { useState } from 'preact/hooks';
import { v4 as uuidv4 } from 'uuid';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ADAPTERS } from '../../lib/marketplaces/registry.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { CAMPAIGN_SCHEMA, type CampaignGap, campaignGaps, queriesOf, typedQueries } from '../../lib/sweeps/campaign.ts';
import { campaignSchema } from '../../lib/sweeps/campaign-schema.ts';
import { SWEEP_LIMITS } from '../../lib/sweeps/limits.ts';
import { type Suggestions, suggestedQueries } from '../../lib/sweeps/suggestions.ts';
import { saveCampaign } from '../../lib/sweeps/sweep-storage.ts';
import { CheckField, TextArea, TextField } from '../fields.tsx';
import { errorText, useLoaded } from '../use-loaded.ts';

const GAP_KEYS = {
  name: 'sweep.form.gapName',
  queries: 'sweep.form.gapQueries',
  marketplaces: 'sweep.form.gapMarketplaces',
  countries: 'sweep.form.gapCountries',
} as const satisfies Record<CampaignGap, string>;

async function loadGround() {
  const [families, suggestions] = await Promise.all([
    ask('list-families', null),
    // Made at build time from the packaged rules.
    fetch(browser.runtime.getURL('/rules/queries.json' as '/popup.html')).then(
      (response) => response.json() as Promise<Suggestions>,
    ),
  ]);
  return {
    families: families.filter(({ sensitive }) => !sensitive).sort((a, b) => a.label.localeCompare(b.label)),
    suggestions,
  };
}

const codes = (typed: string): string[] => [...new Set(typed.toUpperCase().match(/\b[A-Z]{2}\b/g) ?? [])];

export function CampaignForm({ made, back }: { made(id: string): void; back(): void }) {
  const language = browser.i18n.getUILanguage().slice(0, 2);
  const [ground] = useLoaded(loadGround, 'ground');
  const [name, setName] = useState('');
  const [families, setFamilies] = useState<string[]>([]);
  const [queries, setQueries] = useState('');
  const [languages, setLanguages] = useState(language);
  const [marketplaces, setMarketplaces] = useState(ADAPTERS.map(({ id }) => id));
  const [countries, setCountries] = useState('FR');
  const [pages, setPages] = useState('2');
  const [people, setPeople] = useState('');
  const [deadline, setDeadline] = useState('');
  const [faults, setFaults] = useState<string[]>([]);
  const toggled = (list: string[], id: string, on: boolean) => (on ? [...list, id] : list.filter((one) => one !== id));

  const suggest = () => {
    if (ground.state !== 'loaded') return;
    const asked = languages.toLowerCase().match(/[a-z]{2}/g) ?? [language];
    const more = typedQueries(suggestedQueries(ground.value.suggestions, families, asked));
    setQueries(typedQueries(queriesOf(`${queries}\n${more}`, language)));
  };
  const save = async () => {
    const draft = {
      schema: CAMPAIGN_SCHEMA,
      id: uuidv4(),
      name,
      families,
      queries: queriesOf(queries, language),
      marketplaces,
      countries: codes(countries),
      pages: Number(pages),
      people: people
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      deadline: deadline === '' ? null : deadline,
      createdAt: new Date().toISOString(),
    };
    const gaps = campaignGaps(draft).map((gap) => i18n.t(GAP_KEYS[gap]));
    const campaign = campaignSchema.safeParse(draft);
    if (gaps.length > 0 || !campaign.success) {
      setFaults(gaps.length > 0 ? gaps : [i18n.t('sweep.form.gapPages', [SWEEP_LIMITS.pages])]);
      return;
    }
    try {
      await saveCampaign(campaign.data);
      made(campaign.data.id);
    } catch (error) {
      setFaults([i18n.t('sweep.notStored', [errorText(error)])]);
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <button type="button" class="link" onClick={back}>
        ‹ {i18n.t('form.back')}
      </button>
      <h2>{i18n.t('sweep.form.heading')}</h2>
      {faults.length > 0 && (
        <div class="faults" role="alert">
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
      <TextField label={i18n.t('sweep.form.name')} value={name} max={SWEEP_LIMITS.name} onInput={setName} />
      <details>
        <summary>{i18n.t('sweep.form.families', [families.length])}</summary>
        {ground.state === 'loaded' &&
          ground.value.families.map(({ family, label }) => (
            <CheckField
              key={family}
              label={label}
              checked={families.includes(family)}
              onChange={(on) => setFamilies(toggled(families, family, on))}
            />
          ))}
      </details>
      <TextArea
        label={i18n.t('sweep.form.queries')}
        hint={i18n.t('sweep.form.queriesHint')}
        value={queries}
        max={SWEEP_LIMITS.queries * (SWEEP_LIMITS.query + 4)}
        onInput={setQueries}
      />
      <TextField label={i18n.t('sweep.form.languages')} value={languages} max={60} onInput={setLanguages} />
      <button type="button" disabled={families.length === 0} onClick={suggest}>
        {i18n.t('sweep.form.suggest')}
      </button>
      <fieldset>
        <legend>{i18n.t('sweep.form.marketplaces')}</legend>
        {ADAPTERS.map(({ id, name: label }) => (
          <CheckField
            key={id}
            label={label}
            checked={marketplaces.includes(id)}
            onChange={(on) => setMarketplaces(toggled(marketplaces, id, on))}
          />
        ))}
      </fieldset>
      <TextField
        label={i18n.t('sweep.form.countries')}
        hint={i18n.t('sweep.form.countriesHint')}
        value={countries}
        max={200}
        onInput={setCountries}
      />
      <TextField label={i18n.t('sweep.form.pages')} value={pages} max={2} onInput={setPages} />
      <TextField label={i18n.t('sweep.form.people')} value={people} max={500} onInput={setPeople} />
      <label class="field">
        <span>{i18n.t('sweep.form.deadline')}</span>
        <input type="date" value={deadline} onInput={(event) => setDeadline(event.currentTarget.value)} />
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          {i18n.t('sweep.form.save')}
        </button>
      </div>
    </form>
  );
}
