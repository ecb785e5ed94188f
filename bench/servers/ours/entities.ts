import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MaxLength, Min } from 'class-validator';
import { actor, anyOf, everyone, Manager, Permission, role, where } from 'general-manager/decorators';

/** Tenants see what is theirs; the auditor, for whom the same documents are asked without a tenant, sees everything. */
const OWN = anyOf(role('auditor'), where({ tenantId: actor('tenantId') }));

@Entity()
@Manager()
@Permission({ read: OWN })
export class Artist {
  @PrimaryKey({ fieldName: 'artist_id', autoincrement: false })
  id!: number;

  @Property({ length: 120, nullable: true })
  name?: string;

  @Property({ columnType: 'int' })
  tenantId!: number;

  @OneToMany(() => Album, (album) => album.artist)
  albums = new Collection<Album>(this);
}

@Entity()
@Manager()
@Permission({ read: OWN })
export class Album {
  @PrimaryKey({ fieldName: 'album_id', autoincrement: false })
  id!: number;

  @Property({ length: 160 })
  title!: string;

  @Property({ columnType: 'int' })
  tenantId!: number;

  @ManyToOne(() => Artist, { fieldName: 'artist_id' })
  artist!: Rel<Artist>;

  @OneToMany(() => Track, (track) => track.album)
  tracks = new Collection<Track>(this);
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Genre {
  @PrimaryKey({ fieldName: 'genre_id', autoincrement: false })
  id!: number;

  @Property({ length: 120, nullable: true })
  name?: string;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class MediaType {
  @PrimaryKey({ fieldName: 'media_type_id', autoincrement: false })
  id!: number;

  @Property({ length: 120, nullable: true })
  name?: string;
}

@Entity()
@Manager()
@Permission<Track>({ read: OWN, create: OWN })
export class Track {
  @PrimaryKey({ fieldName: 'track_id' })
  id!: number;

  @Property({ length: 200 })
  @MaxLength(200)
  name!: string;

  @ManyToOne(() => Album, { fieldName: 'album_id' })
  album!: Rel<Album>;

  @ManyToOne(() => MediaType, { fieldName: 'media_type_id' })
  mediaType!: Rel<MediaType>;

  @ManyToOne(() => Genre, { fieldName: 'genre_id' })
  genre!: Rel<Genre>;

  @Property({ length: 220, nullable: true })
  composer?: string;

  @Property({ columnType: 'int' })
  @Min(1)
  milliseconds!: number;

  @Property({ columnType: 'int', nullable: true })
  bytes?: number;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  unitPrice!: string;

  @Property({ columnType: 'int', default: 1 })
  position!: number;

  @Property({ default: false })
  explicit!: boolean;

  @Property({ columnType: 'int' })
  tenantId!: number;

  @Property({ columnType: 'timestamptz(3)', defaultRaw: 'now()' })
  createdAt!: Date;
}

export const ENTITIES = [Artist, Album, Genre, MediaType, Track];
