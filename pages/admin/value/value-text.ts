import type { AdminField } from '../schema/schema.js';

const INSTANT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const SHORT = 300;

type Shown = Pick<AdminField, 'kind' | 'type' | 'list'>;

/** A value in one line, as people read it. Nothing is rounded: numbers beyond what JavaScript holds are texts. */
export function valueText(field: Shown, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => valueText({ ...field, list: false }, each)).join(', ');
  if (field.kind === 'scalar' && typeof value === 'string') return scalarText(field.type, value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return plainText(value);
}

/** Any other value as a text. */
export const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function scalarText(type: string, value: string): string {
  switch (type) {
    case 'datetime': {
      const instant = new Date(value);
      return Number.isNaN(instant.getTime()) ? value : INSTANT.format(instant);
    }
    case 'localDatetime':
      return value.replace('T', ' ').replace(/\.000$/, '');
    case 'blob':
      return sizeText(value);
    default:
      return value;
  }
}

/** The size of what is written in Base64. */
function sizeText(base64: string): string {
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;
}

/** A text of which only the beginning is shown. */
export const shortened = (text: string, length = SHORT): string => (text.length > length ? `${text.slice(0, length)}…` : text);
