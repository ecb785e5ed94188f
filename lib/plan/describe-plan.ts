import { conditionText, pathText, valueText } from '../permission/condition-text.js';
import type { Aggregation } from './aggregation.js';
import type { Condition } from './condition.js';
import type { Parameter } from './parameter.js';
import type { CapabilitySelection, OpenPlan, OrderTerm, RelationSelection, Selection } from './read-plan.js';

/** What is read of each row, in words. */
export interface SelectionDescription {
  readonly fields: readonly string[];
  /** What is computed of what is read; absent where nothing is. */
  readonly computed?: readonly string[];
  /** Who may see a field, by its name; absent for fields without rules of their own. */
  readonly guards: Readonly<Record<string, string>>;
  /** Where the actor may do what, by operation, and by field as `fields.name`. */
  readonly capabilities: Readonly<Record<string, string>>;
  readonly relations: readonly RelationDescription[];
  /** What is read in addition of rows of a concrete type, by the name of its manager. */
  readonly variants: Readonly<Record<string, SelectionDescription>>;
}

/** A relation that is read with its parent. */
export interface RelationDescription {
  readonly field: string;
  readonly cardinality: 'one' | 'many';
  /** Who may see the link. */
  readonly guard?: string;
  /** Which fields of the two ends have the same values, where these link them: the objects are read apart. */
  readonly by?: readonly string[];
  readonly plan: PlanDescription;
}

/** A plan in words, as plain data: conditions name variables and attributes of the actor, never their values. */
export interface PlanDescription extends SelectionDescription {
  readonly manager: string;
  /** What is asked for; `true` for everything. */
  readonly where: string;
  /** Who may see it; `true` for everybody. */
  readonly policy: string;
  /** Empty for a single object. */
  readonly order: readonly string[];
  /** Which part of the list; empty for what is no list, and where no rows are wanted. */
  readonly page: readonly string[];
  readonly total: boolean;
  /** Groups and measures that are computed in place of rows. */
  readonly aggregation?: { readonly groupBy: readonly string[]; readonly measures: readonly string[] };
}

/** Puts a plan into words. */
export function describePlan(plan: OpenPlan): PlanDescription {
  const { manager, where, policy, order, total, selection, aggregation } = plan;
  return {
    manager: manager.name,
    where: conditionText(where),
    policy: conditionText(policy),
    order: order.map(orderText),
    page: pageText(plan),
    total,
    ...(aggregation && { aggregation: describeAggregation(aggregation) }),
    ...describeSelection(selection),
  };
}

function describeAggregation({ groupBy, measures }: Aggregation): NonNullable<PlanDescription['aggregation']> {
  const measured = measures.map(({ kind, names }) => [kind, ...names].join('.'));
  return { groupBy: groupBy.map(({ names }) => names.join('.')), measures: measured };
}

function describeSelection({ fields, computed, guards, capabilities, relations, variants }: Selection<Parameter>): SelectionDescription {
  return {
    fields: fields.map(({ name }) => name),
    ...(computed && { computed: computed.map(({ member }) => member.field.name) }),
    guards: texts(guards),
    capabilities: Object.assign({}, ...capabilities.map(capabilityTexts)) as Readonly<Record<string, string>>,
    relations: relations.map(describeRelation),
    variants: Object.fromEntries([...variants].map(([name, variant]) => [name, describeSelection(variant)])),
  };
}

function describeRelation({ field, guard, match, plan }: RelationSelection<Parameter>): RelationDescription {
  const described = describePlan(plan);
  return {
    field: field.name,
    cardinality: field.cardinality,
    ...(guard && { guard: conditionText(guard) }),
    ...(match && { by: match.local.map(({ name }, index) => `${name} = ${match.foreign[index]?.name ?? ''}`) }),
    // At the other end of a to-one relation there is no list.
    plan: field.cardinality === 'many' ? described : { ...described, page: [] },
  };
}

function capabilityTexts({ operations, fields, actions }: CapabilitySelection): Readonly<Record<string, string>> {
  const ofFields = new Map([...fields].map(([name, condition]) => [`fields.${name}`, condition]));
  const ofActions = new Map([...(actions ?? [])].map(([name, condition]) => [`actions.${name}`, condition]));
  return { ...texts(operations), ...texts(ofFields), ...texts(ofActions) };
}

const texts = (conditions: ReadonlyMap<string, Condition>): Readonly<Record<string, string>> =>
  Object.fromEntries([...conditions].map(([name, condition]) => [name, conditionText(condition)]));

const orderText = ({ path, direction, nulls }: OrderTerm): string => `${pathText(path)} ${direction} nulls ${nulls}`;

function pageText({ rows, page: { limit, offset, after, before, backwards } }: OpenPlan): readonly string[] {
  if (!rows) return [];
  return [
    `${backwards ? 'last' : 'first'} ${limit}`,
    ...(offset === 0 ? [] : [`offset ${valueText(offset)}`]),
    ...(after ? ['after a cursor'] : []),
    ...(before ? ['before a cursor'] : []),
  ];
}
