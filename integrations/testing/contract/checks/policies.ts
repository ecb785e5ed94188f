import type { Condition, ManagerModel, ReadPlan } from '../../../../lib/plugin.js';
import { Conditions } from '../conditions.js';
import { aggregatesOf, ownFields, PAGES, relationsOf, sortsOf, valueFields } from '../requests.js';
import type { Subject } from '../subject.js';
import { withPolicies } from '../with-policies.js';
import { WHOLE, type Check } from './check.js';

/** Policies of a manager that differ in what they hide; the last two hide everything. */
async function policiesOf(subject: Subject, manager: ManagerModel, most = 12): Promise<readonly Condition[]> {
  const conditions = new Conditions(subject);
  const all = [...conditions.simple(manager), ...conditions.related(manager), ...conditions.combined(manager)];
  const found: Condition[] = [];
  for (let turn = 0; turn < most * 2 && found.length < most; turn += 1) {
    const plan = await subject.plans.of(manager, { select: ownFields(manager), filter: subject.random.pick(all) });
    if (plan) found.push(plan.where);
  }
  return [...found, { kind: 'false' }, { kind: 'unknown' }];
}

/** Reads of every kind. */
async function plansOf(subject: Subject, manager: ManagerModel): Promise<readonly (readonly [unknown, ReadPlan])[]> {
  const filters = [...new Conditions(subject).simple(manager), ...new Conditions(subject).related(manager)];
  const [select, sorts] = [ownFields(manager), sortsOf(manager)];
  const aggregates = manager.aggregate ? aggregatesOf(subject, manager).slice(0, 4) : [];
  const requests = [
    { select, total: manager.total },
    ...PAGES.map((page) => ({
      select,
      page,
      sort: subject.random.pick(sorts),
      filter: subject.random.pick(filters),
      total: manager.total,
    })),
    ...aggregates.map((aggregate) => ({ select: { fields: [], relations: [] }, aggregate })),
  ];
  const plans: [unknown, ReadPlan][] = [];
  for (const request of requests) {
    const plan = await subject.plans.of(manager, request);
    if (plan) plans.push([{ ...request, select: undefined }, plan]);
  }
  return plans;
}

const rows: Check = {
  name: 'keeps back what the policy hides: from lists, pages, totals and measures',
  examine: async (subject) => {
    for (const manager of subject.managers) {
      const [policies, plans] = [await policiesOf(subject, manager), await plansOf(subject, manager)];
      const pairs = policies.flatMap((policy) => plans.map(([asked, plan]) => [asked, { ...plan, policy }] as const));
      for (const [asked, plan] of subject.some(pairs)) await subject.compare(plan, { ...Object(asked), policy: kindOf(plan.policy) });
    }
  },
};

const fields: Check = {
  name: 'keeps back the values that guards hide',
  examine: async (subject) => {
    for (const manager of subject.managers) {
      const policies = await policiesOf(subject, manager, 4);
      const plan = await subject.plans.of(manager, { select: ownFields(manager), page: WHOLE });
      if (!plan) continue;
      const asked = valueFields(manager).flatMap((field) => policies.map((guard) => [field, guard] as const));
      for (const [{ name }, guard] of subject.some(asked))
        await subject.compare({ ...plan, selection: { ...plan.selection, guards: new Map([[name, guard]]) } }, { guarded: name });
    }
  },
};

/** A guarded value is null wherever it is looked at, so that its place in an order does not tell it. */
const looked: Check = {
  name: 'filters and sorts by hidden values as by null',
  examine: async (subject) => {
    for (const manager of subject.managers) {
      const guards = await policiesOf(subject, manager, 3);
      const filters = subject.some(new Conditions(subject).simple(manager)).slice(0, 40);
      const filtered = filters.map((filter, index) => ({ asked: { filter }, guard: guards[index % guards.length] }));
      // By all guards: one alone may happen to change nothing.
      const sorted = subject.some(sortsOf(manager)).flatMap((sort) => guards.map((guard) => ({ asked: { sort }, guard })));
      for (const { asked, guard } of [...filtered, ...sorted]) {
        const plan = await subject.plans.of(manager, { select: ownFields(manager), page: WHOLE, ...asked });
        if (plan && guard) await subject.compare(guarded(plan, guard), { ...asked, guarded: true });
      }
    }
  },
};

/** A plan in which the value that is compared, or the first that is sorted by, is guarded. */
function guarded({ where, order, ...plan }: ReadPlan, guard: Condition): ReadPlan {
  const [first, ...rest] = order;
  return {
    ...plan,
    where: where.kind === 'compare' ? { ...where, path: { ...where.path, guard } } : where,
    // Keys tell what is equal apart.
    order: first && !isKey(first.path) ? [{ ...first, path: { ...first.path, guard } }, ...rest] : order,
  };
}

const isKey = ({ manager, field, keyColumn }: ReadPlan['order'][number]['path']): boolean =>
  keyColumn !== undefined || manager.key?.parts.some((part) => part.field === field.name) === true;

const related: Check = {
  name: 'asks the policy of what relations lead to: in selections, conditions and measures',
  examine: async (subject) => {
    const policies = new Map<string, readonly Condition[]>();
    for (const manager of subject.managers) policies.set(manager.name, await policiesOf(subject, manager, 4));
    for (const manager of subject.managers) {
      const select = { ...ownFields(manager), relations: relationsOf(subject, manager).filter(({ request }) => !request.page) };
      const filters = [undefined, ...subject.some(new Conditions(subject).related(manager)).slice(0, 40)];
      if (select.relations.length === 0 && filters.length === 1) continue;
      for (const [index, filter] of filters.entries()) {
        const plan = await subject.plans.of(manager, { select, filter, page: WHOLE });
        const chosen = [...policies].map(([name, all]) => [name, all[index % all.length] ?? { kind: 'true' }] as const);
        if (plan)
          await subject.compare({ ...withPolicies(plan, new Map(chosen)), policy: plan.policy }, { filter, policies: 'of relations' });
      }
    }
  },
};

/** Conditions hold whole managers: what they are like has to do. */
const kindOf = (condition: Condition): string =>
  'operator' in condition ? `${condition.path.field.name} ${condition.operator}` : condition.kind;

export const POLICIES: readonly Check[] = Object.freeze([rows, fields, looked, related]);
