import { Collection, type Rel } from '@mikro-orm/core';
import {
  Check,
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsAlphanumeric,
  IsDivisibleBy,
  IsEmail,
  IsHexColor,
  IsIBAN,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsNotEmpty,
  IsOptional,
  IsPhoneNumber,
  IsSemVer,
  IsUppercase,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { actor, anyOf, database, everyone, Interface, Manager, Permission, role, Rule, where } from 'general-manager/decorators';

const OPEN = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

export enum Status {
  Draft = 'draft',
  OnSale = 'on sale',
  Gone = 'gone',
}

@Embeddable()
export class Size {
  @Property({ columnType: 'smallint' })
  @Min(10)
  @Max(300)
  width!: number;

  @Property({ columnType: 'smallint', nullable: true })
  @IsOptional()
  @Min(10)
  height?: number | null;
}

/** Belongs to whoever made it. */
@Entity()
@Manager()
@Permission<Maker>({ read: everyone(), create: role('registrar') })
export class Maker {
  @PrimaryKey()
  id!: number;

  @Property({ length: 60 })
  firstName!: string;

  @Property({ length: 80, unique: true })
  @IsEmail()
  email!: string;

  @Property({ length: 100, nullable: true })
  @IsUrl()
  @IsOptional()
  website?: string | null;

  @Property({ length: 34, nullable: true })
  @IsIBAN()
  @IsOptional()
  iban?: string | null;

  @Property({ length: 2 })
  @IsISO31661Alpha2()
  land!: string;

  @Property({ length: 20, nullable: true })
  @IsPhoneNumber('US')
  @IsOptional()
  phone?: string | null;

  @ManyToOne(() => Maker, { nullable: true })
  mentor?: Rel<Maker> | null;

  @OneToMany(() => Product, (product) => product.maker)
  products = new Collection<Product>(this);

  @OneToOne(() => License, (license) => license.holder)
  license?: Rel<License> | null;
}

@Entity()
@Manager()
@Permission(OPEN)
export class License {
  @OneToOne(() => Maker, (maker) => maker.license, { owner: true, primary: true })
  holder!: Rel<Maker>;

  @Property({ length: 12 })
  @Matches(/^[A-Z]{2}-\d{4}$/)
  number!: string;
}

@Entity()
@Manager()
@Interface(database({ softDelete: 'active' }))
@Permission(OPEN)
export class Label {
  @PrimaryKey({ length: 12 })
  name!: string;

  @Property({ length: 7 })
  @IsHexColor()
  paint!: string;

  @Property({ type: 'boolean', default: true })
  active!: boolean;

  @ManyToMany(() => Product, (product) => product.labels)
  products = new Collection<Product>(this);
}

@Entity()
@Manager({ fields: { margin: { expose: false } } })
@Permission<Product>({
  read: everyone(),
  create: anyOf(role('curator'), where({ maker: actor('maker') })),
  fields: { cost: { create: role('accountant') } },
})
@Check({ name: 'price_is_right', expression: 'price >= 5 and price < 500' })
@Check({ name: 'in_order', expression: 'released <= retired' })
@Check({ name: 'kinds', expression: "kind in ('toy', 'tool')" })
@Check({ name: 'weights', expression: 'weight between 10 and 20' })
@Check({ name: 'odd', expression: 'stock % 100 <> 1' })
@Unique({ properties: ['maker', 'series'] })
@Rule<Product>({
  name: 'cheaper',
  fields: ['cost'],
  message: '{cost} is above the price.',
  holds: ({ after }) => after.cost === null || after.cost === undefined || Number(after.cost) < Number(after.price),
})
export class Product {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ length: 120 })
  @MinLength(3)
  title!: string;

  @Enum({ items: () => Status })
  status!: Status;

  @Property({ columnType: 'varchar(10)' })
  kind!: string;

  @Property({ type: 'decimal', precision: 8, scale: 2 })
  price!: string;

  @Property({ type: 'decimal', precision: 8, scale: 2, nullable: true })
  cost?: string | null;

  @Property({ type: 'decimal', precision: 4, scale: 3, default: '0.100' })
  margin!: string;

  @Property({ columnType: 'real' })
  weight!: number;

  @Property({ columnType: 'int' })
  stock!: number;

  @Property({ columnType: 'int' })
  @IsDivisibleBy(12)
  @Max(1200)
  dozen!: number;

  @Property({ columnType: 'int' })
  @IsInt()
  @Min(1)
  series!: number;

  @Property({ length: 10 })
  @IsSemVer()
  edition!: string;

  @Property({ length: 8 })
  @IsAlphanumeric()
  @Length(6, 8)
  batch!: string;

  @Property({ length: 30 })
  @IsUppercase()
  @IsNotEmpty()
  shelf!: string;

  @Property({ columnType: 'varchar(6)' })
  @IsIn(['red', 'green', 'blue'])
  tint!: string;

  @Property({ type: 'text[]' })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @MaxLength(10, { each: true })
  @Matches(/^[a-z]+$/, { each: true })
  hints!: string[];

  @Property({ type: 'date' })
  released!: string;

  @Property({ type: 'date', nullable: true })
  retired?: string | null;

  @Property({ type: 'datetime', columnType: 'timestamptz(3)' })
  @MinDate(new Date('2020-01-01T00:00:00Z'))
  @MaxDate(new Date('2020-12-31T00:00:00Z'))
  checkedAt!: Date;

  @Embedded(() => Size)
  @ValidateNested()
  size!: Size;

  @Property({ default: true })
  visible!: boolean;

  @Property({ columnType: 'timestamptz(3)', defaultRaw: 'now()' })
  createdAt!: Date;

  @ManyToOne(() => Maker)
  maker!: Rel<Maker>;

  @ManyToMany(() => Label, (label) => label.products, { owner: true })
  labels = new Collection<Label>(this);

  @OneToMany(() => Part, (part) => part.product)
  parts = new Collection<Part>(this);
}

/** A key of a relation and a number; the application only reads it. */
@Entity()
@Manager()
@Interface(database({ mode: 'read-only' }))
@Permission({ read: everyone() })
export class Part {
  @ManyToOne(() => Product, { primary: true })
  product!: Rel<Product>;

  @PrimaryKey({ columnType: 'smallint' })
  number!: number;

  @Property({ length: 40 })
  name!: string;
}

/** A rule of it looks at another object, and its changes are kept. */
@Entity()
@Manager()
@Permission(OPEN)
@Rule<Review>({
  name: 'notOfGoods',
  message: 'What is gone is not reviewed.',
  needs: ['product'],
  holds: ({ after }) => (after.product.status as string | undefined) !== 'gone',
})
export class Review {
  @PrimaryKey()
  id!: number;

  @Property({ columnType: 'smallint' })
  @Min(1)
  @Max(5)
  stars!: number;

  @ManyToOne(() => Product)
  product!: Rel<Product>;
}

export const SHOP = [Size, Maker, License, Label, Product, Part, Review];
