import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM as MariaDb } from '@mikro-orm/mariadb';
import { MikroORM as Sqlite, SqliteDriver } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import type { FieldModel, Operator } from 'general-manager/plugin';
import { databaseAdapter } from '../../integrations/mikro-orm/index.js';
import { bootCore } from '../../lib/plugin.js';
import { openOrm, unreachable } from './support/stores.js';

/** Properties that not every database has exactly. */
function makeParcel(hidden: Readonly<Record<string, { readonly expose: false }>> = {}) {
  const Size = defineEntity({ name: 'Size', embeddable: true, properties: { exact: p.decimal().precision(30).scale(10).nullable() } });
  const Parcel = defineEntity({
    name: 'Parcel',
    properties: {
      code: p.string().length(300).primary(),
      name: p.string(),
      note: p.text(),
      labels: p.array(),
      wait: p.type('interval').columnType('interval'),
      price: p.decimal().precision(20).scale(4),
      small: p.decimal().precision(8).scale(2),
      facts: p.json(),
      size: () => p.embedded(Size),
      computed: p.string().formula(() => "concat('a', 'b')"),
    },
  });
  Manager({ fields: hidden })(Parcel);
  Permission({ read: everyone() })(Parcel);
  return [Size, Parcel];
}

describe('what databases besides PostgreSQL offer', () => {
  const problemsOf = (orm: Parameters<typeof databaseAdapter>[0]): readonly string[] =>
    bootCore({ adapters: [databaseAdapter(orm)] }).problems.map(({ code, path }) => `${code} ${path}`);

  it('names at boot what SQLite cannot keep exactly', async () => {
    const orm = await Sqlite.init({ dbName: ':memory:', entities: makeParcel() });
    expect(problemsOf(orm)).to.deep.equal(['labels', 'wait', 'price', 'size'].map((name) => `GM_ORM_UNSUPPORTED_PROPERTY Parcel.${name}`));
  });

  it('names at boot what MySQL and MariaDB cannot keep exactly', async () => {
    const orm = await MariaDb.init({ dbName: 'nowhere', entities: makeParcel() });
    expect(problemsOf(orm)).to.deep.equal(['code', 'labels', 'wait'].map((name) => `GM_ORM_UNSUPPORTED_PROPERTY Parcel.${name}`));
  });

  it('boots without what the API does not show, and offers what is exact', async () => {
    const hidden = { expose: false } as const;
    const orm = await Sqlite.init({
      dbName: ':memory:',
      entities: makeParcel({ labels: hidden, wait: hidden, price: hidden, size: hidden }),
    });
    const { runtime, problems } = bootCore({ adapters: [databaseAdapter(orm)] });
    expect(problems).to.deep.equal([]);
    const operators = (name: string): readonly Operator[] => {
      const field: FieldModel | undefined = runtime.model.managers.get('Parcel')?.fields.get(name);
      return field && 'operators' in field ? field.operators : [];
    };
    expect(operators('name')).to.include.members(['contains', 'like', 'gt']).and.not.include.members(['ilike', 'icontains']);
    expect(operators('facts')).to.deep.equal(['contains', 'startsWith', 'endsWith', 'isNull']);
    await orm.close();
  });

  it('does not sort by texts of which MySQL compares the beginning only', async () => {
    const hidden = { expose: false } as const;
    const orm = await MariaDb.init({ dbName: 'nowhere', entities: makeParcel({ labels: hidden, wait: hidden }) });
    const { fields } = databaseAdapter(orm).describe(orm.getMetadata().getByClassName('Parcel').class, {});
    const sortable = fields.filter((field) => 'sortable' in field && field.sortable).map(({ name }) => name);
    expect(sortable).to.include('name').and.not.include('note').and.not.include('computed');
  });

  it('does not boot on a driver that nothing is known of', async () => {
    class StrangeDriver extends SqliteDriver {}
    const Thing = defineEntity({ name: 'Thing', properties: { id: p.integer().primary() } });
    Manager()(Thing);
    Permission({ read: everyone() })(Thing);
    const orm = await Sqlite.init({ driver: StrangeDriver, dbName: ':memory:', entities: [Thing] });
    expect(problemsOf(orm)).to.deep.equal(['GM_ORM_UNSUPPORTED_DRIVER Thing']);
    await orm.close();
  });

  it('gives no value the place of a question mark that the application wrote', async function () {
    const reason = await unreachable('mysql');
    if (reason !== undefined) {
      console.log(`      skipped: ${reason}`);
      this.skip();
    }
    const Question = defineEntity({
      name: 'Question',
      properties: { id: p.integer().primary(), mark: p.string().formula(() => "'?'") },
    });
    Manager()(Question);
    Permission({ read: everyone() })(Question);
    const opened = await openOrm('mysql', [Question]);
    try {
      const { runtime } = bootCore({ adapters: [databaseAdapter(opened.orm)] });
      const question = runtime.model.managers.get('Question');
      if (!question) throw new Error('no manager');
      const select = { fields: ['id', 'mark'], relations: [] };
      const failed = await runtime.read(question, { select, filter: { id: 1 } }, { actor: null }).catch((error: unknown) => error);
      expect(failed).to.have.property('code', 'GM_ORM_QUESTION_MARK');
    } finally {
      await opened.close();
    }
  });
});
