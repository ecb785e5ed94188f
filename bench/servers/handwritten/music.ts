import { Collection, type Ref, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';

@Entity()
@ObjectType()
export class Genre {
  @PrimaryKey({ fieldName: 'genre_id', autoincrement: false })
  @Field(() => Int)
  id!: number;

  @Property({ length: 120, nullable: true })
  @Field(() => String, { nullable: true })
  name?: string;
}

@Entity()
export class MediaType {
  @PrimaryKey({ fieldName: 'media_type_id', autoincrement: false })
  id!: number;

  @Property({ length: 120, nullable: true })
  name?: string;
}

@Entity()
@ObjectType()
export class Artist {
  @PrimaryKey({ fieldName: 'artist_id', autoincrement: false })
  @Field(() => Int)
  id!: number;

  @Property({ length: 120, nullable: true })
  @Field(() => String, { nullable: true })
  name?: string;

  @Property({ columnType: 'int' })
  tenantId!: number;

  @OneToMany(() => Album, (album) => album.artist, { orderBy: { id: 'asc' } })
  albums = new Collection<Album>(this);
}

@Entity()
@ObjectType()
export class Album {
  @PrimaryKey({ fieldName: 'album_id', autoincrement: false })
  @Field(() => Int)
  id!: number;

  @Property({ length: 160 })
  @Field()
  title!: string;

  @Property({ columnType: 'int' })
  tenantId!: number;

  @ManyToOne(() => Artist, { fieldName: 'artist_id' })
  artist!: Rel<Artist>;

  @OneToMany(() => Track, (track) => track.album, { orderBy: { id: 'asc' } })
  tracks = new Collection<Track>(this);
}

@Entity()
@ObjectType()
export class Track {
  @PrimaryKey({ fieldName: 'track_id' })
  @Field(() => Int)
  id!: number;

  @Property({ length: 200 })
  @Field()
  name!: string;

  @ManyToOne(() => Album, { fieldName: 'album_id' })
  album!: Rel<Album>;

  @ManyToOne(() => MediaType, { fieldName: 'media_type_id' })
  mediaType!: Rel<MediaType>;

  @ManyToOne(() => Genre, { fieldName: 'genre_id', ref: true })
  genre!: Ref<Genre>;

  @Property({ length: 220, nullable: true })
  @Field(() => String, { nullable: true })
  composer?: string;

  @Property({ columnType: 'int' })
  @Field(() => Int)
  milliseconds!: number;

  @Property({ columnType: 'int', nullable: true })
  @Field(() => Int, { nullable: true })
  bytes?: number;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  @Field(() => String)
  unitPrice!: string;

  @Property({ columnType: 'int', default: 1 })
  @Field(() => Int)
  position!: number;

  @Property({ default: false })
  @Field()
  explicit!: boolean;

  @Property({ columnType: 'int' })
  @Field(() => Int)
  tenantId!: number;

  @Property({ columnType: 'timestamptz(3)', defaultRaw: 'now()' })
  @Field(() => GraphQLISODateTime)
  createdAt!: Date;
}

export const ENTITIES = [Artist, Album, Genre, MediaType, Track];
