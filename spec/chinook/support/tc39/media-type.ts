import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { everyone, Manager, Permission } from 'general-manager/decorators';

@Entity()
@Manager()
@Permission({ read: everyone() })
export class MediaType {
  @PrimaryKey({ type: 'integer', fieldName: 'media_type_id', autoincrement: false })
  id!: number;

  @Property({ type: 'string', length: 120, nullable: true })
  name?: string;
}
