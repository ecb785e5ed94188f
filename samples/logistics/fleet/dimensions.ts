import { Embeddable, Property } from '@mikro-orm/decorators/legacy';

/** Metres, in columns of the ship's own table. */
@Embeddable()
export class Dimensions {
  @Property({ type: 'decimal', precision: 7, scale: 2 })
  length!: string;

  @Property({ type: 'decimal', precision: 6, scale: 2 })
  beam!: string;

  @Property({ type: 'decimal', precision: 5, scale: 2, nullable: true })
  draught?: string | null;
}
