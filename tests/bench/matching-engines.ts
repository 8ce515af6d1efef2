/** The engines of the matching bench behind one interface. The others get texts that were folded for them in their time. */
import AhoCorasickOld from 'ahocorasick';
import AhoCorasickModern from 'modern-ahocorasick';
import { compile } from '../../lib/rules/compile.ts';
import { createEngine } from '../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../lib/rules/match-input.ts';
import { decodePack, encodePack } from '../../lib/rules/pack.ts';
import type { Family } from '../../lib/rules/rule.ts';
import type { Term } from './matching-texts.ts';

export const ENGINES = ['vigie', 'modern-ahocorasick', 'ahocorasick', 'one RegExp', 'string-includes'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Milliseconds, and megabytes. */
export interface Measured {
  /** From stored form; for engines without one, the whole build. */
  load: number;
  first: number;
  steady: number;
  heap: number;
  /** Vigie's scanner alone over the same texts. */
  tokenise: number;
}

export type Matcher = (text: string) => number;

export interface Contender {
  /** Makes the stored form; null where there is none. */
  store: ((terms: readonly Term[]) => Uint8Array) | null;
  load: (stored: Uint8Array | null, terms: readonly Term[]) => Matcher;
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** 50 families of one rule each. */
function families(terms: readonly Term[]): Family[] {
  return Array.from({ length: 50 }, (_, index): Family => {
    const byLanguage: Record<string, string[]> = {};
    for (let at = index; at < terms.length; at += 50) {
      const term = terms[at];
      if (term === undefined) continue;
      byLanguage[term.language] ??= [];
      byLanguage[term.language]?.push(term.compound ? `~${term.text}` : term.text);
    }
    return {
      family: `family-${index}`,
      labels: { en: `Family ${index}` },
      severity: 'high',
      jurisdictions: ['EU'],
      dsa: { category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS', keyword: null },
      authorities: ['signalconso'],
      legal: [{ citation: 'Regulation', url: null, checked: null }],
      terms: { goods: { exact: false, hashed: [], byLanguage } },
      rules: [{ id: `rule-${index}`, confidence: 0.9, reason: { en: 'Named.' }, when: { term: 'goods' } }],
    };
  });
}

export const CONTENDERS: Record<EngineName, Contender> = {
  vigie: {
    store(terms) {
      const compiled = compile(families(terms), { publisher: 'bench', version: '1' });
      if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
      return encodePack(compiled.value);
    },
    load(stored) {
      const decoded = decodePack(stored ?? new Uint8Array());
      if (!decoded.ok) throw new Error(decoded.problems[0]?.message);
      const engine = createEngine(decoded.value);
      return (text) => engine.match({ ...EMPTY_INPUT, title: text }).length;
    },
  },
  'modern-ahocorasick': {
    store: null,
    load(_, terms) {
      const automaton = new AhoCorasickModern(terms.map((term) => fold(term.text)));
      return (text) => automaton.search(fold(text)).length;
    },
  },
  ahocorasick: {
    store: null,
    load(_, terms) {
      const automaton = new AhoCorasickOld(terms.map((term) => fold(term.text)));
      return (text) => automaton.search(fold(text)).length;
    },
  },
  'one RegExp': {
    store: null,
    load(_, terms) {
      const pattern = new RegExp(terms.map((term) => escapePattern(fold(term.text))).join('|'), 'gi');
      return (text) => fold(text).match(pattern)?.length ?? 0;
    },
  },
  'string-includes': {
    store: null,
    load(_, terms) {
      const folded = terms.map((term) => fold(term.text));
      return (text) => {
        const own = fold(text);
        let found = 0;
        for (const term of folded) if (own.includes(term)) found++;
        return found;
      };
    },
  },
};
