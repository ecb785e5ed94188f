/** What a reviver is told of primitive values besides them; TypeScript's library does not know it yet. */
interface Source {
  readonly source?: string;
}

type Reviver = (this: unknown, key: string, value: unknown, context?: Source) => unknown;

/** Parses JSON without rounding its numbers: those that JavaScript would round are texts. */
export const parseColumns = (text: string): unknown => JSON.parse(text, exactly);

const exactly: Reviver = (_key, value, context) =>
  typeof value === 'number' && context?.source !== undefined && String(value) !== context.source ? context.source : value;
