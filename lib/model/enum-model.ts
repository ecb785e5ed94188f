import { memberName } from './member-name.js';
import type { EnumModel } from './model.js';

/** Members of an enum: by name, or their values alone. */
export type EnumMembers = readonly (string | number)[] | Readonly<Record<string, string | number>>;

/** An enum of members: as they are named, or with names made of their values, `in-port` gives `IN_PORT`. */
export function enumModel(name: string, members: EnumMembers): EnumModel {
  if (!isList(members)) return { name, members: Object.entries(membersOf(members)).map(([each, value]) => ({ name: each, value })) };
  return { name, members: members.map((value) => ({ name: memberName(value), value })) };
}

const isList = (members: EnumMembers): members is readonly (string | number)[] => Array.isArray(members);

/** TypeScript adds the names of numbers to enums. */
const membersOf = (members: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> =>
  Object.fromEntries(Object.entries(members).filter(([name, value]) => typeof value !== 'string' || members[value] !== Number(name)));
