import { labelSelection } from './labels.js';
import { keySelection } from './keys.js';
import type { AdminField, AdminManager, Schema } from './schema.js';

/** Embedded objects may hold embedded objects. */
const DEPTH = 4;

/** The selection that shows a field; undefined for lists of other objects, which are read by themselves. */
function fieldSelection(schema: Schema, field: AdminField, depth = DEPTH): string | undefined {
  switch (field.kind) {
    case 'many':
      return undefined;
    case 'one': {
      const target = schema.named(field.type);
      return target && `${field.name} { ${labelSelection(schema, target)} }`;
    }
    case 'embedded': {
      const inner = depth > 0 ? schema.embedded(field.type).flatMap((each) => fieldSelection(schema, each, depth - 1) ?? []) : [];
      return inner.length > 0 ? `${field.name} { ${inner.join(' ')} }` : undefined;
    }
    default:
      return field.name;
  }
}

/** The selection of an object with its type, key and label, and the given fields. */
export function objectSelection(schema: Schema, manager: AdminManager, fields: readonly AdminField[]): string {
  const own = fields.flatMap((field) => fieldSelection(schema, field) ?? []);
  // A field that the label has by less is merged with the one that is shown.
  return ['__typename', manager.key ? keySelection(manager.key) : '', labelSelection(schema, manager), ...own].join(' ');
}

/** The selection of what decides whether an object may be written: what the actor may do with it, and its version. */
export function writingSelection(manager: AdminManager): string {
  const version = manager.fields.find((field) => field.version);
  return `${capabilitySelection(manager)} ${version?.name ?? ''}`;
}

/** The selection of what the actor may do with an object. */
export function capabilitySelection({ capabilities }: AdminManager): string {
  if (!capabilities) return '';
  const { name, operations, fields, actions } = capabilities;
  const groups = [fields.length > 0 ? `fields { ${fields.join(' ')} }` : '', actions.length > 0 ? `actions { ${actions.join(' ')} }` : ''];
  return `${name} { ${[...operations, ...groups].join(' ')} }`;
}
