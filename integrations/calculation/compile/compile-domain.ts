import { INVALID, orderValues, parseScalar, type EnumModel, type ScalarField, type ValueField } from '../../../lib/plugin.js';
import type { DomainOptions } from '../declare/options.js';
import { dateSteps } from '../domain/date-steps.js';
import type { Domain } from '../domain/domain.js';
import { isPositive, numberSteps } from '../domain/number-steps.js';
import type { Steps } from '../domain/steps.js';
import type { Given } from './compiled.js';

const NUMBERS: readonly string[] = ['int', 'bigint', 'decimal'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** What an input can have, by what others have, and what is wrong with what was said of it. */
export interface CompiledDomain {
  readonly domainOf: (given: Given) => Domain;
  readonly faults: readonly string[];
}

/** The domain of an input with values. What functions give is checked when they are called. */
export function compileDomain(field: ValueField, options: DomainOptions, enumeration?: EnumModel): CompiledDomain {
  const { values, from, to, step, every } = options;
  const isOpen = [values, from, to].some((each) => typeof each === 'function');
  const resolve = (given: Given): Domain => domainFor(field, resolved(options, given), enumeration);
  const faults = [
    ...(step !== undefined && (!isNumber(field) || typeof step === 'function' || !isStep(field, step))
      ? ['step is no number above 0']
      : []),
    ...(every !== undefined && !PACES.includes(every) ? ['every is none of day, week, month, quarter and year'] : []),
  ];
  if (faults.length > 0 || isOpen) return { domainOf: resolve, faults };
  try {
    const fixed = resolve({});
    return { domainOf: () => fixed, faults: isBackwards(field, options) ? ['from is beyond to'] : [] };
  } catch (error) {
    return { domainOf: resolve, faults: [(error as Error).message] };
  }
}

const isBackwards = (field: ValueField, { from, to }: DomainOptions): boolean =>
  isBeyond(field, parseBound(field, from, 'from'), parseBound(field, to, 'to'));

const PACES: readonly unknown[] = ['day', 'week', 'month', 'quarter', 'year'];

/** DomainOptions of which nothing is a function any more. */
function resolved(options: DomainOptions, given: Given): DomainOptions {
  const valueOf = (each: unknown): unknown => (typeof each === 'function' ? (each as (given: Given) => unknown)(given) : each);
  return { ...options, values: valueOf(options.values), from: valueOf(options.from), to: valueOf(options.to) };
}

function domainFor(field: ValueField, options: DomainOptions, enumeration: EnumModel | undefined): Domain {
  const from = parseBound(field, options.from, 'from');
  const to = parseBound(field, options.to, 'to');
  if (isBeyond(field, from, to)) return { values: [] };
  const values = listedValues(field, options, enumeration);
  // A list says it all, unless something else is said, too.
  const isStepped = options.values === undefined || options.every !== undefined || options.step !== undefined;
  const steps = isStepped ? stepsOf(field, options, from) : undefined;
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(values && { values: values.map((value) => parse(field, value, enumeration)) }),
    ...(steps && { steps }),
  };
}

function listedValues(field: ValueField, { values }: DomainOptions, enumeration: EnumModel | undefined): readonly unknown[] | undefined {
  if (values === undefined || values === null)
    return enumeration?.members.map(({ value }) => value) ?? (isBoolean(field) ? [false, true] : undefined);
  if (!Array.isArray(values)) throw new TypeError('values are no list');
  return values as readonly unknown[];
}

const isBeyond = (field: ValueField, from: unknown, to: unknown): boolean =>
  from !== undefined && to !== undefined && orderValues(field, from, to) > 0;

function stepsOf(
  field: ValueField,
  { step, every = 'day', at = 'start' }: Pick<DomainOptions, 'step' | 'every' | 'at'>,
  from: unknown,
): Steps | undefined {
  if (field.kind === 'enum') return undefined;
  if (field.type === 'date') return dateSteps({ every, at }, from as string | undefined);
  const size = step ?? (field.type === 'decimal' ? undefined : '1');
  if (!isNumber(field) || size === undefined) return undefined;
  return numberSteps(size, from ?? '0', (text) => (field.type === 'decimal' ? text : parseScalar(field, text)));
}

function parseBound(field: ValueField, value: unknown, name: 'from' | 'to'): unknown {
  if (value === undefined || value === null) return undefined;
  if (field.kind === 'scalar' && field.type === 'date' && typeof value === 'string' && MONTH.test(value)) {
    return name === 'from' ? `${value}-01` : lastDay(value);
  }
  return parse(field, value);
}

const lastDay = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** Says nothing of the value: it may be somebody's data. */
function parse(field: ValueField, value: unknown, enumeration?: EnumModel): unknown {
  const known = field.kind === 'enum' ? enumeration?.members.some((member) => member.value === value) : true;
  const parsed = field.kind === 'scalar' ? parseScalar(field, value) : value;
  if (!known || parsed === INVALID || parsed === undefined || parsed === null) {
    throw new TypeError(`a value of the domain of "${field.name}" is none of its type`);
  }
  return parsed;
}

const isNumber = (field: ValueField): boolean => field.kind === 'scalar' && NUMBERS.includes(field.type);
const isBoolean = (field: ValueField): boolean => field.kind === 'scalar' && field.type === 'boolean';
const isStep = (field: ValueField, step: unknown): boolean => parseScalar(field as ScalarField, step) !== INVALID && isPositive(step);
