// What hostile documents cost: refusing them, in times of parsing them, and what normal requests beside them notice:
// `npm run bench:hostile`; with `--refusals`, the first alone, which needs no database.
import { buildPackage } from '../build-package.js';
import { beside } from './beside.js';
import { refusals } from './refusals.js';

const print = (text: string): void => console.log(text);

refusals(print);
if (!process.argv.includes('--refusals')) {
  buildPackage();
  await beside(print);
}
