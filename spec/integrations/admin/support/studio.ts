import { Collection, PrimaryKeyProp, type Opt, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import {
  Action,
  actor,
  authenticated,
  database,
  deny,
  everyone,
  Interface,
  Manager,
  nobody,
  Permission,
  role,
  where,
  type ActionContext,
} from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase } from '../../../support/postgres.js';
import { Playlist } from './playlist.js';

// A studio: every kind of field, classes of several types, keys of several parts, a version, soft deletion, rules for rows and fields.

export enum Mood {
  Calm = 'calm',
  Wild = 'wild',
}

@Embeddable()
export class Place {
  @Property({ length: 20 })
  street!: string;

  @Property({ type: 'integer', nullable: true })
  floor?: number | null;
}

@Embeddable()
export class Take {
  @Property({ type: 'integer' })
  nr!: number;

  @Property({ nullable: true })
  remark?: string | null;
}

/** Deleted softly; the boss sees deleted ones, and brings them back. */
@Entity()
@Manager({ description: 'Somebody who plays.' })
@Interface(database({ softDelete: { field: 'gone', deleted: true, read: role('boss') } }))
@Permission<Artist>({
  read: everyone(),
  create: role('boss'),
  update: role('boss'),
  delete: role('boss'),
  fields: { fee: { read: role('boss') } },
})
export class Artist {
  @PrimaryKey()
  id!: number;

  @Property({ length: 40, unique: true })
  name!: string;

  @Property({ type: 'decimal', precision: 10, scale: 2, nullable: true })
  fee?: string | null;

  @Property({ type: 'boolean', default: false })
  gone: boolean & Opt = false;

  @OneToMany(() => Credit, (credit) => credit.artist)
  credits = new Collection<Credit>(this);

  @OneToMany(() => Work, (work) => work.lead)
  leads = new Collection<Work>(this);
}

@Entity({ abstract: true, discriminatorColumn: 'kind' })
@Manager({ description: 'Something that is made.' })
@Permission<Work>({
  read: everyone(),
  create: authenticated(),
  update: [where<Work>({ owner: actor('id') }), role('boss')],
  delete: role('boss'),
  fields: { budget: { update: role('boss') } },
})
export abstract class Work {
  @PrimaryKey()
  id!: number;

  @Property({ length: 30, unique: true })
  title!: string;

  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Property({ length: 10 })
  owner!: string;

  @Property({ type: 'bigint', nullable: true })
  plays?: bigint | null;

  @Property({ type: 'decimal', precision: 20, scale: 4, nullable: true, comment: 'Euros' })
  budget?: string | null;

  @Property({ type: 'double', columnType: 'double precision', nullable: true })
  gain?: number | null;

  @Property({ type: 'boolean', default: false })
  live: boolean & Opt = false;

  @Property({ type: 'boolean', nullable: true })
  approved?: boolean | null;

  @Property({ type: 'date', nullable: true })
  releasedOn?: string | null;

  @Property({ type: 'time', columnType: 'time(0)', nullable: true })
  startsAt?: string | null;

  @Property({ type: 'datetime', columnType: 'timestamptz(3)', nullable: true })
  recordedAt?: Date | null;

  @Property({ type: 'uuid', nullable: true })
  code?: string | null;

  @Property({ type: 'json', nullable: true })
  extra?: unknown;

  @Property({ type: 'blob', nullable: true })
  cover?: Buffer | null;

  @Enum({ items: () => Mood, nullable: true })
  mood?: Mood | null;

  @Property({ type: 'text[]', default: [] })
  tags: string[] & Opt = [];

  @Embedded(() => Place, { nullable: true, object: true })
  place?: Place | null;

  @Embedded(() => Take, { array: true, nullable: true })
  takes?: Take[] | null;

  @ManyToOne(() => Artist, { nullable: true })
  lead?: Rel<Artist> | null;

  @Property({ type: 'integer', version: true })
  version!: number & Opt;

  @OneToMany(() => Credit, (credit) => credit.work)
  credits = new Collection<Credit>(this);

  /** Decided by rules of its own. */
  @Action<Work>({
    description: 'Says how loud it is.',
    arguments: { gain: 'float' },
    permission: [role('boss'), deny(where<Work>({ owner: 'nobody' }))],
    returns: 'string',
  })
  master({ gain }: { gain: number }) {
    this.gain = gain;
    return `mastered at ${gain}`;
  }

  @Action({ description: 'Counts what there is.', permission: role('boss'), returns: 'int' })
  static async count(_given: object, { manager }: ActionContext) {
    return (await manager(Song).all()).length;
  }
}

@Entity({ discriminatorValue: 'song' })
@Manager({ description: 'A piece of music.' })
export class Song extends Work {
  @Property({ type: 'integer', nullable: true })
  bars?: number | null;

  @ManyToMany(() => Playlist, (playlist) => playlist.songs)
  playlists = new Collection<Playlist>(this);
}

@Entity({ discriminatorValue: 'film' })
@Manager({ description: 'A film with music.' })
export class Film extends Work {
  @Property({ nullable: true })
  reels?: string | null;
}

/** Named by both of its relations. */
@Entity()
@Manager({ description: 'Who played what.' })
@Permission({ read: everyone(), create: role('boss'), update: role('boss'), delete: nobody() })
export class Credit {
  [PrimaryKeyProp]?: ['work', 'artist'];

  @ManyToOne(() => Work, { primary: true })
  work!: Rel<Work>;

  @ManyToOne(() => Artist, { primary: true })
  artist!: Rel<Artist>;

  @Property({ length: 20 })
  part!: string;
}

/** Nobody has one, and nobody but the boss sees that. */
@Entity()
@Manager({ description: 'What is for the boss alone.' })
@Permission({ read: role('boss') })
export class Secret {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;
}

export interface Studio {
  readonly gm: Application;
  readonly orm: MikroORM;
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export const ARTISTS = 12;

/** Twelve artists, two songs and a film; "Blue" is ann's. */
export async function openStudio(prefix: string): Promise<Studio> {
  const fresh = await freshDatabase(prefix);
  const entities = [
    Artist,
    Work,
    Song,
    Film,
    Credit,
    Secret,
    Playlist,
    Place,
    Take,
    ...sideTables({ tables: ['history', 'historyStart'] }),
  ];
  const orm = await MikroORM.init({ clientUrl: fresh.url, entities, metadataProvider: ReflectMetadataProvider });
  await orm.schema.create();
  const query: Studio['query'] = async (sql, parameters = []) => orm.em.getConnection().execute(sql, [...parameters]);
  await query(`insert into artist (name, fee) select 'Artist ' || lpad(n::text, 2, '0'), n * 100 from generate_series(1, ${ARTISTS}) n`);
  await query(`insert into work (kind, title, owner, plays, budget, recorded_at, version, lead_id, extra) values
    ('song', 'Blue', 'ann', 9007199254740993, '1234567890.1230', '2026-03-01T10:00:00.123Z', 1, 1, '{"key":"A"}'),
    ('song', 'Red', 'bob', null, null, null, 1, null, null),
    ('film', 'Night', 'bob', null, null, null, 1, 2, null)`);
  await query(`insert into credit (work_id, artist_id, part) select 1, n, 'voice' from generate_series(1, ${ARTISTS}) n`);
  return {
    gm: await bootstrap({ orm, drift: 'off' }),
    orm,
    query,
    close: async () => {
      await orm.close();
      await fresh.drop();
    },
  };
}
