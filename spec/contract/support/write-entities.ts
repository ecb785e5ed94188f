import { defineEntity, EntitySchema, p, type EntityManager, type Rel } from '@mikro-orm/core';
import {
  actor,
  after,
  anyOf,
  authenticated,
  before,
  changed,
  database,
  delegate,
  deny,
  everyone,
  Interface,
  Manager,
  nobody,
  Permission,
  role,
  where,
  type PermissionOptions,
} from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';

/** One of each kind of relation, key and rule that writes go through, as new entities: what every database has. */
export function makeWriteEntities(): readonly unknown[] {
  // The other side tables are PostgreSQL's.
  const [idempotency] = sideTables({ schema: null, tables: ['idempotency'] });
  const Effort = defineEntity({
    name: 'Effort',
    embeddable: true,
    properties: { hours: p.integer(), unit: p.string().length(10).nullable() },
  });
  const Team = defineEntity({
    name: 'Team',
    properties: {
      id: p.integer().primary(),
      name: p.string().length(20).unique(),
      projects: () => p.oneToMany(Project).mappedBy('team'),
      seats: () => p.oneToMany(Seat).mappedBy('team'),
      vehicles: () => p.oneToMany(VehicleSchema).mappedBy('team'),
    },
  });
  const Project = defineEntity({
    name: 'Project',
    properties: {
      id: p.integer().primary(),
      name: p.string().length(30),
      owner: p.string().length(10),
      budget: p.decimal().precision(10).scale(2).nullable(),
      notes: p.text().nullable().lazy(),
      version: p.integer().version(),
      team: () => p.manyToOne(Team).nullable(),
      tasks: () => p.oneToMany(Task).mappedBy('project'),
      brief: () => p.oneToOne(Brief).mappedBy('project').nullable(),
      tags: () => p.manyToMany(Tag).owner().pivotTable('project_tags'),
    },
  });
  const Task = defineEntity({
    name: 'Task',
    uniques: [{ properties: ['project', 'title'] }],
    properties: {
      id: p
        .uuid()
        .primary()
        .onCreate(() => crypto.randomUUID()),
      title: p.string().length(20),
      done: p
        .boolean()
        .default(false)
        .onCreate(() => false),
      priority: p
        .enum(['low', 'high'])
        .default('low')
        .onCreate(() => 'low'),
      size: p.bigint().nullable(),
      due: p.date().nullable(),
      seen: p.datetime(3).nullable(),
      facts: p.json().nullable(),
      effort: () => p.embedded(Effort).nullable(),
      progress: p.integer().nullable().check('progress between 0 and 100'),
      project: () => p.manyToOne(Project),
      parent: () => p.manyToOne(Task).nullable(),
      parts: () => p.oneToMany(Task).mappedBy('parent'),
    },
  });
  const Brief = defineEntity({
    name: 'Brief',
    properties: {
      id: p.integer().primary(),
      text: p.string().length(50),
      project: () => p.oneToOne(Project).owner().nullable().inversedBy('brief'),
    },
  });
  const Tag = defineEntity({
    name: 'Tag',
    properties: {
      id: p.integer().primary(),
      label: p.string().length(20).unique(),
      hidden: p
        .boolean()
        .default(false)
        .onCreate(() => false),
      projects: () => p.manyToMany(Project).mappedBy('tags'),
    },
  });
  const Seat = defineEntity({
    name: 'Seat',
    properties: {
      team: () => p.manyToOne(Team).primary(),
      row: p.integer().primary(),
      sitter: p.string().length(20).nullable(),
    },
  });
  /** Deleted by a time, and signed by whoever changed it last. */
  const Note = defineEntity({
    name: 'Note',
    properties: {
      id: p.integer().primary(),
      text: p.string().length(20).unique(),
      gone: p.datetime(3).nullable(),
      signer: p.string().length(20).nullable(),
    },
  });
  Interface(database({ softDelete: { field: 'gone', read: authenticated() }, changedBy: 'signer' }))(Note);
  abstract class Vehicle {
    id!: number;
    plate!: string;
    team?: Rel<object> | null;
  }
  class Car extends Vehicle {
    doors?: number | null;
  }
  class Truck extends Vehicle {
    load?: number | null;
  }
  const VehicleSchema = new EntitySchema<Vehicle>({
    class: Vehicle,
    abstract: true,
    discriminatorColumn: 'kind',
    properties: {
      id: { type: 'integer', primary: true },
      plate: { type: 'string', length: 20, unique: true },
      team: { kind: 'm:1', entity: () => Team as never, nullable: true, inversedBy: 'vehicles' as never },
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
    properties: { load: { type: 'integer', nullable: true, unique: true } },
  });
  const declare = (entity: object, permission: object): void => {
    Manager()(entity);
    Permission(permission as PermissionOptions<object>)(entity);
  };
  const owns = where({ owner: actor('id') });
  declare(Team, { read: everyone(), create: role('boss'), update: role('boss'), delete: role('boss') });
  declare(Project, {
    read: anyOf(owns, role('boss')),
    create: anyOf(owns, role('boss')),
    update: [anyOf(owns, role('boss')), deny(where({ name: 'frozen' }))],
    delete: owns,
    fields: { budget: { read: role('boss'), update: role('boss') } },
  });
  declare(Task, {
    read: delegate('project' as never),
    create: [delegate('project' as never), deny(where({ title: 'forbidden' }))],
    update: [delegate('project' as never), deny(before({ done: true })), deny(after({ title: 'forbidden' }))],
    delete: delegate('project' as never),
    fields: { priority: { create: role('boss'), update: role('boss') } },
  });
  declare(Brief, {
    read: delegate('project' as never),
    create: delegate('project' as never),
    update: [anyOf(delegate('project' as never), role('boss')), deny(changed('text' as never))],
    delete: delegate('project' as never),
  });
  declare(Tag, { read: where({ hidden: false }), create: authenticated(), update: nobody(), delete: nobody() });
  for (const each of [Seat, Note, Vehicle, Car, Truck]) {
    declare(each, { read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() });
  }
  return [idempotency, Effort, Team, Project, Task, Brief, Tag, Seat, Note, VehicleSchema, CarSchema, TruckSchema];
}

/** Removes every row. */
export async function emptyTables(em: EntityManager): Promise<void> {
  await em.fork().transactional(async (inner) => {
    await inner.getConnection().execute('delete from project_tags', [], 'run', inner.getTransactionContext());
    await inner.nativeUpdate('Task' as never, {}, { parent: null });
    for (const name of ['Task', 'Brief', 'Tag', 'Seat', 'Note', 'GmIdempotency', 'Car', 'Truck', 'Project', 'Team'])
      await inner.nativeDelete(name as never, {});
  });
}
