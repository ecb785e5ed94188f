import type { FieldFacts } from '../interface/value-facts.js';
import type { EnumField, ScalarField } from '../model/field.js';
import type { EnumModel } from '../model/model.js';
import type { ScalarType } from '../model/scalar.js';
import { allConstraints, type ValueConstraints } from './constraints.js';
import { decimalText, exactRange, planOfExact, planOfFloats } from './number-values.js';
import { planOfTexts, uuidOf, wordOf } from './text-values.js';
import { INTERVALS, planOfDates, planOfMoments, planOfTimes } from './time-values.js';
import { planOfList, type ValuePlan } from './value-plan.js';
import type { Generate, ValueSource } from './value-source.js';

/** A field of which the values are planned. */
export interface PlannedField {
  readonly owner: string;
  readonly field: ScalarField | EnumField;
  readonly enum: EnumModel | undefined;
  readonly facts: FieldFacts;
  readonly constraints: ValueConstraints;
  readonly reference: Date;
  readonly sources: readonly ValueSource[];
}

const BLOB_LENGTH = 16;
const INT: ValueConstraints = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const BIGINT: ValueConstraints = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
/** Decimals of which nothing says how many digits they have. */
const DECIMALS = 2;
const MAX_ITEMS = 3;

/** Plans the values of a field; undefined where nothing is known of them. */
export function planOfField(planned: PlannedField): ValuePlan | undefined {
  const { field, constraints } = planned;
  if (!field.list) return planOfItem(planned, constraints);
  const item = planOfItem({ ...planned, facts: { ...planned.facts, limits: {} } }, constraints.items ?? {});
  if (!item) return undefined;
  const { minItems = 0, maxItems = Math.max(minItems, MAX_ITEMS) } = constraints;
  const generate: Generate = (draw) => {
    const { random } = draw;
    return Array.from({ length: random.int(minItems, maxItems) }, () => item.generate(draw));
  };
  return { generate };
}

function planOfItem(planned: PlannedField, constraints: ValueConstraints): ValuePlan | undefined {
  const { field, enum: members } = planned;
  const { notIn = [] } = constraints;
  const values = members?.members.map(({ value }) => value);
  const listed = allConstraints({ ...(values && { in: values }) }, { ...(constraints.in && { in: constraints.in }) }).in;
  if (listed) return planOfList(listed.filter((each) => !notIn.includes(each)));
  if (field.kind === 'enum') return undefined;
  const type = field.type === 'custom' ? field.looksLike : field.type;
  // Of a type whose values look like a document, nobody knows what is in them.
  if (type === undefined || planned.facts.opaque) return sourced(planned, constraints, 'json');
  const plan = planOfScalar(planned, field, type, constraints);
  return plan && notIn.length > 0 ? { generate: avoiding(plan.generate, notIn), ...(plan.distinct && { distinct: plan.distinct }) } : plan;
}

function sourced(planned: PlannedField, constraints: ValueConstraints, type: ScalarType): ValuePlan | undefined {
  const generate = sourceOf(planned, constraints, type);
  return generate && { generate };
}

function sourceOf(
  { owner, field, reference, sources }: PlannedField,
  constraints: ValueConstraints,
  type: ScalarType,
): Generate | undefined {
  for (const source of sources) {
    const generate = source.generator({ owner, field, type, constraints, reference });
    if (generate) return generate;
  }
  return undefined;
}

function planOfScalar(planned: PlannedField, field: ScalarField, type: ScalarType, constraints: ValueConstraints): ValuePlan | undefined {
  const { facts, reference } = planned;
  const { limits } = facts;
  const preferred = sourceOf(planned, constraints, type);
  const better = (plan: ValuePlan): ValuePlan => (preferred ? { ...plan, generate: preferred } : plan);
  switch (type) {
    case 'string':
      return planOfTexts(lengthOf(field, limits, constraints), preferred);
    case 'int':
      return better(planOfExact(exactRange({ limits: allConstraints(INT, limits), constraints }, 0), Number));
    case 'bigint':
      return better(planOfExact(exactRange({ limits: allConstraints(BIGINT, limits), constraints }, 0), (value) => value));
    case 'decimal': {
      const scale = limits.scale ?? field.scale ?? DECIMALS;
      const precision = limits.precision ?? field.precision;
      const range = exactRange({ limits: { ...limits, ...(precision !== undefined && { precision }) }, constraints }, scale);
      return better(planOfExact(range, (value) => decimalText(value, scale)));
    }
    case 'float':
      return better(
        constraints.whole
          ? planOfExact(exactRange({ limits: allConstraints(INT, limits), constraints }, 0), Number)
          : planOfFloats({ limits, constraints }),
      );
    case 'boolean':
      return planOfList([true, false]);
    case 'date':
      return better(planOfDates(constraints, reference));
    case 'datetime':
    case 'localDatetime':
      return better(planOfMoments(constraints, reference));
    case 'time':
      return planOfTimes(field.comparison === 'zoned');
    case 'uuid':
      return { generate: ({ random }) => uuidOf(random), distinct: { generate: ({ random }) => uuidOf(random), count: 2 ** 48 } };
    case 'interval':
      return INTERVALS;
    case 'json':
      return better({ generate: ({ random }) => ({ [wordOf(random)]: random.int(0, 99) }) });
    case 'blob': {
      const length = Math.min(BLOB_LENGTH, limits.maxLength ?? BLOB_LENGTH);
      return better({ generate: ({ random }) => Buffer.from(random.bytes(length)) });
    }
    case 'custom':
      return undefined;
  }
}

function lengthOf({ maxLength }: ScalarField, limits: ValueConstraints, constraints: ValueConstraints): ValueConstraints {
  const known = { ...(limits.maxLength !== undefined && { maxLength: limits.maxLength }) };
  return allConstraints(constraints, known, maxLength === undefined ? {} : { maxLength });
}

/** Draws again where a value is one of those that may not be. */
function avoiding(generate: Generate, values: readonly unknown[]): Generate {
  return (draw) => {
    let value = generate(draw);
    for (let attempt = 0; attempt < 100 && values.includes(value); attempt += 1) value = generate(draw);
    return value;
  };
}
