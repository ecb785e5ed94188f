import { defineEntity, MikroORM, p } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { GraphQLSchema } from 'graphql';
import { bootstrap, type BootstrapOptions } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { Action, Computed, database, everyone, Interface, Manager, many, nobody, Permission, role, Rule } from 'general-manager/decorators';
import { createHandler, serve, type ServedApplication } from 'general-manager/graphql-server';
import { field, graphql, http, rest } from 'general-manager/http';
import { bootCore, type Problem } from 'general-manager/plugin';
import { nearestName } from '../../../lib/error/nearest-name.js';
import { scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source, type SourceOptions } from '../support/source.js';

/** Options as JavaScript may give them. */
const loose = (options: object): never => options as never;

const paths = (problems: readonly Problem[]): readonly string[] =>
  problems.filter(({ code }) => code === 'GM_BOOT_UNKNOWN_OPTION').map(({ path }) => path);

const fields = { id: field.id(), name: field.string() };
const baseUrl = 'https://api.example.com';
const list = { path: '/p' };

describe('options that there are not', () => {
  const told = (options: SourceOptions): readonly string[] =>
    paths(boot([source('Track', { fields: [scalar('name', 'string')], ...options })]).problems);

  it('are problems with what was meant and what is known', () => {
    const { problems } = boot([source('Track', { permission: loose({ raed: nobody(), read: everyone() }) })]);
    expect(problems).to.deep.equal([
      {
        code: 'GM_BOOT_UNKNOWN_OPTION',
        path: 'Track.permission.raed',
        message: 'There is no option "raed", perhaps "read" was meant; known are read, create, update, delete.',
        fix: 'Correct the name of the option, or take it away.',
      },
    ]);
  });

  it('are so in @Manager and @Permission, and in objects inside', () => {
    expect(
      told({
        manager: loose({
          descripton: 'x',
          operations: { lst: false, detail: { nmae: 'x' } },
          fields: { name: { expsoe: false } },
          cache: { timeoutMs: 1, timeout: 1 },
          relations: { quotes: many(() => class Quote {}, loose({ by: 'track', form: 'name' })) },
        }),
        permission: loose({ read: everyone(), fields: { name: { raed: nobody() } } }),
      }),
    ).to.deep.equal([
      'Track.descripton',
      'Track.operations.lst',
      'Track.operations.detail.nmae',
      'Track.fields.name.expsoe',
      'Track.cache.timeout',
      'Track.relations.quotes.form',
      'Track.permission.fields.name.raed',
    ]);
  });

  it('are so in what members declare: an action would be open to whoever may update', () => {
    class Track {
      name = '';
    }
    Manager()(Track);
    Action(loose({ name: 'finish', perform: () => {}, permision: role('boss'), arguments: { on: { typ: 'date' } } }))(Track);
    Computed(loose({ type: 'string', compute: () => '', sytem: 'why' }))(Track.prototype as never, 'label' as never);
    Rule(loose({ name: 'r', message: 'No.', holds: () => true, feilds: ['name'] }))(Track);
    expect(told({ target: Track })).to.deep.equal([
      'Track.actions.finish.permision',
      'Track.actions.finish.arguments.on.typ',
      'Track.computed.label.sytem',
      'Track.rules.r.feilds',
    ]);
  });

  it('are so in @Interface, whichever it is', () => {
    const of = (declaration: Parameters<typeof Interface>[0]): readonly string[] => {
      class Thing {}
      Manager()(Thing);
      Permission({ read: everyone() })(Thing);
      Interface(declaration)(Thing);
      return paths(bootCore({ adapters: [], managers: [Thing] }).problems);
    };
    expect(of(loose({ ...rest({ baseUrl, fields, path: '/p' }), opne: 1 }))).to.deep.equal(['Thing.interface.opne']);
    const both = { baseUrl, fields, timeuots: {}, local: { objcts: 1 } };
    const shared = ['Thing.interface.timeuots', 'Thing.interface.local.objcts'];
    expect(of(http(loose({ ...both, operations: { list, lits: list, create: { ...list, idempotnt: true } } })))).to.deep.equal([
      ...shared,
      'Thing.interface.operations.lits',
      'Thing.interface.operations.create.idempotnt',
    ]);
    const close = { path: '/p/{id}/close', permision: nobody() };
    expect(of(rest(loose({ ...both, path: '/p', onyl: ['list'], actions: { close } })))).to.deep.equal([
      ...shared,
      'Thing.interface.onyl',
      'Thing.interface.actions.close.permision',
    ]);
    const asked = { list: { field: 'things', variabels: {} } };
    expect(of(graphql(loose({ upstream: { baseUrl, nmae: 'x' }, timeouts: {}, fields, operations: asked })))).to.deep.equal([
      'Thing.interface.upstream.nmae',
      'Thing.interface.timeouts',
      'Thing.interface.operations.list.variabels',
    ]);
    const resilience = {
      timeouts: { totlaMs: 1 },
      retry: { maxAttempts: 1, budget: { rato: 1 } },
      breaker: false,
      redirects: 1,
      hedge: { after: 1 },
    };
    expect(of(http(loose({ baseUrl, fields, operations: { list }, ...resilience })))).to.deep.equal([
      'Thing.interface.timeouts.totlaMs',
      'Thing.interface.retry.budget.rato',
      'Thing.interface.hedge.after',
    ]);
    expect(of(calculation(loose({ inputs: { n: input.int(loose({ form: 1, to: 2 })) }, maxObject: 3 })))).to.deep.equal([
      'Thing.interface.inputs.n.options.form',
      'Thing.interface.maxObject',
    ]);
  });

  it('are so in database()', async () => {
    const Thing = defineEntity({ name: 'Thing', properties: { id: p.integer().primary(), gone: p.boolean() } });
    Manager()(Thing);
    Permission({ read: everyone() })(Thing);
    Interface(database(loose({ mdoe: 'read-only', softDelete: { field: 'gone', raed: nobody() } })))(Thing);
    const orm = await MikroORM.init({ entities: [Thing], dbName: ':memory:' });
    const error = await bootstrap({ orm, drift: 'off' }).catch((each: unknown) => each);
    await orm.close();
    expect(paths((error as { problems: readonly Problem[] }).problems)).to.deep.equal([
      'Thing.interface.mdoe',
      'Thing.interface.softDelete.raed',
    ]);
  });

  it('are so in bootstrap', async () => {
    const options = {
      driftt: 'off',
      cache: { storre: 1, memory: { maxByte: 1 } },
      rls: { rol: 'x' },
      factories: { sed: 1 },
      graphql: { maxRelation: 1 },
    };
    const error = await bootstrap(options as BootstrapOptions).catch((each: unknown) => each as { problems: readonly Problem[] });
    expect(paths((error as { problems: readonly Problem[] }).problems)).to.deep.equal([
      'driftt',
      'cache.storre',
      'cache.memory.maxByte',
      'rls.rol',
      'factories.sed',
      'graphql.maxRelation',
    ]);
  });

  it('are so of servers and their handlers: with a misspelt list of trusted documents every document would run', async () => {
    const options = {
      endpiont: '/x',
      trustedDocument: {},
      health: { livee: '/l' },
      timeouts: { idle: 1 },
      trustedDocuments: { onyl: true },
    };
    const told = ['endpiont', 'trustedDocument', 'health.livee', 'timeouts.idle', 'trustedDocuments.onyl'];
    const served: ServedApplication = { schema: new GraphQLSchema({}), mask: () => new Error('x'), health: async () => {} };
    const failed = (error: unknown): readonly string[] => paths((error as { problems: readonly Problem[] }).problems);
    const error = await serve(served, loose({ port: 0, ...options })).catch((each: unknown) => each);
    expect(failed(error)).to.deep.equal(told);
    expect(() => createHandler(served, loose(options))).to.throw('trustedDocument');
  });

  it('are not those that are there', () => {
    const left = { manager: loose({ nmae: undefined }), permission: { read: everyone() } };
    expect(told(left)).to.deep.equal([]);
    const manager = { operations: { list: false, detail: { name: 'x' } }, fields: { name: { expose: true } }, cache: 'request' } as const;
    expect(
      told({ manager, permission: { read: everyone(), fields: { name: { read: { allow: everyone(), deny: nobody() } } } } }),
    ).to.deep.equal([]);
  });
});

describe('the nearest name', () => {
  it('is one with few letters changed, added, missing or swapped, in whatever case', () => {
    const known = ['read', 'create', 'update', 'delete'];
    expect(['raed', 'reads', 'rea', 'Read', 'udpate', 'deleted'].map((each) => nearestName(each, known))).to.deep.equal([
      'read',
      'read',
      'read',
      'read',
      'update',
      'delete',
    ]);
    expect(['x', 'everything', ''].map((each) => nearestName(each, known))).to.deep.equal([undefined, undefined, undefined]);
  });
});
