import { expect } from 'chai';
import { isInputObjectType, printType } from 'graphql';
import { Arg, Authorized, Field, FieldResolver, Int, InterfaceType, ObjectType, Query, Resolver, Root, UseMiddleware } from 'type-graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { BootedSchema } from './support/boot.js';
import { many, one, primary, scalar } from './support/fields.js';
import type { MemorySource } from './support/memory-adapter.js';
import { musicShop, OrderLine } from './support/music-shop.js';

describe('emitSchema with classes that carry TypeGraphQL decorators', () => {
  @Manager()
  @Permission({ read: everyone() })
  class Owner {
    id = 0;
    name = '';
    secret = '';
    pets: readonly Pet[] = [];
  }

  @ObjectType('Kitty', { description: 'Purrs.' })
  @Manager({ fields: { weight: { name: 'grams' } } })
  @Permission({ read: everyone() })
  class Pet {
    id = 0;
    @Field({ name: 'called', description: 'By hand.' })
    name: string = '';
    weight = 0;
    @Field(() => Owner, { nullable: true })
    owner: Owner | null = null;
    keeper: Owner | null = null;
    vet: Owner | null = null;

    @Field()
    get loud(): string {
      return this.name.toUpperCase();
    }

    @Field(() => String)
    greet(@Arg('times', () => Int, { nullable: true }) times: number): string {
      return 'meow '.repeat(times).trim();
    }
  }

  const owner = Object.assign(new Owner(), { id: 5, name: 'Ann', secret: 'x' });
  const pets = [1, 2].map((id) => Object.assign(new Pet(), { id, name: `Pet ${id}`, weight: id * 100, owner, keeper: owner, vet: owner }));
  owner.pets = pets;

  const sources: readonly MemorySource[] = [
    {
      target: Owner,
      description: {
        key: [{ field: 'id' }],
        fields: [primary('id', 'int'), scalar('name', 'string'), scalar('secret', 'string', { exposed: false }), many('pets', Pet)],
      },
      objects: [owner],
    },
    {
      target: Pet,
      description: {
        key: [{ field: 'id' }],
        fields: [
          primary('id', 'int'),
          scalar('name', 'string'),
          scalar('weight', 'int'),
          one('owner', Owner, { nullable: true }),
          one('keeper', Owner),
          one('vet', Owner),
        ],
      },
      objects: pets,
    },
  ];

  @Resolver(() => Pet)
  class PetFields {
    @FieldResolver()
    grams(@Root() pet: Pet): number {
      return pet.weight + 1;
    }

    @FieldResolver()
    async keeper(@Root() pet: Pet): Promise<object> {
      return { id: pet.keeper?.id, name: `Keeper of ${pet.constructor.name}` };
    }

    @FieldResolver(() => String)
    async vet(@Root() pet: Pet): Promise<string> {
      return `Vet ${String(pet.vet?.id)}`;
    }

    @FieldResolver(() => [String])
    toys(): readonly string[] {
      return ['ball'];
    }
  }

  const boot = (): BootedSchema => new BootedSchema(sources, { resolvers: [PetFields] });

  it('lets what is decorated win, and adds the rest', () => {
    const type = boot().schema.getType('Kitty');
    expect(type && printType(type)).to.equal(
      [
        '"""Purrs."""',
        'type Kitty {',
        '  """By hand."""',
        '  called: String!',
        '  owner: Owner',
        '  loud: String!',
        '  greet(times: Int): String!',
        '  id: ID!',
        '  grams: Int!',
        '  keeper: Owner!',
        '  vet: String!',
        '  toys: [String!]!',
        '}',
      ].join('\n'),
    );
  });

  it('gives instances with all values to hand-written getters and methods', async () => {
    const app = boot();
    expect(await app.data('{ pet(id: 1) { loud greet(times: 2) called } }')).to.deep.equal({
      pet: { loud: 'PET 1', greet: 'meow meow', called: 'Pet 1' },
    });
    expect(app.calls[0]?.select?.instances).to.equal(true);
  });

  it('reads no instances where only properties are selected', async () => {
    const app = boot();
    expect(await app.data('{ pet(id: 1) { id called } }')).to.deep.equal({ pet: { id: '1', called: 'Pet 1' } });
    expect(app.calls[0]?.select).to.deep.equal({ fields: ['id', 'name'], relations: [], instances: false });
  });

  it('leaves guards of decorated properties in their place', async () => {
    @Manager()
    @Permission({ read: everyone() })
    class Guarded {
      id = 0;
      @Authorized('admin')
      @Field(() => String, { nullable: true })
      secret = '';
      @UseMiddleware(async (_data, next) => `${String(await next())}!`)
      @Field(() => String)
      loud = '';
    }
    const objects = [Object.assign(new Guarded(), { id: 1, secret: 's', loud: 'l' })];
    const description = { key: [{ field: 'id' }], fields: [primary('id', 'int'), scalar('secret', 'string'), scalar('loud', 'string')] };
    const authChecker = ({ context }: { readonly context: object }): boolean => 'admin' in context;
    const app = new BootedSchema([{ target: Guarded, description, objects }], { authChecker, authMode: 'null' });
    expect(await app.data('{ guarded(id: 1) { id secret loud } }')).to.deep.equal({ guarded: { id: '1', secret: null, loud: 'l!' } });
    expect(await app.data('{ guarded(id: 1) { secret } }', {}, { admin: true })).to.deep.equal({ guarded: { secret: 's' } });
  });

  it('keeps what guards a property that has no @Field', async () => {
    const upper = async (_data: unknown, next: () => Promise<unknown>): Promise<unknown> => String(await next()).toUpperCase();
    abstract class Base {
      id = 0n;
      @Authorized('admin')
      salary = 1;
    }
    @Manager({ fields: { nickName: { name: 'nick' } } })
    @Permission({ read: everyone() })
    class Person extends Base {
      @UseMiddleware(upper)
      nickName = 'bo';
      @Authorized('admin')
      friends: readonly Person[] = [];
      @Authorized('admin')
      boss: Person | null = null;
    }
    @Manager({ fields: { nickName: { name: 'nick' } } })
    @Permission({ read: everyone() })
    class Guest extends Person {}
    const inheritance = { root: Person, abstract: false };
    const fields = [
      primary('id', 'bigint'),
      scalar('salary', 'int', { nullable: true }),
      scalar('nickName', 'string'),
      many('friends', Person),
      one('boss', Person, { nullable: true }),
    ];
    const description = { key: [{ field: 'id' }], inheritance, fields };
    const boss = Object.assign(new Person(), { id: 1n });
    const guest = Object.assign(new Guest(), { id: 2n, boss, friends: [boss] });
    const sources = [
      { target: Person, description, objects: [boss] },
      { target: Guest, description, objects: [guest] },
    ];
    const authChecker = ({ context, root }: { readonly context: object; readonly root: { readonly id?: bigint } }): boolean =>
      'admin' in context && root.id !== undefined;
    const source = '{ people { nodes { id salary nick boss { id } } } }';
    const app = new BootedSchema(sources, { authChecker, authMode: 'null' });
    expect(await app.data(source)).to.deep.equal({
      people: {
        nodes: [
          { id: '1', salary: null, nick: 'BO', boss: null },
          { id: '2', salary: null, nick: 'BO', boss: null },
        ],
      },
    });
    const admin = await app.data(
      '{ people { nodes { id salary nick boss { id salary } friends { nodes { id } } } } }',
      {},
      { admin: true },
    );
    expect(admin).to.deep.equal({
      people: {
        nodes: [
          { id: '1', salary: 1, nick: 'BO', boss: null, friends: { nodes: [] } },
          { id: '2', salary: 1, nick: 'BO', boss: { id: '1', salary: 1 }, friends: { nodes: [{ id: '1' }] } },
        ],
      },
    });
    expect(new BootedSchema(sources).problems[0]?.message).to.contain('authChecker');
    // A filter or a sort could tell what the checker keeps from the actor.
    const inputs = ['PersonFilter', 'PersonSort', 'GuestFilter'].map((name) => app.schema.getType(name)).filter(isInputObjectType);
    const shown = inputs.map((type) => Object.keys(type.getFields()).filter((name) => !['and', 'or', 'not'].includes(name)));
    expect(shown).to.deep.equal([
      ['id', 'nick'],
      ['id', 'nick'],
      ['id', 'nick'],
    ]);
  });

  it('gives field resolvers the value, under the name that the API has for it', async () => {
    expect(await boot().data('{ pets { nodes { grams toys } } }')).to.deep.equal({
      pets: {
        nodes: [
          { grams: 101, toys: ['ball'] },
          { grams: 201, toys: ['ball'] },
        ],
      },
    });
  });

  it('reads a decorated relation as a generated one', async () => {
    const app = boot();
    expect(await app.data('{ pet(id: 1) { owner { name pets { nodes { called owner { id } } } } } }')).to.deep.equal({
      pet: {
        owner: {
          name: 'Ann',
          pets: {
            nodes: [
              { called: 'Pet 1', owner: { id: '5' } },
              { called: 'Pet 2', owner: { id: '5' } },
            ],
          },
        },
      },
    });
    expect(app.adapter.plans).to.have.lengthOf(1);
  });

  it('follows references that entities hold for a decorated relation', async () => {
    const reference = (loaded?: object): object => ({ id: 5, unwrap: () => loaded, isInitialized: () => loaded !== undefined });
    @Resolver()
    class Own {
      @Query(() => [Pet])
      own(): readonly object[] {
        return [
          Object.assign(new Pet(), { id: 1, owner: reference() }),
          Object.assign(new Pet(), { id: 2, owner: reference({ id: 5, name: 'Loaded' }) }),
          Object.assign(new Pet(), { id: 2, owner: { id: 5, name: 'Given' } }),
        ];
      }
    }
    const app = new BootedSchema(sources, { resolvers: [Own] });
    expect(await app.data('{ own { owner { name pets { totalCount } } } }')).to.deep.equal({
      own: ['Ann', 'Loaded', 'Given'].map((name) => ({ owner: { name, pets: { totalCount: 2 } } })),
    });
    expect(app.calls.map(({ manager, keys }) => [manager, keys])).to.have.deep.members([
      ['Pet', [1]],
      ['Owner', [5, 5]],
    ]);
  });

  it('gives resolvers of a relation its key', async () => {
    const app = boot();
    expect(await app.data('{ pet(id: 1) { keeper { name pets { totalCount } } vet } }')).to.deep.equal({
      pet: { keeper: { name: 'Keeper of Pet', pets: { totalCount: 2 } }, vet: 'Vet 5' },
    });
  });

  it('gives resolvers the related objects that are part of the key', async () => {
    @Resolver(() => OrderLine)
    class LineFields {
      @FieldResolver(() => String)
      label(@Root() line: OrderLine): string {
        return `${line.order.number}/${line.line}`;
      }
    }
    const app = new BootedSchema(musicShop(), { resolvers: [LineFields] });
    expect(await app.data('{ orderLines { nodes { label } } }')).to.deep.equal({
      orderLines: { nodes: [{ label: '7/1' }, { label: '7/2' }] },
    });
    expect(await app.data('{ orderLines { nodes { label order { number } } } }')).to.deep.equal({
      orderLines: {
        nodes: [
          { label: '7/1', order: { number: '7' } },
          { label: '7/2', order: { number: '7' } },
        ],
      },
    });
  });
});

describe('emitSchema with decorated classes of a hierarchy', () => {
  @InterfaceType('Form', { description: 'By hand.' })
  @Manager()
  @Permission({ read: everyone() })
  abstract class Shape {
    id = 0;
    @Field({ name: 'label' })
    name: string = '';

    @Field()
    get shout(): string {
      return `${this.name}!`;
    }
  }

  @ObjectType('Ring')
  @Manager()
  @Permission({ read: everyone() })
  class Circle extends Shape {
    radius = 1;

    @Field(() => Int)
    area(): number {
      return 3 * this.radius * this.radius;
    }
  }

  @Manager()
  @Permission({ read: everyone() })
  class Square extends Shape {
    side = 1;
  }

  @Resolver(() => Shape)
  class ShapeFields {
    @FieldResolver(() => String)
    kind(@Root() shape: Shape): string {
      return shape.constructor.name;
    }
  }

  @Resolver()
  class Shapes {
    @Query(() => [Shape])
    drawn(): readonly object[] {
      class Special extends Square {}
      return [Object.assign(new Circle(), { id: 1, name: 'c' }), Object.assign(new Special(), { id: 2, name: 's' })];
    }
  }

  const key = [{ field: 'id' }];
  const base = [primary('id', 'int'), scalar('name', 'string')];
  const sources: readonly MemorySource[] = [
    { target: Shape, description: { key, inheritance: { root: Shape, abstract: true }, fields: base } },
    {
      target: Circle,
      description: { key, inheritance: { root: Shape, abstract: false }, fields: [...base, scalar('radius', 'int')] },
      objects: [Object.assign(new Circle(), { id: 1, name: 'c', radius: 2 })],
    },
    {
      target: Square,
      description: { key, inheritance: { root: Shape, abstract: false }, fields: [...base, scalar('side', 'int')] },
      objects: [Object.assign(new Square(), { id: 2, name: 's', side: 3 })],
    },
  ];
  const boot = (): BootedSchema => new BootedSchema(sources, { resolvers: [ShapeFields, Shapes] });

  it('keeps their names and fields, and makes them implement the interface', () => {
    const { schema } = boot();
    const types = ['Form', 'Ring', 'Square'].map((name) => schema.getType(name));
    const shared = '  label: String!\n  shout: String!\n  id: ID!\n  kind: String!';
    expect(types.map((type) => type && printType(type).split('\n').sort().join('\n'))).to.deep.equal(
      [
        `"""By hand."""\ninterface Form {\n${shared}\n}`,
        `type Ring implements Form {\n${shared}\n  area: Int!\n  radius: Int!\n}`,
        `type Square implements Form {\n${shared}\n  side: Int!\n}`,
      ].map((text) => text.split('\n').sort().join('\n')),
    );
    expect(schema.getType('BaseForm')).to.equal(undefined);
  });

  it('resolves their fields on rows of every type', async () => {
    const { shapes } = await boot().data(
      '{ shapes { nodes { __typename label shout kind ... on Ring { area radius } ... on Square { side } } } }',
    );
    expect(shapes).to.deep.equal({
      nodes: [
        { __typename: 'Ring', label: 'c', shout: 'c!', kind: 'Circle', area: 12, radius: 2 },
        { __typename: 'Square', label: 's', shout: 's!', kind: 'Square', side: 3 },
      ],
    });
  });

  it('tells the type of hand-written objects by their class, or the nearest that is managed', async () => {
    expect(await boot().data('{ drawn { __typename id kind } }')).to.deep.equal({
      drawn: [
        { __typename: 'Ring', id: '1', kind: 'Circle' },
        { __typename: 'Square', id: '2', kind: 'Special' },
      ],
    });
  });
});
