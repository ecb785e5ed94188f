export { MikroOrmAdapter } from './adapter.js';
export { databaseAdapter } from './database-adapter.js';
export type { MikroOrmAdapterOptions } from './entity-adapter.js';
export { postgresHints } from './postgres-hints.js';
export { sideTables, type SideTableOptions } from './side/side-tables.js';
export { checkDrift } from './drift/check-drift.js';
export type { ActorSessionOptions, DatabaseSession } from './rls/actor-session.js';
export { databaseSession } from './rls/database-session.js';
export {
  advise,
  changeTriggers,
  rowLevelSecurity,
  type Advice,
  type ChangeTriggers,
  type ChangeTriggersOptions,
  type RowLevelSecurity,
  type RowLevelSecurityOptions,
} from '../../lib/plugin.js';
