import { defineEntity, EntitySchema, p, type Rel } from '@mikro-orm/postgresql';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Person } from './people.js';

/** Many-to-many through an entity of its own. */
export const Club = defineEntity({
  name: 'Club',
  properties: {
    id: p.integer().primary(),
    name: p.string(),
    members: () =>
      p
        .manyToMany(Person)
        .pivotEntity(() => Membership)
        .owner()
        .inversedBy('clubs'),
    memberships: () => p.oneToMany(Membership).mappedBy('club'),
  },
});

/** A key of two relations. */
export const Membership = defineEntity({
  name: 'Membership',
  properties: {
    club: () => p.manyToOne(Club).primary(),
    person: () => p.manyToOne(Person).primary(),
    role: p.enum(['captain', 'member']).default('member'),
  },
});

export interface Badge {
  person: Rel<Person>;
  color: string;
}

/** Its key is that of the person. */
export const BadgeSchema = new EntitySchema<Badge>({
  name: 'Badge',
  properties: {
    person: { kind: '1:1', entity: () => Person, primary: true, owner: true, inversedBy: 'badge' },
    color: { type: 'string' },
  },
});

export interface Account {
  id: string;
  owner?: Rel<Person> | null;
}

/** Its foreign key leads to a column that is no primary key. */
export const AccountSchema = new EntitySchema<Account>({
  name: 'Account',
  properties: {
    id: { type: 'string', primary: true },
    owner: { kind: 'm:1', entity: () => Person, targetKey: 'email', nullable: true, inversedBy: 'accounts' },
  },
});

for (const each of [Club, Membership, BadgeSchema, AccountSchema]) {
  Manager()(each);
  Permission({ read: everyone() })(each);
}
