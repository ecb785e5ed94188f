import { Unauthenticated } from 'general-manager/graphql-server';

/** Somebody who acts. */
export interface User {
  readonly name: string;
  readonly roles: readonly string[];
}

/** The demo's tokens are names; an app of your own verifies signed ones here. */
const USERS: readonly User[] = [
  { name: 'ada', roles: ['admin'] },
  { name: 'piet', roles: ['purchaser'] },
  { name: 'sam', roles: [] },
];

/** Who sent a request: `authorization: Bearer ada`; nobody in particular without the header. */
export function userOf(request: Request): User | null {
  const header = request.headers.get('authorization');
  if (header === null) return null;
  const user = USERS.find(({ name }) => header === `Bearer ${name}`);
  if (!user) throw Unauthenticated.create({});
  return user;
}
