import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { IsEmail, IsInt, Min, ValidateBy, ValidateNested } from 'class-validator';
import { bootstrap, isGeneralManagerError, type Application, type BootError, type BootstrapOptions } from 'general-manager';
import { classValidator } from 'general-manager/class-validator';
import { everyone, Manager, nobody, Permission, role, Rule, where, type RuleChange } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const OPEN = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

/** What rules and validators were asked about. */
const asked: string[] = [];

@Embeddable()
class Contact {
  @Property()
  @IsEmail()
  email!: string;
}

@Entity()
@Manager()
@Permission(OPEN)
class Harbour {
  /** The database makes it. */
  @PrimaryKey()
  @IsInt()
  id!: number;

  /** Made by the database as well, where nobody gives it. */
  @Property({ type: 'integer', default: 3 })
  @Min(1)
  berths!: number & Opt;

  @Property({ type: 'integer' })
  depth!: number;

  @OneToMany(() => Voyage, (voyage) => voyage.to)
  arrivals = new Collection<Voyage>(this);
}

@Entity()
@Manager({ fields: { end: { name: 'arrival' } } })
@Permission<Voyage>({ ...OPEN, update: where<Voyage>({ draught: { lt: 90 } }) })
@Rule<Voyage>({
  name: 'deepEnough',
  message: 'The ship does not fit in.',
  needs: ['to'],
  holds: async ({ after, operation }) => {
    asked.push(`deepEnough ${operation}`);
    return after.to.depth >= after.draught;
  },
})
class Voyage {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  @Min(1)
  @Min(10, { groups: ['strict'] })
  draught!: number;

  @Property({ type: 'date' })
  start!: string;

  @Property({ type: 'date', nullable: true })
  end?: string | null;

  @Embedded(() => Contact, { nullable: true })
  @ValidateNested()
  contact?: Contact | null;

  @Property({ nullable: true })
  @ValidateBy({
    name: 'free',
    validator: { validate: async (value: unknown) => value !== 'taken', defaultMessage: () => 'This berth is not free.' },
  })
  berth?: string | null;

  @Property({ type: 'boolean', default: false })
  sealed: boolean & Opt = false;

  @ManyToOne(() => Harbour)
  to!: Rel<Harbour>;

  @Rule({ fields: ['end'], message: '{end} is before {start}.' })
  inOrder(): boolean | undefined {
    asked.push('inOrder');
    return this.end ? this.end >= this.start : undefined;
  }

  @Rule({ fields: ['draught'], message: 'A sealed voyage keeps its {draught}.', on: ['update'] })
  keepsDraught({ before, after }: RuleChange): boolean {
    return (before as Voyage).draught === (after as Voyage).draught || !(before as Voyage).sealed;
  }
}

@Entity()
@Manager()
@Permission({ read: nobody(), create: role('x') })
@Rule({ name: 'a', message: '{lost}', fields: ['gone'], needs: ['harbour.arrivals', 'size'], holds: () => true })
@Rule({ name: 'b', message: 'b' } as never)
class Odd {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  size!: number;

  @ManyToOne(() => Harbour)
  harbour!: Rel<Harbour>;
}

describe('what objects have to be to be written', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  const boot = async (options: Partial<BootstrapOptions> = {}): Promise<Application> => bootstrap({ orm, drift: 'off', ...options });
  let gm: Application;
  before(async () => {
    database = await freshDatabase('writes_validation');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Harbour, Voyage, Contact], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await boot();
    await gm.as(null).manager(Harbour).create({ depth: 12 });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  const violations = async (write: Promise<unknown>): Promise<unknown> => {
    try {
      await write;
    } catch (error) {
      if (isGeneralManagerError(error, 'GM_WRITE_INVALID'))
        return error.details.violations?.map(({ path, code, message }) => [path.join('.'), code, message]);
      throw error;
    }
    return 'written';
  };
  const good = { draught: 11, start: '2026-01-02', to: 1 };

  it('is told all at once: rules, constraints, nested and asynchronous ones', async () => {
    const data = { draught: 0, start: '2026-01-02', end: '2026-01-01', berth: 'taken', contact: { email: 'nowhere' }, to: 1 };
    expect(await violations(gm.as(null).manager(Voyage).create(data))).to.have.deep.members([
      ['arrival', 'inOrder', 'arrival is before start.'],
      ['draught', 'min', 'draught must not be less than 1'],
      ['berth', 'free', 'This berth is not free.'],
      ['contact.email', 'isEmail', 'email must be an email'],
    ]);
    expect(await gm.as(null).manager(Voyage).count()).to.equal(0);
  });

  it('is not asked about what the database makes, but where it is given', async () => {
    const harbours = gm.as(null).manager(Harbour);
    expect(await harbours.create({ depth: 9 })).to.deep.include({ depth: 9, berths: 3 });
    expect(await violations(harbours.create({ depth: 9, berths: 0 }))).to.deep.equal([['berths', 'min', 'berths must not be less than 1']]);
  });

  it('is asked of nested objects, with their place', async () => {
    const write = gm
      .as(null)
      .manager(Harbour)
      .update(1, {
        arrivals: {
          create: [
            { draught: 11, start: '2026-01-02' },
            { draught: 13, start: '2026-01-02' },
          ],
        },
      });
    expect(await violations(write)).to.deep.equal([['arrivals.create.1', 'deepEnough', 'The ship does not fit in.']]);
  });

  it('may look at what was before, and is asked where one of its fields is written', async () => {
    const voyages = gm.as(null).manager(Voyage);
    const made = await voyages.create({ ...good, end: '2026-01-03', sealed: true });
    asked.length = 0;
    expect(await violations(voyages.update(made?.id ?? 0, { berth: 'b' }))).to.equal('written');
    expect(asked).to.deep.equal(['deepEnough update']);
    expect(await violations(voyages.update(made?.id ?? 0, { draught: 10 }))).to.deep.equal([
      ['draught', 'keepsDraught', 'A sealed voyage keeps its draught.'],
    ]);
  });

  it('does not hold up an update of other fields', async () => {
    const [row] = await orm.em
      .getConnection()
      .execute(`insert into voyage (draught, start, berth, to_id) values (0, '2026-01-01', 'taken', 1) returning id`);
    const id = Number(row?.['id']);
    expect(await violations(gm.as(null).manager(Voyage).update(id, { end: '2026-02-01' }))).to.equal('written');
    expect(await violations(gm.as(null).manager(Voyage).update(id, { berth: 'taken' }))).to.have.lengthOf(1);
  });

  it('is not asked where the actor may not write the object', async () => {
    const [row] = await orm.em
      .getConnection()
      .execute(`insert into voyage (draught, start, to_id) values (99, '2026-01-01', 1) returning id`);
    const error = await gm
      .as(null)
      .manager(Voyage)
      .update(Number(row?.['id']), { end: '2025-01-01' })
      .catch((each: unknown) => each);
    expect(isGeneralManagerError(error, 'GM_WRITE_FORBIDDEN')).to.equal(true);
    expect(asked).to.deep.equal([]);
  });

  it('may have groups', async () => {
    const strict = await boot({
      validators: [classValidator({ groups: ({ caller }) => ('system' in caller ? ['relaxed'] : ['strict']) })],
    });
    expect(
      await violations(
        strict
          .as(null)
          .manager(Voyage)
          .create({ ...good, draught: 5 }),
      ),
    ).to.deep.equal([['draught', 'min', 'draught must not be less than 10']]);
    expect(
      await violations(
        strict
          .system('a tour')
          .manager(Voyage)
          .create({ ...good, draught: 5 }),
      ),
    ).to.equal('written');
  });

  it('may be said by validators of the application alone', async () => {
    const validator = { name: 'quiet', validate: () => [{ path: ['to'], code: 'closed', message: 'The harbour is closed.' }] };
    const quiet = await boot({ validators: [validator] });
    expect(
      await violations(
        quiet
          .as(null)
          .manager(Voyage)
          .create({ ...good, draught: 1 }),
      ),
    ).to.deep.equal([['to', 'closed', 'The harbour is closed.']]);
  });

  it('fails as an unexpected error where a rule throws', async () => {
    const logged: object[] = [];
    const log = (fields: object): void => void logged.push(fields);
    const own = await boot({
      logger: { error: log, warn: log, info: log },
      validators: [
        {
          name: 'odd',
          validate: () => {
            throw new Error('secret');
          },
        },
      ],
    });
    const error = await own
      .as(null)
      .manager(Voyage)
      .create(good)
      .catch((each: unknown) => each);
    expect(isGeneralManagerError(error, 'GM_INTERNAL')).to.equal(true);
    expect(logged).to.have.length(1);
    expect(JSON.stringify(logged)).not.to.contain('secret');
  });

  it('is a problem of the boot where a rule speaks of what is not there', async () => {
    const other = await MikroORM.init({
      clientUrl: database.url,
      entities: [Harbour, Voyage, Contact, Odd],
      metadataProvider: ReflectMetadataProvider,
    });
    const error = (await bootstrap({ orm: other, drift: 'off' }).catch((each: unknown) => each)) as BootError;
    const told = error.problems.filter(({ code }) => code === 'GM_DECL_INVALID_RULE').map(({ path, message }) => `${path}: ${message}`);
    expect(told).to.have.members([
      'Odd.rules.a: The rule "a" of Odd cannot be used: there is no field "gone".',
      'Odd.rules.a: The rule "a" of Odd cannot be used: there is no field "lost".',
      'Odd.rules.a: The rule "a" of Odd cannot be used: "size" does not lead along relations to managers.',
      'Odd.rules.b: The rule "b" of Odd cannot be used: it needs a name, a message and a test.',
    ]);
    await other.close();
  });
});
