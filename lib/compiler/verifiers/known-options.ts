import { ARGUMENT_NAMES, RESULT_NAMES, type ActionDeclaration } from '../../declaration/action.js';
import type { ComputedDeclaration } from '../../declaration/computed.js';
import { membersOf, type Declaration } from '../../declaration/declaration.js';
import { unknownOptions, type NamesOf } from '../../declaration/option-names.js';
import type { FieldOptions, ManagerOptions } from '../../declaration/options.js';
import type { RelationDeclaration } from '../../declaration/related.js';
import type { BusinessRule } from '../../declaration/rule.js';
import type { Problem } from '../../error/problem.js';
import type { Draft } from '../draft.js';

const FIELD = { name: true, description: true, expose: true, enum: true } as const satisfies NamesOf<FieldOptions>;
const OPERATION = { name: true, description: true } as const;
const RELATION = { cardinality: true, target: true, by: true, to: true } as const satisfies NamesOf<RelationDeclaration>;
const SCOPE = { timeoutMs: true } as const;

const OPERATIONS = {
  detail: OPERATION,
  list: OPERATION,
  capabilities: OPERATION,
  aggregate: OPERATION,
  groups: OPERATION,
  history: OPERATION,
  create: OPERATION,
  createMany: OPERATION,
  update: OPERATION,
  updateMany: OPERATION,
  upsert: OPERATION,
  delete: OPERATION,
  deleteMany: OPERATION,
  restore: OPERATION,
} as const satisfies NamesOf<NonNullable<ManagerOptions['operations']>>;

const MANAGER = {
  name: true,
  plural: true,
  description: true,
  operations: OPERATIONS,
  fields: { '*': FIELD },
  cache: SCOPE,
  relations: { '*': RELATION },
} as const satisfies NamesOf<ManagerOptions>;

const ACTION = {
  name: true,
  scope: true,
  perform: true,
  description: true,
  operation: true,
  arguments: { '*': ARGUMENT_NAMES },
  permission: true,
  needs: true,
  returns: RESULT_NAMES,
} as const satisfies NamesOf<ActionDeclaration>;

const COMPUTED = {
  name: true,
  isStatic: true,
  takesContext: true,
  code: true,
  compute: true,
  type: true,
  enumName: true,
  list: true,
  nullable: true,
  description: true,
  lazy: true,
  needs: true,
  cache: SCOPE,
  system: true,
} as const satisfies NamesOf<ComputedDeclaration>;

const RULE = { name: true, message: true, fields: true, needs: true, on: true, holds: true } as const satisfies NamesOf<BusinessRule>;

const MEMBERS = { actions: ACTION, computed: COMPUTED, rules: RULE };

/** Declarations have no options but those that are read; operations of policies are verified with their rules. */
export function verifyKnownOptions({ managers }: Draft): readonly Problem[] {
  return managers.flatMap(({ name, target, declaration }) => [
    ...unknownOptions(declaration.manager, MANAGER, name),
    ...interfaceOptions(name, declaration),
    ...(['actions', 'computed', 'rules'] as const).flatMap((part) =>
      membersOf(part, target).flatMap((member) => unknownOptions(member, MEMBERS[part], `${name}.${part}.${member.name}`)),
    ),
  ]);
}

function interfaceOptions(name: string, { interface: declared }: Declaration): readonly Problem[] {
  if (!declared) return [];
  const { given } = declared;
  const path = `${name}.interface`;
  return [
    ...unknownOptions(declared, { adapter: true, options: true, open: true, given: true }, path),
    ...(given ? unknownOptions(given.options, given.names, path) : []),
  ];
}
