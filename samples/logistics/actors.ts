import type { AdminActor } from 'general-manager/admin';
import { Unauthenticated } from 'general-manager/graphql-server';

/** Somebody who acts: rules look at the roles, and at any other property. */
export interface User {
  /** By which histories tell who wrote. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly department: string;
  /** The code of the port where somebody works. */
  readonly port?: string;
  /** The id of the crew member that somebody is. */
  readonly crewMember?: number;
}

/** The demo's tokens are names; an app of your own verifies signed ones here. */
const USERS: readonly User[] = [
  { id: 'ada', name: 'ada', roles: ['admin'], department: 'board' },
  { id: 'piet', name: 'piet', roles: ['purchaser'], department: 'purchasing' },
  { id: 'sam', name: 'sam', roles: ['dispatcher'], department: 'operations' },
  { id: 'lea', name: 'lea', roles: ['agent'], department: 'agency', port: 'NLRTM' },
  { id: 'cleo', name: 'cleo', roles: ['customs'], department: 'customs' },
  { id: 'grace', name: 'grace', roles: [], department: 'crew', crewMember: 1 },
  { id: 'mia', name: 'mia', roles: [], department: 'maintenance' },
];

/** Whom one can act as on the admin page, in development. */
export const ADMIN_ACTORS: readonly AdminActor[] = USERS.map(({ name, roles, department }) => ({
  name,
  description: roles[0] ?? department,
  headers: { authorization: `Bearer ${name}` },
}));

/** Who sent a request: `authorization: Bearer ada`; nobody in particular without the header. */
export function userOf(request: Request): User | null {
  const header = request.headers.get('authorization');
  if (header === null) return null;
  const user = USERS.find(({ name }) => header === `Bearer ${name}`);
  if (!user) throw Unauthenticated.create({});
  return user;
}
