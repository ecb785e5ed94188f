// Runs the specs of some layers: `npm run test:layer -- unit chaos`. What else is given goes to mocha: `--grep lease`.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { LAYERS, layerOf, type Layer } from '../layers.js';

const given = process.argv.slice(2);
const first = given.findIndex((each) => each.startsWith('-'));
const names = first < 0 ? given : given.slice(0, first);
const unknown = names.filter((name) => !LAYERS.includes(name as Layer));
if (names.length === 0 || unknown.length > 0) {
  console.error(`Name layers: ${LAYERS.join(', ')}.`);
  process.exit(1);
}
const files = globSync('spec/**/*.spec.ts').filter((path) => names.includes(layerOf(path) ?? ''));
const { status } = spawnSync('mocha', [...files.toSorted(), ...given.slice(names.length)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
