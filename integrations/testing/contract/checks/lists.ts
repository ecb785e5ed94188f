import { keyText, type ManagerModel, type PageResult, type ReadPlan } from '../../../../lib/plugin.js';
import { Conditions } from '../conditions.js';
import { aggregatesOf, keyFields, ownFields, PAGES, relationsOf, sortsOf } from '../requests.js';
import type { Subject } from '../subject.js';
import { answering, WHOLE, type Check } from './check.js';

const NOTHING = { fields: [], relations: [] };

const sorted = answering('sorts by every field that it offers, and puts nulls where they belong', (_subject, manager) =>
  sortsOf(manager).map((sort) => ({ select: ownFields(manager), sort, page: WHOLE })),
);

/** Without a key nothing says what is on which page. */
const paged = answering('gives the page that is asked for, and says whether there is more', (_subject, manager) =>
  manager.key
    ? [undefined, ...sortsOf(manager).slice(0, 4)].flatMap((sort) =>
        PAGES.map((page) => ({ select: keyFields(manager), page, sort, total: manager.total })),
      )
    : [],
);

const walked: Check = {
  name: 'goes on from the positions of its own rows, in both directions, without loss or repeat',
  examine: async (subject) => {
    for (const manager of subject.managers.filter(({ key }) => key)) {
      const sorts = [undefined, ...subject.some(sortsOf(manager)).slice(0, 20)];
      for (const asked of sorts.flatMap((sort) => [{ first: 2 }, { last: 2 }].map((page) => ({ sort, page })))) {
        const plan = await subject.plans.of(manager, { select: keyFields(manager), positions: true, ...asked });
        if (plan) await walk(subject, plan, asked);
      }
    }
  },
};

async function walk(subject: Subject, plan: ReadPlan, asked: unknown): Promise<void> {
  const { backwards } = plan.page;
  const whole = subject.expected({ ...plan, page: { limit: 1000, offset: 0, backwards: false } });
  const found: PageResult['rows'][number][] = [];
  let next: ReadPlan | undefined = plan;
  for (let turn = 0; next && turn <= whole.rows.length; turn += 1) {
    const page: PageResult = await subject.read(next);
    found[backwards ? 'unshift' : 'push'](...page.rows);
    const position = backwards ? page.positions[0] : page.positions.at(-1);
    const goesOn = backwards ? page.hasPrevious : page.hasNext;
    next = goesOn && position ? { ...plan, page: { ...plan.page, [backwards ? 'before' : 'after']: position } } : undefined;
  }
  const told = (rows: readonly object[]): string => rows.map((row) => keyText(Object.values(row))).join(' ');
  if (told(found) !== told(whole.rows)) subject.breach(plan.manager, asked, `walks ${told(found)} instead of ${told(whole.rows)}`);
}

const totalled = answering('counts all that match, whatever the page, and without rows', (subject, manager) => {
  const filters = manager.total ? [undefined, ...subject.some(new Conditions(subject).combined(manager)).slice(0, 30)] : [];
  return filters.flatMap((filter) =>
    [true, false].map((rows) => ({ select: keyFields(manager), filter, total: true, rows, page: { first: 1 } })),
  );
});

const measured = answering('measures and groups', (subject, manager) => {
  const filters = [undefined, ...new Conditions(subject).simple(manager)];
  const aggregates = manager.aggregate ? aggregatesOf(subject, manager) : [];
  return aggregates.flatMap((aggregate) => {
    const filter = subject.random.pick(filters);
    const pages = aggregate.groupBy ? [{ first: 2 }, { first: 2, offset: 1 }] : [];
    return [{ select: NOTHING, aggregate, filter }, ...pages.map((page) => ({ select: NOTHING, aggregate, filter, page }))];
  });
});

const keyed: Check = {
  name: 'finds objects by their keys, and none by other keys',
  examine: async (subject) => {
    for (const manager of subject.managers) {
      const keys = subject.objectsOf(manager).map((object) => keyIn(manager, object));
      const [first] = keys;
      if (first === undefined) continue;
      for (const asked of [keys, [first], [other(first)], [other(first), first], keys.toReversed()]) {
        const plan = await subject.plans.ofKeys(manager, asked, ownFields(manager));
        if (plan) await subject.compare(plan, { keys: asked.length });
      }
    }
  },
};

/** The key as callers write it. */
function keyIn(manager: ManagerModel, object: object): unknown {
  const parts = (manager.key?.parts ?? []).map(({ field }) => [field, Reflect.get(object, field) as unknown] as const);
  if (parts.length === 0 || parts.some(([, value]) => typeof value === 'object')) return undefined;
  return parts.length === 1 ? parts[0]?.[1] : Object.fromEntries(parts);
}

/** A key of its type that hardly any object has. */
function other(key: unknown): unknown {
  if (typeof key === 'number') return key + 7_919_000;
  if (typeof key === 'bigint') return key + 7_919_000n;
  if (typeof key === 'string') return /^[\da-f]{8}-/i.test(key) ? `${key.slice(0, -4)}ffff` : `${key} that is not there`;
  return typeof key === 'object' && key !== null ? Object.fromEntries(Object.entries(key).map(([name, part]) => [name, other(part)])) : key;
}

const followed = answering('reads what relations lead to', (subject, manager) =>
  relationsOf(subject, manager).map((relation) => ({ select: { ...keyFields(manager), relations: [relation] }, page: WHOLE })),
);

export const LISTS: readonly Check[] = Object.freeze([sorted, paged, walked, totalled, measured, keyed, followed]);
