import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  buildSchema,
  isInputObjectType,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  printType,
  validateSchema,
  type GraphQLSchema,
} from 'graphql';
import { bootstrap } from 'general-manager';
import { Client } from './support/ask.js';
import { openGarage, type Garage } from './support/garage.js';
import { boss, openOffice, type Office } from './support/office.js';

const WRITES = /^Mutation$|Input$|Payload$|(?<!Group)Key$|Where$/;

/** The part of a schema that is about writes. */
function writesOf(schema: GraphQLSchema): string {
  const { definitions, ...document } = parse(printSchema(lexicographicSortSchema(schema)));
  const kept = definitions.filter((each) => 'name' in each && each.name && WRITES.test(each.name.value));
  return `${print({ ...document, definitions: kept })}\n`;
}

describe('the schema of writes', () => {
  let office: Office;
  let garage: Garage;
  before(async () => {
    [office, garage] = await Promise.all([openOffice('writes_schema'), openGarage('writes_garage')]);
  });
  after(async () => Promise.all([office.close(), garage.close()]));

  const type = (name: string): string => {
    const found = garage.gm.schema.getType(name);
    return found ? printType(found) : '';
  };
  const mutations = (): readonly string[] => Object.keys(garage.gm.schema.getMutationType()?.getFields() ?? {});

  for (const name of ['office', 'garage']) {
    it(`is that of the snapshot, each time: ${name} (npm test with UPDATE_SNAPSHOTS=1 writes it)`, async () => {
      const { gm, orm } = name === 'office' ? office : garage;
      const snapshot = new URL(`./${name}.graphql`, import.meta.url);
      const sdl = writesOf(gm.schema);
      if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(snapshot, sdl);
      expect(sdl).to.equal(readFileSync(snapshot, 'utf8'));
      const again = await bootstrap({ orm, drift: 'off' });
      expect(printSchema(again.schema)).to.equal(printSchema(gm.schema));
    });

    it(`is valid, and has no input without fields: ${name}`, () => {
      const { schema } = name === 'office' ? office.gm : garage.gm;
      expect(validateSchema(buildSchema(printSchema(schema), { assumeValidSDL: true }))).to.deep.equal([]);
      const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
      expect(inputs.filter((each) => Object.keys(each.getFields()).length === 0)).to.deep.equal([]);
    });
  }

  it('has no mutations that nobody could ever use', () => {
    expect(mutations().filter((each) => /Maker|Holiday|Holidays/.test(each))).to.deep.equal([]);
    expect(mutations().filter((each) => /Invoice/.test(each))).to.deep.equal(['createInvoice', 'createInvoices']);
    // A class without objects of its own makes none, and its objects are changed and removed.
    expect(mutations().filter((each) => /Vehicle/.test(each))).to.deep.equal([
      'updateVehicle',
      'updateVehicles',
      'deleteVehicle',
      'deleteVehicles',
    ]);
  });

  it('offers along relations what could ever be allowed', () => {
    expect(type('MakerCreateLinkInput')).to.equal('input MakerCreateLinkInput {\n  connect: ID\n}');
    expect(type('MakerUpdateLinksInput')).to.equal('input MakerUpdateLinksInput {\n  connect: [ID!]\n  disconnect: [ID!]\n  set: [ID!]\n}');
    // What cannot be changed cannot be linked to by what it keeps itself.
    expect(type('InvoiceUpdateLinkWithoutRepairInput')).to.equal(
      'input InvoiceUpdateLinkWithoutRepairInput {\n  create: InvoiceCreateWithoutRepairInput\n}',
    );
    expect(type('RepairUpdateLinksWithoutOfInput')).to.include('delete: [RepairKey!]').and.not.include('disconnect').and.not.include('set');
  });

  it('has no names of hidden fields, of discriminators and of what the database makes', () => {
    const { schema } = garage.gm;
    expect(printSchema(schema)).not.to.match(/secret/i);
    const input = schema.getType('CarCreateInput');
    expect(isInputObjectType(input) && Object.keys(input.getFields())).to.deep.equal(['plate', 'maker', 'repairs', 'doors']);
    const repair = schema.getType('RepairUpdateInput');
    expect(isInputObjectType(repair) && Object.keys(repair.getFields())).to.deep.equal([
      'parts',
      'doneAt',
      'path',
      'photo',
      'invoice',
      'suppliers',
    ]);
  });

  it('takes public names, and is answered with them', async () => {
    const client = new Client(garage.gm, boss);
    const repair = { nr: 1, parts: ['Brake', 'Gear'], doneAt: { street: 's', point: { x: 1 } }, path: [{ x: 1 }, { x: 2 }], photo: 'AAH/' };
    const input = { plate: 'A 1', doors: 3, maker: { connect: 'm1' }, repairs: { create: { ...repair, suppliers: { connect: 'm2' } } } };
    const fields = 'nr parts doneAt { street point { x } } path { x } photo suppliers { nodes { code } }';
    const made = await client.data(
      `mutation ($input: CarCreateInput!) { createCar(input: $input) { car { plate doors maker { code } repairs { nodes { ${fields} } } } } }`,
      { input },
    );
    expect(made).to.deep.equal({
      createCar: {
        car: {
          plate: 'A 1',
          doors: 3,
          maker: { code: 'm1' },
          repairs: { nodes: [{ ...repair, nr: '1', suppliers: { nodes: [{ code: 'm2' }] } }] },
        },
      },
    });
    const changed = await client.data(
      `mutation { updateVehicle(id: 1, input: { plate: "A 2", repairs: {
        update: { where: { key: { of: 1, nr: 1 } }, data: { parts: [Gear], doneAt: null, invoice: { create: { sum: "5.00" } } } }
      } }) { vehicle { __typename plate ... on Car { doors } repairs { nodes { parts doneAt { street } invoice { sum } } } } } }`,
    );
    expect(changed).to.deep.equal({
      updateVehicle: {
        vehicle: {
          __typename: 'Car',
          plate: 'A 2',
          doors: 3,
          repairs: { nodes: [{ parts: ['Gear'], doneAt: null, invoice: { sum: '5.00' } }] },
        },
      },
    });
    const place = { ...repair, doneAt: { street: 'a long way' } };
    const invalid = await client.refusal('mutation ($input: CarCreateInput!) { createCar(input: $input) { car { id } } }', {
      input: { plate: 'A 3', maker: { connect: 'm1' }, repairs: { create: place } },
    });
    expect(invalid.fieldErrors).to.deep.equal([
      { path: ['repairs', 'create', 0, 'doneAt', 'street'], code: 'TOO_LONG', message: 'This text may have 5 characters.' },
    ]);
  });

  it('takes the version as it is told, also where it is a time', async () => {
    const client = new Client(garage.gm, boss);
    await client.data(
      'mutation { createCar(input: { plate: "B 1", maker: { connect: "m1" }, repairs: { create: { nr: 7, parts: [] } } }) { car { id } } }',
    );
    const { repairs } = (await client.data('{ repairs(filter: { nr: { eq: 7 } }) { nodes { of { id } changedAt } } }')) as {
      repairs: { nodes: readonly [{ readonly of: { readonly id: string }; readonly changedAt: string }] };
    };
    const [{ of, changedAt }] = repairs.nodes;
    const source = `mutation ($key: RepairKey!, $expected: DateTime) {
      updateRepair(key: $key, expected: $expected, input: { parts: [Brake] }) { repair { parts } }
    }`;
    const key = { of: of.id, nr: 7 };
    const { gm, currentVersion } = await client.refusal(source, { key, expected: '2001-01-01T00:00:00.000Z' });
    expect([gm, currentVersion]).to.deep.equal(['GM_WRITE_CONFLICT', changedAt]);
    expect(await client.data(source, { key, expected: currentVersion })).to.deep.equal({ updateRepair: { repair: { parts: ['Brake'] } } });
  });

  it('brings softly deleted objects back, where somebody may see them', async () => {
    expect(mutations().filter((each) => each.startsWith('restore'))).to.deep.equal(['restoreTool']);
    expect(type('ToolUpdateInput')).to.equal('input ToolUpdateInput {\n  name: String\n}');
    const client = new Client(garage.gm, boss);
    await client.data('mutation { createTool(input: { name: "saw" }) { __typename } }');
    expect(await client.data('mutation { deleteTool(id: 1) { tool { name scrappedAt } } }')).to.deep.equal({
      deleteTool: { tool: { name: 'saw', scrappedAt: null } },
    });
    expect(await client.data('{ tool(id: 1) { name } }')).to.deep.equal({ tool: null });
    expect(await client.data('mutation { restoreTool(id: 1, reason: "found") { tool { name } } }')).to.deep.equal({
      restoreTool: { tool: { name: 'saw' } },
    });
    expect(await new Client(garage.gm, null).refusal('mutation { restoreTool(id: 1) { tool { name } } }')).to.include({
      code: 'FORBIDDEN',
    });
  });

  it('has the operations that inspect lists', () => {
    const listed = garage.gm.introspect().managers.flatMap(({ operations }) => operations.map(({ name }) => name));
    expect(listed).to.include.members([...mutations()]);
  });
});
