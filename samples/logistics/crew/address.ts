import { Embeddable, Property } from '@mikro-orm/decorators/legacy';

/** Kept as one JSON document. */
@Embeddable()
export class Address {
  @Property()
  street!: string;

  @Property()
  city!: string;

  @Property({ nullable: true })
  postcode?: string | null;
}
