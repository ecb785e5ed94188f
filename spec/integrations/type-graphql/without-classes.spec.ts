import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { emitWith } from '../../../integrations/type-graphql/emit-with.js';
import { SCALARS } from '../../../integrations/type-graphql/index.js';
import { BootedSchema } from './support/boot.js';
import { useFreshStorage } from './support/fresh-storage.js';
import { flatShop } from './support/music-shop.js';

const HOOKS = fileURLToPath(new URL('../../support/typescript-hooks.mjs', import.meta.url));
const LOADS = fileURLToPath(new URL('support/loads.ts', import.meta.url));

describe('a schema that hand-written code has nothing to do with', () => {
  useFreshStorage();
  const sdl = ({ schema }: BootedSchema): string => printSchema(lexicographicSortSchema(schema));
  const middleware = { globalMiddlewares: [async (_data: unknown, next: () => Promise<unknown>): Promise<unknown> => next()] };

  const makers = {
    'without TypeGraphQL': () =>
      new BootedSchema(flatShop(), {}, (runtime, options = {}) => emitWith({ scalars: SCALARS }, runtime, options)),
    'with TypeGraphQL': () => new BootedSchema(flatShop()),
    'with operations that TypeGraphQL builds': () => new BootedSchema(flatShop(), middleware),
  };

  it('is the same whoever builds it', () => {
    const [first, ...others] = Object.entries(makers).map(([name, make]) => [name, sdl(make())]);
    expect(first?.[1]).to.include('type Artist').and.to.include('capabilities: Capabilities!');
    for (const [name, text] of others) expect(text, name).to.equal(first?.[1]);
  });

  for (const [name, make] of Object.entries(makers)) {
    it(`answers ${name}: names of its own, embedded objects, pages, what may be done`, async () => {
      const source = `{
        track(id: 111) { id price record { title } }
        artists(first: 1, sort: [{ name: DESC }]) {
          totalCount
          nodes { name address { street zip geo { lat lng } } albums(first: 1) { nodes { title } } }
        }
        capabilities { artists { read create } }
      }`;
      expect(await make().data(source)).to.deep.equal({
        track: { id: '111', price: '1.50', record: { title: 'Album 1.1' } },
        artists: {
          totalCount: 3,
          nodes: [
            {
              name: 'Artist 3',
              address: { street: 'Street 3', zip: '33', geo: { lat: 1.5, lng: null } },
              albums: { nodes: [{ title: 'Album 3.1' }] },
            },
          ],
        },
        capabilities: { artists: { read: true, create: false } },
      });
    });
  }

  it('loads packages only for what is in the model', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=source', '--import', HOOKS, LOADS], { encoding: 'utf8' });
    expect(stdout, stderr).to.not.equal('');
    expect(JSON.parse(stdout)).to.deep.equal({
      plain: ['graphql'],
      identified: [],
      json: ['graphql-scalars'],
      hierarchy: ['reflect-metadata', 'semver', 'type-graphql'],
    });
  });
});
