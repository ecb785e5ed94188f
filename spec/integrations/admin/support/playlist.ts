import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Action, actor, before, database, deny, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { Artist, Song } from './studio.js';

const mine = where<Playlist>({ owner: actor('id') });

/** Keys, titles and owners are texts of people; every state is kept, what it cost is for the boss. Links are kept here. */
@Entity()
@Manager({ description: 'Songs in a row.' })
@Interface(database({ history: { author: role('boss') } }))
@Permission<Playlist>({
  read: [where<Playlist>({ hidden: false }), role('boss')],
  create: role('boss'),
  update: [mine, role('boss')],
  delete: [mine, role('boss')],
  fields: { cost: { read: role('boss'), update: role('boss') } },
})
export class Playlist {
  @PrimaryKey({ length: 40 })
  code!: string;

  @Property({ length: 60 })
  title!: string;

  @Property({ length: 10 })
  owner!: string;

  @Property({ type: 'integer', default: 0 })
  stars: number & Opt = 0;

  @Property({ type: 'integer', nullable: true })
  cost?: number | null;

  @Property({ type: 'boolean', default: false })
  hidden: boolean & Opt = false;

  /** Of artists no history is kept. */
  @ManyToOne(() => Artist, { nullable: true })
  curator?: Rel<Artist> | null;

  @ManyToOne(() => Playlist, { nullable: true })
  basedOn?: Rel<Playlist> | null;

  @Property({ type: 'integer', version: true })
  version!: number & Opt;

  @ManyToMany(() => Song, (song) => song.playlists, { owner: true })
  songs = new Collection<Song>(this);

  @Action<Playlist>({
    description: 'Gives it a star.',
    permission: [mine, deny(before<Playlist>({ stars: { gte: 2 } }))],
  })
  praise() {
    this.stars += 1;
  }

  @Action({ description: 'Tidies up.', permission: role('boss'), returns: 'int' })
  static tidy() {
    return 0;
  }
}
