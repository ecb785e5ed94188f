import { plainText, valueText } from '../value/value-text.js';
import { keyOf, keySelection } from './keys.js';
import type { AdminManager, Row, Schema } from './schema.js';

/** A label that leads further than this tells nothing more. */
const DEPTH = 2;

/** The selection of what tells people which object it is, with its key and its type. */
export function labelSelection(schema: Schema, manager: AdminManager, depth = DEPTH): string {
  const parts = manager.label.map((name) => {
    const field = manager.fields.find((each) => each.name === name);
    const target = field?.kind === 'one' ? schema.named(field.type) : undefined;
    if (!target) return name;
    return depth > 0 ? `${name} { ${labelSelection(schema, target, depth - 1)} }` : `${name} { ${keySelection(target.key ?? [])} }`;
  });
  return ['__typename', manager.key ? keySelection(manager.key) : '', ...parts].join(' ');
}

/** What tells people which object it is. */
export function labelText(schema: Schema, manager: AdminManager, row: Row, depth = DEPTH): string {
  const texts = manager.label.map((name) => {
    const field = manager.fields.find((each) => each.name === name);
    const value = row[name];
    if (value === null || value === undefined) return '';
    const target = field?.kind === 'one' ? schema.named(field.type) : undefined;
    return target ? labelText(schema, target, value as Row, depth - 1) : field ? valueText(field, value) : plainText(value);
  });
  const text = texts.filter((each) => each !== '').join(' · ');
  return text === '' ? (keyOf(manager.key, row)?.join(' · ') ?? '—') : text;
}
