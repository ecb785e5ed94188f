import { Collection, PrimaryKeyProp, type InferEntity, type Rel } from '@mikro-orm/core';
import { Embedded, Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { Item } from '../stores/item.js';
import { Claim } from './claim.js';
import { Container } from './container.js';
import { Manifest } from './manifest.js';

/** Its key is that of the manifest and a number. */
@Entity()
@Manager({ description: 'One line of a manifest.' })
@Permission({ read: authenticated() })
export class CargoLine {
  [PrimaryKeyProp]?: ['manifest', 'line'];

  @ManyToOne(() => Manifest, { primary: true })
  manifest!: Rel<Manifest>;

  @PrimaryKey({ columnType: 'smallint' })
  line!: number;

  @ManyToOne(() => Item)
  item!: Rel<InferEntity<typeof Item>>;

  @Property({ type: 'decimal', precision: 12, scale: 3, comment: 'Tonnes' })
  weight!: string;

  @Embedded(() => Container, { array: true })
  containers: Container[] = [];

  @OneToMany(() => Claim, (claim) => claim.cargo)
  claims = new Collection<Claim>(this);
}
