import { setImmediate as turn } from 'node:timers/promises';
import { pageOf, type Condition, type OrderTerm, type ReadPlan, type Selection } from 'general-manager/plugin';
import type { Fault } from './plant.js';

const TRUE: Condition = { kind: 'true' };

/** A condition with something else in the place of some of its parts. */
function replaced(condition: Condition, replace: (part: Condition) => Condition): Condition {
  const inner = (each: Condition): Condition => replaced(each, replace);
  if (condition.kind === 'and') return replace({ ...condition, all: condition.all.map(inner) });
  if (condition.kind === 'or') return replace({ ...condition, any: condition.any.map(inner) });
  if (condition.kind === 'not' || condition.kind === 'is') return replace({ ...condition, of: inner(condition.of) });
  return replace(condition);
}

const inWhere =
  (replace: (part: Condition) => Condition) =>
  (plan: ReadPlan): ReadPlan => ({ ...plan, where: replaced(plan.where, replace) });

const inOrder =
  (change: (term: OrderTerm) => OrderTerm) =>
  (plan: ReadPlan): ReadPlan => ({ ...plan, order: plan.order.map(change) });

const inPage =
  (change: Partial<ReadPlan['page']>) =>
  (plan: ReadPlan): ReadPlan => ({ ...plan, page: { ...plan.page, ...change } });

const inRelations =
  (change: (plan: ReadPlan) => ReadPlan) =>
  (plan: ReadPlan): ReadPlan => {
    const relations = plan.selection.relations.map((relation) => ({ ...relation, plan: change(relation.plan) }));
    return { ...plan, selection: { ...plan.selection, relations } };
  };

const inSelection =
  (change: Partial<Selection>) =>
  (plan: ReadPlan): ReadPlan => ({ ...plan, selection: { ...plan.selection, ...change } });

const READING = 'fails where the source does';

/** What adapters get wrong, and the promise that is broken by it. */
export const FAULTS: Readonly<Record<string, Fault & { readonly promise: string }>> = {
  'forgets the policy': { promise: 'keeps back what the policy hides', plan: (plan) => ({ ...plan, policy: TRUE }) },
  'takes what the policy leaves unknown for allowed': {
    promise: 'keeps back what the policy hides',
    plan: (plan) => (plan.policy.kind === 'unknown' ? { ...plan, policy: TRUE } : plan),
  },
  'forgets the policy where it measures': {
    promise: 'keeps back what the policy hides',
    plan: (plan) => (plan.aggregation ? { ...plan, policy: TRUE } : plan),
  },
  'forgets the filter': { promise: 'answers each operator', plan: (plan) => ({ ...plan, where: TRUE }) },
  'takes upper and lower case for the same': {
    promise: 'answers each operator',
    plan: inWhere((part) =>
      part.kind === 'compare' && part.operator === 'eq' && typeof part.value === 'string' && part.path.field.name === 'label'
        ? { ...part, operator: 'ieq' }
        : part,
    ),
  },
  'takes what is unknown for false, so that its denial is true': {
    promise: 'answers conditions that are put together',
    plan: inWhere((part) => (part.kind === 'not' ? { kind: 'not', of: { kind: 'is', truth: true, of: part.of } } : part)),
  },
  'narrows what it loads by a condition that not all objects have to meet': {
    promise: 'answers conditions that are put together',
    adapter: (adapter) => {
      adapter.execute = async (plan) => {
        let serial: unknown;
        replaced(plan.where, (part) => {
          if (part.kind === 'compare' && part.operator === 'eq' && part.path.field.name === 'serial' && part.value !== null)
            serial = part.value;
          return part;
        });
        const all = adapter.plant.objects[plan.manager.name] ?? [];
        return adapter.local(
          plan,
          all.filter((each) => serial === undefined || Reflect.get(each, 'serial') === serial),
        );
      };
    },
  },
  'takes "every" for "some"': {
    promise: 'answers conditions on what relations lead to',
    plan: inWhere((part) => (part.kind === 'relation' && part.quantifier === 'every' ? { ...part, quantifier: 'some' } : part)),
  },
  'forgets who may see a value that it shows': {
    promise: 'keeps back the values that guards hide',
    plan: inSelection({ guards: new Map() }),
  },
  'forgets who may see a value that it filters by': {
    promise: 'filters and sorts by hidden values as by null',
    plan: inWhere((part) => {
      if (part.kind !== 'compare') return part;
      const { guard: _guard, ...path } = part.path;
      return { ...part, path };
    }),
  },
  'forgets who may see a value that it sorts by': {
    promise: 'filters and sorts by hidden values as by null',
    plan: inOrder((term) => {
      const { guard: _guard, ...path } = term.path;
      return { ...term, path };
    }),
  },
  'forgets the policy of related objects': {
    promise: 'asks the policy of what relations lead to',
    plan: inRelations((plan) => ({ ...plan, policy: TRUE })),
  },
  'forgets the policy of related objects in conditions': {
    promise: 'asks the policy of what relations lead to',
    plan: inWhere((part) => (part.kind === 'relation' ? { ...part, policy: TRUE } : part)),
  },
  'forgets the page of related objects': {
    promise: 'reads what relations lead to',
    plan: inRelations((plan) => ({ ...plan, page: { ...plan.page, limit: 1000 } })),
  },
  'puts nulls at the other end': {
    promise: 'sorts by every field',
    plan: inOrder((term) => ({ ...term, nulls: term.nulls === 'first' ? 'last' : 'first' })),
  },
  'sorts upwards only': { promise: 'sorts by every field', plan: inOrder((term) => ({ ...term, direction: 'asc' })) },
  'forgets where a page begins': { promise: 'gives the page', plan: inPage({ offset: 0 }) },
  'takes the last for the first': { promise: 'gives the page', plan: inPage({ backwards: false }) },
  'never says that there is more': { promise: 'gives the page', page: (page) => ({ ...page, hasNext: false }) },
  'begins each page at the first object': {
    promise: 'goes on from the positions',
    plan: ({ page: { after: _after, ...page }, ...plan }) => ({ ...plan, page }),
  },
  'counts the page': {
    promise: 'counts all that match',
    page: (page) => (page.total === undefined ? page : { ...page, total: page.rows.length }),
  },
  'shows groups that are to be left out': {
    promise: 'measures and groups',
    plan: (plan) => (plan.aggregation ? { ...plan, aggregation: { ...plan.aggregation, having: { kind: 'true' } } } : plan),
  },
  'finds the first of several keys': {
    promise: 'finds objects by their keys',
    plan: inWhere((part) => (part.kind === 'key' ? { ...part, keys: part.keys.slice(0, 1) } : part)),
  },
  'gives zero for null': {
    promise: 'gives every value',
    page: (page) => ({ ...page, rows: page.rows.map((row) => ('heat' in row ? { ...row, heat: row['heat'] ?? 0 } : row)) }),
  },
  'gives texts for numbers': {
    promise: 'gives every value',
    page: (page) => ({
      ...page,
      rows: page.rows.map((row) => (typeof row['heat'] === 'number' ? { ...row, heat: String(row['heat']) } : row)),
    }),
  },
  'keeps what it reads for all who read': {
    promise: 'answers reads that run at a time',
    adapter: (adapter) => {
      let current: ReadPlan | undefined;
      adapter.execute = async (plan) => {
        current = plan;
        await turn();
        return adapter.local(current);
      };
    },
  },
  'gives the same rows to everybody': {
    promise: 'gives rows away',
    adapter: (adapter) => {
      const rows = new Map<string, PropertyRow>();
      adapter.execute = async (plan) => {
        const page = adapter.local(plan);
        if (plan.selection.relations.length > 0 || plan.selection.guards.size > 0) return page;
        const kept = page.rows.map((row) => {
          const key = `${plan.manager.name} ${Object.keys(row).join()} ${String(row['serial'] ?? row['code'])}`;
          const known = rows.get(key) ?? row;
          rows.set(key, known);
          return known;
        });
        return { ...page, rows: kept };
      };
    },
  },
  'never answers again once a read was aborted': {
    promise: 'gives up a read that is aborted',
    adapter: (adapter) => {
      let loading: Promise<void> | undefined;
      adapter.execute = async (plan, { signal }) => {
        loading ??= turn(undefined, signal ? { signal } : {});
        await loading;
        return adapter.local(plan);
      };
    },
  },
  'answers an aborted read with what it has so far': {
    promise: 'gives up a read that is aborted',
    adapter: (adapter) => {
      adapter.execute = async (plan, { signal }) => (signal?.aborted && !plan.aggregation ? pageOf(plan, [], 0) : adapter.local(plan));
    },
  },
  'gives nothing where its source is away': {
    promise: READING,
    adapter: (adapter) => {
      adapter.execute = async (plan) => (adapter.isAway ? pageOf(plan, [], 0) : adapter.local(plan));
    },
  },
  'is always well': {
    promise: READING,
    adapter: (adapter) => {
      adapter.health = async () => undefined;
    },
  },
  'cannot be closed twice': {
    promise: 'closes, also twice',
    adapter: (adapter) => {
      let isClosed = false;
      adapter.close = async () => {
        if (isClosed) throw new Error('closed already');
        isClosed = true;
      };
    },
  },
  'describes its classes otherwise each time': {
    promise: 'describes its classes',
    adapter: (adapter) => {
      const { describe } = adapter;
      let count = 0;
      adapter.describe = (target) => ({ ...describe(target), description: `the ${(count += 1)}. time` });
    },
  },
};

type PropertyRow = ReturnType<typeof pageOf>['rows'][number];
