import { Collection, defineEntity, EntitySchema, p, type InferEntity, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { MediaType } from './media-type.js';
import { InvoiceLine } from './sales.js';

// Entities for tables that were there before: names of columns are given where they differ.

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Artist {
  @PrimaryKey({ fieldName: 'artist_id', autoincrement: false })
  id!: number;

  @Property({ length: 120, nullable: true })
  name?: string;

  @OneToMany(() => Album, (album) => album.artist)
  albums = new Collection<Album>(this);
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Album {
  @PrimaryKey({ fieldName: 'album_id', autoincrement: false })
  id!: number;

  @Property({ length: 160 })
  title!: string;

  @ManyToOne(() => Artist, { fieldName: 'artist_id' })
  artist!: Rel<Artist>;

  @OneToMany(() => Track, (track) => track.album)
  tracks = new Collection<Track>(this);
}

export const Genre = defineEntity({
  name: 'Genre',
  properties: {
    id: p.integer().primary().fieldName('genre_id').autoincrement(false),
    name: p.string().length(120).nullable(),
    tracks: () => p.oneToMany(Track).mappedBy('genre'),
  },
});
Manager()(Genre);
Permission({ read: everyone() })(Genre);

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Track {
  @PrimaryKey({ fieldName: 'track_id', autoincrement: false })
  id!: number;

  @Property({ length: 200 })
  name!: string;

  @ManyToOne(() => Album, { fieldName: 'album_id', nullable: true })
  album?: Rel<Album>;

  @ManyToOne(() => MediaType, { fieldName: 'media_type_id' })
  mediaType!: Rel<MediaType>;

  @ManyToOne(() => Genre, { fieldName: 'genre_id', nullable: true })
  genre?: Rel<InferEntity<typeof Genre>>;

  @Property({ length: 220, nullable: true })
  composer?: string;

  @Property()
  milliseconds!: number;

  @Property({ nullable: true })
  bytes?: number;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  unitPrice!: string;

  @OneToMany(() => InvoiceLine, (line) => line.track)
  invoiceLines = new Collection<InferEntity<typeof InvoiceLine>>(this);

  @ManyToMany(() => Playlist, (playlist) => playlist.tracks)
  playlists = new Collection<Playlist>(this);
}

export class Playlist {
  id!: number;
  name?: string;
  tracks = new Collection<Track>(this);
}

export const PlaylistSchema = new EntitySchema<Playlist>({
  class: Playlist,
  properties: {
    id: { type: 'integer', primary: true, fieldName: 'playlist_id', autoincrement: false },
    name: { type: 'string', length: 120, nullable: true },
    tracks: {
      kind: 'm:n',
      entity: () => Track,
      owner: true,
      inversedBy: 'playlists',
      pivotTable: 'playlist_track',
      joinColumn: 'playlist_id',
      inverseJoinColumn: 'track_id',
    },
  },
});
Manager()(PlaylistSchema);
Permission({ read: everyone() })(PlaylistSchema);
