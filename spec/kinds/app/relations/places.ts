import { defineEntity, EntitySchema, p, type Collection, type InferEntity, type Rel } from '@mikro-orm/postgresql';
import { database, everyone, Interface, Manager, Permission } from 'general-manager/decorators';

// Nothing here leads to a class with decorators, so that entities of every style can use it.

/** A key that is text. */
export const Country = defineEntity({
  name: 'Country',
  properties: { code: p.string().length(2).primary(), name: p.string(), zones: () => p.oneToMany(Zone).mappedBy('country') },
});

/** A key of two parts, one of them a relation. */
export const Zone = defineEntity({
  name: 'Zone',
  properties: {
    country: () => p.manyToOne(Country).primary(),
    number: p.integer().primary(),
    name: p.string(),
    places: () => p.oneToMany(PlaceSchema).mappedBy('zone'),
  },
});

/** In a schema of its own, with a foreign key to the default one. */
export const Language = defineEntity({
  name: 'Language',
  schema: 'ref',
  properties: { code: p.string().primary(), country: () => p.manyToOne(Country).nullable() },
});

export interface Place {
  id: number;
  name: string;
  zone?: Rel<InferEntity<typeof Zone>> | null;
  parent?: Rel<Place> | null;
  children: Collection<Place>;
}

/** A foreign key of several columns, and a tree of its own kind. */
export const PlaceSchema: EntitySchema<Place> = new EntitySchema<Place>({
  name: 'Place',
  properties: {
    id: { type: 'integer', primary: true },
    name: { type: 'string' },
    zone: { kind: 'm:1', entity: () => Zone, nullable: true },
    parent: { kind: 'm:1', entity: () => PlaceSchema, nullable: true, inversedBy: 'children' },
    children: { kind: '1:m', entity: () => PlaceSchema, mappedBy: 'parent' },
  },
});

/** A view of the database. */
export const ZoneSize = defineEntity({
  name: 'ZoneSize',
  view: true,
  expression: `select z.country_code || '-' || z.number as id, z.country_code, z.number as zone_number, count(p.id)::int as places from zone z
    left join place p on p.zone_country_code = z.country_code and p.zone_number = z.number group by z.country_code, z.number`,
  properties: { id: p.string().primary(), country: () => p.manyToOne(Country), zoneNumber: p.integer(), places: p.integer() },
});

/** A query without a table; nothing in it is a key. */
export const Initial = defineEntity({
  name: 'Initial',
  expression: 'select upper(left(name, 1)) as letter, count(*)::int as amount, min(name) as first_name from place group by 1',
  properties: { letter: p.string(), amount: p.integer(), firstName: p.string().fieldName('first_name') },
});

for (const each of [Country, Zone, Language, PlaceSchema, ZoneSize, Initial]) {
  Manager()(each);
  Permission({ read: everyone() })(each);
}
Interface(database({ mode: 'read-only' }))(Country);
