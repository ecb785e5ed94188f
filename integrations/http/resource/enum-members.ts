import { memberName, type EnumModel } from '../../../lib/plugin.js';
import type { Members } from '../field/resource-field.js';

/** The members of an enum: as they are named, or with names made of their values, `in-active` gives `IN_ACTIVE`. */
export function membersOf(members: Members): EnumModel['members'] {
  if (!isList(members)) return Object.entries(members).map(([name, value]) => ({ name, value }));
  return members.map((value) => ({ name: memberName(value), value }));
}

const isList = (members: Members): members is readonly (string | number)[] => Array.isArray(members);
