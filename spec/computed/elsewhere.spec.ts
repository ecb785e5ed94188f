import { defineEntity, p } from '@mikro-orm/core';
import { expect } from 'chai';
import { bootstrap, GeneralManager } from 'general-manager';
import { Computed, everyone, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { field, http } from 'general-manager/http';
import { graphql } from 'graphql';
import { Query, Resolver } from 'type-graphql';
import { bootCore } from '../../lib/plugin.js';
import { openOrm } from '../contract/support/stores.js';
import { serve } from '../integrations/http/resources/support/api.js';
import { refusal } from '../writes/support/refusal.js';

describe('computed members elsewhere', () => {
  it('are computed of what an upstream has, as far as whoever reads may see it', async () => {
    class Quote {
      id!: number;
      net!: number;
      margin!: number;
      get gross(): number {
        return this.net * 1.2;
      }
      get profit(): number | null {
        return (this.margin as number | null) === null ? null : this.margin * this.net;
      }
    }
    const member = (name: keyof Quote): PropertyDescriptor => Object.getOwnPropertyDescriptor(Quote.prototype, name) ?? {};
    Computed({ type: 'float', needs: { net: true } })(Quote.prototype, 'gross', member('gross'));
    Computed({ type: 'float', nullable: true, needs: { net: true, margin: true } })(Quote.prototype, 'profit', member('profit'));
    const api = await serve(() => ({ body: [{ id: 1, net: 10, margin: 0.5 }] }));
    Manager()(Quote);
    const fields = { id: field.id({ type: 'int' }), net: field.float(), margin: field.float() };
    Interface(http<Quote>({ baseUrl: api.url, fields, operations: { list: { path: '/quotes' } } }))(Quote);
    Permission<Quote>({ read: everyone(), fields: { margin: { read: role('boss') } } })(Quote);
    const { runtime, problems } = bootCore({ adapters: [], managers: [Quote], secret: 'http' });
    expect(problems).to.deep.equal([]);
    const gm = new GeneralManager(runtime);
    const read = async (user: object): Promise<unknown> => gm.as(user).manager(Quote).select({ gross: true, profit: true }).all();
    try {
      expect(await read({})).to.deep.equal([{ gross: 12, profit: null }]);
      expect(await read({ roles: ['boss'] })).to.deep.equal([{ gross: 12, profit: 5 }]);
    } finally {
      await gm.close();
      await api.close();
    }
  });

  describe('of a schema without a class', () => {
    const Task = defineEntity({
      name: 'Task',
      properties: {
        id: p.integer().primary(),
        title: p.string(),
        mark: p.string().nullable(),
        done: p.boolean(),
        parent: () => p.manyToOne(Task).nullable(),
        parts: () => p.oneToMany(Task).mappedBy('parent'),
      },
    });
    interface TaskObject {
      readonly title: string;
      readonly parts: readonly { readonly done: boolean }[];
    }
    Manager()(Task);
    Permission({ read: where({ done: false }), fields: { mark: { read: role('boss') } } })(Task);

    it('are declared on its class, and given to objects of hand-written resolvers under the permissions', async () => {
      const opened = await openOrm('postgresql', [Task]);
      const target = opened.orm.getMetadata().getByClassName('Task').class as { prototype: object };
      const compute = ({ title, parts }: TaskObject): string => `${title}: ${parts.length}`;
      Computed<TaskObject>({ type: 'string', compute, needs: { title: true, parts: true } })(target.prototype, 'line');
      const given = ({ mark }: { readonly mark: string | null }): string => mark ?? '-';
      Computed<{ readonly mark: string | null }>({ type: 'string', compute: given, needs: { mark: true } })(target.prototype, 'given');
      class Tasks {
        async all(): Promise<readonly object[]> {
          return opened.orm.em.fork().find(Task, {}, { orderBy: { id: 'asc' } });
        }
      }
      Resolver()(Tasks);
      Query(() => [target as never])(Tasks.prototype, 'all', Object.getOwnPropertyDescriptor(Tasks.prototype, 'all') as never);
      await opened.run(
        `insert into task (id, title, mark, done, parent_id) values (1, 'a', 'm', false, null), (2, 'b', 'n', false, 1), (3, 'c', 'o', true, 1)`,
      );
      const gm = await bootstrap({ orm: opened.orm, drift: 'off', resolvers: [Tasks] });
      try {
        opened.statements();
        const { data, errors } = await graphql({ schema: gm.schema, source: '{ all { id line given } }', contextValue: { actor: {} } });
        // The third one may not be read, so that its line, which may not be null, is missing.
        expect(errors?.map(({ path }) => path?.join('.'))).to.deep.equal(['all.2.line']);
        expect(data).to.deep.equal(null);
        const source = '{ tasks(sort: [{ id: ASC }]) { nodes { line given } } }';
        const answer = await graphql({ schema: gm.schema, source, contextValue: { actor: {} } });
        expect(answer).to.deep.equal({
          data: {
            tasks: {
              nodes: [
                { line: 'a: 1', given: '-' },
                { line: 'b: 0', given: '-' },
              ],
            },
          },
        });
        const { code } = await refusal(gm.as({}).manager('Task').select({ line: true }).get(3));
        expect(code).to.equal('GM_READ_NOT_FOUND');
      } finally {
        await gm.close();
        await opened.close();
      }
    });
  });

  describe('that cannot be', () => {
    const problemsOf = async (declare: (target: { readonly prototype: object }) => void): Promise<readonly string[]> => {
      const Thing = defineEntity({
        name: 'Thing',
        properties: { id: p.integer().primary(), name: p.string(), secret: p.string().hidden(), others: () => p.manyToMany(Thing) },
      });
      Manager()(Thing);
      const opened = await openOrm('sqlite', [Thing]);
      try {
        const target = opened.orm.getMetadata().getByClassName('Thing').class as unknown as { readonly prototype: object };
        declare(target);
        return await bootstrap({ orm: opened.orm, drift: 'off' }).then(
          async (gm) => gm.close().then(() => []),
          (error: { readonly problems: readonly { readonly code: string; readonly path: string }[] }) =>
            error.problems.map(({ code, path }) => `${code} ${path}`),
        );
      } finally {
        await opened.close();
      }
    };
    const one = (name: string, options: object) => async (): Promise<readonly string[]> =>
      problemsOf(({ prototype }) => Computed({ type: 'int', compute: () => 1, ...options } as never)(prototype, name));

    it('are problems of the boot', async () => {
      expect(await one('x', {})()).to.deep.equal([]);
      expect(await one('name', {})()).to.deep.equal(['GM_COMPUTED_CLASH Thing.computed.name']);
      expect(await one('x', { needs: { y: true } })()).to.deep.equal(['GM_COMPUTED_UNKNOWN_NEEDS Thing.computed.x']);
      expect(await one('x', { needs: { secret: true } })()).to.deep.equal(['GM_COMPUTED_UNKNOWN_NEEDS Thing.computed.x']);
      expect(await one('x', { needs: { secret: true }, system: 'only whether it is there' })()).to.deep.equal([]);
      expect(await one('x', { needs: { x: true } })()).to.deep.equal(['GM_COMPUTED_CYCLE Thing.computed']);
      expect(await one('x', { cache: 'dependency' })()).to.deep.equal([]);
      expect(await one('x', { cache: 'always' })()).to.deep.equal(['GM_CACHE_INVALID_SCOPE Thing.computed.x.cache']);
      expect(await one('x', { type: 'nothing' })()).to.deep.equal(['GM_COMPUTED_INVALID Thing.computed.x']);
      expect(await one('and', {})()).to.deep.equal(['GM_MODEL_RESERVED_NAME Thing.and']);
    });

    it('are problems where a class below declares them anew', () => {
      class Root {}
      class Leaf extends Root {}
      for (const each of [Root, Leaf]) {
        Computed({ type: 'int', compute: () => 1 } as never)(each.prototype, 'x');
        Manager()(each);
        Interface(http({ baseUrl: 'http://127.0.0.1:1', fields: { id: field.id() }, operations: { list: { path: '/' } } }))(each);
      }
      const { problems } = bootCore({ adapters: [], managers: [Root, Leaf], secret: 'http' });
      expect(problems.map(({ code, path }) => `${code} ${path}`)).to.deep.include('GM_COMPUTED_REDECLARED Leaf.computed.x');
    });
  });
});
