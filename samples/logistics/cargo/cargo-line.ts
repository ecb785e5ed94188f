import { Collection, PrimaryKeyProp, type InferEntity, type Rel } from '@mikro-orm/core';
import { Embedded, Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission, role } from 'general-manager/decorators';
import { Item } from '../stores/item.js';
import { Claim } from './claim.js';
import { Container } from './container.js';
import { Manifest } from './manifest.js';

/** Its key is that of the manifest and a number. What it is worth is for customs alone. */
@Entity()
@Manager({ description: 'One line of a manifest.' })
@Permission<CargoLine>({ read: authenticated(), fields: { value: { read: role('customs') } } })
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

  @Property({ type: 'decimal', precision: 14, scale: 2, nullable: true, comment: 'Euros, as declared; absent: not declared yet.' })
  value?: string | null;

  @Embedded(() => Container, { array: true })
  containers: Container[] = [];

  @OneToMany(() => Claim, (claim) => claim.cargo)
  claims = new Collection<Claim>(this);
}
