import { describe, expect, it } from 'vitest';
import { PLATFORM_CHANNELS } from '../../../lib/authority/platform-channels.ts';
import { routesFor, routesOf } from '../../../lib/authority/routes.ts';
import { ADAPTERS } from '../../../lib/marketplaces/registry.ts';
import { readSources } from '../../../tools/pack/source.ts';

const ids = (authorities: string[], country: string) => routesFor(authorities, country).map(({ id }) => id);

describe('routes', () => {
  it('keep the order of competence that the family gives', () => {
    expect(ids(['pharos', 'douane'], 'FR')).toEqual(['pharos', 'douane']);
  });

  it('are SignalConso in France where a family names nobody, or nobody that is known', () => {
    expect(ids([], 'FR')).toEqual(['signalconso']);
    expect(ids(['somebody-else'], 'FR')).toEqual(['signalconso']);
  });

  it('are none in a country that none are built in for', () => {
    expect(ids(['signalconso'], 'DE')).toEqual([]);
  });

  it('know every authority that a built-in family names', async () => {
    const known = new Set(routesOf('FR').map(({ id }) => id));
    const { sources, problems } = await readSources('assets/rules');
    expect(problems).toEqual([]);
    const named = new Set(sources.flatMap(({ family }) => family.authorities));
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((id) => !known.has(id))).toEqual([]);
  });

  it('open nothing but https', () => {
    for (const { channel } of routesOf('FR')) if (channel.kind === 'form') expect(channel.url).toMatch(/^https:\/\//);
  });
});

it('there is a channel for each marketplace', () => {
  expect(PLATFORM_CHANNELS.map(({ marketplace }) => marketplace).sort()).toEqual(ADAPTERS.map(({ id }) => id).sort());
});
