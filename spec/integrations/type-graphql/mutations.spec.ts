import { EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql, printSchema } from 'graphql';
import { bootstrap, isGeneralManagerError, type Application, type BootstrapOptions, type Problem } from 'general-manager';
import {
  authenticated,
  database,
  everyone,
  Interface,
  Manager,
  nobody,
  Permission,
  role,
  type PermissionOptions,
} from 'general-manager/decorators';
import { Arg, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { ManagerOptions } from '../../../lib/plugin.js';
import { useFreshStorage } from './support/fresh-storage.js';

const OPEN = { read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() };

interface Thing {
  readonly id: number;
  readonly name: string;
}

/** An entity of a name; its table need not be there. */
function thing(name: string, options: ManagerOptions = {}, permission: PermissionOptions = OPEN): EntitySchema<Thing> {
  const schema = new EntitySchema<Thing>({ name, properties: { id: { type: 'integer', primary: true }, name: { type: 'string' } } });
  Manager(options)(schema);
  Permission(permission)(schema);
  return schema;
}

describe('the mutations of a schema', () => {
  useFreshStorage();
  const opened: MikroORM[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(async (orm) => orm.close()));
  });

  async function boot(entities: readonly EntitySchema[], options: Partial<BootstrapOptions> = {}): Promise<Application> {
    const orm = await MikroORM.init({ entities: [...entities], clientUrl: 'postgresql://127.0.0.1:1/nowhere' });
    opened.push(orm);
    return bootstrap({ orm, drift: 'off', ...options });
  }

  async function problems(entities: readonly EntitySchema[], options: Partial<BootstrapOptions> = {}): Promise<readonly Problem[]> {
    try {
      await boot(entities, options);
    } catch (error) {
      if (error instanceof Error && 'problems' in error) return error.problems as readonly Problem[];
      throw error;
    }
    return [];
  }

  const mutationsOf = ({ schema }: Application): readonly string[] => Object.keys(schema.getMutationType()?.getFields() ?? {});

  it('are seven for a manager whose policy lets somebody do everything', async () => {
    expect(mutationsOf(await boot([thing('Song')]))).to.deep.equal([
      'createSong',
      'createSongs',
      'updateSong',
      'updateSongs',
      'upsertSong',
      'deleteSong',
      'deleteSongs',
    ]);
  });

  it('are those that the policy keeps from nobody in particular', async () => {
    const of = async (permission: PermissionOptions): Promise<readonly string[]> =>
      mutationsOf(await boot([thing('Song', {}, permission)]));
    expect(await of({ read: everyone() })).to.deep.equal([]);
    expect(await of({ read: everyone(), create: role('curator'), update: nobody(), delete: nobody() })).to.deep.equal([
      'createSong',
      'createSongs',
    ]);
    expect(await of({ create: role('curator') })).to.deep.equal(['createSong', 'createSongs']);
    expect(await of({ read: everyone(), update: role('curator') })).to.deep.equal(['updateSong', 'updateSongs']);
    expect(await of({ read: nobody(), update: role('curator'), delete: role('curator') })).to.deep.equal([]);
  });

  it('are none, and no type of them is there, where nothing can be written', async () => {
    const song = thing('Song', {}, { read: everyone() });
    Interface(database({ mode: 'read-only' }))(song);
    const { schema } = await boot([song]);
    expect(schema.getMutationType()).to.equal(undefined);
    expect(printSchema(schema)).not.to.match(/Mutation|Payload|Input\b/);
    const source = '{ __schema { mutationType { name } queryType { name } } }';
    expect(JSON.parse(JSON.stringify(await graphql({ schema, source })))).to.deep.equal({
      data: { __schema: { mutationType: null, queryType: { name: 'Query' } } },
    });
  });

  it('are named, described, switched off and left to resolvers', async () => {
    @Resolver()
    class Removing {
      @Mutation(() => Int)
      deleteSong(@Arg('id', () => Int) id: number): number {
        return id;
      }
    }
    const operations: ManagerOptions['operations'] = {
      create: { name: 'addSong', description: 'Adds one.' },
      createMany: false,
      upsert: false,
      updateMany: false,
      deleteMany: false,
      delete: 'custom',
    };
    const gm = await boot([thing('Song', { operations })], { resolvers: [Removing] });
    expect(mutationsOf(gm)).to.have.members(['addSong', 'updateSong', 'deleteSong']);
    expect(gm.schema.getMutationType()?.getFields()['addSong']?.description).to.equal('Adds one.');
    const data = await graphql({ schema: gm.schema, source: 'mutation { deleteSong(id: 7) }' });
    expect({ ...data.data }).to.deep.equal({ deleteSong: 7 });
  });

  it('stand beside hand-written ones, whose arguments are converted as TypeGraphQL does', async () => {
    @InputType()
    class Melody {
      @Field(() => Int)
      notes!: number;

      get twice(): number {
        return this.notes * 2;
      }
    }
    @Resolver()
    class Playing {
      @Mutation(() => Int)
      play(@Arg('melody', () => Melody) melody: Melody): number {
        return melody.twice;
      }
    }
    const gm = await boot([thing('Song')], { resolvers: [Playing] });
    expect(mutationsOf(gm)).to.include.members(['play', 'createSong']);
    const { data } = await graphql({ schema: gm.schema, source: 'mutation { play(melody: { notes: 3 }) }' });
    expect({ ...data }).to.deep.equal({ play: 6 });
  });

  it('must not be called like hand-written ones, and have to be there where they are left to these', async () => {
    @Resolver()
    class Own {
      @Mutation(() => Int)
      createSong(): number {
        return 1;
      }

      // A query of the name does not count.
      @Query(() => Int)
      deleteSong(): number {
        return 1;
      }
    }
    expect((await problems([thing('Song')], { resolvers: [Own] })).map(({ code, path, message }) => [code, path, message])).to.deep.equal([
      [
        'GM_GQL_OPERATION_CLASH',
        'Song.operations.create',
        'The generated mutation createSong has the same name as the hand-written Own.createSong.',
      ],
    ]);
    const custom = [thing('Song', { operations: { create: 'custom', delete: 'custom' } })];
    expect((await problems(custom, { resolvers: [Own] })).map(({ code, path, message }) => [code, path, message])).to.deep.equal([
      [
        'GM_GQL_CUSTOM_MISSING',
        'Song.operations.delete',
        'The operation deleteSong is left to a hand-written resolver, but none of the given resolvers has a mutation of this name.',
      ],
    ]);
  });

  it('may be left to resolvers where the policy knows nobody', async () => {
    @Resolver()
    class Own {
      @Mutation(() => Int)
      createSong(): number {
        return 1;
      }
    }
    const song = thing('Song', { operations: { create: 'custom' } }, { read: everyone() });
    expect(mutationsOf(await boot([song], { resolvers: [Own] }))).to.deep.equal(['createSong']);
    expect((await problems([song])).map(({ code }) => code)).to.deep.equal(['GM_GQL_CUSTOM_MISSING']);
  });

  it('must not be called like each other, and may be called like queries', async () => {
    const found = await problems([thing('Song', { plural: 'song', operations: { list: { name: 'songs' } } })]);
    expect(found.map(({ code, path }) => [code, path])).to.deep.equal([
      ['GM_MODEL_NAME_CLASH', 'Song.operations.createMany'],
      ['GM_MODEL_NAME_CLASH', 'Song.operations.updateMany'],
      ['GM_MODEL_NAME_CLASH', 'Song.operations.deleteMany'],
    ]);
    const same = thing('Song', { operations: { detail: { name: 'createSong' } } });
    expect((await boot([same])).schema.getQueryType()?.getFields()).to.have.property('createSong');
  });

  it('tell hand-written types that are called like theirs', async () => {
    @ObjectType()
    class SongPayload {
      @Field(() => Int)
      size!: number;
    }
    @InputType()
    class SongCreateInput {
      @Field(() => Int)
      size!: number;
    }
    @Resolver()
    class Own {
      @Mutation(() => SongPayload)
      grow(@Arg('input', () => SongCreateInput) { size }: SongCreateInput): SongPayload {
        return { size };
      }
    }
    const found = await problems([thing('Song')], { resolvers: [Own] });
    expect(found.map(({ code, path }) => [code, path])).to.have.deep.members([
      ['GM_GQL_TYPE_CLASH', 'SongPayload'],
      ['GM_GQL_TYPE_CLASH', 'SongCreateInput'],
    ]);
  });

  it('are the same each time, and of no other application in the process', async () => {
    const [songs, notes] = [[thing('Song')], [thing('Note', {}, { read: everyone(), create: authenticated() })]];
    const [one, other] = [await boot(songs), await boot(notes)];
    expect(mutationsOf(other)).to.deep.equal(['createNote', 'createNotes']);
    expect(printSchema((await boot(songs)).schema)).to.equal(printSchema(one.schema));
    const failing = await boot([thing('Song'), thing('Song')]).catch((error: unknown) => error);
    expect(isGeneralManagerError(failing) || failing instanceof Error).to.equal(true);
    expect(printSchema((await boot(songs)).schema)).to.equal(printSchema(one.schema));
  });

  it('are wrapped by global middlewares', async () => {
    const seen: string[] = [];
    const gm = await boot([thing('Song')], {
      graphql: {
        globalMiddlewares: [
          async ({ info }, _next): Promise<unknown> => {
            seen.push(info.fieldName);
            return { song: null };
          },
        ],
      },
    });
    const { data } = await graphql({ schema: gm.schema, source: 'mutation { deleteSong(id: 1) { song { id } } }' });
    expect(JSON.stringify(data)).to.equal('{"deleteSong":{"song":null}}');
    expect(seen).to.deep.equal(['deleteSong']);
  });
});
