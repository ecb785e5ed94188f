import { declarationOf, enumNamed, type FieldModel, type Row, type ScalarType } from '../../../../lib/plugin.js';
import { ownFields } from '../requests.js';
import type { Subject } from '../subject.js';
import type { Check } from './check.js';

/** Whether a value is one of a scalar type. */
const IS: Readonly<Record<ScalarType, (value: unknown) => boolean>> = Object.freeze({
  string: (value) => typeof value === 'string',
  uuid: (value) => typeof value === 'string',
  decimal: (value) => typeof value === 'string' && Number.isFinite(Number(value)),
  interval: (value) => typeof value === 'string',
  int: Number.isInteger,
  float: (value) => typeof value === 'number',
  bigint: (value) => typeof value === 'bigint',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^-?\d{4,}-\d\d-\d\d/.test(value),
  time: (value) => typeof value === 'string' && /^\d\d:\d\d/.test(value),
  datetime: (value) => value instanceof Date,
  localDatetime: (value) => value instanceof Date,
  json: () => true,
  blob: (value) => value instanceof Uint8Array,
  custom: () => true,
});

const described: Check = {
  name: 'describes its classes, each time alike',
  examine: async (subject) => {
    for (const { target, name, fields } of subject.managers) {
      const { adapter } = subject.manager(name);
      const [one, other] = [1, 2].map(() => JSON.stringify(adapter.describe(target, declarationOf(target) ?? {})));
      subject.questions += 1;
      if (one !== other) subject.breach({ name }, 'describe', 'gives another description the second time');
      if (fields.size === 0) subject.breach({ name }, 'describe', 'gives no fields');
    }
  },
};

const valued: Check = {
  name: 'gives every value, of the type that it describes',
  examine: async (subject) => {
    for (const manager of subject.managers) {
      const select = ownFields(manager);
      const plan = await subject.plans.of(manager, { select, page: { first: 1000 } });
      if (!plan) continue;
      await subject.compare(plan, { select: select.fields });
      const { rows } = await subject.read(plan);
      for (const row of rows) for (const { name } of plan.selection.fields) judge(subject, manager.fields.get(name), row);
    }
  },
};

function judge(subject: Subject, field: FieldModel | undefined, row: Row): void {
  if (!field || field.kind === 'relation' || field.kind === 'embedded') return;
  const value = row[field.name];
  if (value === null && field.nullable) return;
  const isOne =
    field.kind === 'enum'
      ? (each: unknown) => enumNamed(subject.model, field.enum).members.some(({ value: member }) => member === each)
      : IS[field.type];
  const isRight = field.list && Array.isArray(value) ? value.every(isOne) : isOne(value);
  if (!isRight)
    subject.breach({ name: field.name }, 'value', `is not ${field.kind === 'enum' ? 'a member of its enum' : `of the type ${field.type}`}`);
}

export const DESCRIPTIONS: readonly Check[] = Object.freeze([described, valued]);
