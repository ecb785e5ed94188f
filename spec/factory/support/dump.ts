// Prints what factories make, for processes with other time zones: `dump.ts [extra]`.
import { EntitySchema } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { bootstrap } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { SHOP } from './shop.js';

const text = { type: 'string', length: 30 };
/** With an entity that has one more property for whoever asks for it, in the middle of the others. */
const Plain = new EntitySchema({
  name: 'Plain',
  properties: {
    id: { type: 'uuid', primary: true },
    firstName: text,
    ...(process.argv[2] === 'extra' && {
      nickname: text,
      rank: { type: 'integer' },
      metAt: { type: 'datetime', columnType: 'timestamptz(3)' },
    }),
    lastName: text,
    born: { type: 'date' },
    seenAt: { type: 'datetime', columnType: 'timestamptz(3)' },
    localAt: { type: 'datetime', columnType: 'timestamp(0)' },
    opens: { type: 'time', columnType: 'time(0)' },
    score: { type: 'decimal', precision: 9, scale: 4 },
    share: { type: 'double' },
    data: { type: 'json', nullable: true },
  },
} as never);
Manager()(Plain);
Permission({ read: everyone() })(Plain);

const orm = await MikroORM.init({
  dbName: 'nobody',
  connect: false,
  entities: [...SHOP, Plain],
  metadataProvider: ReflectMetadataProvider,
} as never);
const gm = await bootstrap({ orm, drift: 'off' });
const made: Record<string, unknown> = {};
for (const name of ['Plain', 'Product', 'Maker', 'Label', 'License']) {
  const objects: readonly object[] = await gm.factory(name, { seed: 42 }).buildMany(20);
  made[name] = objects.map((each) => valuesOf(each));
}
process.stdout.write(JSON.stringify(made));
await orm.close(true);

/** The values of an object, without what leads elsewhere. */
function valuesOf(object: object): object {
  const entries = Object.entries(object).filter(
    ([, value]) => typeof value !== 'object' || value === null || value instanceof Date || isPlain(value),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'bigint' ? `${value}n` : value]));
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
