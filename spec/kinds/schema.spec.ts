import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { buildSchema, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';
import { bootstrap } from 'general-manager';
import type { OpenedApp } from './app/open.js';
import { openRelations } from './app/relations/store.js';
import { openValues } from './app/values/store.js';

const APPS: readonly (readonly [name: string, open: () => Promise<OpenedApp>])[] = [
  ['values', openValues],
  ['relations', openRelations],
];

describe('the schema of every kind', () => {
  for (const [name, open] of APPS) {
    const snapshot = new URL(`./${name}.graphql`, import.meta.url);

    it(`is that of the snapshot, each time: ${name} (npm test with UPDATE_SNAPSHOTS=1 writes it)`, async () => {
      const { gm, orm, close } = await open();
      try {
        const sdl = `${printSchema(lexicographicSortSchema(gm.schema))}\n`;
        if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(snapshot, sdl);
        expect(validateSchema(buildSchema(printSchema(gm.schema), { assumeValidSDL: true }))).to.deep.equal([]);
        expect(sdl).to.equal(readFileSync(snapshot, 'utf8'));
        const again = await bootstrap({ orm, drift: 'off' });
        expect(printSchema(again.schema)).to.equal(printSchema(gm.schema));
      } finally {
        await close();
      }
    });
  }
});
