import type { Actor, GeneralManager } from '../../../lib/index.js';
import { NoRowLevelSecurity, type InterfaceAdapter } from '../../../lib/plugin.js';
import type { DatabaseSession } from './actor-session.js';

type WithSessions = InterfaceAdapter & { session(actor: Actor): DatabaseSession };

/**
 * What tells the database who acts: the session of MikroORM for a unit of work of the application's own.
 *
 * The role is that of `bootstrap({ rls: { role } })`.
 *
 * @throws GM_RLS_UNSUPPORTED when no manager lives in a database; GM_RLS_ACTOR_VALUE for attributes that the database cannot be told
 * @example
 * const em = orm.em.fork({ session: databaseSession(gm, user) });
 */
export function databaseSession({ model }: Pick<GeneralManager, 'model'>, actor: Actor): DatabaseSession {
  const adapter = [...model.managers.values()].map((manager) => manager.adapter).find(hasSessions);
  if (!adapter) throw NoRowLevelSecurity.create({});
  return adapter.session(actor);
}

const hasSessions = (adapter: InterfaceAdapter): adapter is WithSessions => 'session' in adapter && typeof adapter.session === 'function';
