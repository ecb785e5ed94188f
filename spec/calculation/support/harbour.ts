import 'reflect-metadata';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import {
  actor,
  anyOf,
  Computed,
  everyone,
  Interface,
  many,
  Manager,
  one,
  Permission,
  role,
  where,
  type ComputeContext,
} from 'general-manager/decorators';
import { freshDatabase } from '../../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Port {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'boolean' })
  open!: boolean;
}

@Entity()
@Manager({
  relations: {
    readiness: many(() => Readiness, { by: 'shipId', to: 'id' }),
    load: one(() => Load, { by: 'id', to: 'shipId' }),
  },
})
@Permission<Ship>({
  read: anyOf(role('admin'), where({ hidden: false })),
  fields: { tons: { read: anyOf(role('admin'), where({ owner: actor('id') })) } },
})
export class Ship {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'boolean' })
  hidden!: boolean;

  @Property({ type: 'integer', nullable: true })
  owner?: number | null;

  @Property({ type: 'integer' })
  berths!: number;

  @Property({ type: 'integer', nullable: true })
  tons?: number | null;

  @ManyToOne(() => Port, { nullable: true })
  port?: Rel<Port> | null;

  @OneToMany(() => Mission, (mission) => mission.ship)
  missions = new Collection<Mission>(this);

  readiness!: Readiness[];
  load?: Load;
}

@Entity()
@Manager()
@Permission<Mission>({ read: anyOf(role('admin'), where({ classified: false })) })
export class Mission {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'boolean' })
  classified!: boolean;

  @ManyToOne(() => Ship)
  ship!: Rel<Ship>;
}

/** What computations did since somebody looked last: the member, and the key of the object. */
export const computed: string[] = [];

/** Rules about inputs and about what is computed; a field of its own rules. */
@Manager({ plural: 'readinesses' })
@Interface(calculation({ inputs: { ship: Ship, month: input.month({ from: '2026-01', to: '2026-03' }) } }))
@Permission<Readiness>({
  read: anyOf(role('admin'), where({ ship: { owner: actor('id') } }), where({ score: { lt: 40 } })),
  fields: { room: { read: anyOf(role('admin'), where({ ship: { owner: actor('id') } })) } },
})
export class Readiness {
  ship!: Ship;
  month!: string;

  @Computed({ type: 'int', needs: { ship: { missions: { select: { title: true } } } } })
  get missionCount(): number {
    return this.#note('missionCount', (this.ship.missions as unknown as readonly Mission[]).length);
  }

  @Computed({ type: 'int', needs: { ship: { berths: true }, missionCount: true } })
  get room(): number {
    return this.#note('room', this.ship.berths - this.missionCount);
  }

  @Computed<Readiness>({
    type: 'int',
    compute: async ({ ship, month }, { manager }: ComputeContext) => {
      computed.push(`score ${ship.id} ${month}`);
      const count = await manager(Mission)
        .filter({ ship: { id: ship.id } })
        .count();
      return count * 10 + Number(month.slice(5, 7));
    },
  })
  score!: number;

  @Computed({ type: 'string', nullable: true, needs: { ship: { name: true } } })
  get fragile(): string | null {
    if (this.ship.name.startsWith('!')) throw new Error(`secret of ${this.ship.name}`);
    return this.ship.name.toUpperCase();
  }

  #note(member: string, value: number): number {
    computed.push(`${member} ${this.ship.id} ${this.month}`);
    return value;
  }
}

/** Of one input alone. */
@Manager()
@Interface(calculation({ inputs: { ship: Ship } }))
@Permission({ read: everyone() })
export class Load {
  ship!: Ship;

  @Computed({ type: 'float', needs: { ship: { tons: true, berths: true } } })
  get perBerth(): number {
    return (this.ship.tons ?? 0) / this.ship.berths;
  }
}

/** What the system knows of ships: tells by design what is hidden. */
@Manager()
@Interface(calculation({ inputs: { ship: Ship } }))
@Permission({ read: everyone() })
export class Tonnage {
  ship!: Ship;

  @Computed({ type: 'int', nullable: true, system: 'tons are counted for everybody', needs: { ship: { tons: true } } })
  get weight(): number | null {
    return this.ship.tons ?? null;
  }

  @Computed<Tonnage>({
    type: 'int',
    system: 'missions are counted for everybody',
    compute: async ({ ship }, { manager }) =>
      manager(Mission)
        .filter({ ship: { id: ship.id } })
        .count(),
  })
  missionCount!: number;
}

/** A domain that depends on another input, one without bounds, and one of an enum. */
@Manager()
@Interface(
  calculation({
    inputs: {
      mission: input.of(() => Mission, {
        needs: { ship: { id: true } },
        filter: ({ ship }: { readonly ship: { readonly id: number } }) => ({ ship: { id: ship.id } }),
      }),
      ship: Ship,
      day: 'date',
      berth: input.int({
        needs: { ship: { berths: true } },
        from: 1,
        to: ({ ship }: { readonly ship: { readonly berths: number } }) => ship.berths,
      }),
      tide: input.enum(['high', 'low']),
    },
  }),
)
@Permission({ read: everyone() })
export class Berthing {
  mission!: Mission;
  ship!: Ship;
  day!: string;
  berth!: number;
  tide!: 'high' | 'low';

  @Computed({ type: 'string', needs: { mission: { title: true }, ship: { name: true } } })
  get text(): string {
    return `${this.ship.name}/${this.mission.title}/${this.day}/${this.berth}/${this.tide}`;
  }
}

/** Of narrow limits. */
@Manager()
@Interface(
  calculation({
    inputs: {
      ship: Ship,
      mission: input.of(() => Mission, {
        needs: { ship: { id: true } },
        filter: ({ ship }: { readonly ship: { readonly id: number } }) => ({ ship: { id: ship.id } }),
      }),
      day: input.int({ from: 1, to: 2 }),
    },
    maxObjects: 4,
    maxComputed: 2,
    maxNeeded: 1,
  }),
)
@Permission({ read: everyone() })
export class Bounded {
  ship!: Ship;
  mission!: Mission;
  day!: number;

  @Computed({ type: 'int', needs: { ship: { missions: true } } })
  get missions(): number {
    return (this.ship.missions as unknown as readonly Mission[]).length;
  }
}

/** What is in the tables. */
export interface Rows {
  readonly ports: readonly Pick<Port, 'id' | 'name' | 'open'>[];
  readonly ships: readonly ShipRow[];
  readonly missions: readonly MissionRow[];
}

export interface ShipRow {
  readonly id: number;
  readonly name: string;
  readonly hidden: boolean;
  readonly owner: number | null;
  readonly berths: number;
  readonly tons: number | null;
  readonly port: number | null;
}

export interface MissionRow {
  readonly id: number;
  readonly title: string;
  readonly classified: boolean;
  readonly ship: number;
}

/** A database with an application over it. */
export interface Harbour {
  readonly orm: MikroORM;
  readonly gm: Application;
  /** The statements since the last call. */
  statements(): readonly string[];
  /** Replaces everything that is there. */
  put(rows: Rows): Promise<void>;
  close(): Promise<void>;
}

export interface Reader {
  readonly id: number;
  readonly roles: readonly string[];
}

export const ADMIN: Reader = { id: 1, roles: ['admin'] };
export const OWNER: Reader = { id: 2, roles: [] };
export const OTHER: Reader = { id: 3, roles: [] };

export const CALCULATIONS = [Readiness, Load, Tonnage, Berthing, Bounded];

/** Some ships of every kind. */
export const ROWS: Rows = {
  ports: [
    { id: 1, name: 'Rotterdam', open: true },
    { id: 2, name: 'Bergen', open: false },
  ],
  ships: [
    { id: 1, name: 'Ada', hidden: false, owner: 2, berths: 2, tons: 100, port: 1 },
    { id: 2, name: 'Bea', hidden: false, owner: 3, berths: 3, tons: 30, port: 2 },
    { id: 3, name: 'Cem', hidden: true, owner: 2, berths: 4, tons: 900, port: 1 },
    { id: 4, name: 'Dag', hidden: false, owner: null, berths: 1, tons: null, port: null },
  ],
  missions: [
    { id: 1, title: 'north', classified: false, ship: 1 },
    { id: 2, title: 'south', classified: false, ship: 1 },
    { id: 3, title: 'deep', classified: true, ship: 1 },
    { id: 4, title: 'east', classified: false, ship: 2 },
    { id: 5, title: 'west', classified: false, ship: 3 },
  ],
};

export async function openHarbour(options: Partial<BootstrapOptions> = {}): Promise<Harbour> {
  const { url, drop } = await freshDatabase('calculation');
  const ran: string[] = [];
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [Port, Ship, Mission],
    metadataProvider: ReflectMetadataProvider,
    onQuery: (sql) => {
      if (/^\s*select/i.test(sql)) ran.push(sql);
      return sql;
    },
  });
  await orm.schema.create();
  const gm = await bootstrap({ orm, managers: CALCULATIONS, drift: 'off', secret: 'harbour', ...options });
  return {
    orm,
    gm,
    statements: () => ran.splice(0),
    put: async ({ ports, ships, missions }) => {
      const em = orm.em.fork();
      await em.execute('truncate port, ship, mission cascade');
      if (ports.length > 0) await em.insertMany(Port, [...ports]);
      if (ships.length > 0) await em.insertMany(Ship, ships as never);
      if (missions.length > 0) await em.insertMany(Mission, missions as never);
      ran.length = 0;
    },
    close: async () => {
      await gm.close();
      await orm.close();
      await drop();
    },
  };
}
