import 'reflect-metadata';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { calculation } from 'general-manager/calculation';
import {
  actor,
  anyOf,
  Computed,
  database,
  everyone,
  Interface,
  Manager,
  Permission,
  role,
  where,
  type ComputeContext,
} from 'general-manager/decorators';
import { field, http } from 'general-manager/http';

/** What was computed, and of which object. */
const computed: string[] = [];

function note<T>(member: string, of: unknown, value: T): T {
  computed.push(`${member} ${String(of)}`);
  return value;
}

/** What was computed since somebody looked last. */
export const done = (): readonly string[] => computed.splice(0).toSorted();

/** Seen by their tenant, and by admins; what they weigh by their owner alone. */
@Entity()
@Manager()
@Interface(database({ softDelete: { field: 'here', read: role('admin') } }))
@Permission<Ship>({
  read: anyOf(role('admin'), where({ tenant: actor('tenant') })),
  update: everyone(),
  delete: everyone(),
  fields: {
    tons: { read: anyOf(role('admin'), where({ owner: actor('id') })) },
    rated: { read: role('admin') },
  },
})
export class Ship {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  tenant!: string;

  @Property({ type: 'integer', nullable: true })
  owner?: number | null;

  @Property({ type: 'integer', nullable: true })
  tons?: number | null;

  @Property({ type: 'json', columnType: 'json', nullable: true })
  facts?: object | null;

  @Property({ type: 'boolean', default: true })
  here: boolean = true;

  @ManyToOne(() => Ship, { nullable: true })
  parent?: Rel<Ship> | null;

  @OneToMany(() => Sailor, (sailor) => sailor.ship)
  crew = new Collection<Sailor>(this);

  @Computed({ type: 'int', needs: { name: true }, cache: 'dependency' })
  get letters(): number {
    return note('letters', this.name, this.name.length);
  }

  @Computed({ type: 'int', nullable: true, needs: { tons: true }, cache: 'dependency' })
  get weight(): number | null {
    return note('weight', this.tons, this.tons ?? null);
  }

  @Computed({ type: 'int', system: 'what a ship weighs is in its toll', needs: { tons: true }, cache: 'dependency' })
  get toll(): number {
    return note('toll', this.tons, (this.tons ?? 0) * 2);
  }

  /** Shown to admins alone. */
  @Computed({ type: 'int', system: 'admins may know', needs: { tons: true }, cache: 'dependency' })
  get rated(): number {
    return note('rated', this.tons, (this.tons ?? 0) * 3);
  }

  @Computed({ type: 'string', list: true, needs: { crew: { select: { name: true }, sort: 'name' } }, cache: 'dependency' })
  get sailors(): readonly string[] {
    return note(
      'sailors',
      '',
      (this.crew as unknown as readonly Sailor[]).map(({ name }) => name),
    );
  }

  /** Of another member, which is kept itself. */
  @Computed({ type: 'int', nullable: true, needs: { weight: true, letters: true }, cache: 'dependency' })
  get double(): number | null {
    return note('double', this.weight, this.weight === null ? null : this.weight * 2 + this.letters - this.letters);
  }

  /** Code may look at the order in which documents have what is in them. */
  @Computed({ type: 'string', nullable: true, needs: { facts: true }, cache: 'dependency' })
  get text(): string | null {
    return note('text', '', this.facts ? JSON.stringify(this.facts) : null);
  }

  @Computed<Ship>({
    type: 'int',
    needs: { name: true },
    cache: 'dependency',
    compute: async ({ name }, { manager }: ComputeContext) => note('fleet', name, await manager(Ship).count()),
  })
  fleet!: number;

  @Computed<Ship>({
    type: 'int',
    needs: { name: true },
    system: 'how many there are is no secret',
    cache: 'dependency',
    compute: async ({ name }, { manager }: ComputeContext) => note('all', name, await manager(Ship).count()),
  })
  all!: number;

  /** Reads itself of others, which are read at the same time. */
  @Computed<Ship & { readonly parent: { readonly id: number } | null }>({
    type: 'int',
    needs: { parent: { id: true } },
    cache: 'dependency',
    compute: async ({ parent }, { manager }: ComputeContext) =>
      parent ? 1 + (await manager(Ship).select({ depth: true }).get(parent.id)).depth : 0,
  })
  depth!: number;

  @Computed<Ship>({
    type: 'int',
    needs: { name: true },
    cache: { timeoutMs: 60_000 },
    compute: async ({ name }, { manager }: ComputeContext) => note('timed', name, await manager(Ship).count()),
  })
  timed!: number;

  @Computed<Ship>({
    type: 'int',
    needs: { name: true },
    cache: 'request',
    compute: async ({ name }, { manager }: ComputeContext) => note('asked', name, await manager(Ship).count()),
  })
  asked!: number;

  /** Reads what tells no changes. */
  @Computed<Ship>({
    type: 'int',
    needs: { name: true },
    cache: 'dependency',
    compute: async ({ name }, { manager }: ComputeContext) => note('rates', name, await manager(Rate).count()),
  })
  rates!: number;

  @Computed({ type: 'int', nullable: true, needs: { name: true }, cache: 'dependency' })
  get failing(): number | null {
    note('failing', this.name, undefined);
    throw new Error('not today');
  }

  /** What takes no context gets none, however it looks for it. */
  @Computed({ type: 'boolean', needs: { name: true }, cache: 'dependency' })
  sly(...rest: readonly unknown[]): boolean {
    return rest.some((each) => each !== undefined);
  }
}

@Entity()
@Manager()
@Permission<Sailor>({ read: anyOf(role('admin'), where({ secret: false })), update: everyone(), create: everyone() })
export class Sailor {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'boolean' })
  secret!: boolean;

  @ManyToOne(() => Ship)
  ship!: Rel<Ship>;
}

export const HOST = 'https://fleet-rates.example.com';

@Manager()
@Interface(
  http<Rate>({
    baseUrl: HOST,
    fields: { id: field.id({ type: 'int' }), value: field.int() },
    operations: { list: { path: '/rates' }, detail: { path: '/rates/{id}' }, update: { method: 'PATCH', path: '/rates/{id}' } },
  }),
)
@Permission<Rate>({ read: everyone(), update: everyone(), fields: { value: { read: role('admin') } } })
export class Rate {
  id!: number;
  value!: number;

  @Computed({ type: 'int', nullable: true, needs: { value: true }, cache: 'dependency' })
  get twice(): number | null {
    return note('twice', this.value, (this.value as number | null) === null ? null : this.value * 2);
  }

  @Computed<Rate>({
    type: 'int',
    needs: { id: true },
    cache: 'dependency',
    compute: async ({ id }, { manager }: ComputeContext) => note('ships', id, await manager(Ship).count()),
  })
  ships!: number;
}

/** Of a member that is kept, and of one that reads by itself as whoever reads. */
@Manager()
@Interface(calculation({ inputs: { ship: Ship } }))
@Permission({ read: everyone() })
export class Report {
  ship!: Ship;

  @Computed<Report & { readonly ship: { readonly weight: number | null; readonly fleet: number } }>({
    type: 'string',
    needs: { ship: { weight: true, fleet: true } },
    cache: 'dependency',
    compute: ({ ship }) => note('line', ship.weight, `${String(ship.weight)} of ${ship.fleet}`),
  })
  line!: string;
}

export const MANAGERS = [Rate, Report];
export const ENTITIES = [Ship, Sailor];

export const ROWS = `
  insert into ship (id, name, tenant, owner, tons, facts, here, parent_id) values
    (1, 'Anna', 'a', 7, 10, '{"b":1,"a":2}', true, null), (2, 'Bert', 'a', 8, 20, null, true, 1),
    (3, 'Carl', 'b', 7, 30, '{"a":2,"b":1}', true, 2), (4, 'Dora', 'b', 7, 40, null, false, 3);
  insert into sailor (id, name, secret, ship_id) values (1, 'x', false, 1), (2, 'y', true, 1), (3, 'z', false, 3)`;
