import 'reflect-metadata';
import type { Opt, Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  Filter,
  ManyToOne,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Problem } from 'general-manager';
import { database, everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity({ inheritance: 'tpt' })
@Manager()
@Permission({ read: everyone() })
class Animal {
  @PrimaryKey()
  id!: number;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Cat extends Animal {
  @Property()
  lives!: number;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Owner {
  @PrimaryKey()
  id!: number;
}

@Embeddable()
class Contact {
  @Property()
  phone!: string;

  @ManyToOne(() => Owner)
  owner!: Rel<Owner>;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Letter {
  @PrimaryKey()
  id!: number;

  @Embedded(() => Contact)
  contact!: Contact;
}

@Entity()
@Filter({ name: 'mine', cond: { id: 1 }, default: true })
@Manager()
@Permission({ read: everyone() })
class Tenanted {
  @PrimaryKey()
  id!: number;
}

@Entity()
@Filter({ name: 'mine', cond: { id: 1 }, default: true })
@Manager()
@Interface(database({ filters: 'ignore' }))
@Permission({ read: everyone() })
class Acknowledged {
  @PrimaryKey()
  id!: number;
}

@Entity({ expression: (em: { find(): unknown }) => Promise.resolve([em ? { id: 1 } : {}]) as never })
@Manager()
@Permission({ read: everyone() })
class Computed {
  @Property()
  id!: number;
}

enum Size {
  Small = 's',
  Large = 'l',
}

@Entity()
@Manager({ fields: { size: { enum: { Small: 's', Huge: 'h' } }, id: { enum: { One: 1 } } } })
@Permission({ read: everyone() })
class Shirt {
  @PrimaryKey()
  id!: number;

  @Enum({ items: () => Size })
  size!: Size;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Untyped {
  @PrimaryKey()
  id!: number;

  @Property({ version: true })
  version!: number & Opt;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Daily {
  @PrimaryKey()
  id!: number;

  @Property({ version: true, type: 'date' })
  version!: Date;
}

@Entity()
@Manager()
@Interface(database({ mode: 'read-only' }))
@Permission({ read: everyone() })
class Unwritten {
  @PrimaryKey()
  id!: number;

  @Property({ version: true })
  version!: number & Opt;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Typed {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number & Opt;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Timed {
  @PrimaryKey()
  id!: number;

  @Property({ version: true })
  version!: Date;
}

describe('kinds that are not supported', () => {
  let empty: FreshDatabase;
  before(async () => {
    empty = await freshDatabase('unsupported');
  });
  after(async () => empty.drop());

  async function problemsOf(...entities: (new () => object)[]): Promise<readonly Problem[]> {
    const orm = await MikroORM.init({ clientUrl: empty.url, entities, metadataProvider: ReflectMetadataProvider });
    try {
      await bootstrap({ orm, drift: 'off' });
      return [];
    } catch (error) {
      return (error as { readonly problems: readonly Problem[] }).problems;
    } finally {
      await orm.close();
    }
  }

  const CASES: readonly (readonly [
    title: string,
    entities: (new () => object)[],
    found: readonly (readonly [code: string, path: string])[],
  ])[] = [
    [
      'a table for each type of a hierarchy',
      [Animal, Cat],
      [
        ['GM_ORM_UNSUPPORTED_ENTITY', 'Animal'],
        ['GM_ORM_UNSUPPORTED_ENTITY', 'Cat'],
      ],
    ],
    ['a relation inside of an embedded object', [Letter, Contact, Owner], [['GM_ORM_UNSUPPORTED_PROPERTY', 'Letter.contact']]],
    ['a filter that is on by default', [Tenanted], [['GM_ORM_UNAPPLIED_FILTER', 'Tenanted']]],
    ['a virtual entity that gives rows in the place of a query', [Computed], [['GM_ORM_UNSUPPORTED_ENTITY', 'Computed']]],
    [
      'an enum object that is not that of the property',
      [Shirt],
      [
        ['GM_DECL_ENUM_MISMATCH', 'Shirt.id'],
        ['GM_DECL_ENUM_MISMATCH', 'Shirt.size'],
      ],
    ],
    ['a version without a type, which is a text', [Untyped], [['GM_ORM_INVALID_VERSION', 'Untyped.version']]],
    ['a version that is a day', [Daily], [['GM_ORM_INVALID_VERSION', 'Daily.version']]],
  ];
  for (const [title, entities, found] of CASES) {
    it(`are problems of the boot: ${title}`, async () => {
      const problems = await problemsOf(...entities);
      const known = problems.filter(({ code }) => /^GM_(?:ORM|DECL)_/.test(code));
      expect(known.map(({ code, path }) => [code, path])).to.have.deep.members(found);
      for (const { message, fix } of known) expect([message, fix].every((text) => /^[A-Z].*\.$/s.test(text))).to.equal(true);
    });
  }

  it('are all told at once, and nothing is left of the boot', async () => {
    const problems = await problemsOf(Animal, Cat, Tenanted, Shirt, Owner);
    expect(new Set(problems.map(({ code }) => code))).to.deep.equal(
      new Set(['GM_ORM_UNSUPPORTED_ENTITY', 'GM_ORM_UNAPPLIED_FILTER', 'GM_DECL_ENUM_MISMATCH']),
    );
    expect(await problemsOf(Owner)).to.deep.equal([]);
  });

  it('are not versions that count or tell the time, nor those of what is only read', async () => {
    expect(await problemsOf(Typed, Timed, Unwritten)).to.deep.equal([]);
  });

  it('are none where that is acknowledged', async () => {
    expect(await problemsOf(Acknowledged)).to.deep.equal([]);
  });
});
