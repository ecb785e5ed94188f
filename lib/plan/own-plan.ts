import type { Condition } from './condition.js';
import type { CapabilitySelection, ReadPlan, RelationSelection, Selection } from './read-plan.js';
import { selectsAcross } from './across.js';

/** The part of a plan that its own source reads: what fields link is left out, and the fields that link are read in its place. */
export function ownPlan<Open>(plan: ReadPlan<Open>): ReadPlan<Open> {
  return selectsAcross(plan.selection) ? { ...plan, selection: ownSelection(plan.selection) } : plan;
}

function ownSelection<Open>(selection: Selection<Open>): Selection<Open> {
  const { fields, guards, relations, capabilities, variants } = selection;
  const matched = relations.filter(({ match }) => match);
  const read = new Map(fields.map((field) => [field.name, field]));
  for (const { match } of matched) for (const field of match?.local ?? []) read.set(field.name, field);
  return {
    ...selection,
    fields: [...read.values()],
    guards: new Map([...guards, ...matched.flatMap(({ match }) => [...(match?.guards ?? [])])]),
    relations: relations.filter(({ match }) => !match).map((relation) => ({ ...relation, plan: ownPlan(relation.plan) })),
    capabilities: [...capabilities, ...matched.flatMap(seenQuestion)],
    variants: new Map([...variants].map(([name, variant]) => [name, ownSelection(variant)])),
  };
}

/** Who may see the relation itself is asked of each row. */
function seenQuestion<Open>(relation: RelationSelection<Open>): readonly CapabilitySelection[] {
  const { guard } = relation;
  if (!guard || isNever(guard)) return [];
  return [{ alias: seenAlias(relation), operations: new Map(), fields: new Map([[relation.field.name, guard]]) }];
}

/** Under which name a row tells whether the relation may be seen; no field has it. */
export const seenAlias = ({ alias }: Pick<RelationSelection, 'alias'>): string => `?${alias}`;

/** What a row has only so that relations could be followed: neither selected nor, in a variant, by the rows of all types. */
export function borrowedNames(selection: Selection, base?: Selection): readonly string[] {
  const matched = selection.relations.filter(({ match }) => match);
  const wanted = new Set([...selection.fields, ...(base?.fields ?? [])].map(({ name }) => name));
  const local = matched.flatMap(({ match }) => match?.local ?? []).map(({ name }) => name);
  // Instances have every value of their class.
  const borrowed = selection.instances || base?.instances ? [] : local.filter((name) => !wanted.has(name));
  return [...borrowed, ...matched.map(seenAlias)];
}

/** Whether nobody like the caller may follow a relation, or see what it leads to. */
export const isClosedLink = ({ guard, match, plan }: RelationSelection): boolean =>
  [guard, plan.policy, ...(match?.guards.values() ?? [])].some((each) => each !== undefined && isNever(each));

const isNever = ({ kind }: Condition): boolean => kind === 'false' || kind === 'unknown';
