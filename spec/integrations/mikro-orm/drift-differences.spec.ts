import { expect } from 'chai';
import { driftApp, type DriftApp } from './drift-support/boot.js';
import { ENTITIES, PREREQUISITES } from './drift-support/entities.js';

/** A change made by hand, its undoing, and all that is to be reported. */
interface Change {
  readonly change: string;
  readonly undo: string;
  readonly found: readonly string[];
}

const SUPPLIERS = 'sales."Suppliers Of ""All"""';

const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  'missing tables': [
    {
      change: 'alter table manual rename to gone',
      undo: 'alter table gone rename to manual',
      found: ['GM_DRIFT_MISSING_TABLE Manual: The mapped table manual does not exist in the database.'],
    },
    {
      change: `alter table ${SUPPLIERS} rename to gone`,
      undo: `alter table sales.gone rename to "Suppliers Of ""All"""`,
      found: ['GM_DRIFT_MISSING_TABLE Supplier: The mapped table sales.Suppliers Of "All" does not exist in the database.'],
    },
    {
      change: 'alter table part_tags rename to gone',
      undo: 'alter table gone rename to part_tags',
      found: ['GM_DRIFT_MISSING_TABLE Part.tags: The mapped table part_tags does not exist in the database.'],
    },
    {
      change: 'alter table pilot rename to gone',
      undo: 'alter table gone rename to pilot',
      found: ['GM_DRIFT_MISSING_TABLE Pilot: The mapped table pilot does not exist in the database.'],
    },
  ],
  'missing views': [
    {
      change: 'alter view part_name rename to gone',
      undo: 'alter view gone rename to part_name',
      found: ['GM_DRIFT_MISSING_VIEW PartName: The mapped view part_name does not exist in the database.'],
    },
    {
      change: 'alter materialized view part_count rename to gone',
      undo: 'alter materialized view gone rename to part_count',
      found: ['GM_DRIFT_MISSING_VIEW PartCount: The mapped view part_count does not exist in the database.'],
    },
  ],
  'missing columns': [
    {
      change: 'alter table depot drop column name',
      undo: 'alter table depot add column name varchar(255) not null',
      found: ['GM_DRIFT_MISSING_COLUMN Depot.name: The mapped column "name" does not exist in depot.'],
    },
    {
      change: `alter table ${SUPPLIERS} rename column "Legal Name" to legal_name`,
      undo: `alter table ${SUPPLIERS} rename column legal_name to "Legal Name"`,
      found: [
        'GM_DRIFT_MISSING_COLUMN Supplier.legal name: The mapped column "Legal Name" does not exist in sales.Suppliers Of "All".',
        'GM_DRIFT_UNMAPPED_REQUIRED Supplier: The column "legal_name" of sales.Suppliers Of "All" is NOT NULL without a default and is not mapped, so that inserts fail.',
      ],
    },
    {
      change: 'alter table part drop column home_city',
      undo: 'alter table part add column home_city varchar(80), add unique (home_city, home_kind)',
      found: ['GM_DRIFT_MISSING_COLUMN Part.home.city: The mapped column "home_city" does not exist in part.'],
    },
    {
      change: 'alter table vehicle drop column van_code',
      undo: 'alter table vehicle add column van_code int',
      found: ['GM_DRIFT_MISSING_COLUMN Van.code: The mapped column "van_code" does not exist in vehicle.'],
    },
    {
      change: 'alter table pilot drop column licence',
      undo: 'alter table pilot add column licence varchar(9) not null',
      found: ['GM_DRIFT_MISSING_COLUMN Pilot.licence: The mapped column "licence" does not exist in pilot.'],
    },
    {
      change: 'alter table part drop column depot_region',
      undo: 'alter table part add column depot_region varchar(3), add foreign key (depot_region, depot_number) references depot',
      found: ['GM_DRIFT_MISSING_COLUMN Part.depot: The mapped column "depot_region" does not exist in part.'],
    },
    {
      change: 'alter view part_name rename column shout to whisper',
      undo: 'alter view part_name rename column whisper to shout',
      found: ['GM_DRIFT_MISSING_COLUMN PartName.shout: The mapped column "shout" does not exist in part_name.'],
    },
  ],
  'types that differ': [
    {
      change: 'alter table depot alter column name type text',
      undo: 'alter table depot alter column name type varchar(255)',
      found: ['GM_DRIFT_COLUMN_TYPE Depot.name: The column "name" of depot is mapped as varchar(255) and is text in the database.'],
    },
    {
      change: 'alter table fitting alter column amount type bigint',
      undo: 'alter table fitting alter column amount type int',
      found: ['GM_DRIFT_COLUMN_TYPE Fitting.amount: The column "amount" of fitting is mapped as int and is bigint in the database.'],
    },
    {
      change: 'alter table part alter column short type varchar(10)',
      undo: 'alter table part alter column short type varchar(20)',
      found: [
        'GM_DRIFT_COLUMN_TYPE Part.short: The column "short" of part is mapped as varchar(20) and is character varying(10) in the database.',
      ],
    },
    {
      change: 'alter table part alter column price type numeric(12,2)',
      undo: 'alter table part alter column price type numeric(12,3)',
      found: [
        'GM_DRIFT_COLUMN_TYPE Part.price: The column "price" of part is mapped as numeric(12,3) and is numeric(12,2) in the database.',
      ],
    },
    {
      change: 'alter table part alter column moment type timestamp',
      undo: 'alter table part alter column moment type timestamptz',
      found: [
        'GM_DRIFT_COLUMN_TYPE Part.moment: The column "moment" of part is mapped as timestamptz and is timestamp without time zone in the database.',
      ],
    },
    {
      change: 'alter table part alter column words type text using words::text',
      undo: 'alter table part alter column words type text[] using words::text[]',
      found: ['GM_DRIFT_COLUMN_TYPE Part.words: The column "words" of part is mapped as text[] and is text in the database.'],
    },
    {
      change: 'alter table part alter column state type text',
      undo: 'alter table part alter column state type part_state using state::part_state',
      found: ['GM_DRIFT_COLUMN_TYPE Part.state: The column "state" of part is mapped as part_state and is text in the database.'],
    },
    {
      change: `create type standing as enum ('good', 'bad'); alter table ${SUPPLIERS} alter column standing type standing using standing::text::standing`,
      undo: `alter table ${SUPPLIERS} alter column standing type sales.standing using standing::text::sales.standing; drop type standing`,
      found: [],
    },
    {
      change: 'alter table vehicle alter column load type bigint',
      undo: 'alter table vehicle alter column load type int',
      found: ['GM_DRIFT_COLUMN_TYPE Truck.load: The column "load" of vehicle is mapped as int and is bigint in the database.'],
    },
  ],
  'nullability that differs': [
    {
      change: 'alter table depot alter column name drop not null',
      undo: 'alter table depot alter column name set not null',
      found: ['GM_DRIFT_NULLABILITY Depot.name: The column "name" of depot is mapped as not nullable and allows NULL in the database.'],
    },
    {
      change: 'alter table part alter column parent_id set not null',
      undo: 'alter table part alter column parent_id drop not null',
      found: ['GM_DRIFT_NULLABILITY Part.parent: The column "parent_id" of part is mapped as nullable and is NOT NULL in the database.'],
    },
    {
      change: 'alter domain email set not null',
      undo: 'alter domain email drop not null',
      found: [],
    },
  ],
  'primary keys that differ': [
    {
      change: 'alter table manual drop constraint manual_pkey',
      undo: 'alter table manual add primary key (part_id)',
      found: ['GM_DRIFT_PRIMARY_KEY Manual.part: The primary key of manual is mapped as "part_id" and is none in the database.'],
    },
    {
      change: 'alter table fitting drop constraint fitting_pkey, add primary key (part_id, amount)',
      undo: 'alter table fitting drop constraint fitting_pkey, add primary key (part_id, depot_region, depot_number)',
      found: [
        'GM_DRIFT_PRIMARY_KEY Fitting: The primary key of fitting is mapped as "part_id", "depot_region", "depot_number" and is "part_id", "amount" in the database.',
      ],
    },
    {
      change: 'alter table part_tags drop constraint part_tags_pkey',
      undo: 'alter table part_tags add primary key (tag_id, part_id)',
      found: ['GM_DRIFT_PRIMARY_KEY Part.tags: The primary key of part_tags is mapped as "part_id", "tag_id" and is none in the database.'],
    },
  ],
  'foreign keys that are missing or differ': [
    {
      change: 'alter table part drop constraint part_maker_id_foreign',
      undo: `alter table part add constraint part_maker_id_foreign foreign key (maker_id) references ${SUPPLIERS} (id)`,
      found: [
        'GM_DRIFT_FOREIGN_KEY Part.maker: The columns "maker_id" of part are mapped to sales.Suppliers Of "All" ("id") and have no foreign key in the database.',
      ],
    },
    {
      change: 'alter table part drop constraint part_supplier_id_foreign',
      undo: `alter table part add constraint part_supplier_id_foreign foreign key (supplier_id) references ${SUPPLIERS} (code)`,
      found: [
        'GM_DRIFT_FOREIGN_KEY Part.supplier: The columns "supplier_id" of part are mapped to sales.Suppliers Of "All" ("code") and have no foreign key in the database.',
      ],
    },
    {
      change: 'alter table vehicle drop constraint vehicle_depot_region_depot_number_foreign',
      undo: 'alter table vehicle add constraint vehicle_depot_region_depot_number_foreign foreign key (depot_region, depot_number) references depot',
      found: [
        'GM_DRIFT_FOREIGN_KEY Truck.depot: The columns "depot_region", "depot_number" of vehicle are mapped to depot ("region", "number") and have no foreign key in the database.',
      ],
    },
    {
      change: 'alter table pilot drop constraint pilot_id_foreign',
      undo: 'alter table pilot add constraint pilot_id_foreign foreign key (id) references person',
      found: ['GM_DRIFT_FOREIGN_KEY Pilot: The columns "id" of pilot are mapped to person ("id") and have no foreign key in the database.'],
    },
    {
      change: 'alter table event drop constraint event_part_id_foreign',
      undo: 'alter table event add constraint event_part_id_foreign foreign key (part_id) references part',
      found: [
        'GM_DRIFT_FOREIGN_KEY Event.part: The columns "part_id" of event are mapped to part ("id") and have no foreign key in the database.',
      ],
    },
    {
      change: 'alter table part_related drop constraint part_related_part_2_id_foreign',
      undo: 'alter table part_related add constraint part_related_part_2_id_foreign foreign key (part_2_id) references part',
      found: [
        'GM_DRIFT_FOREIGN_KEY Part.related: The columns "part_2_id" of part_related are mapped to part ("id") and have no foreign key in the database.',
      ],
    },
    {
      change: 'alter table part drop constraint part_parent_id_foreign, add constraint other foreign key (parent_id) references manual',
      undo: 'alter table part drop constraint other, add constraint part_parent_id_foreign foreign key (parent_id) references part',
      found: [
        'GM_DRIFT_FOREIGN_KEY_TARGET Part.parent: The foreign key on "parent_id" of part is mapped to part ("id") and leads to manual ("part_id") in the database.',
      ],
    },
  ],
  'missing unique keys': [
    {
      change: 'alter table tag drop constraint tag_label_unique',
      undo: 'alter table tag add constraint tag_label_unique unique (label)',
      found: ['GM_DRIFT_UNIQUE Tag.label: The columns "label" of tag are mapped as unique and have no unique key in the database.'],
    },
    {
      change: 'alter table part drop constraint part_name_colour_unique; create unique index half on part (name, colour) where size > 1',
      undo: 'drop index half; alter table part add constraint part_name_colour_unique unique (name, colour)',
      found: ['GM_DRIFT_UNIQUE Part: The columns "name", "colour" of part are mapped as unique and have no unique key in the database.'],
    },
    {
      change: 'alter table part drop constraint part_successor_id_unique',
      undo: 'alter table part add constraint part_successor_id_unique unique (successor_id)',
      found: [
        'GM_DRIFT_UNIQUE Part.successor: The columns "successor_id" of part are mapped as unique and have no unique key in the database.',
      ],
    },
  ],
  'enum members that differ': [
    {
      change: "alter type part_state rename value 'old' to 'ancient'",
      undo: "alter type part_state rename value 'ancient' to 'old'",
      found: ['state', 'states'].map(
        (name) =>
          `GM_DRIFT_ENUM_MEMBERS Part.${name}: The enum column "${name}" of part lacks "old" and also allows "ancient" in the database.`,
      ),
    },
    {
      change: "alter type sales.standing add value 'ugly'",
      undo: `alter type sales.standing rename to worse; create type sales.standing as enum ('good', 'bad');
             alter table ${SUPPLIERS} alter column standing type sales.standing using standing::text::sales.standing; drop type sales.worse`,
      found: [
        'GM_DRIFT_ENUM_MEMBERS Supplier.standing: The enum column "standing" of sales.Suppliers Of "All" also allows "ugly" in the database.',
      ],
    },
    {
      change: `alter table part drop constraint part_colour_check, add constraint part_colour_check check (colour in ('red', E'it''s \\\\ odd'))`,
      undo: `alter table part drop constraint part_colour_check, add constraint part_colour_check check (colour in ('red', 'dark green', E'it''s \\\\ odd'))`,
      found: ['GM_DRIFT_ENUM_MEMBERS Part.colour: The enum column "colour" of part lacks "dark green" in the database.'],
    },
    {
      change: `alter table part drop constraint part_colours_check, add constraint part_colours_check check (colours <@ array['red', 'dark green', E'it''s \\\\ odd', 'blue'])`,
      undo: `alter table part drop constraint part_colours_check, add constraint part_colours_check check (colours <@ array['red', 'dark green', E'it''s \\\\ odd'])`,
      found: ['GM_DRIFT_ENUM_MEMBERS Part.colours: The enum column "colours" of part also allows "blue" in the database.'],
    },
    {
      change:
        "alter table part drop constraint part_single_check, add constraint part_single_check check (single is null or single = 'one' or single = 'two')",
      undo: "alter table part drop constraint part_single_check, add constraint part_single_check check (single in ('one'))",
      found: ['GM_DRIFT_ENUM_MEMBERS Part.single: The enum column "single" of part also allows "two" in the database.'],
    },
    {
      change: 'alter table part add constraint levels check (level in (1, 2))',
      undo: 'alter table part drop constraint levels',
      found: ['GM_DRIFT_ENUM_MEMBERS Part.level: The enum column "level" of part lacks "3" in the database.'],
    },
    {
      change:
        "alter table vehicle drop constraint vehicle_kind_check, add constraint vehicle_kind_check check (kind in ('bus', 'truck', 'van', 'tram'))",
      undo: "alter table vehicle drop constraint vehicle_kind_check, add constraint vehicle_kind_check check (kind in ('bus', 'truck', 'van'))",
      found: ['GM_DRIFT_ENUM_MEMBERS Vehicle.kind: The enum column "kind" of vehicle also allows "tram" in the database.'],
    },
  ],
  'unmapped columns that inserts must fill': [
    {
      change: 'alter table tag add column weight int not null',
      undo: 'alter table tag drop column weight',
      found: [
        'GM_DRIFT_UNMAPPED_REQUIRED Tag: The column "weight" of tag is NOT NULL without a default and is not mapped, so that inserts fail.',
      ],
    },
    {
      change: 'alter table part_tags add column weight int not null',
      undo: 'alter table part_tags drop column weight',
      found: [
        'GM_DRIFT_UNMAPPED_REQUIRED Part.tags: The column "weight" of part_tags is NOT NULL without a default and is not mapped, so that inserts fail.',
      ],
    },
  ],
  'what is no drift': [
    { change: 'create table more (id int)', undo: 'drop table more', found: [] },
    {
      change: `alter table tag add column a int, add column b int not null default 1, add column c int not null generated always as (1) stored,
               add column d int not null generated always as identity, add column e serial`,
      undo: 'alter table tag drop column a, drop column b, drop column c, drop column d, drop column e',
      found: [],
    },
    {
      change: `create function fill() returns trigger language plpgsql as $$ begin new.weight = 1; return new; end $$;
               alter table tag add column weight int not null; create trigger fill before insert on tag for each row execute function fill()`,
      undo: 'drop trigger fill on tag; drop function fill; alter table tag drop column weight',
      found: [],
    },
    {
      change: 'create index more on part (name); create unique index sole on part (moment)',
      undo: 'drop index more; drop index sole',
      found: [],
    },
    {
      change:
        'alter table part rename constraint part_maker_id_foreign to whatever; alter table tag rename constraint tag_label_unique to also',
      undo: 'alter table part rename constraint whatever to part_maker_id_foreign; alter table tag rename constraint also to tag_label_unique',
      found: [],
    },
    {
      change: 'alter table tag drop constraint tag_label_unique; create unique index tag_label_unique on tag (label) include (id)',
      undo: 'drop index tag_label_unique; alter table tag add constraint tag_label_unique unique (label)',
      found: [],
    },
    {
      change: 'alter table depot alter column name type varchar',
      undo: 'alter table depot alter column name type varchar(255)',
      found: [],
    },
    {
      change: 'alter table part alter column price type numeric',
      undo: 'alter table part alter column price type numeric(12,3)',
      found: [],
    },
    {
      change: 'alter table part alter column seconds type timestamptz',
      undo: 'alter table part alter column seconds type timestamptz(0)',
      found: [],
    },
    { change: 'alter table part alter column data type json', undo: 'alter table part alter column data type jsonb', found: [] },
    {
      change: 'alter table part alter column single type varchar(9), alter column level type int',
      undo: 'alter table part alter column single type text, alter column level type smallint',
      found: [],
    },
    {
      change: 'alter table part drop constraint part_single_check',
      undo: "alter table part add constraint part_single_check check (single in ('one'))",
      found: [],
    },
    {
      change: "alter table part add check (single ~ '^o' and length(single) < 9)",
      undo: 'alter table part drop constraint part_single_check1',
      found: [],
    },
    {
      change: 'alter table depot alter column name drop default, alter column name set default 1',
      undo: 'alter table depot alter column name drop default',
      found: [],
    },
    {
      change:
        'alter table manual rename to books; create table manual () inherits (books); alter table manual add primary key (part_id), add foreign key (part_id) references part',
      undo: 'drop table manual; alter table books rename to manual',
      found: [],
    },
    {
      change: `alter table part add unique (id, depot_region);
               alter table manual add column region varchar(3), drop constraint manual_part_id_foreign, add constraint wider foreign key (part_id, region) references part (id, depot_region)`,
      undo: 'alter table manual drop constraint wider, drop column region, add constraint manual_part_id_foreign foreign key (part_id) references part',
      found: [],
    },
    {
      change: 'alter table manual rename to books; create view manual as select * from books',
      undo: 'drop view manual; alter table books rename to manual',
      found: [],
    },
  ],
};

describe('schema drift: changes made by hand', () => {
  let app: DriftApp;

  before(async () => {
    app = await driftApp({ entities: [...ENTITIES] }, PREREQUISITES);
    await app.orm.schema.create();
  });
  after(async () => app.close());

  const drift = async (): Promise<readonly string[]> => (await app.drift()).map(({ code, path, message }) => `${code} ${path}: ${message}`);

  for (const [kind, changes] of Object.entries(CHANGES)) {
    describe(kind, () => {
      for (const { change, undo, found } of changes) {
        it(change.replace(/\s+/g, ' ').slice(0, 100), async () => {
          await app.run(change);
          try {
            expect(await drift()).to.have.members(found);
          } finally {
            await app.run(undo);
          }
          expect(await drift(), 'after undoing').to.deep.equal([]);
        });
      }
    });
  }
});
