import { defineEntity, EntitySchema, p, Type, type Rel } from '@mikro-orm/core';
import { actor, anyOf, everyone, Manager, not, Permission, role, where, type PermissionOptions } from 'general-manager/decorators';

export const MOODS = ['calm', 'wild', '%odd_'];

/** Stored backwards, so that whoever forgets to convert is found out. */
export class Backwards extends Type<string | null, string | null> {
  override convertToDatabaseValue(value: string | null): string | null {
    return value === null ? null : Array.from(value).toReversed().join('');
  }
  override convertToJSValue(value: string | null): string | null {
    return this.convertToDatabaseValue(value);
  }
  override getColumnType(): string {
    return 'varchar(100)';
  }
  override get runtimeType(): string {
    return 'string';
  }
}

/**
 * One of each kind of property, relation and key that every executor reads, as new entities: an ORM writes the columns of its database
 * into their metadata.
 */
export function makeEntities(): readonly (EntitySchema | ReturnType<typeof defineEntity>)[] {
  const Measure = defineEntity({
    name: 'Measure',
    embeddable: true,
    properties: { width: p.integer().nullable(), note: p.string().nullable(), hint: p.string().nullable().hidden() },
  });
  const Box = defineEntity({
    name: 'Box',
    embeddable: true,
    properties: { depth: p.integer().nullable(), opened: p.datetime(3).nullable(), lid: p.string().nullable() },
  });
  const Topic = defineEntity({
    name: 'Topic',
    properties: {
      code: p.string().primary(),
      rank: p.integer().nullable(),
      items: () => p.oneToMany(Item).mappedBy('topic'),
      slots: () => p.oneToMany(Slot).mappedBy('topic'),
    },
  });
  const Item = defineEntity({
    name: 'Item',
    properties: {
      id: p.integer().primary(),
      label: p.string().nullable(),
      secret: p.string().nullable(),
      size: p.integer().nullable(),
      weight: p.double().nullable(),
      ratio: p.float().nullable(),
      serial: p.bigint().nullable(),
      price: p.decimal().precision(12).scale(4).nullable(),
      fragile: p.boolean().nullable(),
      made: p.date().nullable(),
      opens: p.time().nullable(),
      seen: p.datetime(3).nullable(),
      code: p.uuid().nullable(),
      mood: p.enum(MOODS).nullable(),
      grade: p.enum([-2, 1, 7, 10]).nullable(),
      facts: p.json().nullable(),
      data: p.blob().nullable(),
      odd: p.type(Backwards).nullable(),
      remainder: p.integer().formula((columns) => `${String(columns['size'])} % 7`),
      measure: () => p.embedded(Measure).nullable(),
      box: () => p.embedded(Box).object().nullable(),
      boxes: () => p.embedded(Box).array().nullable(),
      topic: () => p.manyToOne(Topic).nullable(),
      parent: () => p.manyToOne(Item).nullable(),
      children: () => p.oneToMany(Item).mappedBy('parent'),
      tags: () => p.manyToMany(Tag).owner().pivotTable('item_tags'),
      badge: () => p.oneToOne(Badge).mappedBy('item').nullable(),
      slot: () => p.manyToOne(Slot).nullable(),
      vehicles: () => p.oneToMany(VehicleSchema).mappedBy('owner'),
    },
  });
  const Tag = defineEntity({
    name: 'Tag',
    properties: { id: p.integer().primary(), name: p.string(), items: () => p.manyToMany(Item).mappedBy('tags') },
  });
  const Slot = defineEntity({
    name: 'Slot',
    properties: {
      topic: () => p.manyToOne(Topic).primary(),
      row: p.string().length(20).primary(),
      size: p.integer().nullable(),
      items: () => p.oneToMany(Item).mappedBy('slot'),
    },
  });
  const Badge = defineEntity({
    name: 'Badge',
    properties: { id: p.uuid().primary(), color: p.string(), item: () => p.oneToOne(Item).owner().inversedBy('badge') },
  });
  abstract class Vehicle {
    id!: number;
    plate!: string;
    owner?: Rel<object> | null;
  }
  class Car extends Vehicle {
    doors?: number | null;
  }
  class Truck extends Vehicle {
    load?: string | null;
    trailer?: Rel<Vehicle> | null;
  }
  const VehicleSchema = new EntitySchema<Vehicle>({
    class: Vehicle,
    abstract: true,
    discriminatorColumn: 'kind',
    properties: {
      id: { type: 'integer', primary: true },
      plate: { type: 'string' },
      owner: { kind: 'm:1', entity: () => Item as never, nullable: true, inversedBy: 'vehicles' as never },
    },
  });
  const CarSchema = new EntitySchema<Car, Vehicle>({
    class: Car,
    extends: VehicleSchema,
    discriminatorValue: 'car',
    properties: { doors: { type: 'smallint', nullable: true } },
  });
  const TruckSchema = new EntitySchema<Truck, Vehicle>({
    class: Truck,
    extends: VehicleSchema,
    discriminatorValue: 'truck',
    properties: {
      load: { type: 'decimal', precision: 8, scale: 2, nullable: true },
      trailer: { kind: 'm:1', entity: () => VehicleSchema as never, nullable: true },
    },
  });
  const small = where({ size: { lt: 2 } });
  const itemRead = anyOf(role('admin'), not(where({ size: 2 })), where({ label: actor('name') }));
  const declare = (entity: object, permission: object): void => {
    Manager()(entity);
    Permission(permission as PermissionOptions<object>)(entity);
  };
  declare(Item, {
    read: itemRead,
    update: anyOf(role('admin'), where({ size: { gt: 0 } }), where({ topic: { rank: 1 } }), where({ odd: { in: ['ab', 'Ab'] } })),
    delete: not(where({ children: { some: { fragile: true } } })),
    fields: {
      secret: { read: anyOf(role('admin'), small), update: where({ label: actor('name') }) },
      parent: { read: anyOf(role('admin'), small) },
      measure: { read: small },
    },
  });
  declare(Tag, { read: anyOf(role('admin'), where({ name: { ne: 'hidden' } })), update: role('admin') });
  for (const entity of [Topic, Slot, Badge, Vehicle, Car, Truck]) declare(entity, { read: everyone() });
  return [Measure, Box, Topic, Item, Tag, Slot, Badge, VehicleSchema, CarSchema, TruckSchema] as never;
}
