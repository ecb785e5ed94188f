import {
  allOfConditions,
  anyOfConditions,
  enumNamed,
  RowBudget,
  valueOfText,
  type ApplicationModel,
  type CapabilitySelection,
  type Condition,
  type OrderTerm,
  type Position,
  type ReadPlan,
  type Row,
  type ValueField,
} from '../../../lib/plugin.js';
import type { ManagerPlace } from '../compile/bound.js';
import { TooManyValues } from '../errors.js';
import type { Asked } from '../plan/local-plan.js';
import { keyObject, partText, type Choice } from './candidate.js';
import { nameOf, type ReadTools } from './tools.js';

/** Filters of dependent domains that one read tells apart. */
const FILTERS_AT_ONCE = 50;
const ANSWERS = '?';

/** Which objects an input may lead to. */
export interface ChoiceQuery {
  readonly place: ManagerPlace;
  /** What has to be true of all of them. */
  readonly where: Condition;
  /** One of these has to be true of each. */
  readonly filters: readonly Condition[];
  readonly asked: Asked;
}

/** The objects that an input may lead to, for each of the filters in their order. */
export type Choices = readonly ReadonlyMap<string, Choice>[];

/** Reads the objects that an input may lead to, as whoever reads may see them. */
export async function readChoices(tools: ReadTools, query: ChoiceQuery): Promise<Choices> {
  const { runtime, caller, context } = tools;
  const request = { select: { fields: [], relations: [] }, page: { first: 1 }, positions: true };
  const base = runtime.part(query.place.target, request, caller, { budget: new RowBudget(), ...(context.deleted && { deleted: true }) });
  const choices: ReadonlyMap<string, Choice>[] = [];
  for (let start = 0; start < query.filters.length; start += FILTERS_AT_ONCE) {
    choices.push(...(await readSome(tools, { ...query, filters: query.filters.slice(start, start + FILTERS_AT_ONCE) }, base)));
  }
  return choices;
}

async function readSome(tools: ReadTools, query: ChoiceQuery, base: ReadPlan): Promise<Choices> {
  const { filters, where, place } = query;
  const wanted = allOfConditions([base.where, where, anyOfConditions(filters)]);
  if ([wanted, base.policy].some(({ kind }) => kind === 'false' || kind === 'unknown')) return filters.map(() => new Map());
  const { objects: max } = tools.bound.calculation.limits;
  const plan = planOf({ ...base, where: wanted, page: { limit: max, offset: 0, backwards: false } }, query);
  const page = await tools.runtime.readPlan(plan, tools.caller, tools.deadline.left(tools.context));
  if (page.hasNext) throw TooManyValues.create({ calculation: nameOf(tools), input: place.input.name, max });
  const { size } = query.asked.values;
  const found = page.rows.map((row, index) => {
    const position = page.positions[index] ?? [];
    const texts = { values: position.slice(0, size), key: position.slice(size, size + place.columns.length) };
    return { row, choice: choiceOf(tools.bound.model, query, row, texts) };
  });
  return filters.map((_filter, index) => {
    const own = filters.length === 1 ? found : found.filter(({ row }) => answersOf(row)[filterName(index)] === true);
    return new Map(own.map(({ choice }) => [partText(place, choice.key), choice]));
  });
}

/** The source answers what candidates are asked, and gives the values by which they are sorted, as positions in an order. */
function planOf(base: ReadPlan, { filters, asked }: ChoiceQuery): ReadPlan {
  const questions = new Map([
    ...asked.questions,
    ...(filters.length > 1 ? filters.map((filter, index): readonly [string, Condition] => [filterName(index), filter]) : []),
  ]);
  const terms = [...asked.values.values()].map((path): OrderTerm => ({ path, direction: 'asc', nulls: 'last' }));
  return {
    ...base,
    selection: { ...base.selection, capabilities: questionsOf(questions) },
    order: [...terms, ...base.order],
  };
}

/** Asks questions of each object. */
export const questionsOf = (questions: ReadonlyMap<string, Condition>): readonly CapabilitySelection[] =>
  questions.size === 0 ? [] : [{ alias: ANSWERS, operations: new Map(), fields: questions }];

const filterName = (index: number): string => `#${index}`;

const answersOf = (row: Row): Readonly<Record<string, boolean>> =>
  (row[ANSWERS] as { readonly fields: Readonly<Record<string, boolean>> } | undefined)?.fields ?? {};

/** Parts of the position of an object in the order of a read. */
export interface ChoiceTexts {
  readonly key: Position;
  /** Of the values that are asked for, in their order. */
  readonly values: Position;
}

/** An object that an input may lead to, of what was read of it. */
export function choiceOf(
  model: ApplicationModel,
  { place, asked }: Pick<ChoiceQuery, 'place' | 'asked'>,
  row: Row,
  texts: ChoiceTexts,
): Choice {
  const key = place.columns.map(({ field }, column) => valueOf(model, field, texts.key[column] ?? null));
  const answers = answersOf(row);
  return {
    key,
    known: {
      [place.input.name]: keyObject(place, key),
      ...Object.fromEntries(place.names.map((name, column) => [name, key[column]])),
      ...Object.fromEntries([...asked.questions.keys()].map((name) => [name, answers[name] === true])),
      ...Object.fromEntries([...asked.values].map(([name, { field }], at) => [name, valueOf(model, field, texts.values[at] ?? null)])),
    },
  };
}

function valueOf(model: ApplicationModel, field: ValueField, text: string | null): unknown {
  if (text === null) return null;
  if (field.kind !== 'enum') return valueOfText(field, text);
  return enumNamed(model, field.enum).members.find(({ value }) => String(value) === text)?.value ?? text;
}
