import { expect } from 'chai';
import { printType } from 'graphql';
import { Authorized, Field, FieldResolver, ObjectType, Query, Resolver } from 'type-graphql';
import { everyone, Manager, nobody, Permission, role, where, type PermissionOptions } from '../../../decorators/index.js';
import type { EmitOptions } from '../../../integrations/type-graphql/index.js';
import { BootedSchema } from './support/boot.js';
import { one, primary, scalar } from './support/fields.js';
import { useFreshStorage } from './support/fresh-storage.js';
import type { MemorySource } from './support/memory-adapter.js';

const POLICY: PermissionOptions<Record<string, unknown>> = {
  read: everyone(),
  update: where({ name: { contains: 'a' } }),
  delete: role('admin'),
  fields: { price: { update: role('admin') }, cost: { update: everyone() }, name: { read: everyone() } },
};

const FIELDS = [
  primary('id', 'int'),
  scalar('name', 'string'),
  scalar('price', 'int', { publicName: 'amount' }),
  scalar('cost', 'int', { exposed: false }),
] as const;

type Options = Parameters<typeof Manager>[0];

interface Given extends Partial<MemorySource['description']> {
  readonly options?: Options;
  readonly policy?: PermissionOptions;
  readonly target?: abstract new () => object;
}

/** A writable source of songs. */
function source(name: string, { options = {}, policy = POLICY as PermissionOptions, target, ...description }: Given = {}): MemorySource {
  const own = target ?? { [name]: class {} }[name] ?? class {};
  Manager(options)(own);
  Permission(policy)(own);
  const objects = [
    { id: 1, name: 'Lava', price: 3, cost: 1 },
    { id: 2, name: 'Ode', price: 4, cost: 1 },
  ].map((values) => Object.assign(Reflect.construct(own, []) as object, values));
  return { target: own, description: { key: [{ field: 'id' }], fields: FIELDS, readOnly: false, ...description }, objects };
}

const printed = ({ schema }: BootedSchema, name: string): string => {
  const type = schema.getType(name);
  return type ? printType(type) : '';
};

const problemsOf = (sources: readonly MemorySource[], options: EmitOptions = {}): readonly object[] =>
  new BootedSchema(sources, options).problems.map(({ code, path, message }) => ({ code, path, message }));

const ADMIN = { actor: { roles: ['admin'] } };

describe('emitSchema with capabilities', () => {
  useFreshStorage();

  it('has a field on objects, one boolean for each shown field with update rules, and an entry for each manager', async () => {
    const app = new BootedSchema([source('Song'), source('Note', { policy: { read: nobody(), create: everyone() } })]);
    expect(printed(app, 'Song')).to.contain('  """What the actor may do with it."""\n  capabilities: SongCapabilities!\n');
    expect(printed(app, 'SongCapabilities')).to.match(
      /\{\n {2}update: Boolean!\n {2}delete: Boolean!\n {2}fields: SongUpdatableFields!\n\}$/,
    );
    expect(printed(app, 'SongUpdatableFields')).to.match(/\{\n {2}amount: Boolean!\n\}$/);
    expect(printed(app, 'NoteCapabilities')).to.match(/\{\n {2}update: Boolean!\n {2}delete: Boolean!\n\}$/);
    expect(printed(app, 'Capabilities')).to.match(/\{\n {2}songs: ManagerAccess!\n {2}notes: ManagerAccess!\n\}$/);
    const query =
      '{ capabilities { songs { read create } notes { read create } } songs { nodes { capabilities { update delete fields { amount } } } } }';
    expect(await app.data(query, {}, ADMIN)).to.deep.equal({
      capabilities: { songs: { read: true, create: false }, notes: { read: false, create: true } },
      songs: {
        nodes: [
          { capabilities: { update: true, delete: true, fields: { amount: true } } },
          { capabilities: { update: false, delete: true, fields: { amount: false } } },
        ],
      },
    });
    expect(app.calls).to.have.length(1);
  });

  it('asks for what is selected alone', async () => {
    const app = new BootedSchema([source('Song')]);
    await app.data(
      '{ songs { nodes { capabilities { update ...F } can: capabilities { delete } } } } fragment F on SongCapabilities { update fields { amount } }',
    );
    expect(app.calls[0]?.request?.select).to.deep.equal({
      fields: [],
      relations: [],
      capabilities: [
        { alias: ':capabilities', operations: ['update'], fields: ['price'] },
        { alias: ':can', operations: ['delete'], fields: [] },
      ],
      instances: false,
    });
    await app.data('{ songs { nodes { id capabilities @skip(if: true) { update } } } }');
    expect(app.calls[1]?.request?.select).to.deep.equal({ fields: ['id'], relations: [], instances: false });
  });

  it('has none of what is read-only, besides its entry', async () => {
    const app = new BootedSchema([source('Song', { readOnly: true, policy: { read: everyone() } })]);
    expect(printed(app, 'Song')).not.to.contain('capabilities');
    expect(app.schema.getType('SongCapabilities')).to.equal(undefined);
    expect(await app.data('{ capabilities { songs { read create } } }')).to.deep.equal({
      capabilities: { songs: { read: true, create: false } },
    });
  });

  it('leaves them out where they are switched off, for one manager or for all', () => {
    const off = { options: { operations: { capabilities: false } } } as const;
    const some = new BootedSchema([source('Song'), source('Note', off)]);
    expect(printed(some, 'Note')).not.to.contain('capabilities');
    expect(printed(some, 'Capabilities')).not.to.contain('notes');
    for (const none of [new BootedSchema([source('Song', off)]), new BootedSchema([source('Song')], { capabilities: false })]) {
      expect(Object.keys(none.schema.getTypeMap()).filter((name) => /Capabilities|UpdatableFields|ManagerAccess/.test(name))).to.deep.equal(
        [],
      );
      expect(Object.keys(none.schema.getQueryType()?.getFields() ?? {})).to.deep.equal(['song', 'songs']);
    }
  });

  it('names both sides where a field of the manager has the name, which can be another', async () => {
    const fields = [...FIELDS, scalar('capabilities', 'string')];
    expect(problemsOf([source('Song', { fields })])).to.deep.equal([
      {
        code: 'GM_GQL_CAPABILITIES_CLASH',
        path: 'Song.operations.capabilities',
        message: 'Capabilities would be told under the name capabilities, which is already taken by Song.capabilities.',
      },
    ]);
    expect(problemsOf([source('Song', { fields })], { capabilities: false })).to.deep.equal([]);
    expect(problemsOf([source('Song', { fields: [...FIELDS, scalar('capabilities', 'string', { exposed: false })] })])).to.deep.equal([]);
    const options = { operations: { capabilities: { name: 'can', description: 'Allowed.' } } };
    const app = new BootedSchema([source('Song', { fields, options })]);
    expect(printed(app, 'Song')).to.contain('  """Allowed."""\n  can: SongCapabilities!');
    expect(await app.data('{ song(id: 1) { can { update } } }')).to.deep.equal({ song: { can: { update: true } } });
    expect(() => new BootedSchema([source('Song', { options: { operations: { capabilities: { name: 'not this' } } } })])).to.throw(
      'GM_MODEL_INVALID_NAME',
    );
  });

  it('names both managers where these have one plural, and both types where one is written by hand', () => {
    const note = source('Note', { options: { plural: 'songs', operations: { list: { name: 'notes' } } } });
    expect(problemsOf([source('Song'), note])).to.deep.equal([
      {
        code: 'GM_GQL_CAPABILITIES_CLASH',
        path: 'Note.plural',
        message: 'Capabilities would be told under the name songs, which is already taken by Song.',
      },
    ]);
    @ObjectType('SongCapabilities')
    class Own {
      @Field(() => String)
      text: string = '';
    }
    @Resolver()
    class Owns {
      @Query(() => Own)
      own(): Own {
        return new Own();
      }
    }
    expect(problemsOf([source('Song')], { resolvers: [Owns] })).to.deep.equal([
      {
        code: 'GM_GQL_TYPE_CLASH',
        path: 'Own',
        message: 'Two GraphQL types would be called SongCapabilities: that of the class Own and that of Song.',
      },
    ]);
  });

  it('leaves the query and the field to hand-written ones', async () => {
    class Song {
      id = 0;
    }
    @Resolver(() => Song)
    class Own {
      @Query(() => String)
      capabilities(): string {
        return 'all';
      }

      @FieldResolver(() => String, { name: 'capabilities' })
      ofSong(): string {
        return 'some';
      }
    }
    const app = new BootedSchema([source('Song', { target: Song })], { resolvers: [Own] });
    expect(await app.data('{ capabilities song(id: 1) { capabilities } }')).to.deep.equal({
      capabilities: 'all',
      song: { capabilities: 'some' },
    });
    expect(app.schema.getType('Capabilities') ?? app.schema.getType('SongCapabilities')).to.equal(undefined);
  });

  it('reads them together for objects that hand-written resolvers return, and tells nothing of what is hidden', async () => {
    class Song {
      id = 0;
    }
    @Resolver()
    class Own {
      @Query(() => [Song])
      own(): Song[] {
        return [1, 2, 9].map((id) => Object.assign(new Song(), { id }));
      }
    }
    const app = new BootedSchema([source('Song', { target: Song })], { resolvers: [Own] });
    expect(await app.data('{ own { capabilities { update delete fields { amount } } } }', {}, ADMIN)).to.deep.equal({
      own: [
        { capabilities: { update: true, delete: true, fields: { amount: true } } },
        { capabilities: { update: false, delete: true, fields: { amount: false } } },
        { capabilities: { update: false, delete: false, fields: { amount: false } } },
      ],
    });
    expect(app.calls.map(({ method }) => method)).to.deep.equal(['readMany']);
  });

  it('is guarded with its class', async () => {
    @Authorized('admin')
    class Song {
      id = 0;
    }
    const app = new BootedSchema([source('Song', { target: Song })], {
      authChecker: ({ context }: { context: { actor?: { roles?: readonly string[] } } }, roles: readonly string[]) =>
        roles.every((each) => context.actor?.roles?.includes(each)),
    });
    const query = '{ song(id: 1) { capabilities { update } } }';
    expect(await app.data(query, {}, ADMIN)).to.deep.equal({ song: { capabilities: { update: true } } });
    expect((await app.execute(query)).errors?.[0]?.message).to.contain('Access denied');
  });

  it('masks what goes wrong while it asks the actor', async () => {
    const actor = {
      get roles(): never {
        throw new Error('secret');
      },
    };
    const app = new BootedSchema([source('Song', { policy: { read: role('admin') } })]);
    const { errors } = await app.execute('{ capabilities { songs { read } } }', {}, { actor });
    expect(errors?.[0]?.extensions).to.include({ gm: 'GM_INTERNAL' });
    expect(JSON.stringify(errors)).not.to.contain('secret');
  });

  it('counts them among what one field of an operation may lead to', async () => {
    const app = new BootedSchema([source('Song')], { maxRelations: 2 });
    const select = (count: number): string => Array.from({ length: count }, (_, index) => `c${index}: capabilities { update }`).join(' ');
    await app.data(`{ song(id: 1) { ${select(2)} } }`);
    const { errors } = await app.execute(`{ song(id: 1) { ${select(3)} } }`);
    expect(errors?.[0]?.extensions).to.include({ gm: 'GM_LIMIT_RELATIONS' });
  });

  it('follows relations like rules do', async () => {
    class Album {
      id = 0;
    }
    const album = source('Album', { target: Album, policy: { read: nobody(), update: everyone() } });
    class Song {
      id = 0;
      album: object | null = null;
    }
    const policy = { read: everyone(), update: where({ album: { name: 'Lava' } }) };
    const song = source('Song', { target: Song, policy, fields: [...FIELDS, one('album', Album, { nullable: true })] });
    const objects = (album.objects ?? []).map((each, index) => Object.assign(new Song(), { id: index + 1, album: each }));
    const app = new BootedSchema([album, { ...song, objects }]);
    // What the actor may not read decides all the same, and nothing of it is shown.
    expect(await app.data('{ songs { nodes { capabilities { update } album { id } } } }')).to.deep.equal({
      songs: {
        nodes: [
          { capabilities: { update: true }, album: null },
          { capabilities: { update: false }, album: null },
        ],
      },
    });
  });
});
