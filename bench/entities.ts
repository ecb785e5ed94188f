import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Artist {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Album, (album) => album.artist)
  albums = new Collection<Album>(this);
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Album {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;

  @Index()
  @ManyToOne(() => Artist)
  artist!: Rel<Artist>;

  @OneToMany(() => Track, (track) => track.album)
  tracks = new Collection<Track>(this);
}

@Entity()
@Index({ properties: ['genre', 'name', 'id'] })
@Manager()
@Permission({ read: everyone() })
export class Track {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property({ columnType: 'int' })
  genre!: number;

  @Property({ columnType: 'int' })
  milliseconds!: number;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  price!: string;

  @Property({ columnType: 'timestamptz(3)' })
  createdAt!: Date;

  @Index()
  @ManyToOne(() => Album)
  album!: Rel<Album>;
}
