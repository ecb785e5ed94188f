import { expect } from 'chai';
import { printType } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, InputType, Int, Mutation, Query, Resolver } from 'type-graphql';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { BootedSchema } from './support/boot.js';
import { primary } from './support/fields.js';
import { musicShop } from './support/music-shop.js';

describe('emitSchema with arguments of hand-written operations', () => {
  @InputType()
  class Inner {
    @Field()
    text: string = '';

    shout(): string {
      return this.text.toUpperCase();
    }
  }

  @InputType()
  class Outer {
    @Field(() => [Inner])
    parts: readonly Inner[] = [];

    @Field(() => Inner, { nullable: true })
    last?: Inner;
  }

  @ArgsType()
  class Pair {
    @Field(() => Inner)
    left: Inner = new Inner();

    @Field(() => Int)
    count: number = 2;
  }

  @Resolver()
  class Words {
    @Query(() => String)
    shout(@Arg('input', () => Outer) input: Outer): string {
      return [...input.parts, ...(input.last ? [input.last] : [])].map((each) => each.shout()).join(' ');
    }

    @Mutation(() => String)
    pair(@Args(() => Pair) { left, count }: Pair, @Ctx() context: { readonly suffix?: string }): string {
      return left.shout().repeat(count) + (context.suffix ?? '');
    }
  }

  it('converts them to instances, nested ones too, also when requests come long after the build', async () => {
    const app = new BootedSchema(musicShop(), { resolvers: [Words] });
    expect(await app.data('{ shout(input: { parts: [{ text: "a" }, { text: "b" }], last: { text: "c" } }) }')).to.deep.equal({
      shout: 'A B C',
    });
    expect(await app.data('mutation { pair(left: { text: "x" }) }', {}, { suffix: '!' })).to.deep.equal({ pair: 'XX!' });
  });
});

describe('emitSchema with build options', () => {
  it('asks the container of the application for its own resolvers only', async () => {
    @Resolver()
    class Hello {
      readonly greeting: string = 'unknown';

      @Query(() => String)
      hello(): string {
        return this.greeting;
      }
    }
    const asked: string[] = [];
    const container = {
      get(target: { readonly name: string }): object {
        asked.push(target.name);
        return Object.assign(new Hello(), { greeting: 'from the container' });
      },
    };
    const app = new BootedSchema(musicShop(), { resolvers: [Hello], container });
    expect(await app.data('{ hello label: tracks(first: 1) { totalCount } }')).to.deep.equal({
      hello: 'from the container',
      label: { totalCount: 18 },
    });
    expect(asked).to.deep.equal(['Hello']);
    const getter = new BootedSchema(musicShop(), { resolvers: [Hello], container: () => container });
    expect(await getter.data('{ hello artist(id: 1) { id } }')).to.deep.equal({ hello: 'from the container', artist: { id: '1' } });
  });

  it('wraps generated operations in global middlewares, once each, and no fields', async () => {
    const seen: string[] = [];
    const app = new BootedSchema(musicShop(), {
      globalMiddlewares: [
        async ({ info }, next) => {
          seen.push(info.fieldName);
          return next();
        },
      ],
    });
    await app.data('{ artists(filter: { name: { contains: "1" } }) { nodes { name albums { nodes { title } } } } artist(id: 1) { id } }');
    expect(seen).to.deep.equal(['artists', 'artist']);
  });

  it('validates no arguments of generated operations', async () => {
    const validated: unknown[] = [];
    const app = new BootedSchema(musicShop(), { validateFn: (value) => void validated.push(value) });
    await app.data('{ artists(filter: { name: { contains: "1" } }) { totalCount } }');
    expect(validated).to.deep.equal([]);
  });

  it('takes scalars of the application in place of its own', async () => {
    const { SCALARS } = await import('../../../integrations/type-graphql/index.js');
    const app = new BootedSchema(musicShop(), { scalars: { decimal: SCALARS.string } });
    const type = app.schema.getType('Track');
    expect(type && printType(type)).to.contain('price: String!');
    expect(app.schema.getType('Decimal')).to.equal(undefined);
  });

  it('ignores managers that nothing leads to', () => {
    @Manager({ operations: { detail: false, list: false } })
    @Permission({ read: everyone() })
    class Alone {
      id = 0;
    }
    const app = new BootedSchema([
      ...musicShop(),
      { target: Alone, description: { key: [{ field: 'id' }], fields: [primary('id', 'int')] } },
    ]);
    expect(app.schema.getType('Alone')).to.equal(undefined);
  });
});
