import { expect } from 'chai';
import { graphql, lexicographicSortSchema, printSchema, printType } from 'graphql';
import {
  Arg,
  Authorized,
  buildSchemaSync,
  Field,
  FieldResolver,
  getMetadataStorage,
  InputType,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { BootedSchema } from './support/boot.js';
import { primary, scalar } from './support/fields.js';
import { useFreshStorage } from './support/fresh-storage.js';
import type { MemorySource } from './support/memory-adapter.js';
import { musicShop } from './support/music-shop.js';

const sdl = ({ schema }: BootedSchema): string => printSchema(lexicographicSortSchema(schema));

/** A managed class with a hand-written resolver for one more field of it. */
function petShop(extra: string): { readonly sources: readonly MemorySource[]; readonly resolvers: readonly Function[] } {
  @Manager()
  @Permission({ read: everyone() })
  class Pet {
    id = 0;
    name = '';
  }
  @Resolver(() => Pet)
  class PetFields {
    @FieldResolver(() => String, { name: extra })
    extra(): string {
      return extra;
    }
  }
  const description = { key: [{ field: 'id' }], fields: [primary('id', 'int'), scalar('name', 'string')] };
  return { sources: [{ target: Pet, description, objects: [Object.assign(new Pet(), { id: 1 })] }], resolvers: [PetFields] };
}

/** Everything in the process-wide storage, entry by entry. */
function snapshot(): unknown {
  return Object.entries(getMetadataStorage()).map(([name, value]: [string, unknown]) => {
    const entries = Array.isArray(value) ? value.map((entry: object) => ({ ...entry })) : value instanceof Map ? [...value] : value;
    return [name, entries];
  });
}

describe('emitSchema beside other schemas', () => {
  useFreshStorage();

  it('gives the same schema twice', () => {
    const { sources, resolvers } = petShop('extra');
    expect(sdl(new BootedSchema(sources, { resolvers }))).to.equal(sdl(new BootedSchema(sources, { resolvers })));
    expect(sdl(new BootedSchema(musicShop()))).to.equal(sdl(new BootedSchema(musicShop())));
  });

  it('leaves the process-wide storage as it was', () => {
    const { sources, resolvers } = petShop('extra');
    const [before, storage] = [snapshot(), getMetadataStorage()];
    void new BootedSchema(sources, { resolvers }).schema;
    expect(getMetadataStorage()).to.equal(storage);
    expect(snapshot()).to.deep.equal(before);
  });

  it('leaves it as it was also when the build fails', () => {
    registerEnumType({ 'in-active': 1 }, { name: 'Faulty' });
    const faulty = { 'in-active': 1 };
    registerEnumType(faulty, { name: 'Faulty' });
    @Resolver()
    class Broken {
      @Query(() => faulty)
      broken(): number {
        return 1;
      }
    }
    const before = snapshot();
    const { problems } = new BootedSchema(musicShop(), { resolvers: [Broken] });
    expect(problems.map(({ code }) => code)).to.deep.equal(['GM_GQL_SCHEMA_INVALID']);
    expect(snapshot()).to.deep.equal(before);
  });

  it('does not see the managers and resolvers of another application', async () => {
    const [one, two] = [petShop('one'), petShop('two')];
    const apps = [one, two].map(({ sources, resolvers }) => new BootedSchema(sources, { resolvers }));
    expect(await apps[0]?.data('{ pet(id: 1) { one } }')).to.deep.equal({ pet: { one: 'one' } });
    expect(await apps[1]?.data('{ pet(id: 1) { two } }')).to.deep.equal({ pet: { two: 'two' } });
    expect(apps.map(({ schema }) => printSchema(schema).includes('two: String!'))).to.deep.equal([false, true]);
  });

  it('shows a class as each application wants it', () => {
    const { sources, resolvers } = petShop('extra');
    const types = [new BootedSchema(sources, { resolvers }), new BootedSchema(sources)].map(({ schema }) => schema.getType('Pet'));
    expect(types.map((type) => type && printType(type))).to.deep.equal([
      'type Pet {\n  id: ID!\n  name: String!\n  extra: String!\n}',
      'type Pet {\n  id: ID!\n  name: String!\n}',
    ]);
  });

  it('sees declarations that came after an earlier build', () => {
    const { sources } = petShop('extra');
    const [source] = sources;
    const before = new BootedSchema(sources).schema.getType('Pet');
    Field(() => String, { nullable: true })(source?.target.prototype ?? {}, 'late');
    const after = new BootedSchema(sources).schema.getType('Pet');
    expect([before, after].map((type) => type && printType(type).includes('late'))).to.deep.equal([false, true]);
  });

  it('leaves no options behind, neither of a build that fails nor of one that succeeds', async () => {
    const seen: string[] = [];
    const leaking = {
      nullableByDefault: true,
      globalMiddlewares: [
        async (_data: unknown, next: () => Promise<unknown>) => {
          seen.push('ran');
          return next();
        },
      ],
    };
    const faulty = { 'in-active': 1 };
    registerEnumType(faulty, { name: 'Faulty' });
    @Resolver()
    class Broken {
      @Query(() => faulty)
      broken(): number {
        return 1;
      }
    }
    expect(new BootedSchema(musicShop(), { ...leaking, resolvers: [Broken] }).problems).to.have.lengthOf(1);
    expect(new BootedSchema(musicShop(), leaking).problems).to.deep.equal([]);
    getMetadataStorage().clear();
    @Resolver()
    class Plain {
      @Query(() => String)
      hello(): string {
        return 'hello';
      }
    }
    const schema = buildSchemaSync({ resolvers: [Plain] });
    expect(printSchema(schema)).to.contain('hello: String!');
    expect((await graphql({ schema, source: '{ hello }' })).data?.['hello']).to.equal('hello');
    expect(seen).to.deep.equal([]);
  });

  it('takes no options of a foreign build that failed', async () => {
    const seen: string[] = [];
    const faulty = { 'in-active': 1 };
    registerEnumType(faulty, { name: 'Faulty' });
    @Resolver()
    class Foreign {
      @Query(() => String)
      foreign(): string {
        return 'foreign';
      }
    }
    const middleware = async (_data: unknown, next: () => Promise<unknown>): Promise<unknown> => {
      seen.push('ran');
      return next();
    };
    expect(() => buildSchemaSync({ resolvers: [Foreign], globalMiddlewares: [middleware], nullableByDefault: true })).to.throw();
    const app = new BootedSchema(musicShop(), { resolvers: [Foreign] });
    expect(printSchema(app.schema)).to.contain('foreign: String!');
    await app.data('{ artist(id: 1) { id } foreign }');
    expect(seen).to.deep.equal([]);
  });

  it('does not stumble over faulty declarations of others', () => {
    @InputType()
    class Throwing {
      @Field()
      text: string = '';

      constructor() {
        throw new TypeError('cannot be made');
      }
    }
    @ObjectType('not a name')
    class Unnamed {
      @Authorized('admin')
      @Field()
      text: string = '';
    }
    registerEnumType({ 'in-active': 1 }, { name: 'Faulty' });
    @Resolver(() => Unnamed)
    class Foreign {
      @Query(() => Unnamed)
      foreign(@Arg('input') _input: Throwing): object {
        return {};
      }

      @FieldResolver(() => String)
      more(): string {
        return '';
      }
    }
    expect(new BootedSchema(musicShop()).problems).to.deep.equal([]);
    expect(new BootedSchema(musicShop(), { resolvers: [Foreign] }).problems).to.have.lengthOf(1);
    expect(new BootedSchema(musicShop()).problems).to.deep.equal([]);
  });

  it('protects what the application authorises', async () => {
    const { sources } = petShop('extra');
    const target = sources[0]?.target ?? Object;
    @Resolver(() => target)
    class Guarded {
      @Authorized('admin')
      @FieldResolver(() => String, { nullable: true })
      guarded(): string {
        return 'secret';
      }
    }
    const unchecked = new BootedSchema(sources, { resolvers: [Guarded] });
    expect(unchecked.problems[0]?.message).to.contain('authChecker');
    const checked = new BootedSchema(sources, {
      resolvers: [Guarded],
      authMode: 'null',
      authChecker: ({ context }: { readonly context: object }) => 'admin' in context,
    });
    expect(await checked.data('{ pet(id: 1) { guarded } }')).to.deep.equal({ pet: { guarded: null } });
    expect(await checked.data('{ pet(id: 1) { guarded } }', {}, { admin: true })).to.deep.equal({ pet: { guarded: 'secret' } });
  });
});
