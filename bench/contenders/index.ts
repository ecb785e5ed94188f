import type { Contender } from './contender.js';

export type { Contender } from './contender.js';

/** All contenders; the answers of the first that is chosen are what the others have to answer too. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: 'floor-text',
    title: 'SQL by hand, text',
    dialect: 'floor',
    program: 'servers/floor/main.ts',
    environment: { SHAPE: 'text' },
  },
  {
    name: 'floor-json',
    title: 'SQL by hand, json_agg',
    dialect: 'floor',
    program: 'servers/floor/main.ts',
    environment: { SHAPE: 'json' },
  },
  { name: 'ours', title: 'General Manager', dialect: 'general-manager', program: 'servers/ours/main.ts' },
  {
    name: 'ours-server',
    title: '… without the direct route',
    dialect: 'general-manager',
    program: 'servers/ours/main.ts',
    environment: { DIRECT_ROUTE: 'off' },
  },
  {
    name: 'postgraphile',
    title: 'PostGraphile 5',
    dialect: 'postgraphile',
    program: 'peers/postgraphile.mjs',
    peer: true,
  },
  { name: 'handwritten', title: 'resolvers, dataloaders', dialect: 'hand-written', program: 'servers/handwritten/main.ts' },
  {
    name: 'handwritten-tuned',
    title: 'resolvers, tuned',
    dialect: 'hand-written',
    program: 'servers/handwritten/main.ts',
    environment: { TUNED: 'on' },
  },
];

/** General Manager by itself, and with more. */
const itselfAnd = (...more: readonly Pick<Contender, 'name' | 'title' | 'environment'>[]): readonly Contender[] => {
  const itself = CONTENDERS.filter(({ name }) => name === 'ours');
  return itself.flatMap((own) => [own, ...more.map((each) => ({ ...own, ...each }))]);
};

/** General Manager by itself, and with telemetry. */
export const OBSERVED = itselfAnd(
  { name: 'ours-quiet', title: '… with telemetry that nobody listens to', environment: { TELEMETRY: 'quiet' } },
  { name: 'ours-sampled', title: '… with a tenth of the traces', environment: { TELEMETRY: 'sampled' } },
);

/** General Manager by itself, and with caches: writes are written down for them. */
export const CACHED = itselfAnd(
  { name: 'ours-caching', title: '… with a cache that is empty', environment: { CACHING: 'empty' } },
  { name: 'ours-full', title: '… with 100,000 entries that depend on tracks', environment: { CACHING: 'full' } },
);
