import { inspect } from 'node:util';
import { RowBudget, TRUE, type Condition } from '../../../lib/plugin.js';
import type { ManagerPlace, Place, ValuePlace } from '../compile/bound.js';
import type { Given } from '../compile/compiled.js';
import { valuesOf } from '../domain/domain.js';
import { narrow } from '../domain/narrowing.js';
import { TooManyDomains, TooManyObjects, TooManyValues, Unbounded } from '../errors.js';
import type { Asked } from '../plan/local-plan.js';
import { projected } from '../plan/project.js';
import { EMPTY, extended, partText, type Candidate, type Choice } from './candidate.js';
import { groupsByGiven, type GivenGroup } from './given.js';
import { KeyPrefixes } from './key-prefixes.js';
import { readChoices } from './read-choices.js';
import { callerOf, nameOf, type ReadTools } from './tools.js';

/** Tells all that is in a filter. */
const WHOLE = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, sorted: true, breakLength: Infinity } as const;

/** Which combinations of inputs are wanted. */
export interface EnumerateQuery {
  /** What has to be true of them; as much of it as inputs tell is asked of their domains. */
  readonly condition: Condition;
  readonly asked: ReadonlyMap<string, Asked>;
}

/** Combinations on their way, with the parts of their keys so far. */
interface Partial {
  readonly candidate: Candidate;
  readonly prefix: readonly string[];
}

/**
 * The combinations of inputs for which a condition may be true; input by input, each within its domain.
 *
 * @throws GM_CALC_UNBOUNDED, GM_CALC_TOO_MANY_VALUES, GM_CALC_TOO_MANY_DOMAINS, GM_CALC_TOO_MANY_OBJECTS, and those of the sources
 */
export async function enumerate(tools: ReadTools, query: EnumerateQuery): Promise<readonly Candidate[]> {
  const { bound, deadline } = tools;
  const prefixes = new KeyPrefixes(bound, query.condition);
  const { objects: max } = bound.calculation.limits;
  let partials: readonly Partial[] = [{ candidate: EMPTY, prefix: [] }];
  for (const place of bound.places.values()) {
    deadline.check();
    const prefixOf = new Map(partials.map(({ candidate, prefix }) => [candidate, prefix]));
    const next: Partial[] = [];
    const chosen = await choicesFor(tools, query, place, [...prefixOf.keys()]);
    for (const { candidate, choices } of chosen.flatMap(({ candidates, choices: of }) =>
      candidates.map((each) => ({ candidate: each, choices: of })),
    )) {
      next.push(...extensions(place, { candidate, prefix: prefixOf.get(candidate) ?? [] }, choices, prefixes));
      if (next.length > max) throw TooManyObjects.create({ calculation: nameOf(tools), max });
    }
    partials = next;
  }
  return partials.map(({ candidate }) => candidate);
}

/** Candidates with the values that their next input can have. */
interface Chosen {
  readonly candidates: readonly Candidate[];
  readonly choices: ReadonlyMap<string, Choice>;
}

function extensions(
  { input }: Place,
  { candidate, prefix }: Partial,
  choices: ReadonlyMap<string, Choice>,
  prefixes: KeyPrefixes,
): readonly Partial[] {
  return [...allowed(choices, prefixes.after(prefix))].map(([text, choice]) => ({
    candidate: extended(candidate, input.name, choice),
    prefix: [...prefix, text],
  }));
}

function allowed(choices: ReadonlyMap<string, Choice>, texts: readonly string[] | undefined): Iterable<readonly [string, Choice]> {
  if (!texts) return choices;
  return texts.flatMap((text) => {
    const choice = choices.get(text);
    return choice ? [[text, choice] as const] : [];
  });
}

async function choicesFor(
  tools: ReadTools,
  query: EnumerateQuery,
  place: Place,
  candidates: readonly Candidate[],
): Promise<readonly Chosen[]> {
  if (candidates.length === 0) return [];
  const groups = await groupsByGiven(tools, place, candidates);
  return place.kind === 'value'
    ? groups.map(({ given, candidates: of }) => ({ candidates: of, choices: valueChoices(tools, query.condition, place, given) }))
    : managerChoices(tools, query, place, groups);
}

function valueChoices(tools: ReadTools, condition: Condition, place: ValuePlace, given: Given): ReadonlyMap<string, Choice> {
  const { name, field, domainOf } = place.input;
  const { objects: max } = tools.bound.calculation.limits;
  const values = valuesOf(domainOf(given), field, narrow(condition, field, place.start), max);
  if (values === 'unbounded') throw Unbounded.create({ calculation: nameOf(tools), input: name });
  if (values.length > max) throw TooManyValues.create({ calculation: nameOf(tools), input: name, max });
  return new Map(values.map((value) => [partText(place, [value]), { key: [value], known: { [name]: value } }]));
}

async function managerChoices(
  tools: ReadTools,
  { condition, asked }: EnumerateQuery,
  place: ManagerPlace,
  groups: readonly GivenGroup[],
): Promise<readonly Chosen[]> {
  const { input } = place;
  // Groups may be narrowed in the same way.
  const byFilter = new Map<string, { readonly filter: unknown; readonly groups: GivenGroup[] }>();
  for (const group of groups) {
    const filter = input.filterOf?.(group.given);
    const id = inspect(filter, WHOLE);
    const known = byFilter.get(id);
    if (known) known.groups.push(group);
    else byFilter.set(id, { filter, groups: [group] });
  }
  const distinct = [...byFilter.values()];
  const { computed: max } = tools.bound.calculation.limits;
  if (distinct.length > max) throw TooManyDomains.create({ calculation: nameOf(tools), input: input.name, max });
  const filters: Condition[] = [];
  for (const { filter } of distinct) filters.push(await conditionOf(tools, place, filter));
  const where = projected(condition, place, tools.bound.places.size === 1);
  const questions = asked.get(input.name) ?? { questions: new Map(), values: new Map() };
  const choices = await readChoices(tools, { place, where, filters, asked: questions });
  return distinct.flatMap(({ groups: of }, index) =>
    of.map(({ candidates }) => ({ candidates, choices: choices[index] ?? new Map<string, Choice>() })),
  );
}

/** The filter of a domain as a condition on its objects. */
export async function conditionOf(tools: ReadTools, { target, input }: ManagerPlace, filter: unknown): Promise<Condition> {
  if (filter === undefined || filter === null) return TRUE;
  const { runtime, context, deadline } = tools;
  const caller = callerOf(tools, input.system);
  const request = { select: { fields: [], relations: [] }, filter, page: { first: 1 } };
  const { where } = runtime.part(target, request, caller, { budget: new RowBudget(), ...(context.deleted && { deleted: true }) });
  return runtime.settle(target, where, caller, deadline.left(context));
}
