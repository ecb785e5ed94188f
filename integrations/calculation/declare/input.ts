import type {
  DateOptions,
  DomainOptions,
  EnumInputOptions,
  InputDeclaration,
  InputMembers,
  InputType,
  ManagerInputOptions,
  MonthOptions,
  NumberOptions,
  ValueOptions,
} from './options.js';

const declared = (type: InputType, options: DomainOptions): InputDeclaration => Object.freeze({ kind: 'scalar', type, options });

/**
 * The inputs of a calculation, each with the values that it can have: its domain. Bounds, values and filters may be functions of other inputs,
 * which `needs` then names; they are called once for each different combination of those.
 *
 * @example
 * const inputs = {
 *   ship: input.of(() => Ship, { filter: { status: 'in-port' } }),
 *   month: input.month({ from: '2026-01', to: '2026-12' }),
 *   mission: input.of(() => Mission, { needs: { ship: true }, filter: ({ ship }: { ship: { id: number } }) => ({ ship: { id: ship.id } }) }),
 * };
 */
export const input = Object.freeze({
  /** Objects of a manager, as whoever reads may see them. */
  of: (target: () => object, options: ManagerInputOptions = {}): InputDeclaration => Object.freeze({ kind: 'manager', target, options }),
  string: (options: ValueOptions<string> = {}): InputDeclaration => declared('string', options),
  int: (options: NumberOptions<number> = {}): InputDeclaration => declared('int', options),
  bigint: (options: NumberOptions<bigint> = {}): InputDeclaration => declared('bigint', options),
  decimal: (options: NumberOptions<string> = {}): InputDeclaration => declared('decimal', options),
  boolean: (options: ValueOptions<boolean> = {}): InputDeclaration => declared('boolean', options),
  date: (options: DateOptions = {}): InputDeclaration => declared('date', options),
  /** Months as dates; bounds may be written as `2026-01`. */
  month: (options: MonthOptions = {}): InputDeclaration => declared('date', { ...options, every: 'month' }),
  datetime: (options: ValueOptions<Date> = {}): InputDeclaration => declared('datetime', options),
  uuid: (options: ValueOptions<string> = {}): InputDeclaration => declared('uuid', options),
  /** One of some values: a list of them, or an object that names them. */
  enum: (members: InputMembers, options: EnumInputOptions = {}): InputDeclaration => Object.freeze({ kind: 'enum', members, options }),
});
