/** An operand as plain JSON that tells what JSON cannot: dates, large numbers, bytes, numbers that are none. */
export function encodeValue(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', Object.is(value, -0) ? '-0' : String(value)];
  if (typeof value === 'bigint') return ['i', String(value)];
  if (value instanceof Date) return ['d', Number.isNaN(value.getTime()) ? null : value.toISOString()];
  if (value instanceof Uint8Array) return ['b', Buffer.from(value).toString('base64')];
  if (Array.isArray(value)) return ['a', value.map(encodeValue)];
  if (typeof value === 'object') return ['o', Object.entries(value).map(([key, each]) => [key, encodeValue(each)])];
  throw new TypeError(`a value of the type ${typeof value} is no operand`);
}

/** The operand again. @throws TypeError for what is none */
export function decodeValue(encoded: unknown): unknown {
  if (!Array.isArray(encoded)) return encoded;
  const [kind, value] = encoded as readonly unknown[];
  switch (kind) {
    case 'n':
      return Number(value);
    case 'i':
      return BigInt(String(value));
    case 'd':
      return new Date(typeof value === 'string' ? value : NaN);
    case 'b':
      return Buffer.from(String(value), 'base64');
    case 'a':
      return (value as readonly unknown[]).map(decodeValue);
    case 'o':
      return Object.fromEntries((value as readonly (readonly [string, unknown])[]).map(([key, each]) => [key, decodeValue(each)]));
    default:
      throw new TypeError('the value is no operand');
  }
}
