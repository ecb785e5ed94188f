import 'reflect-metadata';
import { MikroORM, Type } from '@mikro-orm/postgresql';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { expect } from 'chai';
import { bootstrap } from 'general-manager';
import { actor, Manager, Permission, where, type PermissionRule } from 'general-manager/decorators';
import type { Rel } from '@mikro-orm/core';
import { intervalOf, orderIntervals } from '../../lib/permission/interval-value.js';
import { orderTimes, orderZonedTimes } from '../../lib/permission/time-value.js';
import { swapPolicies } from './support/swap-policies.js';

class Plain extends Type<string, string> {
  override convertToDatabaseValue(value: string): string {
    return value.trim();
  }
  override getColumnType(): string {
    return 'text';
  }
}
class ByCase extends Plain {
  override getColumnType(): string {
    return 'citext';
  }
}
class InSql extends Plain {
  override convertToDatabaseValueSQL(key: string): string {
    return `lower(${key})`;
  }
}

@Entity()
@Manager()
class Badge {
  @PrimaryKey({ type: 'character(4)' })
  id!: string;
}

@Entity()
@Manager()
@Permission({ read: where({}) })
class Sample {
  @PrimaryKey()
  id!: number;

  @Property({ columnType: 'char(4)' })
  padded!: string;

  @Property({ columnType: 'citext' })
  anyCase!: string;

  @Property({ columnType: 'inet' })
  address!: string;

  @Property({ columnType: 'timestamptz(6)[]' })
  instants!: string[];

  @Property({ columnType: 'timetz' })
  zoned!: string;

  @Property({ columnType: 'time' })
  time!: string;

  @Property({ columnType: 'interval' })
  length!: string;

  @Property({ type: Plain })
  plain!: string;

  @Property({ type: ByCase })
  byCase!: string;

  @Property({ type: InSql })
  inSql!: string;

  @ManyToOne(() => Badge)
  badge!: Rel<Badge>;
}

describe('permission: what rules compare exactly', () => {
  let orm: MikroORM;
  before(async () => {
    orm = await MikroORM.init({ dbName: 'none', entities: [Sample, Badge], metadataProvider: ReflectMetadataProvider });
  });
  after(async () => orm.close());

  const codes = async (read: PermissionRule): Promise<readonly string[]> =>
    bootstrap({ orm, drift: 'off', plugins: [swapPolicies({ Sample: { read } })] }).then(
      () => [],
      (error: { problems: { code: string }[] }) => error.problems.map(({ code }) => code),
    );

  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, ...string[]])[] = [
    ['blanks at the end that do not count', { padded: 'a' }, 'GM_PERM_INEXACT_OPERATOR'],
    ['letters whose case does not count', { anyCase: { startsWith: 'a' } }, 'GM_PERM_INEXACT_OPERATOR'],
    ['types that are only known by their text', { address: '10.0.0.1' }, 'GM_PERM_INEXACT_OPERATOR'],
    ['lists of instants', { instants: { has: new Date(0) } }, 'GM_PERM_INEXACT_OPERATOR'],
    ['keys of such types', { badge: actor('badge') }, 'GM_PERM_INEXACT_OPERATOR'],
    ['whether there is a value', { padded: null, anyCase: { isNull: false }, instants: { isEmpty: true } }],
    ['times', { time: { gte: '08:00', lt: '24:00' } }],
    ['times with an offset', { zoned: { in: ['08:00+01', '24:00Z'] } }],
    ['times without the offset that the column has', { zoned: '08:00' }, 'GM_PERM_INVALID_CONDITION'],
    ['times that no day has', { time: '24:01' }, 'GM_PERM_INVALID_CONDITION'],
    ['intervals', { length: { lte: '1 mon', gt: 'P30D' } }],
    ['intervals that only PostgreSQL reads', { length: '1 fortnight' }, 'GM_PERM_INVALID_CONDITION'],
    ['own types that say what they store', { plain: 'x' }],
    ['own types by their order', { plain: { gt: 'x' } }, 'GM_PERM_INVALID_CONDITION'],
    ['own types that convert in SQL', { inSql: 'x' }, 'GM_PERM_INEXACT_OPERATOR'],
    ['own types of columns that compare in a way of their own', { byCase: 'x' }, 'GM_PERM_INEXACT_OPERATOR'],
  ];
  for (const [title, condition, ...problems] of cases) {
    it(`${problems.length > 0 ? 'not' : 'but'} ${title}`, async () => expect(await codes(where(condition))).to.deep.equal(problems));
  }
});

describe('times and intervals in memory', () => {
  it('order as in PostgreSQL', () => {
    expect(orderTimes('24:00', '23:59:59.999999')).to.equal(1);
    expect(orderTimes('12:00Z', '12:00:00.000')).to.equal(0);
    expect(orderZonedTimes('12:00+02', '10:00Z')).to.be.below(0);
    expect(orderZonedTimes('12:00+02', '12:00+02:00')).to.equal(0);
    expect(orderZonedTimes('12:00', '12:00Z')).to.equal(undefined);
    expect(orderTimes('noon', '12:00')).to.equal(undefined);
    expect(orderIntervals('1 mon', { days: 30 })).to.equal(0);
    expect(orderIntervals('P1Y', '365 days')).to.equal(-1);
    expect(orderIntervals('infinity', 'P100Y')).to.equal(1);
    expect(orderIntervals('-infinity', 'P-100Y')).to.equal(-1);
    expect(orderIntervals({ seconds: 1, milliseconds: 500.001 }, '00:00:01.500001')).to.equal(0);
  });

  it('are unknown where they say nothing, or more than the database holds', () => {
    for (const odd of [
      '',
      'P',
      'PT',
      '1 fortnight',
      'P1.5D',
      'P9999999999D',
      'P999999999Y',
      1,
      null,
      { days: 1.5 },
      {},
      { days: Infinity },
    ]) {
      expect(intervalOf(odd), JSON.stringify(odd)).to.equal(undefined);
    }
  });
});
