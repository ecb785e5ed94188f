import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  buildClientSchema,
  buildSchema,
  GraphQLScalarType,
  introspectionFromSchema,
  isInputObjectType,
  lexicographicSortSchema,
  printSchema,
  printType,
  validateSchema,
} from 'graphql';
import { authenticated, everyone, Manager, nobody, Permission } from '../../../decorators/index.js';
import { BootedSchema } from './support/boot.js';
import { embedded, many, one, primary, scalar } from './support/fields.js';
import type { MemorySource } from './support/memory-adapter.js';
import { musicShop } from './support/music-shop.js';

const SNAPSHOT = new URL('schema.graphql', import.meta.url);

function typeOf({ schema }: BootedSchema, name: string): string {
  const type = schema.getType(name);
  return type ? printType(type) : '';
}

function sourceOf(
  name: string,
  description: Partial<MemorySource['description']>,
  options: Parameters<typeof Manager>[0] = {},
): MemorySource {
  const target = { [name]: class {} }[name] ?? class {};
  Manager(options)(target);
  Permission({ read: everyone() })(target);
  return { target, description: { key: [{ field: 'id' }], fields: [primary('id', 'int')], ...description } };
}

describe('the emitted schema', () => {
  it('is that of the snapshot (npm test with UPDATE_SNAPSHOTS=1 writes it)', () => {
    const { schema } = new BootedSchema(musicShop());
    const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(SNAPSHOT, sdl);
    expect(sdl).to.equal(readFileSync(SNAPSHOT, 'utf8'));
  });

  it('is valid, and has no type that nothing leads to', () => {
    const { schema } = new BootedSchema(musicShop());
    // What GraphQL once took for valid it does not look at again.
    expect(validateSchema(buildSchema(printSchema(schema), { assumeValidSDL: true }))).to.deep.equal([]);
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    expect(inputs.filter((type) => Object.keys(type.getFields()).length === 0)).to.deep.equal([]);
    expect(schema.getType('SummaryFilter') ?? schema.getType('SummarySort') ?? schema.getType('DeliveryKey')).to.equal(undefined);
  });

  it('tells clients of scalars that only measures have', () => {
    const { schema } = new BootedSchema([sourceOf('Crate', { aggregate: true, fields: [primary('id', 'int'), scalar('weight', 'int')] })]);
    const told = buildClientSchema(introspectionFromSchema(schema));
    expect(told.getType('BigInt')).to.be.instanceOf(GraphQLScalarType);
  });

  it('has operations as they are named, described and switched off', () => {
    const song = sourceOf('Song', {}, { plural: 'tunes', operations: { detail: { name: 'oneSong', description: 'By hand.' } } });
    const app = new BootedSchema([song, sourceOf('Note', {}, { operations: { detail: false } })]);
    expect(typeOf(app, 'Query')).to.equal(
      [
        'type Query {',
        '  """By hand."""',
        '  oneSong(id: ID!): Song',
        '',
        '  """The Song objects that match a filter, a page at a time."""',
        '  tunes(filter: SongFilter, sort: [SongSort!], first: Int, after: String, last: Int, before: String, offset: Int): SongConnection!',
        '',
        '  """The Note objects that match a filter, a page at a time."""',
        '  notes(filter: NoteFilter, sort: [NoteSort!], first: Int, after: String, last: Int, before: String, offset: Int): NoteConnection!',
        '',
        '  """What the actor may do with the managers at all."""',
        '  capabilities: Capabilities!',
        '}',
      ].join('\n'),
    );
  });

  it('has a null for what somebody may not see', () => {
    const rules = { Open: everyone(), Closed: nobody(), Known: authenticated() };
    const targets = Object.entries(rules).map(([name, read]) => {
      const source = sourceOf(name, {});
      Permission({ read })(source.target);
      return source;
    });
    const holder = sourceOf('Holder', {
      fields: [
        primary('id', 'int'),
        ...targets.flatMap(({ target }) => [
          one(target.name.toLowerCase(), target),
          one(`${target.name.toLowerCase()}OrNone`, target, { nullable: true }),
        ]),
        ...targets.map(({ target }) => many(`${target.name.toLowerCase()}s`, target)),
      ],
    });
    const lines = typeOf(new BootedSchema([holder, ...targets]), 'Holder')
      .replaceAll(/\(.*\)/g, '')
      .split('\n');
    expect(lines.map((line) => line.trim())).to.deep.equal([
      'type Holder {',
      'id: ID!',
      'open: Open!',
      'openOrNone: Open',
      'closed: Closed',
      'closedOrNone: Closed',
      'known: Known',
      'knownOrNone: Known',
      'opens: OpenConnection!',
      'closeds: ClosedConnection!',
      'knowns: KnownConnection!',
      '}',
    ]);
  });

  it('offers only what the source can do', () => {
    const fewer = [
      scalar('a', 'string', { operators: ['eq', 'contains'], sortable: false }),
      scalar('b', 'string', { operators: [] }),
      scalar('c', 'string'),
      scalar('d', 'int', { exposed: false }),
    ];
    const app = new BootedSchema([
      sourceOf('Song', {
        fields: [{ ...primary('id', 'uuid'), operators: ['eq'] }, ...fewer, one('next', class {}, { queryable: false })],
      }),
      sourceOf('Note', {}),
    ]);
    expect(typeOf(app, 'SongFilter').split('\n').slice(4)).to.deep.equal([
      '  id: IDEqFilter',
      '  a: StringEqContainsFilter',
      '  c: StringFilter',
      '}',
    ]);
    expect(typeOf(app, 'IDEqFilter')).to.equal('input IDEqFilter {\n  eq: ID\n}');
    expect(typeOf(app, 'StringEqContainsFilter')).to.equal('input StringEqContainsFilter {\n  eq: String\n  contains: String\n}');
    expect(typeOf(app, 'SongSort').split('\n').slice(1, -1)).to.deep.equal([
      '  id: SortDirection',
      '  b: SortDirection',
      '  c: SortDirection',
    ]);
    expect(typeOf(app, 'NoteFilter')).to.contain('id: IDFilter');
  });

  it('keeps relations out of filters and sorts that cannot go through them', () => {
    const note = sourceOf('Note', {});
    const app = new BootedSchema([
      note,
      sourceOf('Song', { fields: [primary('id', 'int'), one('note', note.target, { queryable: false }), many('notes', note.target)] }),
    ]);
    expect(typeOf(app, 'SongFilter').split('\n').slice(4)).to.deep.equal(['  id: IDFilter', '  notes: NoteListFilter', '}']);
    expect(typeOf(app, 'SongSort')).to.equal('input SongSort {\n  id: SortDirection\n}');
  });

  it('follows embedded objects that hold themselves', () => {
    const step = { name: 'Step', fields: [embedded('next', 'Step', { nullable: true }), scalar('text', 'string')] };
    const odd = { name: 'Odd', fields: [embedded('next', 'Odd', { nullable: true }), scalar('raw', 'blob', { operators: [] })] };
    const fields = [primary('id', 'int'), embedded('first', 'Step'), embedded('odd', 'Odd'), embedded('all', 'Step', { list: true })];
    const app = new BootedSchema([sourceOf('Song', { fields, embeddables: [step, odd] })]);
    expect(typeOf(app, 'Step')).to.equal('type Step {\n  next: Step\n  text: String!\n}');
    expect(typeOf(app, 'StepFilter')).to.equal('input StepFilter {\n  next: StepFilter\n  text: StringFilter\n}');
    expect(typeOf(app, 'StepSort')).to.equal('input StepSort {\n  next: StepSort\n  text: SortDirection\n}');
    expect([app.schema.getType('OddFilter'), app.schema.getType('OddSort')]).to.deep.equal([undefined, undefined]);
    expect(typeOf(app, 'Song')).to.contain('all: [Step!]!');
  });

  it('leaves out embedded objects of which nothing is shown', () => {
    const hidden = { name: 'Hidden', fields: [scalar('a', 'string', { exposed: false })] };
    const app = new BootedSchema([
      sourceOf('Song', { fields: [primary('id', 'int'), embedded('secret', 'Hidden')], embeddables: [hidden] }),
    ]);
    expect(typeOf(app, 'Song')).to.equal('type Song {\n  id: ID!\n}');
  });

  it('has keys of every form', () => {
    const { schema } = new BootedSchema(musicShop());
    const queries = schema.getQueryType()?.getFields() ?? {};
    const args = (name: string): string => String(queries[name]?.args.map((arg) => `${arg.name}: ${String(arg.type)}`));
    expect(['order', 'orderLine', 'delivery', 'biography'].map(args)).to.deep.equal([
      'id: ID!',
      'key: OrderLineKey!',
      'key: OrderLineKey!',
      'id: ID!',
    ]);
    const nested = sourceOf('Outer', { key: [{ field: 'inner', target: class {} }], fields: [primary('id', 'int')] });
    expect(Object.keys(new BootedSchema([nested]).schema.getQueryType()?.getFields() ?? {})).to.deep.equal(['outers', 'capabilities']);
  });

  it('writes primary values as ID, types of the application by what they look like', () => {
    const fields = [
      scalar('id', 'custom', { primary: true, looksLike: 'uuid' }),
      primary('flag', 'boolean'),
      scalar('money', 'custom', { looksLike: 'decimal' }),
      scalar('point', 'custom'),
      scalar('points', 'custom', { list: true, operators: [] }),
    ];
    const app = new BootedSchema([sourceOf('Song', { key: [{ field: 'id' }, { field: 'flag' }], fields })]);
    expect(typeOf(app, 'Song')).to.equal(
      'type Song {\n  id: ID!\n  flag: Boolean!\n  money: Decimal!\n  point: JSON!\n  points: [JSON]!\n}',
    );
    expect(typeOf(app, 'SongKey')).to.equal('input SongKey {\n  id: ID!\n  flag: Boolean!\n}');
    expect(typeOf(app, 'SongFilter')).to.contain('money: CustomDecimalFilter').and.contain('id: IDEqNeInNotInIsNullFilter');
  });
});
