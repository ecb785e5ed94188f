import { Collection, type Ref, type Rel } from '@mikro-orm/core';
import {
  actor,
  after,
  allOf,
  anyOf,
  before,
  changed,
  check,
  delegate,
  deny,
  everyone,
  not,
  Permission,
  require,
  role,
  where,
  type PermissionOptions,
} from 'general-manager/decorators';

// Checked by the type check: each line that must not compile says so.

class Owner {
  id!: number;
  name!: string;
}

class Part {
  id!: number;
  size!: number;
}

class Thing {
  id!: number;
  name!: string;
  size!: number | null;
  tags!: string[];
  owner!: Rel<Owner>;
  other!: Ref<Owner> | null;
  parts = new Collection<Part>(this);
  describe(): string {
    return this.name;
  }
}

const shared: PermissionOptions<{ name: string }> = { read: require(where({ name: { startsWith: 'x' } })) };

describe('the types of rules', () => {
  it('take what the class has', () => {
    Permission<Thing>(shared, {
      read: [
        where({ owner: actor('id') }),
        where({ owner: { name: { in: actor('names') } }, size: { gt: 3 }, tags: { has: actor('tag') } }),
        where({ parts: { some: { size: { lte: actor('size') } } }, other: null }),
        anyOf(role('a'), where({ or: [{ name: 'x' }, { not: { name: { contains: actor('part') } } }] })),
        deny(where({ tags: { hasSome: ['a'] } })),
        require(not(where({ size: null }))),
      ],
      update: [
        delegate('owner'),
        before({ owner: actor('id'), size: { gt: 3 } }),
        deny(allOf(changed('name', 'owner'), after({ parts: { some: { size: 1 } } }))),
        check({ name: 'short', where: { size: { lt: 3 } }, test: (thing, who) => who !== null && thing.name.length < 3 }),
      ],
      delete: { allow: everyone(), deny: where({ name: 'x' }) },
      fields: { size: { read: role('b'), update: where({ size: { isNull: true } }) }, parts: { read: role('c') } },
    });
  });

  it('refuse what it has not', () => {
    // @ts-expect-error no such property
    Permission<Thing>({ read: where({ nope: 1 }) });
    // @ts-expect-error no such property at the other end of a relation
    Permission<Thing>({ read: where({ owner: { nope: 1 } }) });
    // @ts-expect-error not of this type
    Permission<Thing>({ read: where({ size: { gt: 'x' } }) });
    // @ts-expect-error no operator of numbers
    Permission<Thing>({ read: where({ size: { contains: 3 } }) });
    // @ts-expect-error a collection needs some, every or none
    Permission<Thing>({ read: where({ parts: { size: 1 } }) });
    // @ts-expect-error a method is no property
    Permission<Thing>({ read: where({ describe: 'x' }) });
    // @ts-expect-error no such property to change
    Permission<Thing>({ update: changed('nope') });
    // @ts-expect-error no such property before
    Permission<Thing>({ update: before({ nope: 1 }) });
    // @ts-expect-error no operator of numbers after
    Permission<Thing>({ update: after({ size: { contains: 3 } }) });
    // @ts-expect-error no such relation before
    Permission<Thing>({ update: before({ owner: { nope: 1 } }) });
    // @ts-expect-error no such property in the condition of a check
    Permission<Thing>({ delete: check({ name: 'x', where: { nope: 1 }, test: () => true }) });
    // @ts-expect-error no such property in the test of a check
    Permission<Thing>({ delete: check<Thing>({ name: 'x', test: (thing) => thing.nope === 1 }) });
    // @ts-expect-error a check of another class
    Permission<Part>({ delete: check<Thing>({ name: 'x', test: (thing) => thing.name === '' }) });
    // @ts-expect-error a check does not wait
    Permission<Thing>({ delete: check<Thing>({ name: 'x', test: async () => true }) });
    // @ts-expect-error rules of another class
    Permission<Part>(shared);
    // @ts-expect-error no such field
    Permission<Thing>({ read: everyone(), fields: { nope: { read: everyone() } } });
    // @ts-expect-error no such operation
    Permission<Thing>({ see: everyone() });
    // @ts-expect-error not a rule
    Permission<Thing>({ read: 'everyone' });
    // @ts-expect-error no such relation
    Permission<Thing>({ read: delegate('nope') });
  });
});
