import { EntitySchema, type Rel } from '@mikro-orm/core';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Person } from './people.js';

export abstract class Vehicle {
  id!: number;
  plate!: string;
  owner?: Rel<Person> | null;
}

export class Car extends Vehicle {
  doors!: number;
}

export class Truck extends Vehicle {
  load!: string;
  helpers?: unknown;
}

export class Tanker extends Truck {
  litres!: bigint;
}

/** Four classes in one table, told apart by a column. */
export const VehicleSchema = new EntitySchema<Vehicle>({
  class: Vehicle,
  abstract: true,
  discriminatorColumn: 'kind',
  properties: {
    id: { type: 'integer', primary: true },
    plate: { type: 'string' },
    owner: { kind: 'm:1', entity: () => Person, nullable: true, inversedBy: 'vehicles' },
  },
});

export const CarSchema = new EntitySchema<Car, Vehicle>({
  class: Car,
  extends: VehicleSchema,
  discriminatorValue: 'car',
  properties: { doors: { type: 'smallint' } },
});

export const TruckSchema = new EntitySchema<Truck, Vehicle>({
  class: Truck,
  extends: VehicleSchema,
  discriminatorValue: 'truck',
  properties: { load: { type: 'decimal', precision: 8, scale: 2 }, helpers: { kind: 'm:n', entity: () => Person } },
});

export const TankerSchema = new EntitySchema<Tanker, Truck>({
  class: Tanker,
  extends: TruckSchema,
  discriminatorValue: 'tanker',
  properties: { litres: { type: 'bigint' } },
});

for (const each of [Vehicle, Car, Truck, Tanker]) {
  Manager()(each);
  Permission({ read: everyone() })(each);
}
