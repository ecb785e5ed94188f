import { Collection, type Opt, type Ref } from '@mikro-orm/core';
import { Embeddable, Embedded, Entity, Enum, ManyToMany, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, Computed, everyone, Manager, Permission, role, where, type ComputeContext } from 'general-manager/decorators';

/** What code saw, by member; specs look at it. */
export const calls: { readonly member: string; readonly object: object }[] = [];
const noted = <T>(member: string, object: object, value: T): T => {
  calls.push({ member, object });
  return value;
};

@Embeddable()
export class Size {
  @Property({ type: 'integer' })
  pages!: number;
}

@Entity()
@Manager()
@Permission({ read: [role('staff'), where({ open: true })], create: role('staff') })
export class Reader {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string' })
  name!: string;

  @Property({ type: 'boolean' })
  open!: boolean;

  @Property({ type: 'string', hidden: true, default: 'r' })
  code!: string & Opt;

  @Computed({ type: 'boolean', needs: { code: true }, system: 'only whether it has a code' })
  get coded(): boolean {
    return this.code === 'r';
  }

  @Computed({ type: 'string', needs: { name: true } })
  get shout(): string {
    return noted('shout', this, `${this.name.toUpperCase()}!`);
  }
}

export enum Mood {
  GAY = 'gay',
  GRIM = 'grim',
}

@Entity({ abstract: true, discriminatorColumn: 'kind' })
@Manager({ plural: 'items' })
@Permission({
  read: everyone(),
  create: everyone(),
  update: everyone(),
  fields: { cost: { read: role('staff') }, worth: { read: where({ owner: actor('id') }) }, secret: { read: role('nobody') } },
})
export abstract class Item {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string' })
  title!: string;

  @Property({ type: 'integer' })
  owner!: number;

  /** Staff alone may see it. */
  @Property({ type: 'decimal', precision: 10, scale: 2, nullable: true })
  cost?: string | null;

  @Property({ type: 'string', hidden: true, nullable: true })
  code?: string | null;

  @ManyToMany(() => Reader, undefined, { owner: true })
  readers = new Collection<Reader>(this);

  /** As whoever reads sees what it needs. */
  @Computed({ type: 'string', needs: { title: true, cost: true } })
  get label(): string {
    return noted('label', this, `${this.title} ${this.cost ?? '?'}`);
  }

  /** Of a field that whoever reads may not see; only owners see what comes out. */
  @Computed({ type: 'float', nullable: true, needs: { cost: true }, system: 'what it is worth is for its owner' })
  get worth(): number | null {
    return noted('worth', this, this.cost === null || this.cost === undefined ? null : Number(this.cost) * 2);
  }

  @Computed({ type: 'boolean', needs: { code: true }, system: 'only whether it has a code' })
  get coded(): boolean {
    return typeof this.code === 'string';
  }

  @Computed({ type: 'string', needs: { title: true } })
  get secret(): string {
    return noted('secret', this, this.title);
  }

  @Computed({ type: 'int', needs: { readers: { select: { name: true } } } })
  get readerCount(): number {
    return (this.readers as unknown as readonly Reader[]).length;
  }

  @Computed({ type: 'int', needs: { readers: { select: { id: true } } }, system: 'how many there are is no secret' })
  get allReaders(): number {
    return (this.readers as unknown as readonly Reader[]).length;
  }

  @Computed({ type: 'string', list: true, needs: { readers: { select: { shout: true }, sort: '-name', first: 2 } } })
  get shouts(): readonly string[] {
    return (this.readers as unknown as readonly Reader[]).map(({ shout }) => shout);
  }

  @Computed({ type: 'string', needs: { label: true, readerCount: true } })
  async summary(): Promise<string> {
    await new Promise((resolve) => setImmediate(resolve));
    return `${this.label} (${this.readerCount})`;
  }

  @Computed({ type: 'int', needs: { id: true } })
  others(context: ComputeContext): Promise<number> {
    return context.manager(Reader).count();
  }

  @Computed({ type: 'int', needs: { title: true } })
  get faulty(): number {
    if (this.title === 'Emma') throw new Error(`no ${this.title}`);
    return 1;
  }

  @Computed({ type: 'int', nullable: true, needs: { title: true } })
  get odd(): number | null {
    return this.title === 'Emma' ? Number.NaN : 1;
  }
}

@Entity({ discriminatorValue: 'book' })
@Manager()
export class Book extends Item {
  @Embedded(() => Size, { nullable: true })
  size?: Size | null;

  @ManyToOne(() => Book, { ref: true, nullable: true })
  sequelOf?: Ref<Book> | null;

  @OneToMany(() => Book, (book) => book.sequelOf)
  sequels = new Collection<Book>(this);

  @Computed({ type: Mood, needs: { size: { pages: true } } })
  get mood(): Mood {
    return (this.size?.pages ?? 0) > 300 ? Mood.GRIM : Mood.GAY;
  }

  override get label(): string {
    return noted('label', this, `Book ${this.title} ${this.cost ?? '?'}`);
  }
}

@Entity({ discriminatorValue: 'film' })
@Manager()
export class Film extends Item {
  @Enum({ items: () => Mood, nullable: true })
  tone?: Mood | null;

  @Computed({ type: 'string', needs: { cost: true }, system: 'rounded for everybody' })
  get price(): string {
    return `about ${Math.round(Number(this.cost ?? 0))}`;
  }
}

export const entities = [Size, Reader, Item, Book, Film];
