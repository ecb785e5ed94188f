import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { deny, everyone, Manager, Permission, where } from 'general-manager/decorators';

/** Unknown denies: a photo of which nobody has said whether it is private is not shown. */
@Entity()
@Manager()
@Permission<Photo>({ read: [everyone(), deny(where({ private: true }))] })
export class Photo {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'boolean', nullable: true })
  private?: boolean | null;
}
