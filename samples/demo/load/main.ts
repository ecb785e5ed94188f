// Sends requests of the demo's users to the app at LOAD_URL, LOAD_RATE a second (20), until it is stopped.
import { rateOf } from '../config.js';
import { startLoad } from './load.js';

const url = process.env['LOAD_URL'] || 'http://127.0.0.1:4000/graphql';
const rate = rateOf(process.env['LOAD_RATE'] || '20');

const load = startLoad({ url, rate });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void load.stop());
console.log(`asks ${url}, about ${rate} times a second`);
