import type { Condition } from './condition.js';
import type { CapabilitySelection, ReadPlan, RelationSelection, Selection } from './read-plan.js';
import { selectsAcross } from './across.js';
import { isSystem } from './member-needs.js';
import { isNeedAlias } from './merged-selection.js';

/**
 * The part of a plan that its own source reads: what fields link, and what is computed, is left out, and the fields that link, or that are computed with,
 * are read in its place.
 */
export function ownPlan<Open>(plan: ReadPlan<Open>): ReadPlan<Open> {
  return selectsAcross(plan.selection) ? { ...plan, selection: ownSelection(plan.selection) } : plan;
}

function ownSelection<Open>(selection: Selection<Open>): Selection<Open> {
  const { computed = [], fields, relations, capabilities, variants, ...rest } = selection;
  const matched = relations.filter(({ match }) => match);
  const read = new Map(fields.map((field) => [field.name, field]));
  for (const { match } of matched) for (const field of match?.local ?? []) read.set(field.name, field);
  for (const { fields: needed } of computed) for (const field of needed) read.set(field.name, field);
  return {
    ...rest,
    fields: [...read.values()],
    guards: guardsOf(selection, matched),
    relations: relations.filter(({ match }) => !match).map((relation) => ({ ...relation, plan: ownPlan(relation.plan) })),
    capabilities: [...capabilities, ...matched.flatMap(seenQuestion), ...memberQuestions(selection)],
    variants: new Map([...variants].map(([name, variant]) => [name, ownSelection(variant)])),
  };
}

/** Who may see fields, but for those that the system computes with: these are read, and taken back ({@link veilsOf}). */
function guardsOf<Open>(selection: Selection<Open>, matched: readonly RelationSelection<Open>[]): ReadonlyMap<string, Condition> {
  const { computed = [], guards } = selection;
  const all = new Map([...guards, ...matched.flatMap(({ match }) => [...(match?.guards ?? [])])]);
  for (const { guards: own } of computed) for (const [name, guard] of own) all.set(name, guard);
  for (const name of veilsOf(selection).keys()) all.delete(name);
  return all;
}

/** Fields that are read whoever may see them, since the system computes with them, with who may see them. */
export const veilsOf = <Open>({ computed = [] }: Selection<Open>): ReadonlyMap<string, Condition> =>
  new Map(computed.flatMap(({ member, guards }) => (isSystem(member) ? [...guards] : [])));

/** Who may see members that are computed, and fields that only the system computes with, is asked of each row. */
function memberQuestions<Open>(selection: Selection<Open>): readonly CapabilitySelection[] {
  const { computed = [] } = selection;
  const asked = [...computed.flatMap(({ member, guard }) => (guard ? [[member.field.name, guard] as const] : [])), ...veilsOf(selection)];
  const alias = memberAlias(selection);
  return asked.length === 0 || alias === undefined ? [] : [{ alias, operations: new Map(), fields: new Map(asked) }];
}

/** Under which name a row tells who may see what is computed of it; no field has it. */
export const memberAlias = <Open>({ computed = [] }: Selection<Open>): string | undefined =>
  computed[0] && `?computed.${computed[0].member.manager}`;

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
  const { computed = [] } = selection;
  const matched = selection.relations.filter(({ match }) => match);
  const wanted = new Set([...selection.fields, ...(base?.fields ?? [])].map(({ name }) => name));
  const needed = [...matched.flatMap(({ match }) => match?.local ?? []), ...computed.flatMap(({ fields }) => fields)];
  const local = needed.map(({ name }) => name);
  // Instances have every value of their class.
  const borrowed = selection.instances || base?.instances ? [] : local.filter((name) => !wanted.has(name));
  return [...borrowed, ...matched.map(seenAlias), ...memberNames(selection)];
}

/** What a row has only so that members could be computed. */
function memberNames(selection: Selection): readonly string[] {
  const { computed = [], relations } = selection;
  const alias = memberAlias(selection);
  if (alias === undefined) return [];
  const hidden = computed.filter(({ shown }) => !shown).map(({ member }) => member.field.name);
  return [alias, ...hidden, ...relations.map((relation) => relation.alias).filter(isNeedAlias)];
}

/** Whether nobody like the caller may follow a relation, or see what it leads to. */
export const isClosedLink = ({ guard, match, plan }: RelationSelection): boolean =>
  [guard, plan.policy, ...(match?.guards.values() ?? [])].some((each) => each !== undefined && isNever(each));

const isNever = ({ kind }: Condition): boolean => kind === 'false' || kind === 'unknown';
