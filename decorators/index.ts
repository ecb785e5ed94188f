export { database, type DatabaseOptions } from './database.js';
export { Interface } from './interface.js';
export { Manager } from './manager.js';
export { Permission } from './permission.js';
export type {
  FieldOptions,
  InterfaceDeclaration,
  ManagerOptions,
  OperationOption,
  PermissionOptions,
  PermissionRule,
} from '../lib/declaration/options.js';
export { actor, allOf, anyOf, authenticated, everyone, nobody, not, role, type ActorAttribute, type Rule } from '../lib/permission/rule.js';
