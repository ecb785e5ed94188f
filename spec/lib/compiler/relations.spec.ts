import { expect } from 'chai';
import {
  anyOf,
  changed,
  delegate,
  everyone,
  many,
  one,
  where,
  type ManagerOptions,
  type PermissionOptions,
  type PermissionRule,
} from '../../../decorators/index.js';
import { type DescribedField, type Problem, type RelationField } from '../../../lib/plugin.js';
import { member, one as described, scalar } from '../../integrations/type-graphql/support/fields.js';
import type { MemorySource } from '../../integrations/type-graphql/support/memory-adapter.js';
import { boot, source, type SourceOptions } from '../support/source.js';

class Nothing {}

const code = scalar('code', 'string', { unique: true });
const places = source('Place', {
  permission: { read: everyone() },
  fields: [code, scalar('town', 'string'), scalar('height', 'float'), scalar('uuid', 'uuid', { unique: true })],
});
const blind = source('Blind', { fields: [scalar('code', 'string', { unique: true, operators: ['isNull'] })] });
const pairs = source('Pair', {
  fields: [scalar('left', 'string', { primary: true }), scalar('right', 'int', { primary: true })],
  description: { key: [{ field: 'left' }, { field: 'right' }] },
});
const linked = source('Linked', { description: { key: [{ field: 'id', target: places.target }] } });

const FIELDS: readonly DescribedField[] = [
  scalar('placeId', 'int'),
  scalar('placeCode', 'string'),
  scalar('tags', 'string', { list: true }),
  scalar('price', 'decimal'),
  scalar('number', 'bigint'),
  described('mapped', places.target),
];

function visits(relations: ManagerOptions['relations'], options: SourceOptions = {}): readonly MemorySource[] {
  const visit = source('Visit', {
    permission: { read: everyone() },
    fields: FIELDS,
    ...options,
    manager: { ...options.manager, ...(relations && { relations }) },
  });
  return [visit, places, blind, pairs, linked];
}

const problemsOf = (relations: ManagerOptions['relations'], options: SourceOptions = {}): readonly string[] =>
  brief(boot(visits(relations, options)).problems);

const brief = (problems: readonly Problem[]): readonly string[] => problems.map(({ code: each, path }) => `${each} ${path}`);

const relationOf = (relations: ManagerOptions['relations'], name: string): RelationField => {
  const { runtime, problems } = boot(visits(relations));
  expect(problems).to.deep.equal([]);
  const field = runtime.model.managers.get('Visit')?.fields.get(name);
  if (field?.kind !== 'relation') throw new TypeError('no relation');
  return field;
};

const place = (by: string | readonly string[], to?: string | readonly string[]) => ({
  place: one(() => places.target, { by, ...(to !== undefined && { to }) }),
});

describe('declared relations', () => {
  it('are fields of the model: nobody writes them, and no source is asked to follow them', () => {
    const field = relationOf(place('placeId'), 'place');
    expect(field).to.deep.include({ cardinality: 'one', target: 'Place', nullable: true, readOnly: true, queryable: false, exposed: true });
    expect(field.match).to.deep.equal({ local: ['placeId'], foreign: ['id'], filterable: true, partitioned: false });
  });

  it('hold the link in fields of the other end where they lead to many', () => {
    const field = relationOf({ places: many(() => places.target, { by: 'town', to: 'placeCode' }) }, 'places');
    expect(field.nullable).to.equal(false);
    expect(field.match).to.deep.include({ local: ['placeCode'], foreign: ['town'] });
  });

  it('take the names and descriptions of fields', () => {
    const named = visits(place('placeId'), { manager: { fields: { place: { name: 'venue', description: 'Where it was.' } } } });
    const { runtime, problems } = boot(named);
    expect(problems).to.deep.equal([]);
    expect(runtime.model.managers.get('Visit')?.fields.get('place')).to.include({ publicName: 'venue', description: 'Where it was.' });
  });

  it('lead to what has several fields for a key', () => {
    const relations = { pair: one(() => pairs.target, { by: ['placeCode', 'placeId'] }) };
    expect(relationOf(relations, 'pair').match).to.deep.include({ local: ['placeCode', 'placeId'], foreign: ['left', 'right'] });
  });

  it('compare texts with what has exact ones', () => {
    for (const [by, to] of [
      ['placeCode', 'id'],
      ['placeId', 'code'],
      ['number', 'id'],
      ['placeCode', 'uuid'],
    ] as const)
      expect(problemsOf(place(by, to)), `${by} ${to}`).to.deep.equal([]);
  });

  const WRONG: Readonly<Record<string, readonly [ManagerOptions['relations'], readonly string[]]>> = {
    'to what is no manager': [{ place: one(() => Nothing, { by: 'placeId' }) }, ['GM_RELATION_TARGET Visit.relations.place']],
    'to what is not there yet': [
      { place: one(() => undefined as unknown as object, { by: 'placeId' }) },
      ['GM_RELATION_TARGET Visit.relations.place'],
    ],
    'called like a property': [{ mapped: one(() => places.target, { by: 'placeId' }) }, ['GM_RELATION_CLASH Visit.relations.mapped']],
    'by what is no field': [place('nowhere'), ['GM_RELATION_UNKNOWN_FIELD Visit.relations.place']],
    'to what is no field': [place('placeId', 'nowhere'), ['GM_RELATION_UNKNOWN_FIELD Visit.relations.place']],
    'by a list': [place('tags', 'code'), ['GM_RELATION_UNKNOWN_FIELD Visit.relations.place']],
    'by a relation': [place('mapped'), ['GM_RELATION_UNKNOWN_FIELD Visit.relations.place']],
    'by too few fields': [{ pair: one(() => pairs.target, { by: 'placeCode' }) }, ['GM_RELATION_FIELDS Visit.relations.pair']],
    'by too many fields': [place(['placeId', 'placeCode']), ['GM_RELATION_FIELDS Visit.relations.place']],
    'by none': [place([], []), ['GM_RELATION_FIELDS Visit.relations.place']],
    'to one of many': [place('placeCode', 'town'), ['GM_RELATION_FIELDS Visit.relations.place']],
    'to a key that leads elsewhere': [
      { linked: one(() => linked.target, { by: 'placeId' }) },
      ['GM_RELATION_FIELDS Visit.relations.linked'],
    ],
    'by numbers that are not whole': [place('price'), ['GM_RELATION_TYPES Visit.relations.place']],
    'by numbers to a UUID': [place('placeId', 'uuid'), ['GM_RELATION_TYPES Visit.relations.place']],
    'to what cannot be found': [
      { blind: one(() => blind.target, { by: 'placeCode', to: 'code' }) },
      ['GM_RELATION_UNFILTERABLE Visit.relations.blind'],
    ],
  };
  for (const [what, [relations, problems]] of Object.entries(WRONG)) {
    it(`are a problem of the boot ${what}`, () => {
      expect(problemsOf(relations)).to.deep.equal(problems);
    });
  }

  it('are told with all other problems at once', () => {
    const wrong = Object.entries(WRONG).map(([, [relations]]) => relations ?? {});
    const numbered = wrong.flatMap((each) => Object.values(each)).map((each, index) => [`r${index}`, each] as const);
    expect(problemsOf(Object.fromEntries(numbered))).to.have.length(wrong.length - 1);
  });

  it('may be called as fields only once', () => {
    const clash = { manager: { fields: { place: { name: 'placeCode' } } } };
    expect(problemsOf(place('placeId'), clash)).to.deep.equal(['GM_MODEL_NAME_CLASH Visit.place']);
  });

  const rule = (read: PermissionRule): PermissionOptions => ({ read });
  const RULES: Readonly<Record<string, readonly [PermissionOptions, string]>> = {
    'looks at what they lead to': [rule(where({ place: { town: 'Ulm' } })), 'Visit.permission.read'],
    'asks whether they lead anywhere': [rule(where({ place: null })), 'Visit.permission.read'],
    'looks at many of them': [rule(where({ places: { none: {} } })), 'Visit.permission.read'],
    'looks at them beside something else': [rule(anyOf(where({ placeCode: 'x' }), where({ not: { place: {} } }))), 'Visit.permission.read'],
    'looks at them through another relation': [rule(where({ mapped: { visits: { some: {} } } })), 'Visit.permission.read'],
    'delegates along them': [rule(delegate('place')), 'Visit.permission.read'],
    'asks whether they change': [{ read: everyone(), update: changed('place') }, 'Visit.permission.update'],
    'guards a field by them': [
      { read: everyone(), fields: { placeCode: { read: where({ place: { town: 'Ulm' } }) } } },
      'Visit.permission.fields.placeCode.read',
    ],
  };
  for (const [what, [permission, path]] of Object.entries(RULES)) {
    it(`cannot be part of a rule that ${what}`, () => {
      const back = { visits: many(() => visit.target, { by: 'placeId' }) };
      const backPlaces = source('Place', {
        permission: { read: everyone() },
        fields: [code, scalar('town', 'string')],
        manager: { relations: back },
      });
      const relations = {
        place: one(() => backPlaces.target, { by: 'placeId' }),
        places: many(() => backPlaces.target, { by: 'town', to: 'placeCode' }),
      };
      const fields = [...FIELDS.filter(({ name }) => name !== 'mapped'), described('mapped', backPlaces.target)];
      const visit = source('Visit', { permission, fields, manager: { relations }, description: { readOnly: false } });
      expect(brief(boot([visit, backPlaces]).problems)).to.deep.equal([`GM_RELATION_IN_RULE ${path}`]);
    });
  }

  it('have no rules for writing: fields hold the link', () => {
    const permission = {
      read: everyone(),
      create: everyone(),
      update: everyone(),
      fields: { place: { create: everyone(), update: everyone() } },
    };
    expect(problemsOf(place('placeId'), { permission, description: { readOnly: false } })).to.deep.equal([
      'GM_RELATION_WRITE_RULE Visit.permission.fields.place.create',
      'GM_RELATION_WRITE_RULE Visit.permission.fields.place.update',
    ]);
  });

  it('link members of one enum, and none of different ones', () => {
    const enums = [
      { name: 'Colour', members: [{ name: 'RED', value: 'red' }] },
      { name: 'Mood', members: [{ name: 'CALM', value: 'calm' }] },
    ];
    const shades = source('Shade', { fields: [member('colour', 'Colour', { unique: true })], description: { enums } });
    const of = (field: string): readonly string[] => {
      const relations = { shade: one(() => shades.target, { by: field, to: 'colour' }) };
      const fields = [member('colour', 'Colour'), member('mood', 'Mood')];
      return brief(boot([source('Thing', { manager: { relations }, fields, description: { enums } }), shades]).problems);
    };
    expect(of('colour')).to.deep.equal([]);
    expect(of('mood')).to.deep.equal(['GM_RELATION_TYPES Thing.relations.shade']);
  });
});
