import type { ValueField } from '../../model/field.js';

/** The exact text of a value that is not null, as cursors have it. */
export function textOf(field: ValueField, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value) || (typeof value === 'object' && value !== null)) return JSON.stringify(value);
  return field.kind === 'scalar' && field.comparison === 'single' ? String(Math.fround(Number(value))) : String(value);
}

/** The value of an exact text. */
export function valueOfText(field: ValueField, text: string): unknown {
  if (field.kind === 'enum') return memberOfText(text);
  switch (field.type) {
    case 'int':
    case 'float':
      return Number(text);
    case 'bigint':
      return BigInt(text);
    case 'boolean':
      return text === 'true';
    case 'datetime':
    case 'localDatetime':
      return new Date(text);
    default:
      return text;
  }
}

/** Numbers come back as numbers: as texts, 10 is before 9. Members that are texts compare as texts with either. */
function memberOfText(text: string): string | number {
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** A text that equal values have in common, and no others. */
export function identityOf(field: ValueField, value: unknown): string {
  if (field.kind === 'scalar' && field.type === 'decimal') return plainDecimal(String(value));
  return field.kind === 'scalar' && field.type === 'uuid' ? String(value).replaceAll('-', '').toLowerCase() : textOf(field, value);
}

/** A decimal without zeros that say nothing. */
function plainDecimal(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${whole.replace(/^\+/, '')}${kept === '' ? '' : `.${kept}`}`;
}
