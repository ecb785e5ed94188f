/**
 * The name of an enum's member, made of its value: `in-active` gives `IN_ACTIVE`, `1st` gives `_1ST`, the empty text gives `EMPTY`. What has no
 * letter or digit is named after its code points.
 *
 * @example
 * memberName('in-active'); // 'IN_ACTIVE'
 */
export function memberName(value: string | number): string {
  if (value === '') return 'EMPTY';
  const name = String(value)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\W+/g, '_')
    .replace(/^\d/, '_$&')
    // Names that begin with two of them are GraphQL's own.
    .replace(/^__+/, '_')
    .toUpperCase();
  return name === '_' ? `_${Array.from(String(value), (each) => each.codePointAt(0)?.toString(16)).join('_')}` : name;
}
