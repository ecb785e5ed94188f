import { EntitySchema } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import * as fc from 'fast-check';
import { bootstrap } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

/** A property of an entity that is made at run time. */
type Made = Readonly<Record<string, unknown>>;

const nullable = fc.boolean().map((each): Made => (each ? { nullable: true } : {}));
const unique = fc.boolean().map((each): Made => (each ? { unique: true } : {}));
const columns = (...types: readonly string[]): fc.Arbitrary<Made> =>
  fc.constantFrom(...types).map((columnType) => ({ type: 'string', columnType }));

const whole = fc.constantFrom('smallint', 'integer', 'bigint').map((columnType): Made => ({ type: columnType, columnType }));
const decimal = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat({ max: 10 })).map(([precision, scale]): Made => {
  return { type: 'decimal', precision: Math.max(precision, scale + 1), scale };
});
const text = fc.integer({ min: 3, max: 60 }).map((length): Made => ({ type: 'string', length }));
const members = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z ']{0,6}[a-z]$/), {
  minLength: 1,
  maxLength: 5,
  selector: (each) => each.replaceAll(/\W+/g, '_'),
});
const choice = members.map((items): Made => ({ enum: true, items, type: 'string' }));
const time = fc
  .constantFrom('date', 'time(0)', 'timestamptz(0)', 'timestamptz(3)', 'timestamp(6)', 'timestamp(0)')
  .map((columnType): Made => {
    return { type: columnType.startsWith('date') ? 'date' : columnType.startsWith('time(') ? 'time' : 'datetime', columnType };
  });
const plain = fc.constantFrom('uuid', 'boolean', 'double', 'text').map((type): Made => ({ type }));
const other = fc.constantFrom<Made>(
  { type: 'json' },
  { type: 'blob' },
  { type: 'interval' },
  { type: 'float' },
  { type: 'string[]', columnType: 'text[]' },
  { type: 'number[]', columnType: 'int[]' },
);

/** What differs by itself may be unique; of the others there may be too few. */
const value: fc.Arbitrary<Made> = fc
  .oneof(
    fc.tuple(fc.oneof(whole, text, time, fc.constant<Made>({ type: 'uuid' })), nullable, unique),
    fc.tuple(fc.oneof(decimal, choice, plain, other, columns('varchar(7)', 'char(5)', 'text')), nullable, fc.constant<Made>({})),
  )
  .map((parts) => Object.assign({}, ...parts));

/** A check constraint of a column of whole numbers. */
const check = fc.oneof(
  fc.tuple(fc.integer({ min: -500, max: 500 }), fc.nat({ max: 400 })).map(
    ([low, span]) =>
      (column: string) =>
        `${column} >= ${low} and ${column} < ${low + span + 1}`,
  ),
  fc.tuple(fc.integer({ min: -500, max: 500 }), fc.nat({ max: 400 })).map(
    ([low, span]) =>
      (column: string) =>
        `${column} between ${low} and ${low + span}`,
  ),
  fc
    .uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 4 })
    .map((values) => (column: string) => `${column} in (${values.join(', ')})`),
  fc.integer({ min: -500, max: 500 }).map((high) => (column: string) => `(${column} <= ${high})`),
);

interface Plan {
  readonly key: 'number' | 'uuid' | 'text' | 'composite';
  readonly values: readonly Made[];
  readonly checks: readonly ((column: string) => string)[];
  readonly isOrdered: boolean;
  readonly isTogether: boolean;
  /** To one of the entities before, or to itself. */
  readonly links: readonly { readonly to: number; readonly kind: 'm:1' | '1:1' | 'm:n'; readonly nullable: boolean }[];
}

const plan: fc.Arbitrary<Plan> = fc.record({
  key: fc.constantFrom('number', 'uuid', 'text', 'composite'),
  values: fc.array(value, { minLength: 1, maxLength: 6 }),
  checks: fc.array(check, { maxLength: 2 }),
  isOrdered: fc.boolean(),
  isTogether: fc.boolean(),
  links: fc.array(fc.record({ to: fc.nat({ max: 3 }), kind: fc.constantFrom('m:1', '1:1', 'm:n'), nullable: fc.boolean() }), {
    maxLength: 3,
  }),
});

const KEYS: Readonly<Record<Plan['key'], Made>> = {
  number: { id: { type: 'integer', primary: true } },
  uuid: { id: { type: 'uuid', primary: true } },
  text: { id: { type: 'string', length: 5, primary: true } },
  composite: { area: { type: 'integer', primary: true }, code: { type: 'string', length: 4, primary: true } },
};

/** Entities of a plan each; whatever leads to an entity leads to one that is made before. */
function entitiesOf(plans: readonly Plan[]): readonly EntitySchema[] {
  const schemas: EntitySchema[] = [];
  plans.forEach(({ key, values, checks, isOrdered, isTogether, links }, place) => {
    const name = `Thing${place}`;
    const properties: Record<string, Made> = { ...(KEYS[key] as Record<string, Made>) };
    values.forEach((each, index) => {
      const { enum: isEnum, ...rest } = each;
      properties[`value${index}`] = isEnum ? { ...rest, enum: true } : rest;
    });
    checks.forEach((_each, index) => {
      properties[`checked${index}`] = { type: 'integer' };
    });
    if (isOrdered) Object.assign(properties, { low: { type: 'integer' }, high: { type: 'integer', nullable: true } });
    if (isTogether)
      Object.assign(properties, { one: { enum: true, items: ['a', 'b', 'c'], type: 'string' }, number: { type: 'smallint' } });
    links.forEach(({ to, kind, nullable: isNullable }, index) => {
      const target = Math.min(to, place);
      const isSelf = target === place;
      const own = kind === 'm:n' ? { owner: true } : { nullable: isNullable || isSelf, ...(kind === '1:1' && { owner: true }) };
      properties[`link${index}`] = { kind, entity: () => schemas[target] as EntitySchema, ...own };
    });
    schemas.push(
      new EntitySchema({
        name,
        properties: properties as never,
        checks: [
          ...checks.map((write, index) => ({ name: `${name}_check${index}`, expression: write(`checked${index}`) })),
          ...(isOrdered ? [{ name: `${name}_ordered`, expression: 'low <= high' }] : []),
        ],
        uniques: isTogether ? [{ properties: ['one', 'number'] as never }] : [],
      }),
    );
  });
  for (const schema of schemas) {
    Manager()(schema);
    Permission({ read: everyone(), create: everyone() })(schema);
  }
  return schemas;
}

describe('factories over random metadata', function () {
  this.timeout(240_000);
  let database: FreshDatabase;

  before(async () => {
    database = await freshDatabase('random');
  });
  after(async () => database.drop());

  it('make objects that the database takes, in bulk and through the write pipeline', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 3 }), async (plans) => {
        const orm = await MikroORM.init({ clientUrl: database.url, entities: [...entitiesOf(plans)] });
        try {
          await orm.schema.refresh();
          const gm = await bootstrap({ orm, drift: 'off' });
          for (const { name } of gm.model.managers.values()) {
            const linked = Object.fromEntries(
              plans[Number(name.slice(5))]?.links.map(({ kind }, index) => [`link${index}`, kind === 'm:n' ? 2 : false]) ?? [],
            );
            await gm.factory(name).insertMany(60);
            await gm.factory(name, { seed: 'other' }).createMany(5);
            const needed = Object.fromEntries(Object.entries(linked).filter(([, count]) => count !== false)) as Record<string, number>;
            await gm.factory(name).with(needed).createMany(2);
          }
        } finally {
          await orm.close();
        }
      }),
      { seed: 7, numRuns: 30 },
    );
  });
});
