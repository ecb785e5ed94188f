import { expect } from 'chai';
import { GraphQLScalarType } from 'graphql';
import { GraphQLBigInt } from 'graphql-scalars';
import { Arg, createUnionType, Field, InputType, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { emitSchema, type EmitOptions } from '../../../integrations/type-graphql/index.js';
import type { Plugin } from '../../../lib/index.js';
import { bootCore, type ManagerModel } from '../../../lib/plugin.js';
import { BootedSchema } from './support/boot.js';
import { member, primary, scalar } from './support/fields.js';
import { useFreshStorage } from './support/fresh-storage.js';
import { MemoryAdapter, type MemorySource } from './support/memory-adapter.js';
import { musicShop } from './support/music-shop.js';

function problemsOf(
  options: EmitOptions,
  sources: readonly MemorySource[] = musicShop(),
): readonly { readonly code: string; readonly path: string; readonly message: string }[] {
  return new BootedSchema(sources, options).problems.map(({ code, path, message }) => ({ code, path, message }));
}

/** A source of objects with an id, of a class with the given options. */
function sourceOf(name: string, options: Parameters<typeof Manager>[0] = {}, fields = [scalar('name', 'string')]): MemorySource {
  const target = { [name]: class {} }[name] ?? class {};
  Manager(options)(target);
  Permission({ read: everyone() })(target);
  return { target, description: { key: [{ field: 'id' }], fields: [primary('id', 'int'), ...fields] } };
}

describe('emitSchema where it cannot emit', () => {
  useFreshStorage();

  it('tells the name of a hand-written query that is also generated, and both sides', () => {
    @Resolver()
    class Own {
      @Query(() => String, { name: 'artist' })
      mine(): string {
        return '';
      }
    }
    expect(problemsOf({ resolvers: [Own] })).to.deep.equal([
      {
        code: 'GM_GQL_OPERATION_CLASH',
        path: 'Artist.operations.detail',
        message: 'The generated query artist has the same name as the hand-written Own.mine.',
      },
    ]);
  });

  it('ignores queries of resolvers that are not given', () => {
    @Resolver()
    class Foreign {
      @Query(() => String)
      artist(): string {
        return '';
      }
    }
    expect(Foreign.name).to.equal('Foreign');
    expect(problemsOf({})).to.deep.equal([]);
  });

  it('misses the resolver of an operation that is left to one', () => {
    const sources = [...musicShop(), sourceOf('Song', { operations: { detail: 'custom' } })];
    expect(problemsOf({}, sources)).to.deep.equal([
      {
        code: 'GM_GQL_CUSTOM_MISSING',
        path: 'Song.operations.detail',
        message: 'The operation song is left to a hand-written resolver, but none of the given resolvers has a query of this name.',
      },
    ]);
  });

  it('finds the operation in a class that the resolver extends', () => {
    @Resolver()
    abstract class Base {
      @Query(() => String)
      song(): string {
        return '';
      }
    }
    @Resolver()
    class Songs extends Base {}
    expect(problemsOf({ resolvers: [Songs] }, [sourceOf('Song', { operations: { detail: 'custom' } })])).to.deep.equal([]);
  });

  it('tells hand-written types that are called like generated ones', () => {
    @ObjectType('ArtistConnection')
    class Mine {
      @Field()
      text: string = '';
    }
    @InputType('ArtistFilter')
    class MyFilter {
      @Field()
      text: string = '';
    }
    enum Direction {
      UP = 'up',
    }
    registerEnumType(Direction, { name: 'SortDirection' });
    const either = createUnionType({ name: 'AlbumEdge', types: () => [Mine] as const });
    @Resolver()
    class Own {
      @Query(() => Mine)
      mine(@Arg('filter') _filter: MyFilter, @Arg('direction', () => Direction) _direction: Direction): object {
        return {};
      }

      @Query(() => either)
      either(): object {
        return new Mine();
      }
    }
    expect(problemsOf({ resolvers: [Own] })).to.have.deep.members([
      {
        code: 'GM_GQL_TYPE_CLASH',
        path: 'Mine',
        message: 'Two GraphQL types would be called ArtistConnection: that of the class Mine and that of Artist.',
      },
      {
        code: 'GM_GQL_TYPE_CLASH',
        path: 'MyFilter',
        message: 'Two GraphQL types would be called ArtistFilter: that of the class MyFilter and that of Artist.',
      },
      {
        code: 'GM_GQL_TYPE_CLASH',
        path: 'SortDirection',
        message: 'Two GraphQL types would be called SortDirection: that of a hand-written enum and that of every sort.',
      },
      {
        code: 'GM_GQL_TYPE_CLASH',
        path: 'AlbumEdge',
        message: 'Two GraphQL types would be called AlbumEdge: that of a hand-written union and that of Album.',
      },
    ]);
  });

  it('does not mind types of these names that are not part of the schema', () => {
    @ObjectType('ArtistConnection')
    class Foreign {
      @Field()
      text: string = '';
    }
    expect(Foreign.name).to.equal('Foreign');
    expect(problemsOf({})).to.deep.equal([]);
  });

  it('tells generated types that are called alike', () => {
    expect(problemsOf({}, [sourceOf('Song'), sourceOf('SongFilter')])).to.deep.equal([
      {
        code: 'GM_GQL_TYPE_CLASH',
        path: 'SongFilter',
        message: 'Two GraphQL types would be called SongFilter: that of SongFilter and that of Song.',
      },
    ]);
    expect(problemsOf({}, [sourceOf('PageInfo')]).map(({ code }) => code)).to.deep.equal(['GM_GQL_TYPE_CLASH']);
  });

  it('tells managers that are called like types of GraphQL itself or like scalars', () => {
    const sources = ['Query', 'Int', 'DateTime'].map((name) => sourceOf(name, {}, [scalar('at', 'datetime', { operators: [] })]));
    expect(problemsOf({}, sources).map(({ message }) => message)).to.deep.equal([
      'Two GraphQL types would be called Query: that of Query and that of GraphQL itself.',
      'Two GraphQL types would be called Int: that of Int and that of GraphQL itself.',
      'Two GraphQL types would be called DateTime: that of generated types and that of DateTime.',
    ]);
  });

  it('tells scalars of hand-written types that are called like its own, and takes them instead', () => {
    const own = new GraphQLScalarType({ name: 'DateTime' });
    @Resolver()
    class Own {
      @Query(() => GraphQLBigInt)
      views(): bigint {
        return 1n;
      }

      @Query()
      now(): Date {
        return new Date();
      }
    }
    const message = (name: string): string =>
      `Two GraphQL scalars would be called ${name}: that of hand-written types and that of generated types.`;
    expect(problemsOf({ resolvers: [Own], scalarsMap: [{ type: Date, scalar: own }] })).to.deep.equal([
      { code: 'GM_GQL_SCALAR_CLASH', path: 'DateTime', message: message('DateTime') },
    ]);
    const counted = [sourceOf('Song', {}, [scalar('views', 'bigint')])];
    expect(problemsOf({ resolvers: [Own] }, counted).map((problem) => problem.message)).to.deep.equal([message('BigInt')]);
    expect(problemsOf({ resolvers: [Own], scalars: { bigint: GraphQLBigInt } }, counted)).to.deep.equal([]);
  });

  it('takes an enum that the application registered with the same values', () => {
    enum Mood {
      Calm = 1,
      Wild = 2,
    }
    registerEnumType(Mood, { name: 'Mood', description: 'By hand.' });
    @Resolver()
    class Own {
      @Query(() => Mood)
      mood(): Mood {
        return Mood.Wild;
      }
    }
    const source = sourceOf('Song', {}, []);
    const description = {
      ...source.description,
      enums: [
        {
          name: 'Mood',
          members: [
            { name: 'CALM', value: 1 },
            { name: 'WILD', value: 2 },
          ],
        },
      ],
      fields: [...source.description.fields, member('mood', 'Mood')],
    };
    const app = new BootedSchema([{ ...source, description }], { resolvers: [Own] });
    expect(app.problems).to.deep.equal([]);
    expect(app.schema.getType('Mood')?.description).to.equal('By hand.');
    const other = { ...description, enums: [{ name: 'Mood', members: [{ name: 'CALM', value: 1 }] }] };
    expect(new BootedSchema([{ ...source, description: other }], { resolvers: [Own] }).problems.map(({ code }) => code)).to.deep.equal([
      'GM_GQL_TYPE_CLASH',
    ]);
  });

  it('needs an interface where a class has managed subclasses', () => {
    @ObjectType()
    class Decorated {}
    Manager()(Decorated);
    class Special extends Decorated {}
    Manager()(Special);
    const inheritance = { root: Decorated, abstract: false };
    const sources = [Decorated, Special].map((target) => ({
      target,
      description: { key: [{ field: 'id' }], inheritance, fields: [primary('id', 'int')] },
    }));
    expect(problemsOf({}, sources)).to.deep.equal([
      {
        code: 'GM_GQL_INTERFACE_NEEDED',
        path: 'Decorated',
        message: 'Decorated has managed subclasses and is emitted as a GraphQL interface, but the class carries @ObjectType.',
      },
    ]);
  });

  it('tells what TypeGraphQL and GraphQL find', () => {
    @Resolver()
    class Own {
      @Query(() => Symbol)
      odd(): string {
        return '';
      }
    }
    const [problem] = problemsOf({ resolvers: [Own] });
    expect(problem?.code).to.equal('GM_GQL_SCHEMA_INVALID');
    expect(problem?.message).to.match(/^The GraphQL schema cannot be built: .*Own.*\.$/);
  });

  it('tells default values that GraphQL cannot write', () => {
    @Resolver()
    class Own {
      @Query(() => String)
      own(@Arg('limit', () => Int, { defaultValue: 'many' }) limit: number): string {
        return String(limit);
      }
    }
    const [problem] = problemsOf({ resolvers: [Own] });
    expect(problem?.code).to.equal('GM_GQL_SCHEMA_INVALID');
    expect(problem?.message).to.contain('many');
  });

  it('tells names that plugins give and GraphQL does not take', () => {
    const rename: Plugin = {
      name: 'rename',
      description: 'Renames fields.',
      hooks: {
        transformModel: ({ model }) => {
          const managers = [...model.managers].map(([name, manager]): [string, ManagerModel] => {
            const fields = [...manager.fields].map(([key, field]) => [key, { ...field, publicName: `${field.publicName}-1` }] as const);
            return [name, { ...manager, fields: new Map(fields) }];
          });
          return { ...model, managers: new Map(managers) };
        },
      },
    };
    const { runtime } = bootCore({ adapters: [new MemoryAdapter([sourceOf('Song')])], plugins: [rename] });
    const [problem] = emitSchema(runtime).problems;
    expect(problem?.code).to.equal('GM_GQL_SCHEMA_INVALID');
    expect(problem?.message).to.contain('id-1');
  });

  it('tells all problems together, each with a cure', () => {
    @Resolver()
    class Own {
      @Query(() => String)
      artist(): string {
        return '';
      }
    }
    const { problems } = new BootedSchema(
      [...musicShop(), sourceOf('Song', { operations: { detail: 'custom' } }), sourceOf('SongFilter')],
      { resolvers: [Own] },
    );
    expect(problems.map(({ code }) => code)).to.have.members(['GM_GQL_OPERATION_CLASH', 'GM_GQL_CUSTOM_MISSING', 'GM_GQL_TYPE_CLASH']);
    expect(problems.every(({ fix }) => fix.endsWith('.'))).to.equal(true);
  });
});
