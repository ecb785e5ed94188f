import type { ValueField } from './field.js';

/** What a field holds that links objects: `text`, `number` for whole numbers, `uuid`, or the name of an enum. */
export type LinkKind = string;

/** The kind of the values of a field, where their texts tell exactly which are the same; undefined for others, such as floating numbers. */
export function linkKind(field: ValueField): LinkKind | undefined {
  if (field.kind === 'enum') return `enum ${field.enum}`;
  switch (field.type) {
    case 'string':
      return 'text';
    case 'int':
    case 'bigint':
      return 'number';
    case 'uuid':
      return 'uuid';
    default:
      return undefined;
  }
}
