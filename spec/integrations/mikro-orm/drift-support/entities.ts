import { defineEntity, EntitySchema, p, raw, Type } from '@mikro-orm/postgresql';

enum Colour {
  Red = 'red',
  DarkGreen = 'dark green',
  Odd = "it's \\ odd",
}

class Celsius extends Type<number, string> {
  override convertToJSValue(value: string): number {
    return Number(value);
  }
  override getColumnType(): string {
    return 'Numeric( 6, 2 )';
  }
}

const Address = defineEntity({
  name: 'Address',
  embeddable: true,
  properties: {
    street: p.string(),
    city: p.string().length(80).nullable(),
    kind: p.enum(['home', 'work']),
    place: () => p.embedded(Place),
  },
});

const Place = defineEntity({ name: 'Place', embeddable: true, properties: { latitude: p.double(), longitude: p.double().nullable() } });

export const Supplier = defineEntity({
  name: 'Supplier',
  schema: 'sales',
  tableName: 'Suppliers Of "All"',
  properties: {
    id: p.integer().primary(),
    code: p.character().length(10).unique(),
    'legal name': p.string().fieldName('Legal Name'),
    standing: p.enum(['good', 'bad']).nativeEnumName('standing'),
  },
});

export const Depot = defineEntity({
  name: 'Depot',
  properties: { region: p.string().length(3).primary(), number: p.integer().primary(), name: p.string() },
});

export const Manual = defineEntity({ name: 'Manual', properties: { part: () => p.oneToOne(Part).primary().owner(), pages: p.integer() } });

export const Tag = defineEntity({
  name: 'Tag',
  properties: {
    id: p.bigint().primary().generated('by default as identity'),
    label: p.string().unique(),
    parts: () => p.manyToMany(Part).mappedBy('tags'),
  },
});

export const Fitting = defineEntity({
  name: 'Fitting',
  properties: {
    part: () => p.manyToOne(Part).primary(),
    depot: () => p.manyToOne(Depot).primary(),
    amount: p.integer().default(1),
  },
});

export const Part = defineEntity({
  name: 'Part',
  uniques: [
    { properties: ['name', 'colour'] },
    { properties: ['weight'], where: 'weight > 0' },
    { name: 'part_lower_name', expression: 'create unique index part_lower_name on part (lower(name), id)' },
  ],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    name: p.string(),
    short: p.string().length(20),
    anyLength: p.string().columnType('varchar'),
    text: p.text().nullable(),
    letters: p.character().length(4),
    caseless: p.string().columnType('citext'),
    mail: p.string().columnType('email'),
    small: p.smallint(),
    tiny: p.tinyint(),
    size: p.integer(),
    big: p.bigint(),
    price: p.decimal().precision(12).scale(3),
    plain: p.decimal(),
    unbounded: p.decimal().columnType('numeric'),
    weight: p.float(),
    volume: p.double(),
    ratio: p.double().columnType('float'),
    heat: p.type(Celsius),
    active: p.boolean().default(true),
    day: p.date(),
    clock: p.time(),
    zonedClock: p.time().columnType('time with time zone'),
    moment: p.datetime(),
    seconds: p.datetime(0),
    local: p.datetime().columnType('timestamp'),
    span: p.interval(),
    data: p.json(),
    plainJson: p.json().columnType('json'),
    bytes: p.blob(),
    words: p.array(),
    numbers: p.array(Number).columnType('int[]'),
    amounts: p.array().columnType('numeric(10,2)[]'),
    names: p.array().columnType('varchar(20)[]'),
    bits: p.string().columnType('bit varying(5)'),
    range: p.string().columnType('int4range'),
    origin: p.string().columnType('point'),
    address: p.string().columnType('inet'),
    colour: p.enum(() => Colour),
    colours: p.enum(() => Colour).array(),
    single: p.enum(['one']),
    level: p.enum([1, 2, 3]),
    state: p.enum(['new', 'old']).nativeEnumName('part_state'),
    states: p.enum(['new', 'old']).nativeEnumName('part_state').array(),
    doubled: p.integer().generated('(size * 2) stored'),
    shout: p.string().persist(false).formula('upper(name)'),
    notes: p.text().lazy().nullable(),
    secret: p.string().hidden().nullable(),
    revision: p.integer().version(),
    createdAt: p.datetime().defaultRaw('now()'),
    home: () => p.embedded(Address),
    store: () => p.embedded(Address).object().nullable(),
    sites: () => p.embedded(Address).array(),
    parent: () => p.manyToOne(Part).nullable(),
    children: () => p.oneToMany(Part).mappedBy('parent'),
    supplier: () => p.manyToOne(Supplier).targetKey('code').nullable(),
    maker: () => p.manyToOne(Supplier),
    loose: () => p.manyToOne(Supplier).createForeignKeyConstraint(false).nullable(),
    depot: () => p.manyToOne(Depot).nullable(),
    manual: () => p.oneToOne(Manual).mappedBy('part'),
    successor: () => p.oneToOne(Part).owner().nullable(),
    tags: () => p.manyToMany(Tag).owner(),
    related: () => p.manyToMany(Part).owner().fixedOrder(),
    depots: () => p.manyToMany(Depot).pivotEntity(() => Fitting),
  },
});

// Parts of an embedded object and of JSON, which `defineEntity` does not type as properties.
Part.addUnique({ properties: ['home.city', 'home.kind'] as never[] });
Part.addIndex({ properties: ['data.size'] as never[] });

class Vehicle {
  id!: number;
}
class Truck extends Vehicle {}
class Van extends Vehicle {}
class Bus extends Van {}

export const VehicleSchema = new EntitySchema<Vehicle>({
  class: Vehicle,
  abstract: true,
  discriminatorColumn: 'kind',
  properties: {
    id: { type: 'integer', primary: true },
    plate: { type: 'string', unique: true },
  } as never,
});
export const TruckSchema = new EntitySchema<Truck>({
  class: Truck,
  discriminatorValue: 'truck',
  properties: { load: { type: 'integer' }, depot: { kind: 'm:1', entity: () => Depot }, code: { type: 'string' } } as never,
});
export const VanSchema = new EntitySchema<Van>({
  class: Van,
  discriminatorValue: 'van',
  properties: {
    seats: { type: 'smallint' },
    code: { type: 'integer', fieldName: 'van_code' },
    home: { kind: 'embedded', entity: () => Address },
  } as never,
});
export const BusSchema = new EntitySchema<Bus>({ class: Bus, discriminatorValue: 'bus', properties: { line: { type: 'text' } } as never });

export const Event = defineEntity({
  name: 'Event',
  partitionBy: { type: 'hash', expression: 'id', partitions: 2 },
  properties: { id: p.bigint().primary(), part: () => p.manyToOne(Part), about: () => p.manyToOne([Tag, Event]).nullable() },
});

abstract class Dated {
  createdAt!: Date;
}
class Note extends Dated {
  id!: number;
}

export const DatedSchema = new EntitySchema<Dated>({ class: Dated, abstract: true, properties: { createdAt: { type: 'datetime' } } });
export const NoteSchema = new EntitySchema<Note>({ class: Note, properties: { id: { type: 'integer', primary: true } } as never });

class Person {
  id!: number;
}
class Pilot extends Person {}
class Captain extends Pilot {}

export const PersonSchema = new EntitySchema<Person>({
  class: Person,
  inheritance: 'tpt',
  properties: { id: { type: 'integer', primary: true }, name: { type: 'string', unique: true } } as never,
});
export const PilotSchema = new EntitySchema<Pilot>({ class: Pilot, properties: { licence: { type: 'string', length: 9 } } as never });
export const CaptainSchema = new EntitySchema<Captain>({ class: Captain, properties: { stripes: { type: 'smallint' } } as never });

export const PartName = defineEntity({
  name: 'PartName',
  view: true,
  expression: 'select id, name, upper(name) as shout, size::bigint as size from part',
  properties: { id: p.uuid().primary(), name: p.string(), shout: p.string(), size: p.integer() },
});

export const PartCount = defineEntity({
  name: 'PartCount',
  view: { materialized: true },
  expression: 'select colour, count(*)::int as total from part group by colour',
  properties: { colour: p.string().primary(), total: p.integer() },
});

export const Virtual = defineEntity({
  name: 'Virtual',
  expression: () => raw('select 1 as one'),
  properties: { one: p.integer() },
});

export const ENTITIES = [
  Supplier,
  Depot,
  Manual,
  Tag,
  Fitting,
  Part,
  VehicleSchema,
  TruckSchema,
  VanSchema,
  BusSchema,
  Event,
  PersonSchema,
  PilotSchema,
  CaptainSchema,
  DatedSchema,
  NoteSchema,
  PartName,
  PartCount,
  Virtual,
] as const;

/** What the schema generator does not make. */
export const PREREQUISITES = "create extension citext; create domain email as text check (value like '%@%')";
