export { Action } from './action.js';
export { Computed } from './computed.js';
export { database, type DatabaseOptions } from './database.js';
export { Interface } from './interface.js';
export { Manager } from './manager.js';
export { Permission } from './permission.js';
export { Rule } from './rule.js';
export type { ActionArgument, ActionContext, ActionOptions, ActionResult, ActionType } from '../lib/declaration/action.js';
export type { ComputeContext, ComputedOptions, ComputedType } from '../lib/declaration/computed.js';
export { many, one, type RelationDeclaration, type RelationFields } from '../lib/declaration/related.js';
export type { BusinessRule, RuleAnswer, RuleChange, RuleDescription } from '../lib/declaration/rule.js';
export type {
  FieldOptions,
  InterfaceDeclaration,
  ManagerOptions,
  OperationOption,
  FieldPermission,
  PermissionOptions,
  PermissionRule,
  PolicyPart,
} from '../lib/declaration/options.js';
export { actor, ActorReference, type ActorAttributes, type ActorPath } from '../lib/permission/actor-reference.js';
export { after, before, changed } from '../lib/permission/change.js';
export { check, type Check } from '../lib/permission/check.js';
export { definePredicate, type Predicate } from '../lib/permission/predicate.js';
export { deny, require } from '../lib/permission/policy.js';
export { allOf, anyOf, authenticated, delegate, everyone, nobody, not, role, where } from '../lib/permission/rule.js';
export type { Where } from '../lib/permission/where.js';
