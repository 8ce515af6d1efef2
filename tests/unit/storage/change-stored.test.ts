/** Two changes at once: neither is lost. */
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { changeEvidenceSettings, evidenceSettings } from '../../../lib/evidence/settings.ts';
import { setReportTarget, takeReportTarget } from '../../../lib/storage/report-target.ts';
import { ruleChoices, switchOff } from '../../../lib/storage/rule-choices.ts';
import { changeSettings, rememberIdentity, settings } from '../../../lib/storage/settings.ts';
import { currentMonitor } from '../../../lib/sweeps/monitor.ts';

const IDENTITY = { name: 'Camille Exemple', email: 'camille@example.org' };

describe('two changes at once', () => {
  beforeEach(() => {
    fakeBrowser.reset();
  });

  it('of the settings are both kept', async () => {
    await changeSettings({ jurisdiction: 'BE', role: 'monitor' });
    await Promise.all([changeSettings({ jurisdiction: 'FR' }), changeSettings({ role: 'consumer' })]);
    expect(await settings.getValue()).toMatchObject({ jurisdiction: 'FR', role: 'consumer' });
    await Promise.all([rememberIdentity(IDENTITY), changeSettings({ ticks: true })]);
    expect(await settings.getValue()).toMatchObject({ identity: IDENTITY, ticks: true });
  });

  it('of what is looked for are both kept', async () => {
    await Promise.all([switchOff('family', 'laser', true), switchOff('family', 'snus', true)]);
    await Promise.all([switchOff('family', 'laser', false), switchOff('publisher', 'a.example', true)]);
    expect(await ruleChoices.getValue()).toEqual({ familiesOff: ['snus'], publishersOff: ['a.example'] });
  });

  it('of how evidence is taken are both kept', async () => {
    await Promise.all([
      changeEvidenceSettings({ timeStampAuthorities: ['https://tsa.example/'] }),
      changeEvidenceSettings({ declared: ['no-other-extensions'] }),
    ]);
    expect(await evidenceSettings.getValue()).toEqual({
      timeStampAuthorities: ['https://tsa.example/'],
      declared: ['no-other-extensions'],
    });
  });

  it('of what was pointed at are both kept, and each is taken once', async () => {
    await Promise.all([setReportTarget(1, 'joom:a'), setReportTarget(2, 'joom:b')]);
    expect(await Promise.all([takeReportTarget(1), takeReportTarget(2), takeReportTarget(2)])).toEqual([
      'joom:a',
      'joom:b',
      null,
    ]);
    expect(await takeReportTarget(1)).toBeNull();
  });

  it('make one monitor of this browser', async () => {
    const [one, other] = await Promise.all([currentMonitor(), currentMonitor()]);
    expect(one).toEqual(other);
    expect(await currentMonitor()).toEqual(one);
  });
});
