import { EnumKeyClash, InvalidName } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { EnumModel } from '../../model/model.js';
import type { Draft } from '../draft.js';

const MEMBER = /^(?!__)(?!true$|false$|null$)[A-Za-z_]\w*$/;

/** Members of enums need names that GraphQL accepts, and no two values may share one. */
export const verifyEnums = ({ enums }: Draft): readonly Problem[] => enums.flatMap(verifyEnum);

function verifyEnum({ name, members }: EnumModel): readonly Problem[] {
  return members.flatMap((member, index) => {
    const path = `${name}.${member.name}`;
    if (!MEMBER.test(member.name)) return [InvalidName.problem(path, { name: member.name })];
    const clash = members.findIndex((other) => other.name === member.name) !== index;
    return clash ? [EnumKeyClash.problem(path, { enumName: name, member: member.name })] : [];
  });
}
