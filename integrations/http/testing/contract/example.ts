import type { ScalarType } from '../../../../lib/plugin.js';
import { membersOf } from '../../resource/enum-members.js';
import type { CompiledField } from '../../resource/resource.js';

/** A value that a field can have, as its class has it. */
export function exampleOf(field: CompiledField): unknown {
  const item = exampleItem(field);
  return field.model.list ? [item] : item;
}

function exampleItem({ name, declared, fields }: CompiledField): unknown {
  if (declared.kind === 'object') return Object.fromEntries(fields.map((field) => [field.name, exampleOf(field)]));
  if (declared.kind === 'enum') return membersOf(declared.members)[0]?.value;
  return exampleOfType(declared.type, name);
}

/** A value of a type. */
export const exampleOfType = (type: ScalarType, name: string): unknown => (type === 'string' ? name : EXAMPLES[type]);

const EXAMPLES: Readonly<Record<Exclude<ScalarType, 'string'>, unknown>> = Object.freeze({
  int: 1,
  float: 1.5,
  bigint: 1n,
  decimal: '1.50',
  boolean: true,
  date: '2026-01-31',
  time: '12:30:00',
  datetime: new Date('2026-01-31T12:30:00.000Z'),
  localDatetime: new Date('2026-01-31T12:30:00.000Z'),
  uuid: '00000000-0000-4000-8000-000000000001',
  interval: '1 day',
  json: Object.freeze({}),
  blob: '',
  custom: '',
});
