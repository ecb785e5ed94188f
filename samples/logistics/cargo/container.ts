import { Embeddable, Property } from '@mikro-orm/decorators/legacy';

/** Kept in a JSON list of the line that it belongs to. */
@Embeddable()
export class Container {
  @Property({ type: 'string' })
  number!: string;

  @Property({ type: 'string', nullable: true })
  seal?: string | null;

  @Property({ type: 'integer', comment: 'Kilograms' })
  tare!: number;
}
