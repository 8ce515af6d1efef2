/**
 * When publishers are checked: by an alarm at times of their own, and when the person asks. A Web Lock keeps two checks
 * from running at once, whichever context they run in; the settings take the same lock to add, remove and import.
 */
import { browser } from 'wxt/browser';
import { hasAccess, mayFetch } from '../access/host-access.ts';
import { RULES_CHANGED } from '../messages/messages.ts';
import { changeStored } from '../storage/change-stored.ts';
import type { StoredPublisher, VigieDatabase } from '../storage/database.ts';
import { readPolicy } from '../storage/policy.ts';
import { policyFaults } from '../storage/policy-faults.ts';
import { allPublishers } from '../storage/publishers.ts';
import { ruleChoices } from '../storage/rule-choices.ts';
import { changeSettings, settings } from '../storage/settings.ts';
import { asLastChecked } from '../storage/unstored-checks.ts';
import { applyPublisherPolicy } from './apply-policy.ts';
import { type CheckOptions, checkPublisher } from './check-publisher.ts';
import { alone } from './rules-lock.ts';

const ALARM = 'rules';
const MINUTE = 60_000;
/** Between rounds that only wait for a preset publisher that could not be added. */
const POLICY_RETRY = 30 * MINUTE;

export const CHECK_OPTIONS: CheckOptions = { now: () => Date.now(), random: Math.random, hasAccess, mayFetch };

async function applyPolicy(database: VigieDatabase): Promise<void> {
  const read = await readPolicy();
  if (!read.ok) {
    await policyFaults.setValue({ where: read.where, publishers: [] });
    return;
  }
  const { role, jurisdiction, authority, familiesOff, publishersOff } = read.policy;
  const preset = {
    ...(role === undefined ? {} : { role }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(authority === undefined ? {} : { authority }),
  };
  const present = await settings.getValue();
  if (JSON.stringify({ ...present, ...preset }) !== JSON.stringify(present)) await changeSettings(preset);
  await changeStored(ruleChoices, (choices) => {
    const wanted = {
      familiesOff: [...new Set([...choices.familiesOff, ...(familiesOff ?? [])])],
      publishersOff: [...new Set([...choices.publishersOff, ...(publishersOff ?? [])])],
    };
    return JSON.stringify(wanted) === JSON.stringify(choices) ? choices : wanted;
  });
  const publishers = await applyPublisherPolicy(database, read.policy, CHECK_OPTIONS);
  await policyFaults.setValue(publishers.length === 0 ? null : { where: null, publishers });
}

const isDue = ({ nextCheckAt }: StoredPublisher): boolean => nextCheckAt <= Date.now();

async function setAlarm(database: VigieDatabase): Promise<void> {
  const times = (await asLastChecked(await allPublishers(database))).flatMap(({ address, nextCheckAt }) =>
    address === null ? [] : [nextCheckAt],
  );
  if (await policyFaults.getValue()) times.push(Date.now() + POLICY_RETRY);
  if (times.length === 0) await browser.alarms.clear(ALARM);
  else await browser.alarms.create(ALARM, { when: Math.max(Math.min(...times), Date.now() + MINUTE / 2) });
}

/**
 * Checks the publishers that are due, or those that the person asked about. Never rejects: what went wrong is stored
 * with the publisher, or tried again by the alarm.
 * @param asked a publisher, `all`, or `due`.
 */
export async function runRuleChecks(asked: string): Promise<void> {
  try {
    await alone(async (database) => {
      await applyPolicy(database);
      const { publishersOff } = await ruleChoices.getValue();
      for (const stored of await asLastChecked(await allPublishers(database))) {
        const { publisher } = stored;
        const wanted = asked === publisher || asked === 'all' || (asked === 'due' && isDue(stored));
        if (!wanted || publishersOff.includes(publisher)) continue;
        await checkPublisher(database, publisher, CHECK_OPTIONS);
      }
      await setAlarm(database);
    });
  } catch (error) {
    console.error('Vigie: the rules could not be checked; it is tried again.', error);
    await browser.alarms.create(ALARM, { when: Date.now() + POLICY_RETRY }).catch(() => undefined);
  }
  // Rejects when no page of the extension is open, which is the usual case.
  await browser.runtime.sendMessage({ what: RULES_CHANGED, body: null }).catch(() => undefined);
}

/**
 * Must be called synchronously at the start of the background, or the alarm that wakes it is lost.
 * @param checked is told after each round: there may be new rules.
 */
export function scheduleRuleChecks(checked: () => void): void {
  const round = () => void runRuleChecks('due').then(checked);
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) round();
  });
  // Most starts are for a page that wants its marks: what is due then is the alarm's business. But a first start has no
  // alarm yet, nor has one after the browser lost it.
  const startOver = () => void browser.alarms.get(ALARM).then((alarm) => alarm ?? round());
  browser.runtime.onInstalled.addListener(round);
  browser.runtime.onStartup.addListener(startOver);
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') round();
  });
}
