import type { AdminField, AdminManager } from '../schema/schema.js';

/** More of them are hard to take in. */
const DEFAULT_COLUMNS = 7;

/** The fields that a table can show. */
export const tableFields = ({ fields }: AdminManager): readonly AdminField[] =>
  fields.filter(({ kind, type }) => kind !== 'many' && type !== 'blob');

/** The columns that are shown until somebody chooses others: what tells objects apart first, then what is short. */
export function columnsOf(manager: AdminManager, chosen?: readonly string[]): readonly AdminField[] {
  const all = tableFields(manager);
  if (chosen) return chosen.flatMap((name) => all.find((field) => field.name === name) ?? []);
  const label = manager.label.flatMap((name) => all.find((field) => field.name === name) ?? []);
  const others = all.filter((field) => !label.includes(field) && isShort(field));
  // What is chosen among and what leads on says more than one value more; then they stand as they were declared.
  const ranked = others.toSorted((one, other) => rankOf(one) - rankOf(other)).slice(0, Math.max(0, DEFAULT_COLUMNS - label.length));
  return [...label, ...others.filter((field) => ranked.includes(field))];
}

const rankOf = ({ kind, nullable }: AdminField): number => (kind === 'scalar' ? (nullable ? 2 : 1) : 0);

/** A number that only tells objects apart tells people nothing. */
const isShort = ({ kind, type, list, primary, lazy, version }: AdminField): boolean =>
  (kind === 'scalar' || kind === 'enum' || kind === 'one') && !list && !primary && !lazy && !version && !['json', 'uuid'].includes(type);
