/** Conditions to nodes (pack.ts `OP`), and which term lists must have been found for a condition to hold. */
import { currencyCode, parseAmount, parseMoney, parseShare } from './amount.ts';
import { FIELDS, type Field, QUANTITIES, STRUCTURES } from './names.ts';
import { FLOOR_WIDTH, OP } from './pack-layout.ts';
import type { Bounds, Condition, Family } from './rule.ts';
import { hashWord } from './text/hash.ts';

export interface Conditions {
  nodes: number[];
  numbers: number[];
  floors: number[];
}

type Report = (path: (string | number)[], message: string) => void;
type Path = (string | number)[];

/** Fields that a condition looks at when it names none. Sellers and brands are names, not descriptions of goods. */
export const DEFAULT_FIELDS: readonly Field[] = ['title', 'variant', 'attribute', 'description', 'category'];

export const fieldBit = (field: Field): number => 1 << FIELDS.indexOf(field);
const mask = (fields: readonly Field[] | undefined): number =>
  (fields ?? DEFAULT_FIELDS).reduce((bits, field) => bits | fieldBit(field), 0);

/** Deepest nesting of conditions; far beyond what a person would read. */
const DEEPEST = 12;
/** Nodes of one family's conditions, `use` expanded. */
const MOST_NODES = 20_000;

export interface ConditionCompiler {
  /** Index of the node. */
  condition(condition: Condition, path: Path): number;
  /** Lists of which one must have been found, or null where the condition can hold without any. */
  triggers(condition: Condition): Set<number> | null;
}

export function compileConditions(
  family: Family,
  lists: ReadonlyMap<string, number>,
  floorLists: ReadonlyMap<string, number>,
  out: Conditions,
  report: Report,
  commonness: (list: number) => number,
): ConditionCompiler {
  const { nodes, numbers, floors } = out;
  const named = new Map(Object.entries(family.conditions ?? {}));
  const firstNode = nodes.length;

  const list = (name: string, path: Path): number => {
    const id = lists.get(name);
    if (id !== undefined) return id;
    if (name.startsWith('traps/')) {
      report(path, `there is no shared term list "${name}"; traps.yaml does not have it`);
      return 0;
    }
    const known = [...lists.keys()].filter((other) => !other.startsWith('traps/'));
    report(
      path,
      `there is no term list "${name}" in this file${known.length > 0 ? `; it has ${known.join(', ')}` : ''}`,
    );
    return 0;
  };

  const number = (value: number): number => {
    numbers.push(value);
    return numbers.length - 1;
  };

  const bounds = (
    limits: Bounds,
    parse: (amount: string | number) => number | null,
    path: Path,
    need: string,
  ): number[] => {
    const read = (key: keyof Bounds): number | null => {
      const amount = limits[key];
      if (amount === undefined) return null;
      const value = parse(amount);
      if (value === null) report([...path, key], `"${amount}" is not ${need}`);
      return value;
    };
    const least = read('at-least') ?? read('more-than');
    const most = read('at-most') ?? read('less-than');
    if (least === null && most === null && Object.keys(limits).every((key) => !/^(?:at|more|less)-/u.test(key)))
      return [-1, 0, -1, 0];
    if (least !== null && most !== null && least > most)
      report(path, 'the lower bound is above the upper one: it can never hold');
    const strict = (key: keyof Bounds): number => (limits[key] === undefined ? 0 : 1);
    return [
      least === null ? -1 : number(least),
      limits['at-least'] === undefined ? strict('more-than') : 0,
      most === null ? -1 : number(most),
      limits['at-most'] === undefined ? strict('less-than') : 0,
    ];
  };

  const floorTable = (path: Path): [number, number] => {
    const first = floors.length / FLOOR_WIDTH;
    const entries = Object.entries(family.floors ?? {});
    if (entries.length === 0)
      report(path, 'a price relative to "brand-floor" needs "floors" in this file, e.g. floors: { nike: 40 EUR }');
    for (const [brand, amounts] of entries)
      for (const text of Array.isArray(amounts) ? amounts : [amounts]) {
        const money = parseMoney(text);
        if (money === null) report(['floors', brand], `"${text}" is not a price such as 40 EUR`);
        else floors.push(floorLists.get(brand) ?? 0, currencyCode(money.currency), number(money.amount));
      }
    return [first, floors.length / FLOOR_WIDTH - first];
  };

  const fail = (path: Path, message: string): null => {
    report(path, message);
    return null;
  };

  const emit = (condition: Condition, path: Path, using: readonly string[], depth: number): null => {
    if (depth > DEEPEST) return fail(path, `conditions are nested more than ${DEEPEST} deep; use named "conditions"`);
    if (nodes.length - firstNode > MOST_NODES)
      return fail(path, 'the conditions of this file are too large; split the family');
    if ('use' in condition) {
      const target = named.get(condition.use);
      if (target === undefined) return fail([...path, 'use'], `there is no condition "${condition.use}" in this file`);
      if (using.includes(condition.use))
        return fail(
          [...path, 'use'],
          `the conditions refer to each other in a circle: ${[...using, condition.use].join(' → ')}`,
        );
      return emit(target, path, [...using, condition.use], depth + 1);
    }
    const start = nodes.length;
    nodes.push(0, 0);
    const finish = (op: number, ...operands: number[]): null => {
      nodes.push(...operands);
      nodes[start] = op;
      nodes[start + 1] = nodes.length;
      return null;
    };
    const group = (op: number, key: string, children: readonly Condition[]): null => {
      children.forEach((child, index) => {
        emit(child, [...path, key, index], using, depth + 1);
      });
      return finish(op);
    };
    if ('all' in condition) return group(OP.all, 'all', condition.all);
    if ('any' in condition) return group(OP.any, 'any', condition.any);
    if ('none' in condition) return group(OP.none, 'none', condition.none);
    if ('term' in condition) return finish(OP.term, list(condition.term, [...path, 'term']), mask(condition.in));
    if ('quantity' in condition) {
      const { quantity, of, near, within } = condition;
      if (of !== undefined && quantity !== 'count') report([...path, 'of'], '"of" belongs to quantity: count');
      if ((near === undefined) !== (within === undefined)) report(path, '"near" and "within" belong together');
      return finish(
        OP.quantity,
        QUANTITIES.indexOf(quantity),
        mask(condition.in),
        ...bounds(
          condition,
          (amount) => parseAmount(amount, quantity),
          path,
          `an amount of ${quantity} such as ${SAMPLES[quantity]}`,
        ),
        of === undefined ? -1 : list(of, [...path, 'of']),
        near === undefined ? -1 : list(near, [...path, 'near']),
        within ?? 0,
      );
    }
    if ('near' in condition)
      return finish(
        OP.near,
        mask(condition.in),
        condition.within,
        condition.ordered === true ? 1 : 0,
        condition.near.length,
        ...condition.near.map((name, index) => list(name, [...path, 'near', index])),
      );
    if ('attribute' in condition)
      return finish(
        OP.attribute,
        list(condition.attribute.name, [...path, 'attribute', 'name']),
        list(condition.attribute.value, [...path, 'attribute', 'value']),
      );
    if ('price' in condition) {
      const at = [...path, 'price'];
      if (condition.price.of === 'brand-floor')
        return finish(OP.floor, ...bounds(condition.price, parseShare, at, 'a share such as 30 %'), ...floorTable(at));
      let currency = '';
      const limits = bounds(
        condition.price,
        (amount) => {
          const money = parseMoney(String(amount));
          currency = money?.currency ?? currency;
          return money?.amount ?? null;
        },
        at,
        'a price such as 40 EUR',
      );
      return finish(OP.price, ...limits, currency === '' ? 0 : currencyCode(currency));
    }
    if ('seller' in condition) return finish(OP.seller, ['trader', 'private', 'unknown'].indexOf(condition.seller));
    if ('ships-from' in condition) {
      const countries = condition['ships-from'].map((code) => (code.charCodeAt(0) << 8) | code.charCodeAt(1));
      return finish(OP.shipsFrom, countries.length, ...countries);
    }
    if ('listing' in condition) {
      const hashes = condition.listing.flatMap((key) => {
        const { h1, h2 } = hashWord(key);
        return [h1, h2];
      });
      return finish(OP.listing, condition.listing.length, ...hashes);
    }
    return finish(OP.structure, STRUCTURES.indexOf(condition.structure));
  };

  const triggers = (condition: Condition, using: readonly string[]): Set<number> | null => {
    const one = (...names: (string | undefined)[]): Set<number> =>
      new Set(names.flatMap((name) => (name === undefined ? [] : [lists.get(name) ?? 0])));
    if ('use' in condition) {
      const target = named.get(condition.use);
      return target === undefined || using.includes(condition.use) ? null : triggers(target, [...using, condition.use]);
    }
    if ('all' in condition) {
      // The set that is found least often wakes the rule least often.
      let best: Set<number> | null = null;
      let least = Number.POSITIVE_INFINITY;
      for (const child of condition.all) {
        const set = triggers(child, using);
        if (set === null) continue;
        let common = 0;
        for (const id of set) common += commonness(id);
        if (common < least) {
          best = set;
          least = common;
        }
      }
      return best;
    }
    if ('any' in condition) {
      const union = new Set<number>();
      for (const child of condition.any) {
        const set = triggers(child, using);
        if (set === null) return null;
        for (const id of set) union.add(id);
      }
      return union;
    }
    if ('term' in condition) return one(condition.term);
    if ('quantity' in condition)
      return condition.near === undefined && condition.of === undefined ? null : one(condition.near ?? condition.of);
    // Each of the lists must have been found.
    if ('near' in condition) return triggers({ all: condition.near.map((list) => ({ term: list })) }, using);
    if ('attribute' in condition)
      return triggers({ all: [{ term: condition.attribute.name }, { term: condition.attribute.value }] }, using);
    if ('price' in condition && condition.price.of === 'brand-floor') return new Set(floorLists.values());
    return null;
  };

  return {
    condition(condition, path) {
      const start = nodes.length;
      emit(condition, path, [], 0);
      return start;
    },
    triggers: (condition) => triggers(condition, []),
  };
}

/** Lists that a condition reads, with whether each stands for the goods or against them. */
export function visitLists(
  condition: Condition,
  family: Family,
  against: boolean,
  add: (list: string, against: boolean) => void,
  depth = 0,
): void {
  if (depth > DEEPEST) return;
  const go = (child: Condition, flip: boolean): void => visitLists(child, family, flip, add, depth + 1);
  if ('all' in condition) for (const child of condition.all) go(child, against);
  else if ('any' in condition) for (const child of condition.any) go(child, against);
  else if ('none' in condition) for (const child of condition.none) go(child, !against);
  else if ('use' in condition) {
    const target = family.conditions?.[condition.use];
    if (target !== undefined) go(target, against);
  } else if ('term' in condition) add(condition.term, against);
  else if ('quantity' in condition) {
    if (condition.of !== undefined) add(condition.of, against);
    if (condition.near !== undefined) add(condition.near, against);
  } else if ('near' in condition) for (const list of condition.near) add(list, against);
  else if ('attribute' in condition) {
    add(condition.attribute.name, against);
    add(condition.attribute.value, against);
  }
}

const SAMPLES: Record<(typeof QUANTITIES)[number], string> = {
  length: '18 cm',
  height: '130 cm',
  volume: '100 ml',
  mass: '8.6 g',
  dose: '2 mg',
  power: '5 mW',
  voltage: '50 kV',
  capacity: '10 Ah',
  energy: '2 J',
  speed: '25 km/h',
  frequency: '400 MHz',
  distance: '20 km',
  duration: '12 months',
  concentration: '20 mg/ml',
  percentage: '2 %',
  count: '10',
  puffs: '600',
  age: '14 years',
};
