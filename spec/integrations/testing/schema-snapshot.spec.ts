import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildSchema } from 'graphql';
import { isGeneralManagerError } from 'general-manager';
import { schemaSnapshot, type SnapshotOptions } from 'general-manager/testing';
import { openNotebook, type Notebook } from './support.js';

const SHIPS = `
  "A ship."
  type Ship { name: String, size(unit: Unit = METRE): Int }
  enum Unit { METRE }
  input Search { name: String, limit: Int = 10 }
  type Query { ships(search: Search): [Ship] }
`;

describe('schemaSnapshot', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'general-manager-snapshot-'));
    file = join(folder, 'schema.graphql');
  });
  afterEach(async () => rm(folder, { recursive: true }));

  const compare = async (sdl: string, options: SnapshotOptions = {}): ReturnType<typeof schemaSnapshot> =>
    schemaSnapshot({ schema: buildSchema(sdl) }, file, { ci: false, update: false, ...options });

  async function refusal(run: Promise<unknown>): Promise<Error & { readonly code: string }> {
    const error: unknown = await run.catch((thrown: unknown) => thrown);
    if (!isGeneralManagerError(error)) throw new Error('Nothing was refused.');
    return error;
  }

  /** Planted changes, what they are, and what has to be said of them. */
  const CHANGES: readonly (readonly [kind: 'breaking' | 'dangerous' | 'safe', from: string, to: string, said: string])[] = [
    ['breaking', 'name: String, size', 'size', 'Ship.name was removed.'],
    ['breaking', 'Int }\n', 'String }\n', 'Ship.size changed type from Int to String.'],
    ['breaking', 'ships(search: Search)', 'ships(search: Search, page: Int!)', 'A required arg page on Query.ships was added.'],
    ['dangerous', '{ METRE }', '{ METRE FOOT }', 'FOOT was added to enum type Unit.'],
    ['dangerous', 'name: String, limit', 'name: String, sort: String, limit', 'An optional field sort on input type Search was added.'],
    ['dangerous', '= 10', '= 20', 'Search.limit has changed default value.'],
    ['safe', 'name: String, size', 'name: String, flag: String, size', 'Ship.flag was added.'],
    ['safe', '[Ship]', '[Ship]!', 'Query.ships changed type from [Ship] to [Ship]!.'],
    ['safe', 'A ship.', 'A large ship.', 'The description of Ship changed.'],
    ['safe', 'name: String, size', 'name: String @deprecated, size', 'Ship.name is deprecated.'],
    ['safe', 'type Query', 'type Port { name: String } type Query', 'Port was added.'],
  ];

  for (const [kind, from, to, said] of CHANGES) {
    it(`tells what is ${kind}: ${said}`, async () => {
      await compare(SHIPS);
      const changed = SHIPS.replace(from, to);
      const { code, message } = await refusal(compare(changed));
      expect(code).to.equal('GM_TEST_SCHEMA');
      expect(message.split('\n').slice(1)).to.deep.equal([`- ${kind}: ${said}`]);
      for (const accept of ['safe', 'dangerous'] as const) {
        const accepted = compare(changed, { accept });
        if (kind === 'breaking' || (kind === 'dangerous' && accept === 'safe')) await refusal(accepted);
        else expect(await accepted).to.deep.include({ state: 'accepted', [kind]: [said] });
      }
    });
  }

  it('keeps the file until it is told to update it, and never updates it in CI', async () => {
    expect((await compare(SHIPS)).state).to.equal('written');
    const before = await readFile(file, 'utf8');
    const changed = SHIPS.replace('name: String, size', 'size');
    await refusal(compare(changed));
    expect((await refusal(compare(changed, { update: true, ci: true }))).code).to.equal('GM_TEST_SCHEMA');
    await compare(SHIPS.replace('A ship.', 'One.'), { update: true, ci: true, accept: 'safe' });
    expect(await readFile(file, 'utf8')).to.equal(before);
    expect(await compare(changed, { update: true })).to.deep.include({ state: 'updated', breaking: ['Ship.name was removed.'] });
    expect((await compare(changed)).state).to.equal('same');
  });

  it('takes the environment at its word', async () => {
    const schema = buildSchema(SHIPS);
    const { CI, UPDATE_SCHEMA } = process.env;
    try {
      process.env['CI'] = 'true';
      process.env['UPDATE_SCHEMA'] = '1';
      expect((await refusal(schemaSnapshot({ schema }, file))).code).to.equal('GM_TEST_SNAPSHOT_MISSING');
      process.env['CI'] = 'false';
      expect((await schemaSnapshot({ schema }, file)).state).to.equal('written');
      expect((await schemaSnapshot({ schema: buildSchema('type Query { a: Int }') }, file)).state).to.equal('updated');
    } finally {
      for (const [name, value] of Object.entries({ CI, UPDATE_SCHEMA })) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
  });

  it('takes a checkout with other line ends, and a file that is no schema not at all', async () => {
    await compare(SHIPS);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
    expect((await compare(SHIPS)).state).to.equal('same');
    await writeFile(file, `# by hand\n${await readFile(file, 'utf8')}`);
    expect((await refusal(compare(SHIPS))).message).to.contain('- safe: The file is written otherwise.');
    await writeFile(file, 'type {');
    expect((await refusal(compare(SHIPS))).code).to.equal('GM_TEST_SNAPSHOT_INVALID');
  });

  describe('of an application', () => {
    let notebook: Notebook;
    before(async () => {
      notebook = await openNotebook();
    });
    after(async () => notebook.close());

    it('is the same for each boot', async () => {
      await schemaSnapshot(await notebook.boot(), file, { ci: false });
      expect((await schemaSnapshot(await notebook.boot(), file, { ci: true })).state).to.equal('same');
    });
  });
});
