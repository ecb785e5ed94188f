import { defineEntity, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { database, Interface } from '../../../decorators/index.js';
import { driftApp, type DriftApp } from './drift-support/boot.js';

const DDL = `
  create table "Artist" ("ArtistId" INT not null, "Name" VARCHAR(120), constraint "PK_Artist" primary key ("ArtistId"));
  create table album (
    album_id INT not null generated always as identity,
    title CHARACTER VARYING(160) not null,
    artist_id INTEGER not null,
    constraint album_pkey primary key (album_id)
  );
  create domain seconds as integer check (value >= 0);
  create table track (
    track_id BIGSERIAL primary key,
    name varchar(200) not null,
    album_id int,
    media text not null check (media in ('mp3', 'ogg')),
    composer varchar(220),
    duration seconds not null,
    unit_price NUMERIC(10,2) not null,
    added TIMESTAMP not null default current_timestamp,
    rating real,
    legacy_code char(3) not null
  );
  create table playlist (playlist_id int primary key, name varchar(120));
  create table playlist_track (playlist_id int not null, track_id bigint not null, constraint playlist_track_pkey primary key (playlist_id, track_id));
  create table employee (employee_id int primary key, last_name varchar(20) not null, reports_to int references employee, badge varchar(12) not null);
  create unique index employee_badge on employee (badge);
  create unique index employee_name on employee (lower(last_name)) where reports_to is not null;
  alter table album add constraint album_artist_id_fkey foreign key (artist_id) references "Artist" ("ArtistId") on delete no action on update no action;
  alter table track add constraint track_album_id_fkey foreign key (album_id) references album (album_id) not valid;
  alter table playlist_track add foreign key (playlist_id) references playlist, add foreign key (track_id) references track;
  create view long_track as select track_id, name from track where track_id > 3;`;

const Artist = defineEntity({
  name: 'Artist',
  tableName: 'Artist',
  properties: {
    id: p.integer().primary().fieldName('ArtistId').autoincrement(false),
    name: p.string().length(120).fieldName('Name').nullable(),
  },
});
const Album = defineEntity({
  name: 'Album',
  properties: {
    id: p.integer().primary().fieldName('album_id'),
    title: p.string().length(160),
    artist: () => p.manyToOne(Artist).fieldName('artist_id'),
    tracks: () => p.oneToMany(Track).mappedBy('album'),
  },
});
const Track = defineEntity({
  name: 'Track',
  properties: {
    id: p.bigint().primary().fieldName('track_id'),
    name: p.string(),
    album: () => p.manyToOne(Album).fieldName('album_id').nullable(),
    media: p.enum(['mp3', 'ogg']),
    composer: p.string().length(220).nullable(),
    duration: p.integer(),
    unitPrice: p.decimal(),
    added: p.datetime().columnType('timestamp'),
    rating: p.float().nullable(),
    legacyCode: p.character().length(3),
  },
});
const Playlist = defineEntity({
  name: 'Playlist',
  properties: {
    id: p.integer().primary().fieldName('playlist_id').autoincrement(false),
    name: p.string().length(120).nullable(),
    tracks: () => p.manyToMany(Track).owner().pivotTable('playlist_track').joinColumn('playlist_id').inverseJoinColumn('track_id'),
  },
});
const Employee = defineEntity({
  name: 'Employee',
  properties: {
    id: p.integer().primary().fieldName('employee_id').autoincrement(false),
    lastName: p.string().length(20),
    boss: () => p.manyToOne(Employee).fieldName('reports_to').nullable(),
    badge: p.string().length(12).unique(),
  },
});
/** A view that was mapped like a table, before MikroORM knew views. */
const LongTrack = defineEntity({
  name: 'LongTrack',
  properties: { id: p.bigint().primary().fieldName('track_id'), name: p.string().length(200) },
});
/** A second, smaller entity on the same table. */
const TrackName = defineEntity({
  name: 'TrackName',
  tableName: 'track',
  properties: { id: p.bigint().primary().fieldName('track_id'), name: p.string() },
});

// MikroORM refuses two entities on one table unless told otherwise.
const discovery = { checkDuplicateTableNames: false };
const entities = [Artist, Album, Track, Playlist, Employee, LongTrack, TrackName];

describe('schema drift: a schema made by hand', () => {
  let app: DriftApp;

  before(async () => {
    app = await driftApp({ entities, discovery }, DDL);
  });
  after(async () => app.close());

  it('has none when it is mapped as it is', async () => {
    expect(await app.drift()).to.deep.equal([]);
  });

  it('leaves the metadata as it was', async () => {
    await app.drift();
    expect(app.orm.getMetadata().getByClassName('Track').properties['name']?.length).to.equal(undefined);
  });
});

describe('schema drift: a schema made by hand that has drifted', () => {
  it('tells every difference at once, in the order of the mapping', async () => {
    const app = await driftApp({ entities, discovery }, DDL);
    await app.run(`
      alter table track drop constraint track_album_id_fkey, drop column composer, alter column duration type bigint, alter column media drop not null,
        drop constraint track_media_check, add check (media in ('mp3', 'aac'));
      drop index employee_badge; drop table playlist_track`);
    const found = await app.drift('Track', 'Employee', 'Playlist');
    await app.close();
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      'Track.media GM_DRIFT_NULLABILITY',
      'Track.media GM_DRIFT_ENUM_MEMBERS',
      'Track.composer GM_DRIFT_MISSING_COLUMN',
      'Track.duration GM_DRIFT_COLUMN_TYPE',
      'Track.album GM_DRIFT_FOREIGN_KEY',
      'Employee.badge GM_DRIFT_UNIQUE',
      'Playlist.tracks GM_DRIFT_MISSING_TABLE',
    ]);
    for (const problem of found) expect(problem).to.have.all.keys('code', 'path', 'message', 'fix');
  });
});

describe('schema drift: entities that are only read', () => {
  const Written = defineEntity({ name: 'Written', tableName: 'track', properties: { id: p.integer().primary() } });
  const Declared = defineEntity({ name: 'Declared', tableName: 'track', properties: { id: p.integer().primary() } });
  const Mapped = defineEntity({ name: 'Mapped', tableName: 'track', readonly: true, properties: { id: p.integer().primary() } });
  Interface(database({ mode: 'read-only' }))(Declared);

  it('need not map what inserts must fill', async () => {
    const app = await driftApp(
      { entities: [Written, Declared, Mapped], discovery },
      'create table track (id serial primary key, title text not null)',
    );
    expect(await app.drift('Declared', 'Mapped')).to.deep.equal([]);
    const found = await app.drift();
    expect(found.map(({ path, code }) => `${path} ${code}`)).to.deep.equal(['Written GM_DRIFT_UNMAPPED_REQUIRED']);
    await app.close();
  });
});
