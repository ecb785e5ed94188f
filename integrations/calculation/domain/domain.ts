import { identityOf, orderValues, type ValueField } from '../../../lib/plugin.js';
import type { Narrowing } from './narrowing.js';
import type { Steps } from './steps.js';

/** The values that an input can have: some, those at even distances, or all of its type. */
export interface Domain {
  readonly values?: readonly unknown[];
  readonly steps?: Steps;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Dates of years with more or fewer digits are not counted. */
const COUNTED_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether an input can have a value. */
export function contains(domain: Domain, field: ValueField, value: unknown): boolean {
  const { values, steps } = domain;
  if (values && !values.some((each) => identityOf(field, each) === identityOf(field, value))) return false;
  return isWithin(domain, field, value) && (!steps || isAtStep(steps, field, value));
}

/** The values of an input within what is asked for; `unbounded` where that has no end, more than `max` where there are more. */
export function valuesOf(domain: Domain, field: ValueField, asked: Narrowing, max: number): readonly unknown[] | 'unbounded' {
  const listed = asked.values ?? domain.values;
  if (listed) {
    const found = listed
      .filter((value) => contains(domain, field, value) && isWithin(asked, field, value))
      .map((value) => ownForm(domain, field, value));
    return [...new Map(found.map((value) => [identityOf(field, value), value])).values()];
  }
  const from = greatest(field, domain.from, asked.from);
  const to = least(field, domain.to, asked.to);
  if (!domain.steps || !isCounted(field, from) || !isCounted(field, to)) return 'unbounded';
  const first = domain.steps.ceil(from);
  const count = Math.max(0, domain.steps.floor(to) - first + 1);
  const { steps } = domain;
  return Array.from({ length: Math.min(count, max + 1) }, (_each, index) => steps.at(first + index));
}

/** A value as the domain itself has it, however it was asked for: one object has one form. */
function ownForm({ values, steps }: Domain, field: ValueField, value: unknown): unknown {
  if (values) return values.find((each) => identityOf(field, each) === identityOf(field, value)) ?? value;
  return steps ? steps.at(steps.floor(value)) : value;
}

/** Whether a value is between two others. */
const isWithin = ({ from, to }: Pick<Domain, 'from' | 'to'>, field: ValueField, value: unknown): boolean =>
  (from === undefined || orderValues(field, value, from) >= 0) && (to === undefined || orderValues(field, value, to) <= 0);

function isAtStep(steps: Steps, field: ValueField, value: unknown): boolean {
  if (!isCounted(field, value)) return false;
  const place = steps.floor(value);
  return Number.isSafeInteger(place) && orderValues(field, steps.at(place), value) === 0;
}

const isCounted = (field: ValueField, value: unknown): boolean =>
  value !== undefined && (field.kind === 'enum' || field.type !== 'date' || (typeof value === 'string' && COUNTED_DATE.test(value)));

const greatest = (field: ValueField, one: unknown, other: unknown): unknown =>
  one === undefined || (other !== undefined && orderValues(field, other, one) > 0) ? other : one;

const least = (field: ValueField, one: unknown, other: unknown): unknown =>
  one === undefined || (other !== undefined && orderValues(field, other, one) < 0) ? other : one;
