import { expect } from 'chai';
import * as fc from 'fast-check';
import { GeneralManager } from 'general-manager';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, graphql, rest } from 'general-manager/http';
import { mockUpstream } from 'general-manager/http/testing';
import { bootCore } from '../../../../lib/plugin.js';

interface Item {
  id: string;
  name: string;
  note: string | null;
  count: number;
  tags: readonly string[];
  at: Date | null;
}

const fields = {
  id: field.id(),
  name: field.string({ from: 'meta.name', readOnly: false }),
  note: field.string({ from: 'meta.note', readOnly: false, nullable: true }),
  count: field.int({ default: 0 }),
  tags: field.list(field.string(), { optional: true, default: [] }),
  at: field.datetime({ unix: 'seconds', nullable: true }),
};

let url = 'http://127.0.0.1';
const upstream = { baseUrl: () => url, addresses: { allow: ['127.0.0.1/32'] } };

const DECLARATIONS = {
  'REST with PATCH': rest<Item>({ upstream, path: '/items', fields, item: 'data', within: 'data' }),
  'REST with PUT': rest<Item>({ upstream, path: '/items', fields, update: 'PUT' }),
  GraphQL: graphql<Item>({
    upstream,
    fields,
    operations: {
      list: { field: 'items(first: $first, after: $after)', maxSize: 2 },
      detail: { field: 'item(id: $id)', variables: { id: 'ID!' } },
      create: { field: 'createItem(input: $input)', variables: { input: 'NewItem!' }, item: 'item' },
      update: { field: 'updateItem(id: $id, input: $input)', variables: { id: 'ID!', input: 'ItemPatch!' }, item: 'item' },
      delete: { field: 'deleteItem(id: $id)', variables: { id: 'ID!' } },
    },
  }),
};

const values = fc.record(
  {
    name: fc.string({ maxLength: 4 }),
    note: fc.option(fc.string({ maxLength: 4 })),
    count: fc.integer({ min: -9, max: 9 }),
    tags: fc.array(fc.string({ maxLength: 2 }), { maxLength: 2 }),
    at: fc.option(fc.integer({ min: 0, max: 2 ** 31 }).map((seconds) => new Date(seconds * 1000))),
  },
  { requiredKeys: ['name'] },
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), data: values }),
  fc.record({
    kind: fc.constant('update' as const),
    at: fc.nat(5),
    data: values.map(({ name, ...rest }) => (name === '' ? rest : { name, ...rest })),
  }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.nat(5) }),
);

describe('mock upstreams: sequences of writes', function () {
  this.timeout(60_000);
  for (const [name, declaration] of Object.entries(DECLARATIONS)) {
    it(`leave what a list in memory would have: ${name}`, async () => {
      class Target {}
      Manager()(Target);
      Interface(declaration)(Target);
      Permission<Item>({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })(Target);
      const mock = mockUpstream(Target);
      url = await mock.listen();
      const { runtime, problems } = bootCore({ adapters: [], managers: [Target], secret: 'sequences' });
      expect(problems).to.deep.equal([]);
      const items = new GeneralManager(runtime).as(null).manager<Item>(Target as never);
      let written = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
          mock.of(Target).clear();
          let expected: Item[] = [];
          for (const each of steps) {
            const found = each.kind === 'create' ? undefined : expected[each.at];
            if (each.kind === 'create') {
              const made = await items.create(each.data);
              expected = [...expected, { note: null, count: 0, tags: [], at: null, ...each.data, id: made?.id ?? '' }];
            } else if (!found) {
              const key = 'nothing such';
              const run = each.kind === 'update' ? items.update(key, { name: 'x' }) : items.delete(key);
              expect(await run.catch(({ code }: { code: string }) => code)).to.equal('GM_WRITE_NOT_FOUND');
            } else if (each.kind === 'update') {
              await items.update(found.id, each.data);
              expected = expected.map((one) => (one === found ? { ...one, ...each.data } : one));
            } else {
              await items.delete(found.id);
              expected = expected.filter((one) => one !== found);
            }
            written += Number(found !== undefined || each.kind === 'create');
            expect(await items.all()).to.deep.equal(expected);
          }
        }),
        { seed: 5, numRuns: 12, endOnFailure: true },
      );
      expect(written).to.be.greaterThan(60);
      await mock.close();
    });
  }
});
