import { Entity, Enum, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission, role, where } from 'general-manager/decorators';

export enum Stage {
  Draft = 'draft',
  Published = 'published',
}

@Entity()
@Manager()
@Permission<Article>({
  read: [where({ stage: Stage.Published }), role('editor')],
  update: { allow: role('editor'), deny: where({ stage: Stage.Published }) },
  create: everyone(),
})
export class Article {
  @PrimaryKey()
  id!: number;

  @Enum({ items: () => Stage })
  stage!: Stage;
}
